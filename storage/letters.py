"""A letter as a row, and a row as a letter."""

from typing import Any

from sqlalchemy import Row

from storage.keys import fitting
from storage.records import Letter, LetterId, LetterState, PersonId, Platform, TrustId, Why


def letter_of(row: Row[Any]) -> Letter:
    return Letter(
        id=LetterId(row.id),
        trust=TrustId(row.trust_id),
        key=row.key,
        card=row.card,
        why=Why(row.why),
        platform=Platform(row.platform) if row.platform else None,
        address=row.address,
        bucket=row.bucket,
        due_at=row.due_at,
        person=None if row.person_id is None else PersonId(row.person_id),
        expires_at=row.expires_at,
        state=LetterState(row.state),
        attempts=row.attempts,
        started=row.started,
        platform_id=row.platform_id,
        problem=row.problem,
        replaces=row.replaces,
    )


def place_of(row: Row[Any]) -> dict[str, Any]:
    """Where a letter went: an edit of it goes to the same place."""
    return {"platform": row.platform, "address": row.address, "bucket": row.bucket}


def values_of(letter: Letter) -> dict[str, Any]:
    return {
        "trust_id": letter.trust,
        "person_id": letter.person,
        "card": letter.card,
        "why": letter.why,
        "platform": letter.platform,
        "address": letter.address,
        "bucket": fitting(letter.bucket),
        "replaces": letter.replaces,
        "due_at": letter.due_at,
        "expires_at": letter.expires_at,
    }

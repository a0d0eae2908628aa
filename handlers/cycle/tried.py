"""What has been tried: each decision that a school shares answers the next "Has anyone tried…?"."""

from handlers.rules.ledger import described
from storage.records import Decision, Initiative, Run


def terms_of(initiative: Initiative, run: Run, decision: Decision) -> tuple[tuple[str, ...], str]:
    """The topics and the terms that a decision is found by, to be kept with it."""
    return described(initiative, run, decision)

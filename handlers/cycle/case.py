"""A case on one page: what a school tried and what came of it, to read, print or hand on.

Ada  (on a decision) [One page to take along]
bot  Your way to the page                                         [Continue in the browser]

A page leaves Brightspot with whoever takes it: school and person stand on it only where they are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cycle.capability import cycle
from handlers.cycle.decided import (
    AGAIN,
    CAME_TO,
    Made,
    follows,
    look_at_decision,
    nameless,
    the_decision,
)
from handlers.cycle.stopping import in_a_line
from handlers.ledger import Entry, entries
from handlers.rules.ledger import Nameless
from handlers.rules.words import capital
from handlers.talk import Button, Card, Link, Note, Reply, Request
from storage.passes import Pass
from storage.records import DecisionId, Evidence, Run, Stop
from storage.store import Store

EVIDENCE, STOPS = 3, 8  # pieces, and lines, that a page has room for


@dataclass(frozen=True, slots=True)
class Case:
    """What stands on the page, in reading order."""

    topic: str
    #: "Adopted: a village primary in the trust, July 2026".
    line: str
    #: (what it was, then, now); empty texts where it was not measured.
    measure: tuple[str, str, str]
    #: Heading and text of each part that says something.
    parts: tuple[tuple[str, str], ...]
    #: Whom to ask, and how.
    contact: str


@follows(30)
async def taking_along(made: Made, request: Request, store: Store) -> Sequence[Button]:
    return (take_along.button("One page to take along", decision=made.decision.id),)


@cycle.action("cycle.case")
async def take_along(request: Request, store: Store, *, decision: DecisionId) -> Reply:
    """Its page in the browser, by a link for them alone."""
    made = await the_decision(decision, request, store)
    secret = await store.passes.give(request.person, Pass.LINK, request.now)
    return Reply(way_to_page(made.initiative.topic, decision, secret))


async def case_of(decision: DecisionId, request: Request, store: Store) -> Case:
    """For whoever may read the decision; Refusal for others. Unless it is named, its words name nobody."""
    made = await the_decision(decision, request, store)
    (entry,) = await entries([made.decision], request, store)
    told = Nameless() if made.decision.named else await nameless(made.run, made.decision, store)
    evidence = await store.initiatives.evidence_of(made.initiative.id, trust=request.trust.id)
    stops = await store.stops.of_run(made.run.id, trust=request.trust.id)
    return Case(
        entry.initiative.topic,
        f"{CAME_TO[entry.decision.verdict]}: {entry.where}, {entry.decision.on:%B %Y}",
        (entry.run.measure, entry.decision.then, entry.decision.now),
        _parts(entry, list(map(told, evidence)), list(map(told, stops))),
        f"Ask {entry.who.name}, {entry.where}." if entry.who else f"To ask them: {IN_BRIGHTSPOT}",
    )


def _parts(entry: Entry, evidence: Sequence[Evidence], stops: Sequence[Stop]) -> tuple[tuple[str, str], ...]:
    initiative, run, decision = entry.initiative, entry.run, entry.decision
    parts = (
        ("The problem", initiative.problem),
        ("For whom", initiative.group),
        ("What we did", run.practice),
        ("What may be done differently", run.may_adapt),
        (
            "What we aimed at",
            "\n".join(filter(None, (run.goal, f"Target: {run.target}" if run.target else ""))),
        ),
        ("Why we decided so", decision.reason),
        ("What we learned", decision.learned),
        ("Would we do it again?", AGAIN[decision.again]),
        ("What made room for it", _room(run, stops)),
        ("What we went by", "\n".join(map(_with_source, evidence[:EVIDENCE]))),
    )
    return tuple(part for part in parts if part[1])


def _room(run: Run, stops: Sequence[Stop]) -> str:
    """Each stop with its day and the time it saves; what was planned, where it is none of them."""
    planned = run.makes_room if run.makes_room not in {each.what for each in stops} else ""
    return "\n".join(filter(None, (planned, *map(in_a_line, stops[:STOPS]))))


def _with_source(piece: Evidence) -> str:
    """ "Our own lesson visits: four answers in five were one word"."""
    return capital(": ".join(filter(None, (piece.source, piece.text))))


# ------------------------------------------------------------------ cards

IN_BRIGHTSPOT = "say “cycle tried” and what it is about to Brightspot."


def way_to_page(topic: str, decision: DecisionId, secret: str) -> Card:
    return Card(
        f"One page: {topic}",
        Link("Continue in the browser", f"/cycle/enter/{secret}?to=/cycle/case/{decision}"),
        look_at_decision.button("Back", decision=decision),
        Note(
            "Print it there, or keep it as a file. This link is yours alone: it works once, for ten minutes."
        ),
    )

"""Evidence: what speaks for it or against, from outside or from here, each piece with its source.

Ada  (presses Add evidence)
bot  Add evidence                                      [Link] [What does it say?] [Where is it from?]
bot  Evidence: Oracy in Year 3
     Talk moves help most where they are practised · EEF                    [Open] [Take it away]
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cycle.capability import cycle
from handlers.cycle.cards import Shown, look_at, offers, run_card
from handlers.cycle.doing import do
from handlers.cycle.seen import Seen, the_run, to_add_to
from handlers.cycle.words import GROUPS_ONLY
from handlers.rules import links
from handlers.rules.cutting import cut
from handlers.rules.stages import Need
from handlers.shared import visible
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Item,
    Link,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.ways import read_resource
from storage.records import CycleStage, Did, Evidence, EvidenceId, ResourceId, RunId, RunState
from storage.store import Store

TEXT_LIMIT, SOURCE_LIMIT, URL_LIMIT = 500, 200, 2000  # characters, as in the table
SHOWN = 2  # on a page: each has up to two buttons, and Teams allows six on a card


@offers(14, fills=(Need.EVIDENCE,))
async def adding(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """At the beginning in front; later among the others."""
    if seen.run.stage is not CycleStage.EXPLORE or seen.run.state is not RunState.GOING or not seen.may_add:
        return ()
    return (add.button("Add evidence", run=seen.run.id),)


@offers(51)
async def reading(seen: Shown, request: Request, store: Store) -> Sequence[Button]:
    there = Need.EVIDENCE in seen.standing.known
    return (show.button("Evidence", run=seen.run.id),) if there else ()


# ------------------------------------------------------------------ adding


@cycle.form("cycle.evidence")
async def add(request: Request, store: Store, *, run: RunId) -> Form:
    await to_add_to(run, request, store)
    return add.form(
        "Add evidence",
        "From outside, with its link; or from here: what you have seen or counted. Both help to decide.",
        evidence_fields(),
        "Add it",
        run=run,
    )


@add.filled
async def added(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """Kept for all the schools that try it."""
    seen = await to_add_to(run, request, store)
    found = evidence_in(answers, request)
    await store.initiatives.add_evidence(replace(found, initiative=seen.initiative.id))
    await do(seen.run, Did.EVIDENCE, request.person, request.now, store)
    return Reply(await run_card(run, request, store, said="It is added to the evidence."))


def evidence_fields() -> tuple[TextField, ...]:
    """For a school's initiative and for a question that a group looks into alike."""
    return (
        TextField(
            "text",
            "What does it say?",
            "",
            f"A sentence or two. {GROUPS_ONLY}",
            multiline=True,
            max_length=TEXT_LIMIT,
        ),
        TextField(
            "source",
            "Where is it from?",
            "",
            "For example: EEF; our Year 3 reading records.",
            max_length=SOURCE_LIMIT,
        ),
        TextField(
            "url", "Link", "", "https://…, if it is from outside.", optional=True, max_length=URL_LIMIT
        ),
    )


def evidence_in(answers: Answers, request: Request) -> Evidence:
    """What was filled in, belonging to nothing yet; Invalid where it has no words, source or proper link."""
    text, source = given(answers, "text"), given(answers, "source")
    if not text:
        raise Invalid(text="Please say in a sentence what it says.")
    if not source:
        raise Invalid(source="Please say where it is from, so that others can judge it.")
    return Evidence(
        EvidenceId(0),
        request.trust.id,
        request.person.id,
        request.now,
        cut(text, TEXT_LIMIT),
        cut(source, SOURCE_LIMIT),
        _address(given(answers, "url")),
    )


def _address(words: str) -> str:
    """The one address that was given, without what follows readers about; "" where there is none."""
    if not words:
        return ""
    found = links.found(words)
    url = links.clean(found[0].url) if found else ""
    if len(found) != 1 or len(url) > URL_LIMIT:
        raise Invalid(url="Please paste the whole address of one page or file, as https://…")
    return url


# ------------------------------------------------------------------ reading, and taking away


@cycle.action("cycle.sources")
async def show(request: Request, store: Store, *, run: RunId, start: int = 0) -> Reply:
    """All of it, the newest first, a page at a time."""
    return Reply(await _page(await the_run(run, request, store), start, request, store))


@cycle.action("cycle.take_away")
async def take_away(request: Request, store: Store, *, run: RunId, evidence: EvidenceId) -> Reply:
    """By whoever added it, or may change the run. Twice is once."""
    seen = await to_add_to(run, request, store)
    found = await store.initiatives.evidence_of(seen.initiative.id, trust=request.trust.id)
    piece = next((each for each in found if each.id == evidence), None)
    if piece and not _may_take_away(piece, seen, request):
        raise Refusal("Only whoever added that, or leads this, can take it away.")
    if piece:
        await store.initiatives.remove_evidence(piece)
        await do(seen.run, Did.EVIDENCE, request.person, request.now, store)
    return Reply(await _page(seen, 0, request, store, said="It is taken away."))


def _may_take_away(piece: Evidence, seen: Seen, request: Request) -> bool:
    return seen.may_change or piece.by == request.person.id


def _away(piece: Evidence, seen: Seen, request: Request) -> tuple[Button, ...]:
    if not _may_take_away(piece, seen, request):
        return ()
    return (take_away.button("Take it away", run=seen.run.id, evidence=piece.id),)


async def _page(seen: Seen, start: int, request: Request, store: Store, said: str = "") -> Card:
    found = await store.initiatives.evidence_of(seen.initiative.id, trust=request.trust.id)
    newest = found[::-1]
    shown = [
        one_piece(each, *_away(each, seen, request), kept=await _in_the_library(each, request, store))
        for each in newest[start : start + SHOWN]
    ]
    following = start + SHOWN if start + SHOWN < len(newest) else 0
    return what_speaks(seen, shown, len(newest), following, said)


async def _in_the_library(piece: Evidence, request: Request, store: Store) -> ResourceId | None:
    """Where colleagues shared it too, as far as this person may know."""
    if not piece.url:
        return None
    found = await store.resources.same_as(links.same_as(piece.url), trust=request.trust.id)
    return found.id if found and await visible([found], request.person, store) else None


# ------------------------------------------------------------------ card


def what_speaks(seen: Seen, shown: Sequence[Item], total: int, following: int, said: str) -> Card:
    run = seen.run.id
    nothing = Text("Nothing yet. One piece is enough to begin with: from outside, or from your own school.")
    more = show.button("Show others", run=run, start=following)
    return Card(
        f"Evidence: {seen.initiative.topic}",
        *((Text(said),) if said else ()),
        *shown,
        *(() if total else (nothing,)),
        *((more,) if total > SHOWN else ()),
        *((add.button("Add evidence", run=run),) if seen.may_add else ()),
        look_at.button("Back", run=run),
        *((Note(f"{total} in all"),) if total > SHOWN else ()),
    )


def one_piece(piece: Evidence, *away: Button, kept: ResourceId | None = None) -> Item:
    """From outside or from here; what the library has is opened there, with what colleagues say of it."""
    opens = (Link("Open", piece.url),) if piece.url.startswith("https://") else ()
    kind = "From outside, and in the library" if kept else "From outside" if piece.url else "From here"
    ways = (read_resource("See it in the library", kept),) if kept else opens
    aloud = (each.aloud(f"Take away what is from {piece.source}") for each in away)
    return Item(piece.source, f"{piece.text}\n{kind}", *ways, *aloud)

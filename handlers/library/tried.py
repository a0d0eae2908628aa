"""What a school tried and kept, told as a case study: the draft is filled in from its plan and decision.

Ada  (on a decision) Tell it as a case study
bot  Oracy in Year 3 · a draft: colleagues don’t see it yet        [Send to be checked] [Change] [Delete]
"""

from handlers.library.capability import library
from handlers.library.cards import resource_card
from handlers.library.telling import draft
from handlers.talk import Refusal, Reply, Request
from storage.records import Decision, DecisionId, Initiative, NetworkId, Resource, Run
from storage.store import Store


@library.action("library.tell_tried")
async def tell_tried(request: Request, store: Store, *, decision: DecisionId) -> Reply:
    """A draft of their own; pressed again it is the same one."""
    trust = request.trust.id
    made = await store.decisions.find(decision, trust=trust)
    run = await store.runs.find(made.run, trust=trust) if made else None
    initiative = await store.initiatives.find(made.initiative, trust=trust) if made else None
    if made is None or run is None or initiative is None or request.person.id not in (made.by, run.lead):
        raise Refusal("Whoever decided on it can tell it. Say “library story” to tell something of your own.")
    if before := await _told_before(initiative, request, store):
        return Reply(await resource_card(before, request, store, "You have begun to tell it."))
    answers = answers_from(made, initiative, run)
    found = await draft(request.person, answers, await _network(initiative, store), request.now, store)
    said = "A draft from what you decided. Change what reads badly, then send it to be checked."
    return Reply(await resource_card(found, request, store, said))


async def _told_before(initiative: Initiative, request: Request, store: Store) -> Resource | None:
    told = await store.case_studies.of_person(request.person)
    mine = [each.resource for each in told if each.teller == request.person.id]
    found = await store.resources.several(mine, trust=request.trust.id)
    return next((each for each in found if each.title == initiative.topic), None)


async def _network(initiative: Initiative, store: Store) -> NetworkId | None:
    """A closed network's stories would be told to all: they are told in none."""
    if initiative.network is None:
        return None
    network = await store.networks.find(initiative.network, trust=initiative.trust)
    return network.id if network and network.open else None


def answers_from(made: Decision, initiative: Initiative, run: Run) -> dict[str, str]:
    """The case study's five answers, as far as plan and decision have them; the rest is left open."""
    then = f"{made.then} at the start" if made.then else ""
    now = f"{made.now} at the end" if made.now else ""
    figures = ", ".join(filter(None, (then, now)))
    measured = ": ".join(filter(None, (run.measure, figures)))
    return {
        "title": initiative.topic,
        "what": _lines(initiative.problem, run.practice),
        "for_whom": initiative.group,
        "took": _lines(run.trained, f"To make room: {run.makes_room}" if run.makes_room else ""),
        "how_we_know": _lines(measured, made.learned),
    }


def _lines(*said: str) -> str:
    return "\n".join(filter(None, said))

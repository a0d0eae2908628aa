"""What schools of the sample trust try: `bot/sample/cycle.yaml`, lived through as its people would do it."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

from handlers.cycle import cycle
from handlers.rules.tables import table
from handlers.talk import LOCAL, Answers, Request
from storage.records import Initiative, Network, Person, Run, Trust
from storage.store import Store

Given = dict[str, Any]
AT = time(16)  # when the children have gone
ABOUT_IT = ("on", "by", "form", "press")  # of a step: what is no answer in its form


async def load_cycle(file: Path, store: Store, *, trust: Trust) -> None:
    """Each form is filled in and each button pressed on its day: what follows is what would follow."""
    staff = {each.email.partition("@")[0]: each for each in await store.people.everyone(trust.id)}
    networks = {each.name: each for each in await store.networks.everyone(trust.id)}
    for given in table(file)["initiatives"]:
        await _begin(given, networks[given["network"]], staff[given["by"]], trust, store)
        initiative = (await store.initiatives.everyone(trust.id))[-1]
        for step in given["then"]:
            who = staff[step.get("by", given["by"])]
            await _live(step, initiative, Request(who, trust, _at(step)), store)


async def _begin(given: Given, network: Network, who: Person, trust: Trust, store: Store) -> None:
    answers = {**_answers(given["start"]), "network": str(network.id)}
    await cycle.forms["cycle.start"].fill(Request(who, trust, _at(given["start"])), store, answers, {})


async def _live(step: Given, initiative: Initiative, request: Request, store: Store) -> None:
    run = await _theirs(initiative, request.person, store)
    stops = await store.stops.of_run(run.id, trust=run.trust)
    values = {"run": run.id, "version": run.version} | ({"stop": stops[-1].id} if stops else {})
    if "press" in step:
        await cycle.actions[f"cycle.{step['press']}"].press(request, store, values)
    else:
        await cycle.forms[f"cycle.{step['form']}"].fill(request, store, _answers(step), values)


async def _theirs(initiative: Initiative, person: Person, store: Store) -> Run:
    """Their school's; the first where it has none yet."""
    runs = await store.runs.of_initiatives([initiative.id], trust=initiative.trust)
    return next((each for each in runs if each.school == person.school), runs[0])


def _at(given: Given) -> datetime:
    return datetime.combine(given["on"], AT, LOCAL)


def _answers(given: Given) -> Answers:
    return {name: str(answer) for name, answer in given.items() if name not in ABOUT_IT}

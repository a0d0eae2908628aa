"""The word itself: `cycle` and what may follow it, and plain words about pilots and projects.

Ada  cycle
bot  What you are trying: Oracy in Year 3 …                                 [Open]
Ada  start a pilot on attendance
"""

from dataclasses import replace

from handlers.cycle.capability import cycle
from handlers.cycle.mine import my_card
from handlers.cycle.said import ROOMS, after
from handlers.cycle.starting import start_with
from handlers.rules.reading import Intent, Reading
from handlers.talk import Reply, Request
from storage.store import Store


@after("start", "new", "begin")
async def begin(request: Request, store: Store) -> Reply:
    return Reply(await start_with(request.said, request, store))


@cycle.command("cycle", usage="cycle, or cycle start oracy in Year 3")
async def show(request: Request, store: Store) -> Reply:
    """What the first word says; alone, mine."""
    word, _, rest = request.said.strip().partition(" ")
    if room := ROOMS.get(word.lower()):
        return await room(replace(request, said=rest.strip()), store)
    return Reply(await my_card(request, store))


@cycle.question(Intent.CYCLE)
async def answer(request: Request, asked: Reading, store: Store) -> Reply:
    return Reply(await my_card(request, store))

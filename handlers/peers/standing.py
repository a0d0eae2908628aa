"""Standing: "tell me when someone starts". A question goes on asking for a year, or until it is stopped.

Ada  peers standing
bot  What you asked to be told about
     “who else teaches Latin?”  until 6 Sep 2027      [Stop telling me]

Whom it finds later, `started.py` tells.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.colleagues import colleagues_of
from handlers.peers.asked import in_own_words, narrowing_of, sought_by
from handlers.peers.capability import peers
from handlers.talk import LOCAL, Button, Card, Item, Note, Reply, Request, Text
from storage.records import Question, Standing, StandingId
from storage.store import Store

KEPT = timedelta(days=365)
WORD = "standing"  # after `peers`
SHOWN = 6  # with a button each: Teams shows no more


async def keep_asking(request: Request, question: Question, store: Store) -> Standing:
    """Ask this question again whenever the trust's people change. Who fits today is known already."""
    me = request.person
    colleagues = await colleagues_of(request.trust.id, store)
    sought = sought_by(question.text, question.refined, me)
    fitting = colleagues.fitting(sought, me, colleagues.directory.place)
    return await store.standing.keep(
        me,
        question.text,
        request.now,
        request.now + KEPT,
        version=request.trust.version,
        refined=narrowing_of(question),
        told=[*dict.fromkeys((*question.found, *(match.person.id for match in fitting)))],
    )


async def goes_on(question: Question, request: Request, store: Store) -> bool:
    """Whether the asker is told already when somebody comes to fit this question."""
    mine = await store.standing.of(request.person)
    return any((each.text, each.refined) == (question.text, narrowing_of(question)) for each in mine)


async def mine(request: Request, store: Store) -> Reply:
    """Everything one asked to be told about, each with the way to stop it."""
    return Reply(my_standing(await store.standing.of(request.person)))


@peers.action("peers.stop_telling")
async def stop_telling(request: Request, store: Store, *, standing: StandingId) -> Reply:
    """Stop it, once; what is left is shown."""
    found = await store.standing.find(standing, asker=request.person)
    if found is not None:
        await store.standing.stop(found)
    left = await store.standing.of(request.person)
    return Reply(my_standing(left, said="Stopped. I won't tell you about that any more."))


# ------------------------------------------------------------------ cards


def my_standing(mine: Sequence[Standing], said: str = "") -> Card:
    nothing = "Nothing at the moment. Where nobody fits a question, I offer to tell you when someone starts."
    more = len(mine) - SHOWN
    return Card(
        "What you asked to be told about",
        *((Text(said),) if said else ()),
        *(
            Item(f"“{in_own_words(each)}”", f"until {until(each)}", stop_button(each))
            for each in mine[:SHOWN]
        ),
        *(() if mine else (Text(nothing),)),
        *((Note(f"…and {more} more: stop one to see the next."),) if more > 0 else ()),
    )


def stop_button(standing: Standing) -> Button:
    spoken = f"Stop telling me about: {standing.text}"
    return stop_telling.button("Stop telling me", standing=standing.id).aloud(spoken)


def until(standing: Standing) -> str:
    return f"{standing.until.astimezone(LOCAL):%-d %B %Y}"

"""Answers that are typed, where the card has a button for them; and who reads them.

bot  Oracy in Year 3: what did you try, what happened?   [On track] [Slower] [Stuck] [Done] [Not now]
Ada  on track
bot  Good to hear. I'll ask again around Mon 5 Oct.
Ada  who sees my answers?
"""

import re
from collections.abc import Sequence

from handlers.cycle.answering import LABELS, answer
from handlers.cycle.capability import cycle
from handlers.cycle.command import which_one
from handlers.cycle.mine import Mine, all_of_mine, my_card
from handlers.cycle.rhythm import not_now
from handlers.cycle.stuck import stuck
from handlers.talk import Card, Note, Quote, Reply, Request, Text
from storage.records import RunState
from storage.store import Store

TYPED = re.compile(
    r"^\W*(?:(?:i['’]?m|i am|we['’]?re|we are|it['’]?s|all|a bit|really|totally) )*"
    r"(?P<how>on track|slower|stuck|done|not now)\W*$",
    re.IGNORECASE,
)


@cycle.phrase(TYPED)
async def typed(request: Request, store: Store) -> Reply | None:
    """What is asked is answered; of several, which one is theirs to tap."""
    said = TYPED.search(request.said)
    how = said["how"].capitalize() if said else ""
    mine = await all_of_mine(request, store)
    asked = [each.participant for each in mine if each.is_asked and each.participant]
    if len(asked) == 1:
        about = {"initiative": asked[0].initiative}
        if how == "Not now":
            return await not_now.press(request, store, about)
        meant = next(each for each, label in LABELS.items() if label == how)
        return await answer.press(request, store, about | {"occurrence": asked[0].occurrence, "how": meant})
    if how == "Stuck" and not asked:
        return await _stuck([each for each in mine if each.run.state is RunState.GOING], request, store)
    return Reply(await my_card(request, store)) if mine else None


async def _stuck(going: Sequence[Mine], request: Request, store: Store) -> Reply:
    """With what they try; whoever tries nothing is asked with what."""
    if len(going) == 1:
        return await stuck.press(request, store, {"run": going[0].run.id})
    if going:
        return Reply(await which_one("Stuck with which one?", going, stuck.button, store))
    return Reply(with_what())


WHO_READS = re.compile(
    r"\b(?:who|can (?:my|our|the|any) [\w ]{2,30}) (?:can )?(?:sees?|reads?) "
    r"(?:(?:my|our) answers?|(?:what|how) (?:i|we) answer(?:ed)?)\W*$",
    re.IGNORECASE,
)


@cycle.phrase(WHO_READS)
async def who_reads(request: Request, store: Store) -> Reply:
    return Reply(yours_alone())


# ------------------------------------------------------------------ cards


def with_what() -> Card:
    return Card(
        "What are you stuck with?",
        Text("Say it in a few words, and I look for who got through something like it:"),
        Quote("who has got through spelling in mixed-age classes?"),
    )


def yours_alone() -> Card:
    return Card(
        "Your answers are yours alone",
        Text(
            "Nobody else sees what you answer when I ask how it goes, or whether you did. Whoever leads your "
            "network sees the stage and the date. Colleagues find a decision only where it is shared."
        ),
        Note("Say “privacy” to see everything held on you."),
    )

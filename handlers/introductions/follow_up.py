"""Ten working days later: did they meet, and did it help?"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers.days import calendars_of
from handlers.introductions.capability import introductions
from handlers.talk import LOCAL, Card, Note, Post, Quote, Refusal, Reply, Request, Text, ToPerson
from storage.records import Introduction, IntroductionId, Person, Stage, Trust, Why
from storage.store import Store

FOLLOW_UP_AFTER = 10  # working days of the one who is asked
FOLLOW_UP_HOUR = time(9)
LONGEST_WAIT = timedelta(days=120)  # ten working days begun before the summer end in September
FOLLOW_UP_MATTERS = timedelta(days=28)  # later than this, "did you meet?" is only a nuisance


class Met(StrEnum):
    """The answers to "did you meet?"."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


class Helped(StrEnum):
    """The answers to "did it help?"."""

    YES = "yes"
    A_LITTLE = "a_little"
    NO = "no"


@introductions.every("mon-fri", at=FOLLOW_UP_HOUR)
async def follow_up(trust: Trust, today: date, store: Store) -> list[Post]:
    """Ask each of the two once whether they met, ten of their own working days later."""
    posts: list[Post] = []
    since, until = today - LONGEST_WAIT, today - timedelta(days=FOLLOW_UP_AFTER)
    calendars = await calendars_of(trust.id, store)
    for each in await store.introductions.agreed(trust.id, since=since, until=until):
        both = await store.people.several((each.asker, each.colleague), trust=trust.id)
        if len(both) < 2 or each.agreed_on is None:
            continue
        asker, colleague = both
        sides = ((asker, colleague, each.asker_met), (colleague, asker, each.colleague_met))
        for me, other, answered in sides:
            days = calendars.days_of(me)
            due = days.quiet_over(days.after(each.agreed_on, FOLLOW_UP_AFTER))
            if answered is None and due <= today <= due + FOLLOW_UP_MATTERS and days.takes_unasked(today):
                posts.append(_did_you_meet(me, other, each, due))
    return posts


def _did_you_meet(me: Person, other: Person, about: Introduction, due: date) -> Post:
    return Post(
        ToPerson(me),
        did_you_meet(other, about),
        key=f"{about.key('met')}:{me.id}",
        why=Why.REMINDER,
        expires=datetime.combine(due + FOLLOW_UP_MATTERS, FOLLOW_UP_HOUR, LOCAL),
    )


@introductions.action("introductions.met")
async def met(request: Request, store: Store, *, introduction: IntroductionId, answer: Met) -> Reply:
    """Note the answer. Nobody but these two ever sees it, and nobody is asked again."""
    found = await store.introductions.find(introduction, trust=request.trust.id)
    ours = found is not None and request.person.id in (found.asker, found.colleague)
    if found is None or not ours or found.stage is not Stage.AGREED:
        raise Refusal("That introduction is no longer here. There is nothing you need to do.")
    await store.introductions.note_met(found, request.person, answer is Met.YES)
    return Reply(did_it_help(found) if answer is Met.YES else thanks(answer))


@introductions.action("introductions.helped")
async def helped(request: Request, store: Store, *, introduction: IntroductionId, answer: Helped) -> Reply:
    """Note it: whoever helps with something comes first among equals when others ask for the same."""
    found = await store.introductions.find(introduction, trust=request.trust.id)
    if found is None or not _has_met(found, request.person):
        raise Refusal("That introduction is no longer here. There is nothing you need to do.")
    await store.introductions.note_helped(found, request.person, answer is not Helped.NO)
    return Reply(noted(answer))


def _has_met(found: Introduction, me: Person) -> bool:
    """Whether this person is one of the two, and has said that they met."""
    sides = {found.asker: found.asker_met, found.colleague: found.colleague_met}
    return found.stage is Stage.AGREED and sides.get(me.id) is True


# ------------------------------------------------------------------ cards


def did_you_meet(other: Person, about: Introduction) -> Card:
    return Card(
        f"Did you and {other.name} meet?",
        Text("I put you in touch a couple of weeks ago about:"),
        Quote(about.topic),
        met.button("Yes, we met", introduction=about.id, answer=Met.YES).primary(),
        met.button("Not yet", introduction=about.id, answer=Met.NOT_YET),
        met.button("It won't happen", introduction=about.id, answer=Met.NO),
        Note("I only ask once, and only to learn which introductions help."),
    )


def did_it_help(about: Introduction) -> Card:
    return Card(
        "Lovely, thank you for telling me",
        Text("Did it help?"),
        helped.button("Yes", introduction=about.id, answer=Helped.YES).aloud("Yes, it helped"),
        helped.button("A little", introduction=about.id, answer=Helped.A_LITTLE).aloud("It helped a little"),
        helped.button("Not really", introduction=about.id, answer=Helped.NO).aloud(
            "Not really, it didn't help"
        ),
        Note("Nobody else sees your answer."),
    )


def noted(answer: Helped) -> Card:
    if answer is Helped.NO:
        return Card("Thank you for saying so", Text("Ask me again whenever you want to meet others."))
    return Card("Thank you", Text("Good to know that it was worth your time."))


def thanks(answer: Met) -> Card:
    if answer is Met.NOT_YET:
        return Card("Thank you", Text("No hurry. I won't ask again; their details are in your introduction."))
    return Card("Thank you for saying so", Text("That happens. Ask me whenever you want to meet others."))

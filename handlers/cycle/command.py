"""The word itself: `cycle` and what may follow it, and plain words about pilots and projects.

Ada  cycle
bot  What you are trying: Oracy in Year 3 …                                 [Open]
Ada  start a pilot on attendance
Ada  how is our oracy pilot going?
Ada  cycle pause oracy
Ada  no more reminders until June
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, run_card
from handlers.cycle.mine import Mine, all_of_mine, my_card
from handlers.cycle.moving import pause, resume
from handlers.cycle.rhythm import how_often, say_times
from handlers.cycle.said import ROOMS, after
from handlers.cycle.starting import start, start_with
from handlers.cycle.words import school_names, topic_line
from handlers.rules.intents import asks_for_people
from handlers.rules.problems import is_a_start, named
from handlers.rules.reading import Intent, Reading
from handlers.talk import Button, Card, Reply, Request, Text
from storage.records import Nudging, RunId, RunState
from storage.store import Store

CHOICES = 6  # of somebody's own to choose from: Teams allows six buttons


class Way(Protocol):
    """Makes a button that does something with a run."""

    def __call__(self, label: str, /, *, run: RunId) -> Button: ...


@cycle.command("cycle", usage="cycle, or cycle start oracy in Year 3")
async def show(request: Request, store: Store) -> Reply:
    """What the first word says; alone, mine; any other words name one of mine."""
    word, _, rest = request.said.strip().partition(" ")
    if room := ROOMS.get(word.lower()):
        return await room(replace(request, said=rest.strip()), store)
    return await _by_name(request.said, request, store)


#: "Start a half-termly cycle on oracy", "when is the review of our oracy project?"
ABOUT_ONE = re.compile(
    r"\b(?:start|begin|set up|launch|run|how|when|what|which|where|pause|resume|open|show)\b[^\n]{1,120}"
    r"\b(?:cycle|pilot|trial|project|initiative|inquiry|enquiry)\b",
    re.IGNORECASE,
)
#: And not of pilots in general.
OURS = re.compile(r"\b(?:our|my|the|this)\b", re.IGNORECASE)


@cycle.phrase(ABOUT_ONE)
async def one_that_is_named(request: Request, store: Store) -> Reply | None:
    """A new one, or one of theirs; whoever asks for colleagues, or for what is none of theirs, means more."""
    if is_a_start(request.said):
        return Reply(await start_with(request.said, request, store))
    of_ours = OURS.search(request.said) and not asks_for_people(request.said)
    mine = await all_of_mine(request, store) if of_ours else ()
    found = _among(request.said, mine)
    return await _plainly(request, store) if len(found) == 1 else None


_REMINDERS = r"(?:nudg(?:es?|ing)|remind(?:ers?|ing)|messag(?:es?|ing)|notifications?|ping(?:s|ing)?)(?: me)?"
_ASKING_ME = r"(?:asking|bothering|e-?mailing|writing(?: to)?) me"
_FOR_NOW = r"(?: (?:please|now|all|so (?:much|often)|for|until|till?|over|during|this|next)\b.{0,40})?\W*$"
#: "Stop", "no more reminders until June": what I write to them, and not what they stop doing in class.
IN_PEACE = re.compile(
    r"^\W*(?:(?:please|can you|could you|how (?:do|can) (?:i|we))\s+)*"
    r"(?:(?:stop|mute|snooze|unsubscribe)(?: (?:it|this|you|me))?|leave me (?:alone|in peace)|"
    rf"(?:stop|pause|mute|snooze|(?:turn|switch) off|no more|fewer|less)(?: (?:all|the|your|these|my))* "
    rf"(?:{_REMINDERS}|{_ASKING_ME})|(?:don['’]?t|do not) (?:nudge|remind|ping|write to) me(?: any ?more)?|"
    rf"(?:nudge|remind|message|ask|write)(?: to)?(?: me)? less(?: often)?|less often){_FOR_NOW}",
    re.IGNORECASE,
)


@cycle.phrase(IN_PEACE)
async def left_in_peace(request: Request, store: Store) -> Reply:
    """Nothing is switched off by a guess: what may come, with a way to change each."""
    return await say_times(request, store)


AWAY = re.compile(
    r"^\W*i(?:['’]?m| am|['’]ll be| will be) (?:away|on (?:annual )?(?:leave|holiday))"
    r"(?: (?:next|until|till?|from|for|in|on|this)\b[^,?]{0,40})?\W*$",
    re.IGNORECASE,
)


@cycle.phrase(AWAY)
async def going_away(request: Request, store: Store) -> Reply:
    """Its button asks for two dates."""
    return await say_times(request, store)


PAUSE = re.compile(r"^\W*(?:how (?:do|can) (?:i|we) )?(pause|resume)(?: (?:it|this|one))?\W*$", re.IGNORECASE)


@cycle.phrase(PAUSE)
async def pause_or_resume(request: Request, store: Store) -> Reply:
    """Of what they try; where they try nothing, of what I write."""
    word = PAUSE.sub(r"\1", request.said).lower()
    mine = await all_of_mine(request, store)
    return await (ROOMS[word] if mine else say_times)(replace(request, said=""), store)


#: Each with the name of what may follow `cycle` and says the same.
SAID_OTHERWISE = re.compile(
    r"^\W*(?:so )?(?:"
    r"(?P<mine>what(?:['’]?s| is) next(?: for (?:me|us))?|what am i trying|"
    r"how are (?:our|my|the) (?:pilots|trials|projects|initiatives)(?: going| doing)?)|"
    r"(?P<network>what (?:is|are) (?:(?:my|our|other|the) )?(?:networks?|schools|others) "
    r"(?:trying|piloting|testing)|"
    r"which (?:pilots|trials|projects|initiatives) are (?:overdue|late|quiet|paused))|"
    r"(?P<stops>what (?:have|did) we stop(?:ped)?(?: doing)?|how much time (?:have we|did we|do we) saved?)"
    r")\W*$",
    re.IGNORECASE,
)


@cycle.phrase(SAID_OTHERWISE)
async def said_otherwise(request: Request, store: Store) -> Reply:
    said = SAID_OTHERWISE.search(request.said)
    room = ROOMS.get((said and said.lastgroup) or "")
    return await room(replace(request, said=""), store) if room else Reply(await my_card(request, store))


SOMETHING_NEW = re.compile(
    r"^\W*(?:(?:i|we)(?:['’]d like| would like| want) to )?"
    r"(?:try|start)(?: out)? something(?: new| different)?\W*$",
    re.IGNORECASE,
)


@cycle.phrase(SOMETHING_NEW)
async def something_new(request: Request, store: Store) -> Reply:
    return Reply(await start_with("", request, store))


@cycle.question(Intent.CYCLE)
async def answer(request: Request, asked: Reading, store: Store) -> Reply:
    """ "How is our pilot going?", "pause it"."""
    return await _plainly(request, store)


async def _plainly(request: Request, store: Store) -> Reply:
    word, _, rest = request.said.strip().partition(" ")
    if word.lower() in ("pause", "resume"):
        return await ROOMS[word.lower()](replace(request, said=rest), store)
    return await _by_name(request.said, request, store)


@after("start", "new", "begin")
async def begin(request: Request, store: Store) -> Reply:
    return Reply(await start_with(request.said, request, store))


@after("pause")
async def pause_by_name(request: Request, store: Store) -> Reply:
    """The form where it is clear which one; else the choice."""
    found = await _meant(request, store, RunState.GOING)
    if len(found) == 1:
        return Reply(await pause.open(request, store, {"run": found[0].run.id}))
    return Reply(await which_one("Pause which one?", found, pause.button, store))


@after("resume")
async def resume_by_name(request: Request, store: Store) -> Reply:
    """What is paused goes on; where nothing is, they are asked again about what they had put off."""
    found = await _meant(request, store, RunState.PAUSED)
    if not found:
        return await _ask_again(request, store)
    if len(found) == 1:
        return await resume.press(request, store, {"run": found[0].run.id})
    return Reply(await which_one("Resume which one?", found, resume.button, store))


async def _by_name(words: str, request: Request, store: Store) -> Reply:
    """The one that is named; a choice of several; all of mine where none is."""
    mine = await all_of_mine(request, store)
    found = _among(words, mine)
    if len(found) == 1 and words.strip():
        return Reply(await run_card(found[0].run.id, request, store))
    if 1 < len(found) < len(mine):
        return Reply(await which_one("Which one?", found, look_at.button, store))
    return Reply(await my_card(request, store))


async def _ask_again(request: Request, store: Store) -> Reply:
    resting = [each for each in await _meant(request, store, RunState.GOING) if _rests(each, request.today)]
    if len(resting) == 1:
        again = {"initiative": resting[0].initiative.id, "nudging": Nudging.AS_PLANNED.value}
        return await how_often.press(request, store, again)
    if resting:
        return await say_times(request, store)
    return Reply(none_of_these())


def _rests(one: Mine, today: date) -> bool:
    """They are asked nothing about it at the moment: put off, stopped, done, or gone quiet."""
    me = one.participant
    if me is None:
        return False
    put_off = me.snoozed_until is not None and me.snoozed_until > today
    return put_off or me.nudging is Nudging.OFF or bool(me.quiet_since or me.done_in)


async def _meant(request: Request, store: Store, state: RunState) -> Sequence[Mine]:
    mine = [each for each in await all_of_mine(request, store) if each.run.state is state]
    return _among(request.said, mine)


def _among(words: str, mine: Sequence[Mine]) -> Sequence[Mine]:
    meant = {each.id for each in named(words, [each.initiative for each in mine])}
    return [each for each in mine if each.initiative.id in meant]


async def which_one(title: str, found: Sequence[Mine], way: Way, store: Store) -> Card:
    if not found:
        return none_of_these()
    names = await school_names([each.run for each in found], found[0].run.trust, store)
    labels = [topic_line(each.initiative, names[each.run.school]) for each in found]
    return Card(
        title, *(way(label, run=each.run.id) for label, each in zip(labels[:CHOICES], found, strict=False))
    )


# ------------------------------------------------------------------ cards


def none_of_these() -> Card:
    return Card(
        "None of yours fits that",
        Text("Say “cycle” to see what you are trying, and what you can do with each."),
        start.button("Start something new"),
    )

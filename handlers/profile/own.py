"""One's own profile: shown, edited, hidden and shown again."""

import re
from collections.abc import Sequence

from handlers.naming import workplace
from handlers.profile.capability import profile
from handlers.profile.topics import OFFERED, offer_buttons, overview, school_of
from handlers.rules.found_for import found_for
from handlers.rules.likely import likely
from handlers.rules.reading import Intent, Reading
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Facts,
    Form,
    Invalid,
    Note,
    Reply,
    Request,
    Text,
    TextField,
    given,
    ticked,
)
from handlers.ways import links_i_post, when_i_write
from storage.records import Person, School
from storage.store import Store

WORDS_LIMIT = 500  # characters of "working on" and "can help with": a few sentences
LISTED = 6  # topics named on the profile; the rest a tap away
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

#: Of being found, and not of a topic, a class or a day: "remove phonics from my list" hides nobody.
_ME = (
    r"(?: (?:all|any|my|the|people|others|colleagues|in touch|with|to|from|putting|"
    r"(?:suggest|show|introduc|match|send|list|recommend|contact)\w*))*"
    r" (?:me|introductions?|suggestions?|match(?:es|ing)|requests)\b"
)
_HIDE = re.compile(
    rf"\bhide\b|\b(?:pause|snooze|stop|remove){_ME}|\btake (?:me|my name) (?:off|out)\b|"
    r"\bopt(?:ing)? (?:me )?out\b|\bdon['’]?t (?:suggest|show|list|introduce|recommend)\b",
    re.IGNORECASE,
)
_SHOW = re.compile(
    rf"\b(?:unhide|un-?pause|show me again|put me back|(?:start|resume){_ME}|"
    r"opt(?:ing)? (?:me )?(?:back )?in)\b",
    re.IGNORECASE,
)


@profile.command("profile", usage="profile, or hide me from search")
async def show(request: Request, store: Store) -> Reply:
    wish = wants_to_be_found(request.said)
    if wish is not None:
        return await _set_open(request, store, wish)
    me = await store.people.in_full(request.person)
    return Reply(my_profile(me, await school_of(me, store)))


@profile.question(Intent.PROFILE)
async def plainly(request: Request, asked: Reading, store: Store) -> Reply:
    """ "Hide me from search" does it at once; anything else about oneself shows the profile."""
    return await show(request, store)


@profile.action("profile.hide")
async def hide(request: Request, store: Store) -> Reply:
    return await _set_open(request, store, False)


@profile.action("profile.unhide")
async def unhide(request: Request, store: Store) -> Reply:
    return await _set_open(request, store, True)


def wants_to_be_found(words: str) -> bool | None:
    """True for "show me again", False for "hide me from search", None where the words say neither."""
    if _SHOW.search(words):
        return True
    return False if _HIDE.search(words) else None


async def _set_open(request: Request, store: Store, open_: bool) -> Reply:
    await store.people.change(request.person, request.now, open_to_introductions=open_)
    return Reply(found_again() if open_ else hidden())


@profile.form("profile.edit")
async def edit(request: Request, store: Store) -> Form:
    me = request.person
    return edit.form(
        "Your profile",
        "Colleagues in other schools find you by these words. Please leave pupils out.",
        (
            TextField("working_on", "What are you working on?", me.working_on, multiline=True, optional=True),
            TextField(
                "can_help_with", "What can you help with?", me.can_help_with, multiline=True, optional=True
            ),
            ChoiceField(
                "working_days",
                "Which days do you work?",
                tuple((str(number), day) for number, day in enumerate(DAYS)),
                tuple(map(str, me.working_days)),
                several=True,
            ),
            ChoiceField(
                "open",
                "Can colleagues find you?",
                (("yes", "Yes, suggest me"), ("no", "No, hide me")),
                ("yes" if me.open_to_introductions else "no",),
            ),
        ),
        "Save",
    )


@edit.filled
async def save(request: Request, store: Store, answers: Answers) -> Reply:
    """Keep what was filled in, all of it or nothing."""
    days = tuple(sorted(map(int, ticked(answers, "working_days") & set("01234"))))
    if not days:
        raise Invalid(working_days="Please choose at least one day.")
    await store.people.change(
        request.person,
        request.now,
        working_on=_words("working_on", answers),
        can_help_with=_words("can_help_with", answers),
        working_days=days,
        open_to_introductions=given(answers, "open") != "no",
    )
    person = await store.people.find(request.person.id, trust=request.trust.id)
    me = await store.people.in_full(person or request.person)
    said = "Saved. Colleagues find you by this from now on."
    return Reply(my_profile(me, await school_of(me, store), said))


def _words(field: str, answers: Answers) -> str:
    words = given(answers, field)
    if len(words) > WORDS_LIMIT:
        raise Invalid(**{field: f"Please keep this to {WORDS_LIMIT} characters; it has {len(words)} now."})
    return words


# ------------------------------------------------------------------ cards


def my_profile(me: Person, school: School | None, said: str = "") -> Card:
    days = ", ".join(DAYS[day] for day in me.working_days if day < len(DAYS))
    found = [each.label for each in found_for(me, school) if each.stand]
    silent = not (me.working_on or me.can_help_with or me.tapped)
    offers = likely(me, school, at_most=OFFERED - 1) if silent else ()
    return Card(
        me.name,
        *((Text(said),) if said else ()),
        Facts(
            ("Role", me.job_title or "not known"),
            ("School", workplace(me)),
            ("Working on", me.working_on or "nothing yet: a line here helps others find you"),
            ("Can help with", me.can_help_with or "nothing yet"),
            ("Found for", _listed(found) or "nothing yet"),
            ("Works", days),
            ("Networks", ", ".join(me.networks) or "none"),
            ("Can be found", "yes" if me.open_to_introductions else "no, you are hidden"),
        ),
        *((Text("Are any of these yours? One tap, and one more for where you stand."),) if offers else ()),
        *offer_buttons(offers),
        edit.button("Edit").primary().aloud("Edit your profile"),
        overview.button("What I'm found for"),
        _visibility_button(me),
        *(() if offers else (links_i_post(kept=me.collected), when_i_write())),  # Teams shows six
        Note("Role and school come from your trust's staff list. What you shared: “library me”."),
    )


def _listed(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - LISTED} more" if len(labels) > LISTED else ""
    return ", ".join(labels[:LISTED]) + more


def _visibility_button(me: Person) -> Button:
    return hide.button("Hide me from search") if me.open_to_introductions else unhide.button("Show me again")


def hidden() -> Card:
    return Card(
        "You are hidden",
        Text("From now on I suggest you to nobody. You can still ask me anything."),
        unhide.button("Show me again"),
    )


def found_again() -> Card:
    return Card(
        "You can be found again", Text("Colleagues who fit will see you."), hide.button("Hide me from search")
    )

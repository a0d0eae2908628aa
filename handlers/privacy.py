"""Privacy: everything held on you, and the way to correct, hide, export or delete it, from chat.

Ada  privacy
bot  What I hold on you      [Show everything] [Don’t keep links I post] [Delete everything]
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.capability import Capability
from handlers.dates import with_year
from handlers.naming import workplace
from handlers.rules.vocabulary import vocabulary
from handlers.talk import (
    LOCAL,
    Answers,
    Block,
    Card,
    ChoiceField,
    Facts,
    Form,
    Invalid,
    Item,
    Note,
    Reply,
    Request,
    Text,
    given,
)
from handlers.ways import links_i_post, when_i_write
from storage.cycle_part import Deed
from storage.dossier import Dossier, Meeting, Message, gather
from storage.library_part import Shared
from storage.part_taken import Written
from storage.records import Action, CheckIn, Coming, Feedback, HowItGoes, NotRight, Stage, Stand, Use
from storage.store import Store

SHOWN = 10  # of each kind on the card; the export holds all

privacy = Capability("privacy", about="What is held on you: see, hide, export or delete it")


@privacy.command("privacy")
async def explain(request: Request, store: Store) -> Reply:
    return Reply(what_i_hold(kept=request.person.collected))


@privacy.action("privacy.show")
async def show(request: Request, store: Store) -> Reply:
    return Reply(everything(await gather(request.person, store)))


@privacy.form("privacy.delete")
async def delete(request: Request, store: Store) -> Form:
    return delete.form(
        "Delete everything",
        "This removes your profile, your questions, your introductions, your part in your networks’ meetings "
        "and in what schools try, and messages waiting for you. What you shared or tried stays without your "
        "name, unless you take it back first. It cannot be undone.",
        (
            ChoiceField(
                "sure",
                "Delete everything held on you?",
                (("no", "No, keep it"), ("yes", "Yes, delete it")),
                ("no",),
            ),
        ),
        "Go on",
    )


@delete.filled
async def deleted(request: Request, store: Store, answers: Answers) -> Reply:
    if given(answers, "sure") != "yes":
        raise Invalid(sure="Nothing was deleted. Choose “Yes, delete it” if you want to go on.")
    await store.people.forget(request.person)
    return Reply(gone())


# ------------------------------------------------------------------ cards


def what_i_hold(*, kept: bool) -> Card:
    """`kept`: whether links that they post are."""
    return Card(
        "What I hold on you",
        Text(
            "Work facts only: your name, work e-mail, school, role, networks, what you are working on and "
            "can help with, your working days, the questions you ask me, what you said of my answers, your "
            "introductions, what you suggest for agendas, your part in your networks’ meetings, what you "
            "share in the library and had from it, and what your school tries with you and how you said it "
            "goes."
        ),
        Facts(
            (
                "Who sees it",
                "Colleagues in your trust see your profile. A question is seen by nobody but those you ask "
                "to meet, and a network if you post it there yourself; a topic nobody could help with may "
                "stand on a network’s draft agenda, never your words or name. Members read their network’s "
                "agendas and notes; where it is open, colleagues do too. What you share carries your "
                "name; what you look for, open or save is seen by nobody. What you answer when I ask how "
                "something goes only you see; its facilitator sees stage and date, colleagues what you chose "
                "to share of a decision. What you write of something you try those read who take part: "
                "colleagues of your school and its network may join.",
            ),
            ("Line managers", "See nothing more than any colleague."),
            (
                "Kept for",
                "Questions 90 days; those you asked to be told about a year, or until you stop them; what "
                "you suggest for agendas and whether you came to a meeting a year, its agenda and notes "
                "three; what you share until you take it back; what you opened until a month after I asked "
                "about it, ninety days at most; how you said something goes a school year, what your school "
                "tried three after it ended; your profile until you leave or delete it.",
            ),
            ("Never kept", "Anything about pupils, safeguarding, health or beliefs."),
        ),
        show.button("Show everything").primary(),
        links_i_post(kept=kept),
        when_i_write(),
        delete.button("Delete everything").danger(),
        Note(
            "To be hidden from search at once, say “hide me from search”. Your trust is the data controller."
        ),
    )


def everything(held: Dossier) -> Card:
    me = held.person
    accounts = sorted({each.account.platform.value for each in held.accounts})
    questions = [_dated(each.asked_at, each.text) for each in held.questions if each.text]
    return Card(
        "Everything held on you",
        Facts(
            ("Name", me.name),
            ("E-mail", me.email),
            ("Role", me.job_title or "not known"),
            ("School", workplace(me)),
            ("Working on", me.working_on or "nothing"),
            ("Can help with", me.can_help_with or "nothing"),
            *((("Topics you tapped", ", ".join(map(_tapped, me.tapped))),) if me.tapped else ()),
            ("Can be found", "yes" if me.open_to_introductions else "no"),
            ("Networks", ", ".join(each.network for each in held.networks) or "none"),
            ("Accounts", ", ".join(accounts) or "none"),
        ),
        *_listed("Your questions", questions),
        *_listed("You asked to be told about", [_dated(each.asked_at, each.text) for each in held.standing]),
        *_listed("You asked in networks", [_dated(each.asked_at, each.text) for each in held.callouts]),
        *_listed("You suggested for agendas", [_dated(each.made_at, each.text) for each in held.suggestions]),
        *_listed("Your networks’ meetings", [_meeting(*each) for each in held.part.answers]),
        *_listed("You took on", [_took_on(*each) for each in held.part.actions]),
        *_listed("Agenda items you lead", list(map(_paper, held.part.items))),
        *_listed("Agendas you edited", [_paper(replace(each, text="")) for each in held.part.drafts]),
        *_listed("Notes that name you", list(map(_paper, held.part.notes))),
        *_listed("Statements of quality with your name", list(map(_paper, held.part.quality))),
        *_listed("You shared", list(map(_shared, held.library.shared))),
        *_listed("From the library", [_had(*each) for each in held.library.had]),
        *_listed("You look after", [each.title for each in held.library.checks]),
        *_listed("Case studies with your name", [title for title, _ in held.library.told]),
        *_listed("Words in the library that name you", held.library.named),
        *_listed("You take part in", [topic for topic, _ in held.cycle.takes_part]),
        *_listed("You lead", [topic for topic, _ in held.cycle.leads]),
        *_listed("How you said it goes", [_check_in(*each) for each in held.cycle.answers]),
        *_listed("You wrote or did in what is tried", list(map(_deed, held.cycle.deeds))),
        *_listed("Words in what is tried that name you", held.cycle.named),
        *_listed("You said of answers", [_dated(each.at, _said(each)) for each in held.feedback]),
        *_listed("Your introductions", [_introduction(each) for each in held.introductions]),
        *_listed(
            "Introductions you suggested", [_dated(each.asked_at, each.topic) for each in held.suggested]
        ),
        *_listed("Messages kept", [_dated(each.at, _title(each)) for each in held.messages]),
        Note(
            "Your IT team can give you all of it as a file. To correct your own words, say “profile”; "
            "to stop what you asked to be told, “peers standing”."
        ),
    )


def _listed(title: str, lines: Sequence[str]) -> tuple[Block, ...]:
    if not lines:
        return ()
    older = len(lines) - SHOWN
    last = f"\n…and {older} older" if older > 0 else ""
    return (Item(f"{title} ({len(lines)})", "\n".join(reversed(lines[-SHOWN:])) + last),)


def _introduction(meeting: Meeting) -> str:
    one = meeting.introduction
    who = "You asked" if meeting.asked else "You were asked by"
    if one.stage is Stage.SUGGESTED:
        who = "A coordinator suggested that you meet"
    return _dated(one.asked_at, f"{who} {meeting.other}" + (f": {one.topic}" if one.topic else ""))


_STANDS = {Stand.NOW: "now", Stand.DONE: "done", Stand.WANTS: "would like help", Stand.NO: "not me"}
_WHYS = {
    NotRight.TOPIC: "wrong topic",
    NotRight.ROLE: "wrong role",
    NotRight.SCHOOL: "school too different",
    NotRight.KNOWN: "I know them already",
    NotRight.NO_LONGER: "no longer does this",
}


def _meeting(at: Written, answer: Coming) -> str:
    said = {None: "you did not say", True: "you said you would come", False: "you said you can’t come"}
    was = {None: "", True: "; you were there", False: "; you were not there"}
    return _paper(replace(at, text=said[answer.coming] + was[answer.attended]))


def _took_on(at: Written, action: Action) -> str:
    return _paper(replace(at, text=f"{action.text} ({action.progress})"))


def _paper(written: Written) -> str:
    words = f"{written.network}: {written.text}" if written.text else written.network
    return _dated(written.on, words) if written.on else words


def _shared(one: Shared) -> str:
    where = f" ({one.network})" if one.network else ""
    return _dated(
        one.sharing.at, one.title + where + (f": {one.sharing.purpose}" * bool(one.sharing.purpose))
    )


def _had(title: str, use: Use) -> str:
    did = {"saved": use.saved_at, "opened": use.opened_at, "used": use.used_at, "helped you": use.helped_at}
    said = ", ".join(word for word, at in did.items() if at) or "asked whether you used it"
    return f"{title}: {said}" + (f" (“{use.line}”)" if use.line else "")


_GOES = {
    HowItGoes.ON_TRACK: "on track",
    HowItGoes.SLOWER: "slower",
    HowItGoes.STUCK: "stuck",
    HowItGoes.DONE: "done",
}


def _check_in(topic: str, said: CheckIn) -> str:
    line = f" (“{said.line}”)" if said.line else ""
    return _dated(said.answered_at, f"{topic}: {_GOES[said.answer]}{line}")


def _deed(deed: Deed) -> str:
    words = ": ".join(filter(None, (deed.kind, deed.text.replace("\n", " · "))))
    return f"{with_year(deed.on)}: {words}" if deed.on else words


def _tapped(topic: tuple[str, str]) -> str:
    concept, stand = topic
    return f"{vocabulary().label(concept)} ({_STANDS[Stand(stand)]})"


def _said(feedback: Feedback) -> str:
    about = ", ".join(map(vocabulary().label, feedback.about))
    return _WHYS[feedback.why] + (f" ({about})" if about else "")


def _title(message: Message) -> str:
    return str(message.said.get("title") or message.said.get("text", ""))


def _dated(at: datetime, words: str) -> str:
    return f"{at.astimezone(LOCAL):%-d %b %Y}: {words}"


def gone() -> Card:
    return Card(
        "Everything held on you is deleted",
        Text(
            "If your trust sends me its staff list again, your name and role will be back. "
            "Please tell your office if you don't want that."
        ),
    )

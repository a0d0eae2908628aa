"""Privacy: everything held on you, and the way to correct, hide, export or delete it, from chat.

Ada  privacy
bot  What I hold on you      [Show everything] [Hide me from search] [Delete everything]
"""

from storage.dossier import Dossier, gather

from handlers.capability import Capability
from handlers.talk import Answers, Card, ChoiceField, Facts, Form, Invalid, Note, Reply, Request, Text
from storage.store import Store

SHOWN = 10  # of each kind on the card; the export holds all

privacy = Capability("privacy", about="What is held on you: see, hide, export or delete it")


@privacy.command("privacy")
async def explain(request: Request, store: Store) -> Reply:
    return Reply(what_i_hold())


@privacy.action("privacy.show")
async def show(request: Request, store: Store) -> Reply:
    return Reply(everything(await gather(request.person, store)))


@privacy.form("privacy.delete")
async def delete(request: Request, store: Store) -> Form:
    return delete.form(
        "Delete everything",
        "This removes your profile, your questions, your introductions and messages waiting for you. "
        "It cannot be undone.",
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
    if "yes" not in answers.get("sure", ""):
        raise Invalid(sure="Nothing was deleted. Choose “Yes, delete it” if you want to go on.")
    await store.people.forget(request.person)
    return Reply(gone())


# ------------------------------------------------------------------ cards


def what_i_hold() -> Card:
    return Card(
        "What I hold on you",
        Text(
            "Work facts only: your name, work e-mail, school, role, networks, what you are working on and "
            "can help with, your working days, and the questions you ask me."
        ),
        Facts(
            ("Who sees it", "Colleagues in your trust see your profile. Nobody sees your questions."),
            ("Line managers", "See nothing more than any colleague."),
            ("Kept for", "Questions 90 days; your profile until you leave or delete it."),
            ("Never kept", "Anything about pupils, safeguarding, health or beliefs."),
        ),
        show.button("Show everything").primary(),
        delete.button("Delete everything").danger(),
        Note(
            "To be hidden from search at once, say “hide me from search”. Your trust is the data controller."
        ),
    )


def everything(held: Dossier) -> Card:
    raise NotImplementedError


def gone() -> Card:
    return Card(
        "Everything held on you is deleted",
        Text(
            "If your trust sends me its staff list again, your name and role will be back. "
            "Please tell your office if you don't want that."
        ),
    )

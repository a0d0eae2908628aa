"""Welcome: what Brightspot is, said once, kindly, and whenever somebody asks.

Ada  help
bot  I find colleagues in other schools…
Ada  help cycle
bot  Something you try, from the problem to a decision. Say for example: cycle start oracy in Year 3 …
"""

import re
from collections.abc import Mapping

from handlers.capability import Capability, Occasion
from handlers.rules.reading import Intent, Reading
from handlers.rules.words import capital
from handlers.talk import Card, Facts, Note, Quote, Reply, Request, Text
from storage.store import Store

welcome = Capability("welcome", about="Say what I can do")

#: Word → what it does: the words that work everywhere. A test holds them against the catalogue.
WORDS = (
    ("peers", "find colleagues who share your role, topic or context"),
    ("networks", "your networks, and who is in them"),
    ("agenda", "your networks' next meetings, and what you would like to talk about there"),
    ("share", "save a page or file for your networks, with what it is for"),
    ("library", "what your networks have shared, found by what it is about"),
    ("cycle", "something you try, from the problem to a decision"),
    ("profile", "what colleagues can find you for"),
    ("privacy", "what is held on you; hide, export or delete it"),
    ("help", "what I can do; “help cycle” says more on one word"),
)

#: Word → what can be said with it, and what that does: what `help cycle` shows.
EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "peers": (
        ("peers mixed-age KS1", "or ask in your own words: “who else is tackling mixed-age KS1?”"),
        ("peers standing", "what you asked to be told about"),
    ),
    "networks": (
        ("networks", "yours, and when each meets next"),
        ("networks all", "every one, to join"),
        ("networks maths leads", "who is in it"),
        ("networks quality maths leads", "what good looks like there"),
    ),
    "agenda": (
        ("agenda", "your next meetings; say there whether you can come"),
        ("agenda add marking in mixed-age classes", "suggests it for a meeting"),
        ("agenda actions", "what you took on"),
        ("agenda search marking", "what meetings said of it"),
    ),
    "share": (("share https://… for Year 3, for maths leads", "keeps it, with what it is for"),),
    "library": (
        ("library mixed-age phonics", "what was shared on it"),
        ("library story", "tell what worked for you"),
        ("library practices", "what your trust works by"),
        ("library me", "what you shared, and whether links you post are kept"),
    ),
    "cycle": (
        ("cycle", "what you are trying, and what is next: explore, prepare, deliver, decide"),
        ("cycle start oracy in Year 3", "begins with a problem"),
        ("cycle oracy", "opens that one of yours"),
        ("cycle pause, cycle resume", "lets one rest, or go on; no reason is needed"),
        ("cycle times", "when I may write to you, and how often"),
        ("cycle stops", "what your school has stopped, and the time that saves"),
        ("cycle tried talk partners", "what others have tried, kept or stopped"),
        ("cycle network maths leads", "what a network tries"),
        ("cycle questions", "what a group looks into, and what was decided"),
    ),
    "profile": (
        ("profile", "shows what you are found for, to be put right with a tap"),
        ("hide me from search", "nobody is introduced to you; “show me again” undoes it"),
    ),
    "privacy": (("privacy", "shows everything held on you, to take along or delete"),),
    "help": (("help cycle", "more on that word"),),
}

#: Thanks and praise are not answered like a greeting.
_THANKS = re.compile(
    r"(?:thanks?|thank (?:you|u)|ta|cheers|much appreciated|brilliant|perfect|lovely|great)\b"
)


@welcome.command("help")
async def show_help(request: Request, store: Store) -> Reply:
    """In general, or on one word."""
    if request.said in EXAMPLES:
        return Reply(more_on(request.said))
    return Reply(what_i_do(f"Hello {_first_name(request)}"))


@welcome.on(Occasion.HOME, Occasion.ARRIVED)
async def greet(request: Request, store: Store) -> Reply:
    return Reply(what_i_do(f"Welcome, {_first_name(request)}"))


@welcome.on(Occasion.ADDED_TO_CHANNEL)
async def greet_channel(request: Request, store: Store) -> Reply:
    """One post for everyone, naming nobody but the one who added the app."""
    return Reply(hello_everyone(request.person.name), public=True)


@welcome.question(Intent.HELP)
async def explain(request: Request, asked: Reading, store: Store) -> Reply:
    return Reply(what_i_do("Here is what I can do"))


@welcome.question(Intent.SMALLTALK)
async def small_talk(request: Request, said: Reading, store: Store) -> Reply:
    thanked = _THANKS.match(request.said.strip().lower())
    return Reply(you_are_welcome() if thanked else hello(_first_name(request)))


def _first_name(request: Request) -> str:
    return request.person.name.split(" ")[0]


# ------------------------------------------------------------------ cards


def what_i_do(title: str) -> Card:
    return Card(
        title,
        Text("I find colleagues in other schools of your trust and put you in touch. Just ask me:"),
        Quote("who else is tackling mixed-age KS1?"),
        Quote("which schools are like ours?"),
        Text("Then go on with a few words: “only primaries”, “nearer”, “anyone else?”"),
        Text("Or start with one of these words:"),
        Facts(*WORDS),
        Note("Please never name pupils here. Nobody is introduced before they say yes."),
    )


def more_on(word: str) -> Card:
    return Card(
        capital(word),
        Text(f"{capital(dict(WORDS)[word])}. Say for example:"),
        Facts(*EXAMPLES[word]),
        Note("“help” shows every word."),
    )


def hello(first_name: str) -> Card:
    return Card(
        f"Hello {first_name}",
        Text("What are you working on? Ask me, for example:"),
        Quote("who else is tackling mixed-age KS1?"),
    )


def you_are_welcome() -> Card:
    return Card("You're welcome", Text("Ask me again whenever you like."))


def hello_everyone(who: str) -> Card:
    return Card(
        "Hello, I'm Brightspot",
        Text(f"{who} added me. Mention me with a question, and only you will see the answer:"),
        Quote("who else is tackling mixed-age KS1?"),
        Text("Is this a network's channel? Its facilitator says whose, and agendas are posted here:"),
        Quote("networks link maths leads"),
        Note("Please never name pupils here."),
    )

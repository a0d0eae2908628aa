"""Finding: what a resource is about, said in any words.

Ada  anything on oracy for KS3?
bot  Found in the library
     Talk that teaches · Video · Shared by Bo Sample, Fenside                      [Open]
     [Ask about one, save it…] [Show others] [Narrow it down]

Nothing is kept of what anybody looks for: a card's buttons carry the words themselves.
"""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from handlers.ledger import way_to_it
from handlers.library import practices, telling
from handlers.library.capability import library
from handlers.library.cards import item_of, look_at, resource_card
from handlers.library.entering import enter
from handlers.library.saving import save
from handlers.library.searching import EVERYTHING, search
from handlers.library.settings import show_channel, show_mine
from handlers.library.story import Story, stories
from handlers.library.words import FILTERS
from handlers.rules.reading import Intent, Reading
from handlers.rules.sought import Facet, Filters, Found, chosen, filters_of
from handlers.talk import (
    Answers,
    Block,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Note,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.ways import ask_people
from storage.store import Store

#: With one address each there is room on Teams for three ways on.
TOGETHER = 3
#: And for four where one only looks in.
AT_HOME = 2
#: Characters of a search that a button carries.
CARRIED = 300
NOTHING = "Nothing on that in the library yet"


@library.command("library", usage="library mixed-age phonics")
async def library_command(request: Request, store: Store) -> Reply:
    """With words the search; alone, what is new and one's own."""
    word, _, rest = request.said.partition(" ")
    match word.lower():
        case "":
            return Reply(await _at_home(request, store))
        case "channel":
            return await show_channel(rest, request, store)
        case "me" if not rest:
            return await show_mine(request, store)
        case "story" | "stories" if not rest:
            return await telling.mine(request, store)
        case _ if practice := await practices.named(request.said, request, store):
            return Reply(practice)
        case _:
            return Reply(await _found(request, request.said, EVERYTHING, 0, store))


@library.question(Intent.RESOURCE)
async def answer(request: Request, sought: Reading, store: Store) -> Reply:
    """ "Anything on oracy for KS3?": the question itself is the search."""
    return Reply(await _found(request, request.said, EVERYTHING, 0, store))


@library.action("library.more")
async def show_more(request: Request, store: Store, *, words: str, within: str, start: int) -> Reply:
    """The next three in place of those shown."""
    return Reply(await _found(request, words, _filters(within), start, store))


@library.action("library.which")
async def which(request: Request, store: Store, *, words: str, within: str, start: int) -> Reply:
    """Which of those shown, to ask whoever shared it, save it or put it right."""
    found = await _search(request, words, _filters(within), start, store)
    choices = (look_at.button(each.title, resource=each.id) for each in found.resources)
    return Reply(Card("Which one?", *choices, _more("Back", words, _filters(within), start)))


# ------------------------------------------------------------------ narrowing


@library.form("library.narrow")
async def narrow(request: Request, store: Store, *, words: str, within: str) -> Form:
    """Only what would leave something can be chosen."""
    filters = _filters(within)
    found = await search(words, request, store, filters=filters, limit=0)
    return narrow.form(
        "Narrow it down",
        "",
        [
            TextField("words", "What are you looking for?", words, optional=True, max_length=CARRIED),
            *_fields(found.facets, filters),
        ],
        "Show",
        words=words,
        within=within,
    )


@narrow.filled
async def narrowed(request: Request, store: Store, answers: Answers, *, words: str, within: str) -> Reply:
    """What the form does not ask for stays as it was."""
    kept = {name: value for name, value in chosen(_filters(within)).items() if name not in FILTERS}
    filters = filters_of(kept | {name: given(answers, name) for name in FILTERS})
    return Reply(await _found(request, given(answers, "words"), filters, 0, store))


def _fields(facets: Sequence[Facet], filters: Filters) -> list[Field]:
    return [
        ChoiceField(
            each.filter,
            FILTERS[each.filter],
            tuple((value, f"{label} ({count})") for value, label, count in each.options),
            tuple(filter(None, [chosen(filters).get(each.filter)])),
            optional=True,
        )
        for each in facets
    ]


# ------------------------------------------------------------------ as text, in a button


def _as_text(filters: Filters) -> str:
    """What is chosen, as a button carries it: "kind=video&checked=1"."""
    return urlencode(chosen(filters))


def _filters(text: str) -> Filters:
    return filters_of(dict(parse_qsl(text)))


# ------------------------------------------------------------------ drawing


async def _search(request: Request, words: str, filters: Filters, start: int, store: Store) -> Found:
    return await search(words, request, store, filters=filters, start=start, limit=TOGETHER, faceted=False)


async def _found(request: Request, words: str, filters: Filters, start: int, store: Store) -> Card:
    words = words[:CARRIED]
    found = await _search(request, words, filters, start, store)
    if not found.resources and start:
        return await _found(request, words, filters, 0, store)
    if not found.resources:
        return nothing(words, filters, await way_to_it(words, request, store) if words else ())
    if found.total == 1 and found.fits:
        return await resource_card(found.resources[0], request, store, said="The library has this one.")
    told = await stories(found.resources, request, store)
    return results(told, found, words, filters, start)


async def _at_home(request: Request, store: Store) -> Card:
    found = await _search(request, "", EVERYTHING, 0, store)
    told = await stories(found.resources, request, store)
    return home(told, found.total)


# ------------------------------------------------------------------ cards


def _more(label: str, words: str, filters: Filters, start: int) -> Button:
    return show_more.button(label, words=words, within=_as_text(filters), start=start)


def results(told: Sequence[Story], found: Found, words: str, filters: Filters, start: int) -> Card:
    """Where nothing is about what was asked, what comes near, and the way to colleagues."""
    total, within = found.total, _as_text(filters)
    following = start + TOGETHER
    ways = [which.button("Ask about one, save it…", words=words, within=within, start=start)]
    if following < total:
        ways.append(_more("Show others", words, filters, following))
    elif start:
        ways.append(_more("Show the first again", words, filters, 0))
    if found.fits:
        ways.append(narrow.button("Narrow it down", words=words, within=within))
    else:
        ways.append(ask_people("Ask who works on it", words))
    to = f" to {start + len(told)}" if len(told) > 1 else ""
    shown = f"{start + 1}{to} of {total}" if total > TOGETHER else f"{total} in all"
    if found.fits:
        return Card("Found in the library", *map(item_of, told), *ways, Note(shown))
    near = Text("This comes near." if total == 1 else "These come near.")
    return Card(NOTHING, near, *map(item_of, told), *ways, Note(shown))


def nothing(words: str, filters: Filters, tried: Sequence[Button]) -> Card:
    """Never a dead end: without the limits, from a colleague, or as the first to share something."""
    limited = filters != EVERYTHING
    ways: list[Block] = [_more("Without these limits", words, EVERYTHING, 0)] if limited else []
    ways += [*tried, *((ask_people("Ask who works on it", words),) if words else ())]
    return Card(
        NOTHING,
        Text("A colleague may have something, or know what helps."),
        *ways,
        save.button("Share something"),
        Note("Other words may find it too: say “library” and what it is about."),
    )


def home(told: Sequence[Story], total: int) -> Card:
    return Card(
        "The library",
        Text("What colleagues share, to be found again: say “library” and what you look for.")
        if total
        else Text("Nothing is in it yet. What your networks share is kept here, to be found again."),
        *map(item_of, told[:AT_HOME]),
        *((_more("Show others", "", EVERYTHING, AT_HOME),) if total > AT_HOME else ()),
        enter.button("Open the library"),
        save.button("Share something"),
        telling.story.button("This worked for us"),
    )

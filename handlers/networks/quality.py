"""A network's two-sided statement: what good looks like, and how we get there together.

Ada  networks quality maths leads
bot  Quality in Maths leads: what good looks like, how we get there      [Edit]
bot  (to its owner, on the review date) Is this still right?      [Still right] [Edit]
"""

from collections.abc import Sequence
from datetime import date, time, timedelta

from handlers.dates import day
from handlers.days import calendars_of
from handlers.networks.capability import networks
from handlers.rules.dates import date_in
from handlers.talk import (
    Answers,
    Block,
    Card,
    Facts,
    Form,
    Invalid,
    Note,
    Post,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from handlers.which import leads, may_read, network_led, network_seen
from handlers.written_in import people_in
from storage.records import Network, NetworkId, Person, Quality, Trust, Why
from storage.store import Store

SIDE_LIMIT = 2000  # characters of each side, as in the table
AGAIN = timedelta(days=365)  # "still right" until it is looked at again, as once a school year
AT_MOST = timedelta(days=3 * 365)  # until it is looked at: what nobody looks at for longer is not kept up


@networks.action("networks.quality")
async def show_quality(request: Request, store: Store, *, network: NetworkId) -> Reply:
    return await quality_of(await network_seen(request, network, store), request, store)


async def quality_of(network: Network, request: Request, store: Store, said: str = "") -> Reply:
    statement = await store.quality.of(network)
    owner = await _owner(statement, store)
    keeps_it = owner is not None and owner.id == request.person.id
    if not keeps_it and not await may_read(request.person, network, store):
        raise Refusal(f"{network.name} keeps this among its members. Join it to read it.")
    may_edit = keeps_it or await leads(request.person, network.id, store)
    ways_on = _buttons(network, statement) if may_edit else ()
    return Reply(two_sides(network, statement, owner, ways_on, said))


@networks.form("networks.edit_quality")
async def edit_quality(request: Request, store: Store, *, network: NetworkId) -> Form:
    found = await _kept_by(request, network, store)
    statement = await store.quality.of(found)
    owner = await _owner(statement, store)
    return _form(found, statement, owner or request.person, request.today)


@edit_quality.filled
async def keep_quality(request: Request, store: Store, answers: Answers, *, network: NetworkId) -> Reply:
    """Both sides, an owner and a date on which it is looked at again; or nothing changed."""
    found = await _kept_by(request, network, store)
    owners = await people_in(given(answers, "owner"), "owner", request, store)
    if len(owners) != 1:
        raise Invalid(owner="Please name one person who keeps it.")
    looks_like, we_do = _side("looks_like", answers), _side("we_do", answers)
    review = _review(given(answers, "review"), request.today)
    await store.quality.keep(Quality(found.id, found.trust, looks_like, we_do, owners[0].id, review))
    return await quality_of(found, request, store, "Saved.")


@networks.action("networks.still_right")
async def still_right(request: Request, store: Store, *, network: NetworkId) -> Reply:
    """Looked at, and kept for another year."""
    found = await _kept_by(request, network, store)
    statement = await store.quality.of(found)
    if statement is None or (statement.review_on or request.today) > request.today:
        return await quality_of(found, request, store)  # pressed before, or written anew since
    again = request.today + AGAIN
    await store.quality.review(found, again)
    return await quality_of(found, request, store, f"Kept. I ask its owner again on {day(again)}.")


@networks.every("mon-fri", at=time(9))
async def look_again(trust: Trust, today: date, store: Store) -> Sequence[Post]:
    """Once for each review date, on the first day on or after it that its owner works."""
    calendars = await calendars_of(trust.id, store)
    posts: list[Post] = []
    for statement in await store.quality.to_review(trust.id, today):
        network = await store.networks.find(statement.network, trust=trust.id)
        owner = await _owner(statement, store)
        if network is None or owner is None or not calendars.days_of(owner).takes_unasked(today):
            continue
        card = time_to_look(network, statement)
        key = f"quality:{network.id}:{statement.review_on}"
        posts.append(Post(ToPerson(owner), card, key, Why.MEETING))
    return posts


async def _kept_by(request: Request, network: NetworkId, store: Store) -> Network:
    """For its owner too, who may lead nothing."""
    found = await network_seen(request, network, store)
    statement = await store.quality.of(found)
    if statement is not None and statement.owner == request.person.id:
        return found
    return await network_led(request, network, store)


async def _owner(statement: Quality | None, store: Store) -> Person | None:
    if statement is None or statement.owner is None:
        return None
    return await store.people.find(statement.owner, trust=statement.trust)


def _side(field: str, answers: Answers) -> str:
    words = given(answers, field)
    if not words:
        raise Invalid(**{field: "Please write a sentence or two here: the statement has two sides."})
    if len(words) > SIDE_LIMIT:
        raise Invalid(**{field: f"Please keep this to {SIDE_LIMIT} characters; it has {len(words)} now."})
    return words


def _review(words: str, today: date) -> date:
    found = date_in(words, today)
    if found is None:
        raise Invalid(review="Please write a date, for example 12 July 2027.")
    if found <= today:
        raise Invalid(review="Please choose a day after today.")
    if found > today + AT_MOST:
        raise Invalid(review="Please choose a day within the next three years.")
    return found


# ------------------------------------------------------------------ the form, and cards


def _form(network: Network, statement: Quality | None, owner: Person, today: date) -> Form:
    set_for = statement.review_on if statement else None
    review = set_for if set_for and set_for > today else today + AGAIN
    return edit_quality.form(
        "What good looks like",
        f"{network.name}. Two short texts that all members can agree to; no names of pupils, please.",
        (
            TextField(
                "looks_like",
                "What good looks like",
                statement.looks_like if statement else "",
                hint="For example: In every lesson pupils can explain how they know.",
                multiline=True,
                max_length=SIDE_LIMIT,
            ),
            TextField(
                "we_do",
                "How we get there",
                statement.we_do if statement else "",
                hint="For example: We plan together, watch one another teach, and share what we make.",
                multiline=True,
                max_length=SIDE_LIMIT,
            ),
            TextField("owner", "Who keeps it?", owner.email, hint="Work e-mail or full name"),
            TextField(
                "review",
                "When do we look at it again?",
                _in_figures(review),
                hint="For example: 12 July 2027",
            ),
        ),
        "Save",
        network=network.id,
    )


def _in_figures(review: date) -> str:
    """ "12 July 2027": as it is read again."""
    return f"{review.day} {review:%B %Y}"


def _buttons(network: Network, statement: Quality | None) -> tuple[Block, ...]:
    label = "Edit" if statement else "Write it"
    return (edit_quality.button(label, network=network.id).aloud(f"{label}: quality in {network.name}"),)


def two_sides(
    network: Network, statement: Quality | None, owner: Person | None, ways_on: Sequence[Block], said: str
) -> Card:
    title = f"Quality in {network.name}"
    if statement is None:
        return Card(
            title, Text("Nothing is written yet. Its facilitators can say it in two texts."), *ways_on
        )
    review = day(statement.review_on) if statement.review_on else "No date yet"
    return Card(
        title,
        *((Text(said),) if said else ()),
        Text("What good looks like"),
        Quote(statement.looks_like),
        Text("How we get there"),
        Quote(statement.we_do),
        Facts(("Kept by", owner.name if owner else "Nobody yet"), ("Looked at again", review)),
        *ways_on,
    )


def time_to_look(network: Network, statement: Quality) -> Card:
    return Card(
        f"Is this still right for {network.name}?",
        Text("Today is the day you set for looking at its statement of quality."),
        Text("What good looks like"),
        Quote(statement.looks_like),
        Text("How we get there"),
        Quote(statement.we_do),
        still_right.button("Still right", network=network.id).primary(),
        edit_quality.button("Edit", network=network.id),
        Note("I ask once. “Still right” keeps it for another year."),
    )

"""What is asked, and by which road it is answered."""

from dataclasses import replace

from handlers.colleagues import asked_for, own_words_of
from handlers.house import not_here
from handlers.peers import standing
from handlers.peers.around import beyond_one_person
from handlers.peers.behalf import asked_for_a_school
from handlers.peers.capability import peers
from handlers.peers.follow import answered, followed
from handlers.rules import safeguarding
from handlers.rules.reading import Intent, Reading
from handlers.talk import Card, Note, Quote, Reply, Request, Text
from storage.store import Store


@peers.command("peers", usage="peers mixed-age KS1")
async def peers_command(request: Request, store: Store) -> Reply:
    """`peers` with words is the question itself; alone, it says how to ask; `peers standing` is a list."""
    if not request.said:
        return Reply(how_to_ask())
    if request.said.lower() == standing.WORD:
        return await standing.mine(request, store)
    said = (await own_words_of(request.trust.id, store)).explained(request.said)
    return await find(replace(request, said=said), asked_for(said, request.person), store)


@peers.question(Intent.PEERS)
async def find(request: Request, sought: Reading, store: Store) -> Reply:
    """On from the last question, for a school, beyond one person; else colleagues, or a question back."""
    return (
        await followed(request, sought, store)
        or await asked_for_a_school(request, store)
        or await beyond_one_person(request, sought, store)
        or await answered(request, request.said, (), store)
    )


@peers.action("peers.ask")
async def ask(request: Request, store: Store, *, words: str) -> Reply:
    """From a card of another capability that had no answer (`handlers/ways.py`)."""
    concern = safeguarding.check(words)
    if concern is not None:
        return Reply(not_here(concern))
    return await find(replace(request, said=words), asked_for(words, request.person), store)


# ------------------------------------------------------------------ cards


def how_to_ask() -> Card:
    return Card(
        "Who would you like to meet?",
        Text("Ask in your own words, for example:"),
        Quote("who else is tackling mixed-age KS1?"),
        Quote("another SENDCo in a small school"),
        Quote("who has cracked persistent absence?"),
        Quote("which schools are like ours, and why?"),
        Note(
            "I look in other schools of your trust, and tell you why each person fits. "
            "Say “peers standing” to see what you asked to be told about."
        ),
    )

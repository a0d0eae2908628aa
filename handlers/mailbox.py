"""Mailbox: a message that may have gone missing can be shown with one tap.

bot  A message for you may have gone missing.                    [Show it]
Ada  (presses)
bot  Colleagues to meet …

Some platforms cannot say whether a message arrived. It is never sent again by itself, because it may be
there already; its recipient decides.
"""

from collections.abc import Sequence

from handlers.capability import Capability
from handlers.packing import card_from_data
from handlers.talk import Card, Contact, Note, Refusal, Reply, Request, Text
from storage.records import Letter, LetterId, LetterState, Person, PersonId
from storage.store import Store

mailbox = Capability("mailbox", about="Show a message that may have gone missing")


@mailbox.action("mailbox.show")
async def show(request: Request, store: Store, *, letter: LetterId) -> Reply:
    """The message itself, to its own recipients alone; from then on it counts as sent."""
    found = await store.outbox.find(letter, trust=request.person.trust)
    if found is None or request.person.id not in found.people:
        raise Refusal("That message is not here any more. Ask your question again for a fresh one.")
    if found.state not in (LetterState.UNKNOWN, LetterState.SENT):
        raise Refusal("That message no longer matters. Say “help” to see what I can do.")
    await store.outbox.shown(found, request.now)
    card = card_from_data(found.card)
    # Of several people who were to be brought together, each is alone with it here.
    others = [each for each in found.people if each != request.person.id]
    contacts = [Contact(each.name, each.email) for each in await _of(others, request, store)]
    return Reply(Card(card.title, *card.blocks, *contacts))


async def _of(ids: Sequence[PersonId], request: Request, store: Store) -> Sequence[Person]:
    return await store.people.several(ids, trust=request.person.trust) if ids else ()


def missing(letter: Letter) -> Card:
    return Card(
        "A message for you may have gone missing",
        Text("I sent you a message and could not see whether it arrived."),
        show.button("Show it", letter=letter.id).primary(),
        Note("If you have it already, there is nothing to do."),
    )

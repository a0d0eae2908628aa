"""Putting right: whoever decided mends a slip; another decision is told, and noted by each school, anew.

Ada  (presses Put it right, chooses Scheme B)
bot  It is put right. I tell everybody it is for, and ask each school to note it anew.
bot  (in the channel) Put right since you last heard … Decided: Scheme B               [Noted]

For as long as schools are reminded of it; by then they have acted on it, and a new question is fairer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card, offers
from handlers.cycle.commissioned.choosing import decision_in, fields_of_a_decision, thanks, to_decide
from handlers.cycle.commissioned.noting import already_asked, announcements
from handlers.cycle.commissioned.seen import UNTIL, Seen, the_enquiry
from handlers.talk import Answers, Button, Card, Form, Post, Refusal, Reply, Request, Text, ToNetwork
from storage.records import EnquiryId
from storage.store import Store


@offers(20)
async def putting_right(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not (seen.decides and _is_fresh(seen, request)):
        return ()
    return (put_right.button("Put it right", enquiry=seen.enquiry.id),)


@cycle.form("cycle.choose_again")
async def put_right(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    found = (await _to_put_right(enquiry, request, store)).enquiry
    fields = fields_of_a_decision(found)
    return put_right.form("Put it right", found.question, fields, "Put it right", enquiry=enquiry)


@put_right.filled
async def is_put_right(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    """Another reason alone is read on its card, and nobody is written to."""
    before = (await _to_put_right(enquiry, request, store)).enquiry
    decided = decision_in(answers, before)
    await store.enquiries.change(before, **decided)
    if decided["chosen"] == before.chosen:
        return Reply(await enquiry_card(enquiry, request, store, "It is put right."))
    await store.enquiries.change(before, decided_on=request.today)
    await store.enquiries.note_anew(before)
    asked = await already_asked(before, store)
    await store.outbox.withdraw(request.trust.id, f"enquiry:{enquiry}:")
    now = await the_enquiry(enquiry, request, store)
    posts = [*await announcements(now, request, store, asked), *await thanks(now, request, store)]
    said = "It is put right. I tell everybody it is for, and ask each school to note it anew."
    return Reply(await enquiry_card(enquiry, request, store, said), *await _once_more(posts, request, store))


async def _to_put_right(id_: EnquiryId, request: Request, store: Store) -> Seen:
    """Held; for the one who decided, while it is fresh."""
    seen = await to_decide(id_, request, store)
    if not _is_fresh(seen, request):
        raise Refusal("Schools rely on what was decided by now. Say “cycle questions” to ask it anew.")
    return seen


def _is_fresh(seen: Seen, request: Request) -> bool:
    on = seen.enquiry.decided_on
    return on is not None and request.today - on <= UNTIL


async def _once_more(posts: Iterable[Post], request: Request, store: Store) -> Sequence[Post]:
    """Whoever had such a letter before gets a further one, and reads that it has changed; so does a channel,
    which is told at once.
    """
    letters = {each.key: each for each in posts}
    had = {
        *await store.outbox.written(request.trust.id, list(letters)),
        *(key for key, each in letters.items() if isinstance(each.to, ToNetwork)),
    }
    return [_changed(each, request) if key in had else each for key, each in letters.items()]


def _changed(post: Post, request: Request) -> Post:
    changed = Text("Put right since you last heard: this is what is decided now.")
    card = Card(post.card.title, changed, *post.card.blocks)
    return replace(post, key=f"{post.key}:{request.now:%Y%m%dT%H%M%S}", card=card)

"""Posting: an agenda goes to its network, once, now or at a time that was set.

Hannah  presses Post it
bot     (in the channel) Maths leads, Tuesday 3 November 2026 …
"""

from datetime import date, datetime, time

from handlers.agenda.capability import agenda
from handlers.agenda.posted import agenda_card, channel_key, gathered, letter_key, the_agenda
from handlers.agenda.suggesting import decide
from handlers.agenda.words import day
from handlers.capability import Routine
from handlers.talk import LOCAL, Post, Refusal, ToNetwork, ToPerson
from storage.records import Meeting, Network, Outcome, Source, State, SuggestionId, Trust, Why
from storage.store import Store

#: At each of these hours an agenda can be posted by itself: the school day, and an hour on either side.
POSTS_AT = tuple(time(hour) for hour in range(7, 19))


async def post(
    meeting: Meeting, network: Network, now: datetime, store: Store
) -> tuple[Meeting, tuple[Post, ...]]:
    """To the network's channel; where it has none, to each member. Refusal where it is too late."""
    _must_be_due(meeting, now)
    posted = await store.meetings.change(meeting, state=State.POSTED, posted_at=now, post_at=None)
    told = await _tell_who_suggested(posted, store)
    if await has_channel(network, store):
        card = await agenda_card(posted, network, store)
        return posted, (Post(ToNetwork(network), card, key=channel_key(posted), why=Why.MEETING), *told)
    return posted, (*await _to_each(posted, network, store), *told)


async def has_channel(network: Network, store: Store) -> bool:
    """Whether the agenda goes to all at once; otherwise each member gets it by themselves."""
    return network.id in await store.networks.with_channel(network.trust)


def _must_be_due(meeting: Meeting, now: datetime) -> None:
    if meeting.state is State.CANCELLED:
        raise Refusal("This meeting is called off. Say “agenda plan” to set another date.")
    if meeting.posted_at:
        on = day(meeting.posted_at.astimezone(LOCAL).date())
        raise Refusal(f"It was posted on {on}. What you change shows there.")
    if meeting.state is not State.PLANNED or meeting.starts <= now:
        raise Refusal("This meeting has begun or is over. Say “agenda” to see what is next.")


async def _to_each(meeting: Meeting, network: Network, store: Store) -> tuple[Post, ...]:
    drawn = await gathered(meeting, network, store)
    return tuple(
        Post(
            ToPerson(each),
            the_agenda(drawn, each),
            key=letter_key(meeting, each),
            why=Why.MEETING,
            expires=meeting.starts,
        )
        for each in await store.people.several(drawn.members, trust=network.trust)
    )


async def _tell_who_suggested(meeting: Meeting, store: Store) -> tuple[Post, ...]:
    """What members suggested and stands on this agenda is taken, now that everybody sees it."""
    posts: tuple[Post, ...] = ()
    for item in await store.agendas.items(meeting.id, trust=meeting.trust):
        if item.source is Source.SUGGESTION and item.source_id is not None:
            found = await store.suggestions.find(SuggestionId(item.source_id), trust=meeting.trust)
            if found is not None:
                posts += await decide(found, Outcome.TAKEN, meeting, store)
    return posts


def _posts_by_itself(at: time) -> Routine:
    """What a facilitator has set to be posted by this hour, as it stands now."""

    async def post_what_is_due(trust: Trust, today: date, store: Store) -> tuple[Post, ...]:
        now = datetime.combine(today, at, LOCAL)
        posts: tuple[Post, ...] = ()
        for meeting in await store.meetings.to_post(trust.id, now):
            network = await store.networks.find(meeting.network, trust=trust.id)
            if network is not None and meeting.starts > now:
                posts += (await post(meeting, network, now, store))[1]
        return posts

    post_what_is_due.__name__ = f"post_at_{at:%H}"
    return post_what_is_due


for hour in POSTS_AT:
    agenda.every("daily", at=hour)(_posts_by_itself(hour))

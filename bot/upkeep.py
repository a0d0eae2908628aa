"""Upkeep: what has been kept long enough goes."""

from datetime import timedelta

from bot.clock import Clock
from handlers.cycle.tried import found_anew
from handlers.library.keeping import brought_up_to_date, forget_unanswered
from storage.records import Trust
from storage.store import Database

WORDS_KEEP = timedelta(days=90)  # what people asked, and the letters they were sent
CALLOUTS_KEEP = timedelta(days=105)  # a term: then "I can help" comes too late
SUGGESTIONS_KEEP = timedelta(days=365)  # a year of agendas
ANSWERS_KEEP = timedelta(days=365)  # who was coming, and who was there
DRAFTS_KEEP = timedelta(days=30)  # after the meeting: how its agenda came to be so
UNANSWERED_KEEP = timedelta(days=14)  # "keep this in the library?"
REFUSED_KEEP = timedelta(days=90)  # "not this one": later nobody edits the message any more
DIGESTS_KEEP = timedelta(days=365)  # what was new, so that nothing comes twice
OPENED_KEEP = timedelta(days=30)  # after they were asked whether they used it
UNASKED_KEEP = timedelta(days=90)  # where nobody asked: after eight weeks nobody does
CHECK_INS_KEEP = timedelta(days=365)  # how somebody said it went: a school year
SHELVED, SHELVED_IN_ALL = 20, 5_000  # resources, a fifth of a second's and half a minute's work
#: Three school years: agendas, notes and what was taken on; what schools tried, once it has ended.
RECORDS_KEEP = timedelta(days=3 * 365 + 1)


class Upkeep:
    """Forgets on time. Harmless to do twice, and in several processes at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prune(self) -> None:
        """Questions lose their words and sent letters their cards after 90 days; the counts stay.

        Standing questions go when they end, what was asked in channels after a term. Of a meeting go the
        drafts after a month, who was there after a year, and all of it after three. In the library go links
        that nobody said yes to after two weeks, who opened what a month after they were asked about it, or
        after ninety days without a question, and what a digest has shown after a year. Of an initiative go
        the answers to nudges after a year, and all of it three years after it ended; so do stops and
        questions that were looked into.
        """
        now = self._clock.now()
        async with self._database.reading() as store:
            trusts = await store.trusts.everyone()
        for trust in trusts:  # each by itself: nobody waits long for the one writer of SQLite
            async with self._database.store() as store:
                await store.questions.forget_words(trust.id, before=now - WORDS_KEEP)
                await store.upkeep.forget_cards(trust.id, before=now - WORDS_KEEP)
                await store.standing.stop_ended(trust.id, now=now)
                await store.callouts.forget(trust.id, before=now - CALLOUTS_KEEP)
                await store.suggestions.forget(trust.id, before=now - SUGGESTIONS_KEEP)
                await store.agendas.forget_versions(trust.id, before=now - DRAFTS_KEEP)
                await store.attendance.forget(trust.id, before=now - ANSWERS_KEEP)
                await store.meetings.forget(trust.id, before=now - RECORDS_KEEP)
                await forget_unanswered(trust.id, now - UNANSWERED_KEEP, store)
                await store.sharings.forget_refused(trust.id, before=now - REFUSED_KEEP)
                await store.digests.forget(trust.id, before=(now - DIGESTS_KEEP).date())
                asked, unasked = (now - OPENED_KEEP).date(), now - UNASKED_KEEP
                await store.uses.forget_opened(trust.id, before=asked, unasked=unasked)
                await store.participants.forget_answers(trust.id, before=now - CHECK_INS_KEEP)
                await store.initiatives.forget(trust.id, before=now - RECORDS_KEEP)
                await store.stops.forget(trust.id, before=(now - RECORDS_KEEP).date())
                await store.enquiries.forget(trust.id, before=(now - RECORDS_KEEP).date())
            await self._shelve(trust)
        async with self._database.store() as store:
            await store.installations.forget_states(now)
            await store.passes.forget(now)

    async def _shelve(self, trust: Trust) -> None:
        """After a new vocabulary, a part of a large library each hour, a few at a time."""
        for _ in range(SHELVED_IN_ALL // SHELVED):
            async with self._database.store() as store:
                shelved = await brought_up_to_date(trust.id, store, limit=SHELVED)
                if not await found_anew(trust.id, store, limit=SHELVED) and not shelved:
                    return

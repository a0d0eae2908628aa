"""When people's own words were said, and who was asked lately; on both databases."""

from dataclasses import replace
from datetime import timedelta

from storage.records import Person, PersonId, Stage, TrustId


def blank(trust: TrustId, name: str, **given) -> Person:
    return Person(PersonId(0), trust, f"{name.lower()}@school.example", name, **given)


async def test_words_are_as_old_as_when_they_were_last_changed_or_confirmed(database, clock):
    first, later, last = (clock.now() + timedelta(days=days) for days in (0, 30, 60))
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        jo = blank(trust.id, "Jo", working_on="phonics", can_help_with="oracy")
        await store.people.keep([jo], first)
        await store.people.keep([replace(jo, working_on="phonics in Y1", job_title="Teacher")], later)
        found = await store.people.with_email(jo.email, trust=trust.id)
        assert (found.working_on_at, found.can_help_at) == (later, first)

        await store.people.change(found, last, job_title="Y1 teacher")
        found = await store.people.with_email(jo.email, trust=trust.id)
        assert (found.working_on_at, found.can_help_at) == (later, first)

        await store.people.change(found, last, can_help_with="oracy")
        found = await store.people.with_email(jo.email, trust=trust.id)
        assert (found.working_on_at, found.can_help_at) == (later, last)


async def test_only_old_words_of_people_who_can_be_found_are_unconfirmed(database, clock):
    now = clock.now()
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        people = [
            blank(trust.id, "Jo", working_on="phonics"),
            blank(trust.id, "Hidden", working_on="phonics", open_to_introductions=False),
            blank(trust.id, "Silent"),
        ]
        await store.people.keep(people, now)
        await store.people.keep([blank(trust.id, "New", can_help_with="oracy")], now + timedelta(days=1))

        old = await store.people.unconfirmed(trust.id, before=now + timedelta(hours=1))

    assert [each.name for each in old] == ["Jo"]


async def test_requests_of_late_and_help_of_any_time_are_found_by_the_colleague_asked(database, clock):
    now = clock.now()
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        await store.people.keep([blank(trust.id, name) for name in ("Ada", "Jo", "Lou", "Max", "Sam")], now)
        ada, jo, lou, max_, sam = await store.people.everyone(trust.id)
        year = now - timedelta(days=365)
        for colleague, at in ((jo, now), (lou, year), (max_, year)):
            asked = await store.introductions.ask(ada, colleague, "phonics?", at)
            if colleague == max_:
                await store.introductions.note_helped(asked, ada, True)
        await store.introductions.ask(sam, ada, "oracy?", now)  # not one of those looked for

        found = await store.introductions.lately(
            [jo.id, lou.id, max_.id, sam.id], trust=trust.id, since=now - timedelta(days=28)
        )

    assert [(each.colleague, each.stage, each.asker_helped) for each in found] == [
        (jo.id, Stage.ASKED, None), (max_.id, Stage.ASKED, True),
    ]  # fmt: skip

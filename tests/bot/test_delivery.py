"""Letters reach their people once, in order, and when they may; what cannot be sent says why."""

import asyncio

import pytest

from bot.door import Later, Never, Unclear
from storage.records import LetterState, Platform, Why
from tests.bot.conftest import PostOffice


async def test_a_letter_goes_once_however_often_it_is_posted(office: PostOffice):
    ada = await office.person("Ada")

    for _ in range(3):
        await office.post(ada, "hello")
        await office.delivery.settle()

    assert office.slack.keys() == ["hello"]
    letter = await office.letter("hello")
    assert (letter.state, letter.platform_id) == (LetterState.SENT, "m-hello")


async def test_what_was_undone_is_not_sent(office: PostOffice):
    """A letter stands or falls with its cause."""
    ada = await office.person("Ada")

    async def a_handler_that_fails() -> None:
        async with office.database.store() as store:
            await office.postman.post((office.about(ada, "hello"),), store)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await a_handler_that_fails()
    await office.delivery.settle()

    assert office.slack.sent == []


async def test_one_conversation_is_written_to_in_order(office: PostOffice):
    ada = await office.person("Ada")
    for number in range(50):
        await office.post(ada, f"nudge:{number}")

    await office.delivery.settle()

    assert office.slack.keys() == [f"nudge:{number}" for number in range(50)]


async def test_a_busy_conversation_does_not_keep_the_others_waiting(office: PostOffice):
    """A noisy channel has hundreds of letters; a colleague's single one does not queue behind them."""
    busy, quiet = await office.person("Ada"), [await office.person(f"Jo{number}") for number in range(6)]
    for number in range(100):
        await office.post(busy, f"busy:{number}")
    for person in quiet:
        await office.post(person, f"quiet:{person.id}")

    await office.another_process(lanes=1).settle()

    places = [place for place, key in enumerate(office.slack.keys()) if key.startswith("quiet")]
    assert len(office.slack.keys()) == 106
    assert max(places) < 50


async def test_answers_go_before_everything_else(office: PostOffice):
    people = [await office.person(f"Jo{number}") for number in range(10)]
    for person in people[:9]:
        await office.post(person, f"nudge:{person.id}")
    await office.post(people[9], "answer", Why.ANSWER)

    await office.another_process(lanes=1).settle()

    assert office.slack.keys()[0] == "answer"


async def test_a_conversation_rests_as_long_as_the_platform_asks(office: PostOffice):
    ada, jo = await office.person("Ada"), await office.person("Jo")
    office.slack.says["first"] = [Later("too many requests", 30.0)]
    await office.post(ada, "first")
    await office.post(ada, "second")
    await office.post(jo, "elsewhere")

    await office.delivery.settle()
    assert office.slack.keys() == ["elsewhere"]
    await office.rested()
    await office.delivery.settle()

    assert office.slack.keys() == ["elsewhere", "first", "second"]
    assert office.slack.looked_for == []  # certainly not accepted, so there was nothing to look for


async def test_what_the_platform_refuses_is_parked_with_the_reason(office: PostOffice):
    ada = await office.person("Ada")
    office.slack.says["hello"] = [Never("channel_not_found")]
    await office.post(ada, "hello")

    await office.delivery.settle()

    letter = await office.letter("hello")
    assert (letter.state, letter.problem) == (LetterState.PARKED, "channel_not_found")


async def test_someone_whose_account_is_gone_is_reached_at_their_other_one(office: PostOffice):
    ada = await office.person("Ada", platform=Platform.TEAMS)
    await office.later(hours=1)
    await office.arrives(ada, Platform.SLACK)
    office.slack.says["hello"] = [Never("user_disabled", gone=True)]
    await office.post(ada, "hello")

    await office.delivery.settle()

    assert office.teams.keys() == ["hello"]
    async with office.database.reading() as store:
        accounts = await store.accounts.of(ada.id, trust=ada.trust)
    assert [known.account.platform for known in accounts] == [Platform.TEAMS]


async def test_an_unclear_send_that_did_arrive_is_not_repeated(office: PostOffice):
    ada = await office.person("Ada")
    office.slack.says["hello"] = [Unclear("502")]
    office.slack.arrived.add("hello")
    await office.post(ada, "hello")

    await office.delivery.settle()
    assert (await office.letter("hello")).state is LetterState.CLAIMED
    await office.rested()
    await office.another_process().settle()

    assert office.slack.sent == []
    assert office.slack.looked_for == ["hello"]
    assert (await office.letter("hello")).state is LetterState.SENT


async def test_an_unclear_send_that_did_not_arrive_goes_again_before_what_came_after_it(office: PostOffice):
    ada = await office.person("Ada")
    office.slack.says["first"] = [Unclear("502"), None]
    await office.post(ada, "first")
    await office.post(ada, "second")

    await office.delivery.settle()
    assert office.slack.sent == []
    await office.rested()
    await office.delivery.settle()

    assert office.slack.keys() == ["first", "second"]


async def test_an_outage_of_an_hour_is_survived(office: PostOffice):
    """However often a send ends unclear: what was looked for and is not there goes in the end."""
    ada = await office.person("Ada")
    office.slack.says["hello"] = [Unclear("502")] * 20
    office.slack.fails_to_look = 5
    await office.post(ada, "hello")

    for _ in range(60):
        await office.delivery.settle()
        await office.rested()

    assert office.slack.keys() == ["hello"]


async def test_a_door_with_a_bug_loses_and_doubles_nothing(office: PostOffice, caplog):
    ada = await office.person("Ada")
    office.slack.says["hello"] = [KeyError("ts")]
    await office.post(ada, "hello")

    await office.delivery.settle()
    await office.rested()
    await office.delivery.settle()

    assert office.slack.keys() == ["hello"]
    assert "a door failed" in caplog.text


async def test_a_letter_that_no_longer_matters_is_not_sent(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "hello", expires=office.clock.now())

    await office.delivery.settle()

    letter = await office.letter("hello")
    assert (letter.state, letter.problem) == (LetterState.PARKED, "too late")


async def test_a_letter_follows_someone_who_has_moved(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "hello", due=office.clock.now().replace(day=10))
    await office.later(days=1)
    await office.arrives(ada, Platform.TEAMS)

    await office.later(days=3)

    assert (office.slack.keys(), office.teams.keys()) == ([], ["hello"])


async def test_a_letter_waits_for_someone_who_is_not_here_yet(office: PostOffice):
    ada = await office.person("Ada", platform=None)
    await office.post(ada, "hello")
    await office.delivery.settle()
    assert office.slack.sent == []

    await office.arrives(ada, Platform.SLACK)
    await office.delivery.settle()

    assert office.slack.keys() == ["hello"]


async def test_how_to_reach_someone_is_kept_as_it_turned_out(office: PostOffice):
    """Slack opens a direct channel at the first message; it need not be opened again."""
    ada = await office.person("Ada")
    office.slack.turned_out = {"channel": "D1"}
    await office.post(ada, "hello")

    await office.delivery.settle()

    async with office.database.reading() as store:
        (known,) = await store.accounts.of(ada.id, trust=ada.trust)
    assert known.address == {"channel": "D1"}


async def test_a_letter_written_elsewhere_in_the_process_goes_at_once(office: PostOffice):
    ada = await office.person("Ada")
    await office.delivery.start()
    await asyncio.sleep(0.1)

    await office.post(ada, "hello", Why.ANSWER)
    office.delivery.wake()
    for _ in range(40):
        await asyncio.sleep(0.01)
        if office.slack.sent:
            break

    assert office.slack.keys() == ["hello"]


async def test_colleagues_who_write_to_each_other_at_once_do_not_wait_for_one_another(office: PostOffice):
    ada, jo = await office.person("Ada"), await office.person("Jo")

    async def write(first, second, number: int) -> None:
        async with office.database.store() as store:
            for person in (first, second):
                post = office.about(person, f"{first.name}-{second.name}-{number}-{person.id}")
                await office.postman.post((post,), store)
                await asyncio.sleep(0)

    await asyncio.gather(*(write(*pair, number) for number in range(10) for pair in ((ada, jo), (jo, ada))))
    await office.delivery.settle()

    assert len(office.slack.sent) == 40


async def test_a_process_that_stops_puts_back_what_it_has_not_begun(office: PostOffice):
    ada = await office.person("Ada")
    for number in range(5):
        await office.post(ada, f"nudge:{number}")
    process = office.another_process()
    await process.start()
    await asyncio.sleep(0.05)
    await process.stop()

    states = {letter.state for letter in await office.letters()}

    assert states <= {LetterState.SENT, LetterState.WAITING}
    await office.delivery.settle()
    assert sorted(office.slack.keys()) == [f"nudge:{number}" for number in range(5)]

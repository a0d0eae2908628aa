"""What the pages must never do: show or change another trust's things, obey what somebody typed, be driven
by another site.
"""

import asyncio
import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from bot.upkeep import Upkeep
from handlers.library import library
from handlers.library.telling import draft
from storage.records import Kind
from storage.tables import metadata
from tests.bot.web.hostile import STRINGS
from tests.conftest import MONDAY
from tests.doors.page import Node, parse

MARK = "Birchwood"


async def rows_of(site, trust) -> dict[str, list[str]]:
    async with site.app.database.reading() as store:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in await store.connection.execute(select(table).where(table.c.trust_id == trust))
            )
            for table in metadata.sorted_tables
            if "trust_id" in table.c
        }


async def test_nothing_of_another_trust_is_shown_or_changed_on_any_page(site):
    """Every route and every button and form of the library, asked with the other trust's ids."""
    yan = await site.person(f"Yan {MARK}", trust=f"{MARK} Trust", coordinator=True)
    theirs = await site.network(f"{MARK} leads", yan)
    hidden = await site.shared(yan, f"{MARK} plan", purpose=f"{MARK} words", network=theirs)
    await site.enters(await site.person("Ada Lang", coordinator=True))
    token, before = await site.token(), await rows_of(site, yan.trust)

    paths = {each.get_info().get("formatter", "") for each in site.app.web.router.resources()}
    with_id = sorted(each for each in paths if each.startswith("/library/") and "{id}" in each)
    assert len(with_id) == 4
    for path in with_id:
        async with site.get(path.format(id=hidden.id)) as answer:
            assert answer.status == 404
            assert MARK not in await answer.text()

    ids = dict.fromkeys(("resource", "sharing", "network", "person", "practice"), 1)
    ids |= {"resource": hidden.id, "network": theirs.id, "person": yan.id}
    values = json.dumps(
        ids | {"keep": True, "on": True, "yes": True, "tag": "topic.phonics", "words": MARK[:2]}
    )
    acts = [("press", name) for name in library.actions]
    acts += [(how, name) for name in library.forms for how in ("open", "fill")]
    assert acts
    for act, name in acts:
        given = {"token": token, "action": name, "values": values, "field.title": "taken over"}
        async with site.post(f"/library/{act}", given) as answer:
            assert MARK not in await answer.text(), f"{act} {name}"
            assert answer.status < 500
    assert await rows_of(site, yan.trust) == before


async def test_what_a_closed_network_shares_is_its_members_alone(site):
    ada, bo = await site.person("Ada Lang"), await site.person("Bo Sample")
    closed = await site.network("Headteachers’ circle", bo, open=False)
    hidden = await site.shared(bo, "Budget plan", purpose="Reserves", network=closed)
    for me, sees in ((bo, True), (ada, False)):
        await site.enters(me)
        for path in (
            "/library",
            "/library?q=budget",
            f"/library/r/{hidden.id}",
            f"/library/network/{closed.id}",
        ):
            words = await site.words(path)
            assert ("Budget plan" in words) is sees, path
            assert sees or "circle" not in words


async def test_what_a_closed_network_says_of_an_open_resource_leads_nobody_else_to_it(site):
    ada, bo = await site.person("Ada Lang"), await site.person("Bo Sample")
    circle = await site.network("Headteachers’ circle", bo)
    url, called = "https://example.org/budget", "Budget guide"
    await site.shared(ada, called, url=url, purpose="Planning a year’s spending")
    await site.shared(bo, called, url=url, purpose="A phonics tutor", network=circle)
    async with site.app.database.store() as store:
        await store.networks.change(circle, open=False)
    await Upkeep(site.app.database, site.app.clock).prune()
    await site.shared(bo, "The tutor’s plan", url=f"{url}/2", purpose="A phonics tutor", network=circle)
    again = await site.shared(ada, "", url=f"{url}/2", purpose="Planning a year’s spending")
    assert (again.title, "topic.phonics" in again.topics) == ("Budget", False)
    searches = (
        ("/library?q=phonics+tutor", False),
        ("/library?q=what+did+Bo+Sample+share", False),
        (f"/library?network={circle.id}", False),
        ("/library?topic=topic.phonics", False),
        ("/library?q=spending", True),
        ("/library?q=what+did+Ada+Lang+share", True),
    )
    await site.enters(ada)
    for path, found in searches:
        assert ("Budget guide" in await site.words(path)) is found, path
    await site.enters(bo)
    assert "Budget guide" in await site.words("/library?q=what+did+Bo+Sample+share")
    async with site.app.database.store() as store:
        await store.people.change(ada, site.app.clock.now(), open_to_introductions=False)
    assert "Budget guide" not in await site.words("/library?q=what+did+Ada+Lang+share"), "she is hidden"


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_words_are_words_on_every_page_whatever_is_in_them(site):
    """With hostile words in every text a page is made of the same elements as with plain ones."""
    ada, bo = await site.person("Ada Lang"), await site.person("Bo Sample")
    network = await site.network("Maths leads", ada)
    kept = await site.shared(ada, "Plain", purpose="Plain words", network=network)
    await site.enters(bo)

    async def says(words: str) -> None:
        async with site.app.database.store() as store:
            now = site.app.clock.now()
            found = await store.resources.change(kept, title=words[:300], description=words)
            (sharing,) = await store.sharings.by(ada)
            await store.sharings.change(sharing, purpose=words)
            await store.uses.note(found, ada, helped_at=now, line=words)
            await store.uses.note(found, bo, saved_at=now)
            await store.people.keep([replace(each, name=words[:90]) for each in (ada, bo)], now)
            await store.networks.change(network, name=words[:90], about=words)

    await says("plain")
    pages = [f"/library/r/{kept.id}", f"/library/network/{network.id}", "/library/mine", "/library"]
    plain = [await skeleton(site, each) for each in pages]
    searched = {*await skeleton(site, "/library?q=plain"), *await skeleton(site, "/library?q=xyzzy")}

    assert len(STRINGS) >= 50
    for words in STRINGS:
        await says(words)
        assert await skeleton(site, pages[0]) == plain[0], words
        assert {*await skeleton(site, f"/library?{urlencode({'q': words})}")} <= searched, words
    await says(" ".join(STRINGS)[:500])
    assert [await skeleton(site, each) for each in pages] == plain


def _tags(page: Node) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.tag, tuple(sorted(each.attributes))) for each in page.every() if each.tag]


async def skeleton(site, path: str) -> list[tuple[str, tuple[str, ...]]]:
    async with site.get(path) as answer:
        assert answer.status == 200, path
        text = await answer.text()
    assert not re.search(r"(?:href|src|action)=\"(?!/library|#main)", text)
    return _tags(parse(text))


async def test_an_address_that_would_run_something_is_neither_kept_nor_opened(site):
    ada = await site.person("Ada Lang")
    await site.enters(ada)
    for url in (
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
    ):
        given = {"token": await site.token(), "action": "library.save", "values": "{}"}
        given |= {"field.url": url, "field.words": "look", "field.network": "0"}
        async with site.post("/library/fill", given) as answer:
            assert answer.status == 422, url
    async with site.app.database.store() as store:
        assert await store.resources.everyone(ada.trust) == ()
        forced = await store.resources.add(
            ada.trust, "javascript:alert(1)", "x", "Forced", Kind.PAGE, site.app.clock.now()
        )
        await store.sharings.add(forced, ada, site.app.clock.now())
    async with site.get(f"/library/r/{forced.id}/open", allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"/library/r/{forced.id}"


@pytest.mark.parametrize("how", ["no token", "another's token", "another site", "no origin", "as json"])
async def test_another_sites_page_changes_nothing(site, how):
    ada = await site.person("Ada Lang")
    kept = await site.shared(ada, "Mixed-age fractions")
    await site.enters(ada)
    token = "0" * 64 if how == "another's token" else "" if how == "no token" else await site.token()
    given = {
        "token": token,
        "action": "library.mine",
        "values": json.dumps({"resource": kept.id, "keep": True}),
    }
    origin = {"another site": "https://evil.example", "no origin": ""}.get(how)
    more = {"json": given} if how == "as json" else {}
    before = await rows_of(site, ada.trust)
    if more:
        async with site.client.post("/library/press", headers={"Origin": site.origin}, **more) as answer:
            assert answer.status == 403
    else:
        async with site.post("/library/press", given, origin=origin) as answer:
            assert answer.status == 403
    assert await rows_of(site, ada.trust) == before
    async with site.post("/library/press", given | {"token": await site.token()}) as answer:
        assert "Saved" in await answer.text(), "and with all that it needs it does"


async def test_what_no_browser_sends_is_answered_all_the_same(site):
    await site.enters(await site.person("Ada Lang"))
    for query in (
        "page=" + "9" * 5000,
        "page=0",
        "page=-1",
        "network=" + "9" * 30,
        "q=%00%ff",
        "kind=x&order=x",
    ):
        async with site.get(f"/library?{query}") as answer:
            assert answer.status == 200, query
    headers = {"Origin": site.origin, "Content-Type": "application/x-www-form-urlencoded"}
    for charset, body in (("utf-7", b"a=+"), ("bogus", b"a=b"), ("zip", b"a=b"), ("utf-8", b"a=\xff")):
        given = headers | {"Content-Type": f"{headers['Content-Type']}; charset={charset}"}
        async with site.client.post("/library/press", data=body, headers=given) as answer:
            assert answer.status == 403, charset
    # and a session of these pages opens nothing else of the chat
    given = {"token": await site.token(), "action": "privacy.show", "values": "{}"}
    async with site.post("/library/press", given) as answer:
        assert "This card is old" in await answer.text()


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_a_case_study_is_changed_on_its_own_way_alone(site):
    """By buttons that no page shows it, nobody publishes, renames or loses what its head has to agree to."""
    ada, bo = await site.person("Ada Lang"), await site.person("Bo Sample", coordinator=True)
    other = await site.shared(bo, "Elsewhere", url="https://example.org/elsewhere")
    async with site.app.database.store() as store:
        told = await draft(ada, {"title": "Calls before nine", "what": "We ring"}, None, MONDAY, store)
        said = await store.sharings.add(told, ada, MONDAY)
    for me in (ada, bo):
        await site.enters(me)
        token, before = await site.token(), await rows_of(site, ada.trust)
        for name, fields in (
            ("library.edit", {"title": "Taken over", "kind": "video"}),
            ("library.replace", {"url": "https://example.org/new"}),
            ("library.replace", {"url": other.url}),
        ):
            given = {"token": token, "action": name, "values": json.dumps({"resource": told.id})}
            async with site.post(
                "/library/fill", given | {f"field.{each}": fields[each] for each in fields}
            ) as answer:
                assert answer.status == 200
        values = json.dumps({"sharing": said.id})
        async with site.post(
            "/library/press", {"token": token, "action": "library.not_this", "values": values}
        ) as answer:
            assert answer.status == 200
        assert await rows_of(site, ada.trust) == before


@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
async def test_what_many_do_at_once_with_the_same_is_done_one_after_the_other(site, caplog):
    """Two entries are led to each other and put away at once: one stays, with each who shared it once."""
    ada, bo = await site.person("Ada Lang", coordinator=True), await site.person("Bo Sample")
    network = await site.network("Maths leads", ada, bo)
    one = await site.shared(ada, "One", network=network, url="https://example.org/one")
    two = await site.shared(bo, "Two", network=network, url="https://example.org/two")
    await site.enters(ada)
    token = await site.token()

    async def does(act: str, name: str, resource: int, **fields: str) -> int:
        given = {"token": token, "action": name, "values": json.dumps({"resource": resource})}
        given |= {f"field.{each}": fields[each] for each in fields}
        async with site.post(f"/library/{act}", given) as answer:
            return answer.status

    both = ((one, two), (two, one)) * 3
    acts = [does("fill", "library.replace", each.id, url=other.url) for each, other in both]
    assert set(await asyncio.gather(*acts)) <= {200, 422}  # 422: it had become one with the other already
    assert "handler failed" not in caplog.text
    async with site.app.database.reading() as store:
        (left,) = await store.resources.everyone(ada.trust)
        sharings = (await store.sharings.of([left.id], trust=ada.trust))[left.id]
    assert sorted(each.person for each in sharings) == [ada.id, bo.id]

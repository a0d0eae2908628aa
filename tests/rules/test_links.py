"""Links in messages: which are found, what they become, and when two are one resource."""

import random
import string
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import links


def table(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))


#: Addresses as they stand in messages: what each becomes, and which are one resource.
SHAPES: list[dict[str, str]] = [row for rows in table("links.yaml").values() for row in rows]
MESSAGES: list[dict[str, Any]] = table("links_in_messages.yaml")
SORTED: dict[str, Any] = table("links_sorted.yaml")


def test_every_address_becomes_what_it_should_and_stays_so():
    became = {row["given"]: links.clean(row["given"]) for row in SHAPES}
    assert len(became) >= 150
    assert became == {row["given"]: row.get("becomes", row["given"]) for row in SHAPES}
    assert {links.clean(clean) for clean in became.values()} == set(became.values())


def test_the_same_resource_has_one_key_and_no_two_resources_share_one():
    keys, resources = defaultdict(set), defaultdict(set)
    for row in SHAPES:
        key = links.same_as(links.clean(row["given"]))
        assert key == links.same_as(row["given"]), "cleaning changes no key"
        keys[row["same"]].add(key)
        resources[key].add(row["same"])
    assert {name: found for name, found in keys.items() if len(found) > 1} == {}
    assert {key: names for key, names in resources.items() if len(names) > 1} == {}


# What may go, written from the services' own pages and not from ours: parameter → on which hosts.

ANYWHERE = {
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_id",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "dm_i",
}
ON_HOST = {
    "si": {"youtube.com", "youtu.be", "spotify.com"},
    "feature": {"youtube.com", "youtu.be"},
    "e": {"sharepoint.com", "mailchi.mp", "campaign-archive.com"},
    "csf": {"sharepoint.com"},
    "web": {"sharepoint.com"},
    "ouid": {"google.com"},
    "usp": {"google.com"},
    "ref": {"amazon.co.uk", "sway.office.com"},
    "s": {"twitter.com", "x.com"},
    "t": {"twitter.com", "x.com"},
    "r": {"substack.com"},
    "sid": {"loom.com"},
    "fr": {"issuu.com"},
    "CMP": {"theguardian.com"},
    "aff": {"eventbrite.co.uk"},
    "dl": {"dropbox.com"},
    "pvs": {"notion.so"},
    "trk": {"linkedin.com"},
}
#: Names that open something, on every host.
NEEDED = {
    "v",
    "id",
    "d",
    "list",
    "resourcekey",
    "rlkey",
    "authkey",
    "h",
    "tab",
    "gid",
    "q",
    "p",
    "page",
    "sourcedoc",
}
#: The one host instead of another, as the services themselves lead on.
LEADS_ON = {
    ("youtu.be", "www.youtube.com"),
    ("youtube.com", "www.youtube.com"),
    ("m.youtube.com", "www.youtube.com"),
    ("gov.uk", "www.gov.uk"),
    ("en.m.wikipedia.org", "en.wikipedia.org"),
    ("mobile.twitter.com", "twitter.com"),
    ("dx.doi.org", "doi.org"),
    ("m.facebook.com", "www.facebook.com"),
    *(
        (host, f"www.{host}")
        for host in ("tes.com", "amazon.co.uk", "eventbrite.co.uk", "linkedin.com", "loom.com")
    ),
}
HOSTS = sorted(
    {host for held in ON_HOST.values() for host in held}
    | {before for before, _ in LEADS_ON}
    | {
        "docs.google.com",
        "rose.sharepoint.com",
        "www.example.org",
        "elmpark.sch.uk",
        "padlet.com",
        "www.tes.com",
    }
)
WORD = st.text(string.ascii_letters + string.digits + "-_.~%+:@", max_size=12)
PARAMETER = st.tuples(
    st.sampled_from(sorted(ANYWHERE | ON_HOST.keys() | NEEDED)) | WORD.filter(bool),
    st.sampled_from(["", "1", "sharing", "link", "0"]) | WORD,
).map(lambda pair: f"{pair[0]}={pair[1]}")
ADDRESS = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{'&'.join(query)}#{fragment}",
    st.sampled_from(["http", "https"]),
    st.sampled_from(HOSTS),
    st.lists(WORD | st.sampled_from(["watch", ":w:", "s", "d", "document", "edit"]), max_size=4).map(
        "/".join
    ),
    st.lists(PARAMETER, max_size=5),
    WORD,
)


def may_go(parameter: str, host: str) -> bool:
    name = parameter.partition("=")[0]
    known = any(host == each or host.endswith(f".{each}") for each in ON_HOST.get(name, ()))
    return not parameter or known or name in ANYWHERE or name.startswith("utm_")


@settings(max_examples=400, deadline=None)
@given(ADDRESS)
def test_cleaning_never_changes_which_page_opens(url):
    clean = links.clean(url)
    before, after = urlsplit(url), urlsplit(clean)
    assert before.hostname == after.hostname or (before.hostname, after.hostname) in LEADS_ON
    gone = [each for each in before.query.split("&") if each not in after.query.split("&")]
    assert [each for each in gone if not may_go(each, before.hostname or "")] == []
    kept = [each for each in after.query.split("&") if each]
    assert [each for each in before.query.split("&") if each in kept] == [
        each for each in kept if each in before.query.split("&")
    ]
    if before.hostname not in {"youtu.be", "docs.google.com", "amazon.co.uk"}:
        assert after.path == before.path
    assert after.fragment in {before.fragment, ""}


@settings(max_examples=400, deadline=None)
@given(ADDRESS)
def test_cleaning_twice_changes_nothing_and_no_key(url):
    clean = links.clean(url)
    assert links.clean(clean) == clean
    assert links.same_as(clean) == links.same_as(url)


def test_no_text_is_too_odd():
    """Ten thousand texts of pieces that addresses are made of, and of anything at all."""
    chance = random.Random(20261123)
    pieces = [
        "http://",
        "https://",
        "www.",
        "<",
        ">",
        "|",
        "](",
        "[",
        "<a href='",
        "</a>",
        "&amp;",
        "%",
        "%2F",
        "@",
    ]
    pieces += [
        "#",
        "?",
        "&",
        "=",
        "youtu.be/",
        "docs.google.com/document/u/0/d/",
        "urldefense.com/v3/__",
        "__;**A!",
    ]
    pieces += [
        "google.com/url?q=",
        "\ud800",
        "\u202e",
        "[::1]",
        ":99999",
        "xn--",
        "ß",
        "。",
        "\x00",
        "{",
        "(",
        ")",
        ".",
    ]
    for _ in range(10_000):
        text = "".join(
            chance.choice(pieces) if chance.random() < 0.6 else chr(chance.randrange(0x3000))
            for _ in range(chance.randrange(12))
        )
        for one in (text, *(each.url for each in links.found(text))):
            clean = links.clean(one)
            assert links.clean(clean) == clean
            assert links.same_as(clean) == links.same_as(one)
            links.title_from(one), links.needs_sign_in(one), links.holds_pupils(one), links.is_noise(one)


@pytest.mark.parametrize("row", MESSAGES, ids=lambda row: row["message"][:40])
def test_the_addresses_of_a_message_are_found_and_its_words_stay(row):
    found = links.found(row["message"])
    assert [each.url for each in found] == row["urls"]
    assert not found or {each.words for each in found} == {row["words"]}


def test_a_link_is_called_what_the_message_calls_it_and_never_by_its_own_address():
    found = links.found(
        "<https://a.org/1|Phonics plan> <https://a.org/2|a.org/2> [https://a.org/3](https://a.org/3) "
        '<a href="https://a.org/4">a.org/lon…</a> [Bar models](https://a.org/5)'
    )
    assert [each.label for each in found] == ["Phonics plan", "", "", "", "Bar models"]


def test_each_link_of_a_list_has_its_own_line_and_what_is_said_of_all():
    typed = "For Year 3:\n- phonics game https://a.org/1\n- bar models <https://a.org/2|here>\nAda"
    rich = "<p>For Year 3:</p><ul><li>phonics game https://a.org/1</li><li>bar models <a href='https://a.org/2'>here</a></li></ul>Ada"
    for message, dash in ((typed, "- "), (rich, "")):
        game, models = links.found(message)
        assert game.words == f"For Year 3: {dash}phonics game Ada"
        assert (models.words, models.label) == (f"For Year 3: {dash}bar models here Ada", "")


def test_a_message_goes_on_without_the_addresses_that_are_not_wanted():
    shapes = "https://us.org/1, <https://us.org/2|our story> [plan](https://us.org/3) *https://us.org/4* "
    rich = "<p>See <a href='https://us.org/5?a=1&amp;b=2'>here</a> and https://a.org/1?x=1.</p>"
    left = links.without(shapes + rich, lambda url: links.is_ours(url, "https://us.org"))
    assert left == ", our story plan ** <p>See here and https://a.org/1?x=1.</p>"
    assert (
        links.said(f"{left}\n- <https://a.org/2|games>, too")
        == ", our story plan ** See here and. - games, too"
    )
    assert links.without(rich, lambda url: False) == rich


def test_a_pasted_list_counts_up_to_ten_and_a_document_in_an_address_is_none():
    assert len(links.found(" ".join(f"https://a.org/{number}" for number in range(30)))) == 10
    assert links.found(f"https://a.org/{'x' * 5_000}") == ()


def test_what_holds_pupils_is_known_whatever_is_wrapped_around_it():
    assert [
        url for url in SORTED["pupils"] if not (links.holds_pupils(url) and links.needs_sign_in(url))
    ] == []
    assert [url for url in SORTED["brochures"] if links.holds_pupils(url)] == []


def test_what_stands_behind_a_sign_in_is_known():
    assert [url for url in SORTED["closed"] if not links.needs_sign_in(url)] == []
    assert [url for url in SORTED["open"] if links.needs_sign_in(url)] == []


def test_what_is_gone_tomorrow_is_no_resource():
    ours = "https://bot.example.org"
    assert [url for url in SORTED["noise"] if not (links.is_noise(url) or links.is_ours(url, ours))] == []
    assert [url for url in SORTED["worth"] if links.is_noise(url) or links.is_ours(url, ours)] == []


def test_a_title_is_read_from_the_path_where_nothing_better_is_known():
    assert {url: links.title_from(url) for url in SORTED["titles"]} == SORTED["titles"]

"""A library comes in from tables, bookmarks and SharePoint lists, and goes out so that it can come back."""

import csv
import io
import time
from dataclasses import fields
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from bot.importing.bookmarks import read_bookmarks
from bot.importing.networks import import_networks
from bot.importing.outcome import BadFile
from bot.importing.practices import import_practices
from bot.importing.resources import keep_resources, read_resources
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from handlers.library.bringing import APART
from handlers.library.keeping import retag
from handlers.library.taking import Line, everything
from storage.tables import errands
from tests.bot.importing.conftest import HEADER, SCHOOLS, TRUST
from tests.commandline import brightspot

OTHERS = "Birchwood Trust"
CSV = b"""\
url,title,purpose,network,shared_by,kind,topics,phases,practices,checked_by,checked_until
https://www.ncetm.org.uk/mixed/?utm_source=x,Mixed-age fractions,Saved me a week,\
Maths leads,jess@{0}.example,lesson,Phonics; fractions,Key stage 2,Cold call,Tom Brackley,2027-07-01
https://www.youtube.com/watch?v=abcdefghijk,Talk tactics,"Shown at our twilight,
then again",,,,,,,,
http://ncetm.org.uk/mixed,,We use it too,Maths leads,tom@{0}.example,,,,,,
"""
LIST = (
    b'\xef\xbb\xbf"ListSchema={""schemaXmlList"":[]}"\r\n'
    b"Title,Link,Description,Category,Created By,Created,Item Type\r\n"
    b'Phonics audit,"https://alder.sharepoint.com/sites/hub/Phonics audit.docx, the audit",'
    b'"<div class=""x"">For leads</div>","3;#Phonics;#4;#Early reading","12;#Jess Rowntree",'
    b"03/09/2026 10:12,Item\r\n"
    b"=Plan,https://example.org/plan,,,Gone Colleague,,Item\r\n"
    b"A heading,,,,,,Folder\r\n"
)
THEIRS = b"url,title,shared_by\nhttps://e.example/x,Theirs,jess@birchwood.example\n"
BOOKMARKS = b"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<H1>Bookmarks</H1>
<DL><p>
 <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
 <DL><p>
  <DT><A HREF="https://example.org/oracy" ADD_DATE="1767268800" TAGS="oracy,ks3">Talk &amp; listen</A>
  <DD>For the &lt;KS3 launch
  <DT><H3>Maths leads</H3><DL><p>
   <DT><A HREF="https://example.org/times-tables">Times tables</A>
  </DL><p>
  <DT><H3>Behaviour</H3><DL><p><DT><A HREF="https://example.org/routines">Routines</A></DL><p>
  <DT><A HREF="javascript:alert(1)">A bookmarklet</A>
  <DT><A HREF="https://teams.microsoft.com/l/meetup-join/19%3ameeting_x">Standup</A>
"""


async def a_trust(name, store, now):
    """Each has the same people, networks and practices by name."""
    word = name.split()[0].lower()
    await import_schools(SCHOOLS.replace(TRUST.encode(), name.encode()), store, trust_name=name, now=now)
    staff = (
        f"{HEADER}jess@{word}.example,Jess Rowntree,900113,Teacher,,,,Maths leads,yes\n"
        f"tom@{word}.example,Tom Brackley,900101,Headteacher,,,,Maths leads,yes\n"
    )
    await import_staff(staff.encode(), store, trust_name=name, now=now)
    await import_networks(b"network\nEnglish leads\n", store, trust_name=name, now=now)
    await import_practices(b"name\nCold call\n", store, trust_name=name, now=now)
    return (await store.trusts.named(name)).id


async def two_trusts(store, now):
    return [await a_trust(name, store, now) for name in (TRUST, OTHERS)]


@pytest.fixture
async def trusts(store, now):
    return await two_trusts(store, now)


async def bring(file, store, now, name=TRUST, **given):
    shelf = await read_resources(file, store, trust_name=name, now=now, **given)
    return (await keep_resources(shelf, store, now=now)).line()


def table(name=TRUST):
    return CSV.replace(b"{0}", name.split()[0].lower().encode())


async def test_a_table_comes_in_by_the_rules_of_a_message_and_twice_is_once(store, trusts, now):
    ours, theirs = trusts
    told = await bring(table(), store, now, network_name="English leads", shared_by="tom@alder.example")
    assert told == "resources.csv: resources: 2 new, 0 changed, 0 unchanged"

    first, second = await store.resources.everyone(ours)
    assert (first.url, first.title) == ("https://www.ncetm.org.uk/mixed/", "Mixed-age fractions")
    assert (first.topics, first.phases) == (("topic.phonics",), ("phase.ks2",))
    assert first.checked_until == date(2027, 7, 1)
    assert second.kind == "video"
    sharings = await store.sharings.of([first.id, second.id], trust=ours)
    assert [each.purpose for each in sharings[first.id]] == ["Saved me a week\nfractions", "We use it too"]
    assert "then again" in sharings[second.id][0].purpose
    due = sorted(row.due_at for row in await store.connection.execute(errands.select()))
    assert due == [now, now]

    await retag(first, store, title="Put right by a colleague")
    again = await bring(table(), store, now, network_name="English leads", shared_by="tom@alder.example")
    assert again == "resources.csv: resources: 0 new, 0 changed, 2 unchanged"
    more = await bring(table(), store, now, network_name="Maths leads", shared_by="jess@alder.example")
    assert "0 new, 1 changed, 1 unchanged" in more
    assert (await store.resources.find(first.id, trust=ours)).title == "Put right by a colleague"
    assert await store.resources.everyone(theirs) == ()


async def test_a_sharepoint_list_and_a_browsers_bookmarks_come_in(store, trusts, now):
    ours, _ = trusts
    told = await bring(LIST, store, now)
    assert told.startswith("resources.csv: resources: 2 new, 0 changed, 0 unchanged; 1 without a link;")
    audit, plan = await everything(ours, store)
    assert audit.url.endswith("Phonics%20audit.docx")
    assert (audit.title, audit.shared_by) == ("Phonics audit", "jess@alder.example")
    assert (audit.purpose, audit.shared_on) == ("For leads\nPhonics; Early reading", date(2026, 9, 3))
    assert {"Phonics", "Early reading"} & set(audit.topics)
    assert (plan.title, plan.shared_by) == ("=Plan", "")

    told = await bring(BOOKMARKS, store, now, shared_by="jess@alder.example")
    assert told == (
        "resources.csv: resources: 3 new, 0 changed, 0 unchanged; "
        "2 left out: no web pages, or nothing for a library"
    )
    oracy, tables, routines = (await everything(ours, store))[2:]
    assert (oracy.title, oracy.purpose) == ("Talk & listen", "For the <KS3 launch")
    assert (oracy.topics, oracy.phases) == (("Oracy",), ("Key stage 3",))
    assert oracy.shared_on == date(2026, 1, 1)
    due = [each.due_at for each in await store.connection.execute(errands.select().order_by(errands.c.id))]
    assert [each - now for each in due[-3:]] == [timedelta(0), APART, 2 * APART], "a host is asked in turn"
    assert (tables.network, routines.network, routines.purpose) == ("Maths leads", "", "Behaviour")


BAD_ROWS = (
    ("javascript:alert(1),x,,,", "url: javascript:alert(1) is not a web address"),
    (",x,,,", "url: there is none"),
    ("https://e.example/a,=cmd(),,,", "title begins with “=”"),
    ("https://e.example/a,x,,Nowhere,", "network Nowhere is not a network of this trust"),
    ("https://e.example/a,x,,,who@x.example", "shared_by who@x.example is not in this trust's staff"),
    ("https://e.example/a,x,,,yan@birchwood.example", "is not in this trust's staff list"),
    ("https://e.example/a,x,Ethan Clarke DOB 3/4/2015,,", "purpose may identify a pupil"),
    ("https://www.cpoms.net/x,x,,,", "pupils’ records"),
    ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x,x,,,", "a meeting, a chat or a form"),
)
BAD_FILES = (
    (b"title,purpose\nA,B\n", "the column url is missing"),
    (b"url\nhttps://e.example/a\n", "names nobody"),
    (BOOKMARKS, "names nobody"),
    (b'{"resources": 1}', "is not JSON as"),
    (b'{"resources": [{"url": "https://e.example/\\ud800", "title": 3}]}', "names nobody"),
    (b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>", "there is no link in it"),
    (b"PK\x03\x04", "is an Excel workbook"),
)


async def test_every_bad_row_is_named_without_its_words_and_nothing_is_kept(store, trusts, now):
    rows = ["https://e.example/good,Good,,,", *(row for row, _ in BAD_ROWS)]
    file = "\n".join(["url,title,purpose,network,shared_by", *rows])
    with pytest.raises(BadFile) as bad:
        await bring(file.encode(), store, now)
    for number, (line, (_, said)) in enumerate(zip(bad.value.lines, BAD_ROWS, strict=True), 3):
        assert line.startswith(f"resources.csv row {number}: ")
        assert said in line
        assert "Ethan" not in line
    assert await store.resources.everyone(trusts[0]) == ()


async def test_a_file_that_cannot_be_used_is_said_in_a_sentence(store, trusts, now):
    for file, said in BAD_FILES:
        with pytest.raises(BadFile) as bad:
            await bring(file, store, now)
        (line,) = bad.value.lines
        assert said in line


#: What formats cannot carry: a browser's bookmarks know no people, kinds, checks or practices.
CARRIED = {
    "csv": None,
    "json": None,
    "bookmarks": ("url", "title", "topics", "phases", "subjects", "network", "purpose", "shared_on"),
}
SUFFIX = {"csv": "csv", "json": "json", "bookmarks": "html"}


@pytest.mark.parametrize("form", CARRIED)
async def test_what_goes_out_comes_back_in_another_trust_the_same(database, now, tmp_path, form):
    """And nothing of the other trust goes with it."""
    async with database.store() as store:
        ours, theirs = await two_trusts(store, now)
        await bring(table(), store, now, network_name="English leads")
        _, second = await store.resources.everyone(ours)
        sharing = (await store.sharings.of([second.id], trust=ours))[second.id][0]
        await store.sharings.change(sharing, purpose='\'=HYPERLINK("x") & <b>\n- second; line, “quoted”')
        await retag(second, store, title='@home: "talk" <i>', corrected=True)
        await bring(THEIRS, store, now, OTHERS)
        before = await everything(ours, store)
        assert len(before) == 3

    url = database.engine.url.render_as_string(hide_password=False)
    ended = await brightspot(url, "export", "library", "--format", form, "--trust", TRUST)
    assert ended.code == 0
    assert "Theirs" not in ended.out
    if form == "csv":
        assert ended.out.startswith("\ufeffurl,title,")
        cells = [cell for row in csv.reader(io.StringIO(ended.out[1:])) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    if form == "bookmarks":
        anchors = Anchors()
        anchors.feed(ended.out)
        assert sorted(anchors.urls) == sorted(each.url for each in before)

    file = tmp_path / f"library.{SUFFIX[form]}"
    file.write_text(ended.out.replace("@alder.example", "@third.example"), encoding="utf-8", newline="")
    async with database.store() as store:
        third = await a_trust("Third Trust", store, now)
    given = ("--as", "jess@third.example") if form == "bookmarks" else ()
    for told in ("2 new, 0 changed, 0 unchanged", "0 new, 0 changed, 2 unchanged"):
        ended = await brightspot(url, "import", "resources", file, "--trust", "Third Trust", *given)
        assert (ended.code, ended.err) == (0, "")
        assert told in ended.out
    async with database.reading() as store:
        after = await everything(third, store)
        assert len(await store.resources.everyone(theirs)) == 1
    names = CARRIED[form] or [each.name for each in fields(Line)]
    assert carried(after, names) == carried(before, names)


@pytest.mark.parametrize("odd", ["<a ", "<", "<!--", "<!--a>", "<a x='", "<DT><H3>x</H3><DL>"])
def test_a_file_of_bookmarks_made_to_keep_its_reader_busy_is_read_all_the_same(odd):
    began = time.process_time()
    mark = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
    bookmark = '<DT><A HREF="https://example.org/oracy">Talk</A>\n'
    (*_, row) = read_bookmarks(f"{mark}{odd * 50_000}>\n{bookmark}".encode(), "b.html", {})
    assert row.cells["url"] == "https://example.org/oracy"
    assert len(row.cells["purpose"]) < 100
    assert time.process_time() - began < 5, "minutes, if it were searched for what never ends"


class Anchors(HTMLParser):
    """Any program's way to read bookmarks."""

    def __init__(self):
        super().__init__()
        self.urls = []

    def handle_starttag(self, tag, attrs):
        self.urls += [dict(attrs)["href"]] if tag == "a" else []


def carried(lines, names):
    """Without who shared it, two who did so in one network are one."""
    if "shared_by" not in names:
        lines = {(each.url, each.network): each for each in reversed(lines)}.values()
    given = [[str(getattr(each, name)).replace("alder", "third") for name in names] for each in lines]
    return sorted(given)

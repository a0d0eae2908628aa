"""A case on one page: as a PDF whatever its texts, as Markdown, and read by whoever may read the decision."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.web.cycle.cases import markdown
from bot.web.cycle.paper import pdf
from handlers.cycle.case import Case
from tests.bot.web.conftest import Site
from tests.bot.web.test_cycle_pages import enters
from tests.decisions import decided

TRUST = "Alder Example Trust"
ORACY = Case(
    "Oracy in Year 3",
    "adopted: a village primary in the trust, July 2026",
    ("Children who answer in sentences", "41%", "66%"),
    (
        ("The problem", "Quieter pupils say little"),
        ("What we did", "Talk partners\nSentence stems"),
        ("What we learned", "Stems did most of it"),
    ),
    "Ask Zoë Łukasz, Fenside.",
)


def words(case: Case) -> str:
    reader = PdfReader(BytesIO(pdf(case, TRUST)))
    (page,) = reader.pages
    assert [round(float(each)) for each in page.mediabox] == [0, 0, 595, 842], "one page of A4"
    heights: list[float] = []
    read = page.extract_text(visitor_text=lambda text, _, at, *__: text.strip() and heights.append(at[5]))
    *above, foot = heights
    assert min(above) > foot > 0, "nothing reaches into the foot"
    return read


def test_the_page_is_read_in_order_as_text_with_its_headings():
    read = words(ORACY).splitlines()
    assert read[:4] == [
        "Oracy in Year 3",
        "Adopted: a village primary in the trust, July 2026",
        "Children who answer in sentences",
        "From 41% to 66%",
    ]
    assert read[-2:] == ["Ask Zoë Lukasz, Fenside.", f"{TRUST} · from Brightspot"]

    reader = PdfReader(BytesIO(pdf(ORACY, TRUST)))
    title, headings = reader.outline
    assert title["/Title"] == reader.metadata.title == "Oracy in Year 3"
    assert [each["/Title"] for each in headings][-2:] == ["What we did", "What we learned"]
    assert reader.root_object["/Lang"] == "en-GB"


@pytest.mark.parametrize(
    "text", ["word " * 400, "W" * 1000, "a\n" * 500, "(\\) Tj ET %", "日本 — “so” 👩‍🏫 …", "\u202e\x07 odd"]
)
def test_it_stays_one_page_whatever_is_written(text: str):
    parts = tuple((f"Part {number}", text) for number in range(10))
    read = words(replace(ORACY, parts=parts, measure=(text[:200], text[:200], text[:200])))
    assert "Part 9" in read
    assert read.endswith("from Brightspot")


def test_what_people_write_is_text_and_the_longest_is_cut_first():
    odd = "{nb} **bold** [x](http://x.example) (\\) Tj %"
    read = words(
        replace(ORACY, parts=(("Odd", odd), ("Long", "word " * 1500), ("Marks", "Z\u030cizˇek\u202e")))
    )
    assert odd in read
    assert "word…" in read
    assert "Žiz?ek" in read


def test_markdown_says_the_same_and_takes_no_markup_from_people():
    odd = (("Odd", "  - so\n2) or &lt; so\n====\n~~~\n2 - 1"),)
    said = markdown(replace(ORACY, topic="# <b>[x](https://evil.example)", parts=(*ORACY.parts, *odd)), TRUST)
    assert said.startswith("# \\# \\<b\\>\\[x\\](https://evil.example)")
    assert "\n\\- so  \n2\\) or \\&lt; so  \n\\====  \n\\~\\~\\~  \n2 - 1\n" in said
    assert "## What we did\n\nTalk partners  \nSentence stems" in said
    assert "41% → 66%" in said


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_the_page_names_nobody_who_was_not_to_be_named_and_is_closed_where_it_is_not_shared(site: Site):
    hannah = await site.person("Hannah Wetherby")
    await site.person("Zed Else")
    learned = "Mrs Wetherby at Alder Example Trust School: Sentence stems did most of it"
    unnamed = await decided(site.app, hannah, named=False, learned=learned)
    page = f"/cycle/case/{unnamed.id}"

    read = await enters(site, "Zed Else", page)
    assert "From 41% to 66%" in read
    assert "a school in the trust" in read
    assert "a colleague at our school" in read
    assert "Wetherby" not in read
    async with site.get(f"{page}.pdf") as answer:
        taken = "".join(each.extract_text() for each in PdfReader(BytesIO(await answer.read())).pages)
    async with site.get(f"{page}.md") as answer:
        taken += await answer.text()
        called = answer.headers["Content-Disposition"]
    assert called.endswith('"oracy-in-year-3.md"'), "to be found again among others"
    assert taken.count("Sentence stems did most of it") == 2
    assert not any(name in taken for name in ("Hannah", "Wetherby", "Alder Example Trust School"))

    async with site.app.database.store() as store:
        await store.decisions.change(unnamed, shared=False)
    for ending in ("", ".pdf", ".md"):
        async with site.get(f"{page}{ending}") as answer:
            assert answer.status == 404

"""Taking the library along from its pages: all that one may see, by name, and nothing else."""

import csv
import io
import json

import pytest


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_somebody_takes_along_what_they_may_see_and_no_more(site):
    ada, bo = await site.person("Ada Lang"), await site.person("Bo Sample")
    yan = await site.person("Yan Birchwood", trust="Birchwood Trust")
    maths = await site.network("Maths leads", ada, bo)
    heads = await site.network("Headteachers’ circle", bo, open=False)
    await site.shared(bo, "=Fractions", purpose="-- for <b>Year 3</b>", network=maths)
    await site.shared(bo, "Budget plan", purpose="Reserves", network=heads)
    await site.shared(yan, "Theirs", purpose="Elsewhere")

    async with site.get("/library/export.csv") as answer:
        assert "=Fractions" not in await answer.text()

    await site.enters(ada)
    taken = {}
    for form, media in (("csv", "text/csv"), ("json", "application/json"), ("html", "text/html")):
        async with site.get(f"/library/export.{form}") as answer:
            assert (answer.status, answer.content_type) == (200, media)
            assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            taken[form] = await answer.text()
        for hidden in ("Budget", "circle", "Theirs", "Birchwood", '.example"', "@"):
            assert hidden not in taken[form]
    (row,) = csv.DictReader(io.StringIO(taken["csv"].removeprefix("\ufeff")))
    assert (row["title"], row["purpose"]) == ("'=Fractions", "'-- for <b>Year 3</b>")
    assert (row["network"], row["shared_by"]) == ("Maths leads", "Bo Sample")
    (entry,) = json.loads(taken["json"])["resources"]
    assert [each["by"] for each in entry["shared"]] == ["Bo Sample"]
    assert "&lt;b&gt;Year 3" in taken["html"]
    assert "Take it along" in await site.words("/library/mine")

    await site.enters(bo)
    async with site.get("/library/export.csv") as answer:
        assert "Budget plan" in await answer.text()

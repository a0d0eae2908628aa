"""Which plain words ask for a network's members, and which for a colleague."""

import pytest

from handlers.networks import WHO_IS_IN
from handlers.rules.network_names import named
from storage.records import Network, NetworkId, TrustId
from tests.handlers.meetings import scene

__all__ = ["scene"]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Who is in the SENDCO network?", "SENDCO"),
        ("who's in the maths leads network", "maths leads"),
        ("who’s in our attendance group?", "attendance"),
        ("members of the headteachers' network", "headteachers'"),
        ("list the members of the EYFS hub please", "EYFS"),
        ("Hi, who belongs to the KS1 network", "KS1"),
        ("how many people are in the DSL network?", "DSL"),
        ("who is in my network?", ""),
        ("show me the people in the science network", "science"),
    ],
)
def test_words_that_ask_for_a_networks_members(text, name):
    found = WHO_IS_IN.search(text)
    assert found is not None
    assert found["name"] == name


@pytest.mark.parametrize(
    "text",
    lines("""
        who is in a nurture group like ours?
        who runs the history network meeting on Thursday
        who is in charge of maths at Elm Park
        anyone in the trust who has set up a parent group?
        who has a working group for oracy, and how did it go?
        when is the SENDCO network
        who can help me run a maths network?
        who is in Year 6 this year
        how many of us are there?
        who else is in a small school
    """),
)
def test_words_that_ask_for_something_else(text):
    assert WHO_IS_IN.search(text) is None


NETWORKS = [
    Network(NetworkId(number), TrustId(1), name, about=about)
    for number, (name, about) in enumerate(
        {
            "Attendance group": "Getting families on side.",
            "SENCo network": "Provision mapping and inclusive classrooms.",
            "English leads": "",
            "Maths leads": "Maths in primary.",
            "Maths leads (sec)": "Maths from Year 7.",
            "Headteachers": "",
            "Office managers": "",
            "Exams officers": "",
            "IT": "",
        }.items()
    )
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sendco", ["SENCo network"]),
        ("the SENCOs network", ["SENCo network"]),
        ("attendance", ["Attendance group"]),
        ("maths leads", ["Maths leads"]),
        ("Maths lead", ["Maths leads"]),
        ("maths", ["Maths leads", "Maths leads (sec)"]),
        ("mathematics", ["Maths leads", "Maths leads (sec)"]),
        ("secondary maths", ["Maths leads (sec)"]),
        ("primary maths", ["Maths leads"]),
        ("eng leads", ["English leads"]),
        ("heads", ["Headteachers"]),
        ("office", ["Office managers"]),
        ("it", ["IT"]),
        ("beekeeping", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_network_is_known_by_its_name_however_it_is_written(words, found):
    assert [each.name for each in named(words, NETWORKS)] == found


async def test_no_figure_is_shown_of_a_network_of_fewer_than_five(scene):
    everyone = [*scene.members, scene.sam]
    for name, members in {"Four": everyone[:4], "Five": everyone[:5], "None": ()}.items():
        await scene.network_called(name, *members)
    listed = (await scene.says(scene.sam, "networks all")).plain()
    assert "Four: A few members\n" in listed
    assert "Five: 5 members" in listed
    assert "None: Nobody yet\n" in listed
    assert "In it: A few members\n" in (await scene.says(scene.sam, "networks four")).plain()
    assert "In it: 5 members from 1 school\n" in (await scene.says(scene.sam, "networks five")).plain()

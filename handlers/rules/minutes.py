"""A meeting's record as Markdown: the agenda, who took on what, and what it came to.

It is written for whoever keeps minutes. Who was there is a number, and none below five; how far anybody has
come with what they took on is theirs, and not in it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storage.records import Action, AgendaItem, Meeting, Network, Notes, Person, PersonId

FEWEST = 5  # people that a figure may be about


@dataclass(frozen=True, slots=True)
class Record:
    """All that is kept of a meeting."""

    network: Network
    meeting: Meeting
    #: The day, where the schools are.
    on: date
    items: tuple[AgendaItem, ...]
    #: None where it has not been wrapped up.
    notes: Notes | None
    actions: tuple[Action, ...]
    #: How many were there.
    there: int
    #: Whoever is named in it and still works for the trust.
    people: Mapping[PersonId, Person]

    def contact(self) -> Person | None:
        """Whom to ask about the bright spot."""
        return self.people.get(self.notes.contact) if self.notes and self.notes.contact else None

    def parts(self) -> Sequence[tuple[str, str]]:
        """What it came to, each part with its heading; those with nothing to say are left out."""
        if self.notes is None:
            return ()
        contact = self.contact()
        ask = (
            f"Ask {contact.name}" + (f", {contact.school_name}" if contact.school_name else "")
            if contact
            else ""
        )
        found = (
            ("Bright spot", "\n".join(filter(None, (self.notes.bright_spot, ask and f"{ask}.")))),
            ("The problem we worked on", self.notes.problem),
            ("What we decided", self.notes.decisions),
            ("What we will stop", self.notes.stopping),
            ("Who took on what", "\n".join(self.taken_on())),
        )
        return [(heading, words) for heading, words in found if words]

    def taken_on(self) -> list[str]:
        """ "Ada Example: try talk tactics, by 28 November", with the year where it is not the meeting's."""
        return [
            f"{self.people[each.person].name}: {each.text}, by {self._day(each.by)}"
            for each in self.actions
            if each.person in self.people
        ]

    def _day(self, of: date) -> str:
        return f"{of.day} {of:%B}" + (f" {of.year}" if of.year != self.on.year else "")

    def agenda(self) -> list[str]:
        """ "12 min: Bright spot"."""
        return [f"{each.minutes} min: {each.title}" for each in self.items]


def markdown(record: Record) -> str:
    """One meeting, under a heading of the second level."""
    notes, on = record.notes, f"{record.on:%A} {record.on.day} {record.on:%B %Y}"
    lines = [f"## {_plain(record.network.name)}, {on}", ""]
    lines += [f"**{_plain(notes.headline)}**", ""] if notes and notes.headline else []
    lines += [f"Today’s question: {_plain(record.meeting.purpose)}", ""] if record.meeting.purpose else []
    lines += [f"{record.there} were there.", ""] if record.there >= FEWEST else []
    for heading, words in record.parts():
        lines += [f"### {heading}", "", *_listed(words.splitlines()), ""]
    if record.items:
        lines += ["### The agenda", "", *_listed(record.agenda()), ""]
    return "\n".join(lines)


def whole(network: Network, records: Iterable[Record]) -> str:
    """All of a network's, newest first."""
    found = "\n".join(map(markdown, records))
    return f"# {_plain(network.name)}\n\n{found or 'No meeting has been held yet.'}\n".replace(
        "\n\n\n", "\n\n"
    )


def _listed(lines: Sequence[str]) -> list[str]:
    """One line is a paragraph, several are a list."""
    said = [_plain(each) for each in lines if each.strip()]
    return said if len(said) < 2 else [f"- {each}" for each in said]


def _plain(words: str) -> str:
    """People's words with nothing in them that Markdown would obey."""
    words = re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(words.split()))
    return re.sub(r"^([-+]|\d+[.)])(?=\s)", r"\\\1", words)

"""One trust's resources, in memory: which are about a term, and which are within a limit.

Each resource has a place, a number. Places only grow: a resource that changes gets a new one, and its old one
counts no more, so that every list is in order by itself. Limits are masks (`lanes`).
"""

import re
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from handlers.rules.shelf import lanes, terms
from storage.records import NetworkId, ResourceId
from storage.records.shelved import Shelved

#: The lanes of a term take two bytes for each resource; so many of those last asked for are kept ready.
READY = 240
#: Lists shorter than this are gone through in the time that lanes take.
SHORT = 2_500
#: Once so many of the places count no more, the shelf is better made anew.
WORN, WORN_FROM = 0.25, 240
#: What ends the sort of a tag: "topic.oracy", "network:3". Stems have none.
_SORT = re.compile(r"[.:]")
#: No check, or one that ended before anybody's time.
NEVER = 0


class Shelf:
    """What is where. `best` beside it says what to show."""

    def __init__(self) -> None:
        #: By place.
        self.ids: array[int] = array("q")
        self.added: array[int] = array("l")
        self.checked: array[int] = array("l")
        self.helped: array[int] = array("I")
        self.is_dead = bytearray()
        self._places: dict[ResourceId, int] = {}
        #: Term → level → places, in order.
        self._postings: dict[str, dict[int, array[int]]] = {}
        #: Which places count, and which of those are archived.
        self._found, self._archived = bytearray(), bytearray()
        #: Term → in the lane of each place its level.
        self._levels: dict[str, int] = {}
        #: The networks something was shared in together → the places.
        self._together: dict[frozenset[NetworkId | None], array[int]] = {}
        #: A day → those whose check holds then.
        self._holding: dict[int, int] = {}
        #: The places by when they were added, the newest last; made when it is first asked for.
        self._by_age: list[int] = []
        #: Sort ("topic", "network") → its tags in use.
        self._tags: dict[str, dict[str, None]] = {}
        #: Tag → its number; the tags of each place, one place after the other; and where each one's end.
        self._numbers: dict[str, int] = {}
        self._own, self._ends = array("I"), array("I")
        #: First letter → the stems in use, in order: for words half typed or misspelt.
        self._spellings: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._places)

    @property
    def size(self) -> int:
        """How many places there are, those that count no more included."""
        return len(self.ids)

    @property
    def is_worn(self) -> bool:
        return self.size - len(self) > WORN * self.size + WORN_FROM

    # ---- kept up to date

    def put(self, entries: Iterable[Shelved]) -> None:
        """Enter resources, in place of what was known of them."""
        for entry in entries:
            self._strike(entry.id)
            self._enter(entry, self.size)

    def keep_only(self, ids: Iterable[ResourceId]) -> None:
        for gone in self._places.keys() - set(ids):
            self._strike(gone)

    def _enter(self, entry: Shelved, place: int) -> None:
        self._places[entry.id] = place
        self.ids.append(entry.id)
        self.added.append(entry.added_at.date().toordinal())
        self.checked.append(entry.checked_until.toordinal() if entry.checked_until else NEVER)
        self.helped.append(entry.helped)
        self.is_dead.append(entry.is_dead)
        self._found.append(entry.is_found and not entry.is_archived)
        self._archived.append(entry.is_found and entry.is_archived)
        tags = [f"network:{network}" for network in filter(None, entry.networks)]
        for level, several in terms.read(entry.terms):
            if level == terms.TAG:
                tags += several
            else:
                self._post(several, level, place)
        self._post(tags, terms.TAG, place)
        self._own.extend(self._numbers.setdefault(tag, len(self._numbers)) for tag in tags)
        self._ends.append(len(self._own))
        self._post([f"person:{who}@{network or 0}" for who, network in entry.people], terms.TAG, place)
        self._post([f"school:{where}@{network or 0}" for where, network in entry.schools], terms.TAG, place)
        self._post([f"helped:{where}" for where in entry.helped_in], terms.TAG, place)
        among = frozenset(entry.networks) or frozenset({None})
        self._together.setdefault(among, array("I")).append(place)
        for day, holding in self._holding.items():
            self._holding[day] = holding | lanes.at(place, day <= self.checked[place])
        if self._by_age:
            insort(self._by_age, place, key=self._age)

    def _post(self, several: Iterable[str], level: int, place: int) -> None:
        for term in several:
            try:
                self._postings[term][level].append(place)
            except KeyError:
                self._begin(term, level).append(place)
            if term in self._levels:
                self._levels[term] |= lanes.at(place, level)

    def _begin(self, term: str, level: int) -> "array[int]":
        """The places of a term that nothing has been about so strongly before."""
        if term not in self._postings:
            self._postings[term] = {}
            if self._spellings and not _SORT.search(term):
                insort(self._spellings.setdefault(term[0], []), term)
        if level == terms.TAG:
            self._tags.setdefault(_SORT.split(term, maxsplit=1)[0], {})[term] = None
        places = self._postings[term][level] = array("I")
        return places

    def _strike(self, id_: ResourceId) -> None:
        place = self._places.pop(id_, None)
        if place is not None:
            self._found[place] = self._archived[place] = 0

    def settle(self) -> None:
        """Make what the first search would wait for."""
        self.spellings("")
        next(self.newest(0), None)

    # ---- terms

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    def of(self, term: str) -> Mapping[int, Sequence[int]]:
        """Level → the places about it."""
        return self._postings.get(term, {})

    def tagged(self, term: str) -> Sequence[int]:
        """Those whose tag it is."""
        return self.of(term).get(terms.TAG, ())

    def count(self, term: str) -> int:
        return sum(map(len, self.of(term).values()))

    def tags(self, sort: str) -> Collection[str]:
        """The tags of a sort in use: of "topic", of "network"."""
        return self._tags.get(sort, {})

    def tally(self, within: int) -> Mapping[str, int]:
        """How many have each tag."""
        places = lanes.places(within, self.size)
        own = (self._own[self._ends[place - 1] if place else 0 : self._ends[place]] for place in places)
        counts = Counter(chain.from_iterable(own))
        return {tag: counts[number] for tag, number in self._numbers.items() if number in counts}

    def spellings(self, letter: str) -> list[str]:
        """The stems in use that begin with a letter, in order."""
        if not self._spellings:
            for term in sorted(self._postings):
                if not _SORT.search(term):
                    self._spellings.setdefault(term[0], []).append(term)
        return self._spellings.get(letter, [])

    def begun(self, start: str) -> str:
        """The word most often used of those that begin like this; "" for none."""
        known = self.spellings(start[0])
        at = bisect_left(known, start)
        until = bisect_left(known, start + "\uffff")
        return max(known[at:until], key=self.count, default="")

    # ---- masks

    def mask(self, *tags: str) -> int:
        """Those that have any of these tags."""
        return lanes.of(chain.from_iterable(map(self.tagged, tags)), self.size)

    def shared_by(self, sort: str, whom: Iterable[int], closed: Collection[NetworkId]) -> int:
        """What people or schools (the sort) shared in a network that is not closed, or in none."""
        out = {f"network:{each}" for each in closed}
        networks = [0, *(tag.partition(":")[2] for tag in self.tags("network") if tag not in out)]
        return self.mask(*(f"{sort}:{one}@{network}" for one in whom for network in networks))

    def levels(self, term: str) -> int:
        """How strongly each place is about it, in its lane."""
        found = self._levels.pop(term, None)
        if found is None:
            found = lanes.of_levels(self.of(term), self.size)
            while len(self._levels) >= READY:
                del self._levels[next(iter(self._levels))]
        self._levels[term] = found
        return found

    def seen(self, closed: Iterable[NetworkId], *, archived: bool) -> int:
        """What somebody may find who is kept out of these networks: what was shared in any other, or none."""
        there = lanes.of_bytes(self._archived if archived else self._found)
        out = frozenset(closed)
        shut = [places for among, places in self._together.items() if among <= out]
        return there & ~lanes.of(chain.from_iterable(shut), self.size) if shut else there

    def checked_on(self, today: date) -> int:
        """Those whose check holds."""
        day = today.toordinal()
        if day not in self._holding:
            self._holding = {day: lanes.of_bytes(bytes(map(day.__le__, self.checked)))}
        return self._holding[day]

    # ---- by age

    def newest(self, within: int) -> Iterator[int]:
        """The places within, the newest first."""
        if len(self._by_age) != self.size:
            self._by_age = sorted(range(self.size), key=self._age)
        flags = lanes.as_bytes(within, self.size)
        return filter(flags.__getitem__, reversed(self._by_age))

    def _age(self, place: int) -> tuple[int, int]:
        return self.added[place], self.ids[place]

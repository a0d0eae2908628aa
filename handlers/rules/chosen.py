"""What somebody hears of what is new in the library: at most seven, by their networks, topics and role.

A reason is needed: it was shared in a network of theirs, or it is about something that is theirs. What is for
other years or another subject than theirs is left out, unless their own network shared it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from handlers.rules.profiles import FOLLOWS, Profile
from handlers.rules.vocabulary import vocabulary
from handlers.rules.years import PHASES, Years
from storage.records import NetworkId, PersonId, Resource, ResourceId

AT_MOST = 7  # read on a phone between two lessons

#: What each reason counts: what one says of oneself is surer than what follows from a role.
NETWORK, SUBJECT, OWN_TOPIC, TOPIC_OF_ROLE = 2.0, 2.0, 2.0, 0.75
TRUSTED = 0.25  # somebody checked it, or it helped: it decides between equals
OF_EACH = 30  # of a network or topic that are weighed, the newest: seven are wanted
FURTHER = 0.4  # of what it counts, for each further one of a network: a busy one pushes no other out


@dataclass(frozen=True, slots=True)
class New:
    """A resource that was shared lately."""

    resource: Resource
    #: When, the last time.
    at: datetime
    #: In which networks, by whom.
    networks: frozenset[NetworkId] = frozenset()
    sharers: frozenset[PersonId] = frozenset()
    #: False: only for the members of its networks, and for coordinators.
    for_all: bool = True
    trusted: bool = False

    @property
    def years(self) -> Years:
        """For whom it is; empty where it does not say."""
        return frozenset[int]().union(*(PHASES.get(each, frozenset()) for each in self.resource.phases))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may hear of it."""

    person: PersonId
    profile: Profile
    #: The years they teach, or their school does.
    years: Years
    networks: frozenset[NetworkId] = frozenset()
    coordinator: bool = False
    subjects: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        title = self.profile.title
        object.__setattr__(self, "subjects", frozenset((*title.leads, *title.teaches)))


class WhatIsNew:
    """Everything shared lately, newest first, to be looked up by network, topic and subject."""

    def __init__(self, items: Iterable[New]) -> None:
        self.items = sorted(items, key=lambda each: each.at, reverse=True)
        self._years = [each.years for each in self.items]
        self._by: dict[object, list[int]] = defaultdict(list)
        for at, each in enumerate(self.items):
            known = [topic for topic in each.resource.topics if topic in vocabulary().concepts]
            wider = map(vocabulary().wider, known)  # whoever works on reading hears of phonics
            for thing in {*each.networks, *known, *each.resource.subjects}.union(*wider):
                self._by[thing].append(at)

    def chosen(
        self, reader: Reader, *, since: datetime, shown: Collection[ResourceId] = ()
    ) -> tuple[New, ...]:
        """The best for this reader, best first: never their own, nor what they were shown before."""
        end = bisect_left(self.items, -since.timestamp(), key=lambda each: -each.at.timestamp())
        stands = reader.profile.stands
        own = self._newest((each for each in stands if stands[each] & ~FOLLOWS), end)
        weights: dict[int, float] = defaultdict(float)
        networks = self._newest(reader.networks, end)
        for things, weight in (
            (networks, NETWORK),
            (self._newest(reader.subjects, end), SUBJECT),
            (own, OWN_TOPIC),
            (self._newest((each for each in stands if stands[each] == FOLLOWS), end) - own, TOPIC_OF_ROLE),
        ):
            for at in things:
                weights[at] += weight
        good = [
            (-weight - TRUSTED * self.items[at].trusted, at)
            for at, weight in weights.items()
            if self._may_hear(reader, at, shown) and (at in networks or self._is_for(reader, at))
        ]
        return self._in_turn(sorted(good), reader)  # of equals the newest

    def _newest(self, things: Iterable[object], end: int) -> set[int]:
        """Those before `end` that have to do with any of these things, of each the newest few."""
        return {
            at
            for each in things
            if (found := self._by.get(each))
            for at in found[: min(OF_EACH, bisect_left(found, end))]
        }

    def _may_hear(self, reader: Reader, at: int, shown: Collection[ResourceId]) -> bool:
        new = self.items[at]
        theirs = new.for_all or reader.coordinator or not new.networks.isdisjoint(reader.networks)
        return theirs and reader.person not in new.sharers and new.resource.id not in shown

    def _is_for(self, reader: Reader, at: int) -> bool:
        """Not for other years than theirs, nor of another subject where they have one."""
        subjects, years = self.items[at].resource.subjects, self._years[at]
        return (not years or not years.isdisjoint(reader.years)) and (
            not subjects or not reader.subjects or not reader.subjects.isdisjoint(subjects)
        )

    def _in_turn(self, best: Iterable[tuple[float, int]], reader: Reader) -> tuple[New, ...]:
        """The first seven, where each further one of the same network counts less."""
        told: dict[NetworkId, int] = defaultdict(int)
        weighed: list[tuple[float, int]] = []
        for weight, at in best:
            theirs = self.items[at].networks & reader.networks
            turn = min([told[each] for each in theirs]) if theirs else 0
            weighed.append((weight * FURTHER**turn, at))
            for each in theirs:
                told[each] += 1
        return tuple(self.items[at] for _, at in sorted(weighed)[:AT_MOST])

"""What somebody hears of what is new in the library: at most seven, by their networks, topics and role.

A reason is needed: it was shared in a network of theirs, or it is about something that is theirs. What is for
other years or another subject than theirs is left out, unless their own network shared it.
"""

from collections import Counter, defaultdict
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
    """Everything shared lately, to be looked up by network, topic and subject."""

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
        weights: Counter[int] = Counter()
        networks = self._with(reader.networks)
        weights.update(dict.fromkeys(networks, NETWORK))
        weights.update(dict.fromkeys(self._with(reader.subjects), SUBJECT))
        own = self._with(each for each, stand in reader.profile.stands.items() if stand & ~FOLLOWS)
        role = self._with(each for each, stand in reader.profile.stands.items() if stand == FOLLOWS)
        weights.update(dict.fromkeys(own, OWN_TOPIC))
        weights.update(dict.fromkeys(role - own, TOPIC_OF_ROLE))
        good = [
            (weight + TRUSTED * self.items[at].trusted, at)
            for at, weight in weights.items()
            if self.items[at].at >= since
            and self.items[at].resource.id not in shown
            and self._may_hear(reader, at)
            and (at in networks or self._is_for(reader, at))
        ]
        good.sort(key=lambda each: (-each[0], each[1]))  # of equals the newest
        return _in_turn(((weight, self.items[at]) for weight, at in good), reader)

    def _with(self, things: Iterable[object]) -> set[int]:
        return {at for each in things for at in self._by.get(each, ())}

    def _may_hear(self, reader: Reader, at: int) -> bool:
        new = self.items[at]
        theirs = new.for_all or reader.coordinator or bool(new.networks & reader.networks)
        return theirs and reader.person not in new.sharers

    def _is_for(self, reader: Reader, at: int) -> bool:
        """Not for other years than theirs, nor of another subject where they have one."""
        subjects = frozenset(self.items[at].resource.subjects)
        years = self._years[at]
        return bool(
            (not years or years & reader.years)
            and (not subjects or not reader.subjects or subjects & reader.subjects)
        )


def _in_turn(best: Iterable[tuple[float, New]], reader: Reader) -> tuple[New, ...]:
    """The first seven, where each further one of the same network counts less."""
    told: Counter[NetworkId] = Counter()
    weighed: list[tuple[float, New]] = []
    for weight, new in best:
        theirs = new.networks & reader.networks
        weighed.append((weight * FURTHER ** min((told[each] for each in theirs), default=0), new))
        told.update(theirs)
    weighed.sort(key=lambda each: -each[0])
    return tuple(new for _, new in weighed[:AT_MOST])

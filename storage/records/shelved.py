"""What the index of a library is made from: no more of a resource than it is found and placed by."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.records.ids import NetworkId, PersonId, ResourceId, SchoolId


@dataclass(frozen=True, slots=True)
class Shelved:
    """One resource, for the index alone."""

    id: ResourceId
    #: As `rules/shelf/terms.py` wrote them.
    terms: str
    added_at: datetime
    #: Of its trust's library, when it last changed.
    version: int = 0
    checked_until: date | None = None
    is_dead: bool = False
    is_archived: bool = False
    #: False: a case study that is not everybody's yet, or nobody has said yes to keeping it.
    is_found: bool = True
    #: Where it was shared; None: in no network.
    networks: tuple[NetworkId | None, ...] = ()
    #: Who shared it in which of them, and from which school.
    people: tuple[tuple[PersonId, NetworkId | None], ...] = ()
    schools: tuple[tuple[SchoolId, NetworkId | None], ...] = ()
    #: In which schools it helped.
    helped_in: tuple[SchoolId, ...] = ()
    #: How many colleagues said that it helped them. It orders lists, and is never shown.
    helped: int = 0

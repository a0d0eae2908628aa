"""A network's meetings: the agenda before, the record after, and what people took on."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from storage.tables.columns import Id, Instant, metadata, of_person, of_trust, own_id


def of_network(*, null: bool = False) -> Column[int]:
    return Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), nullable=null)


def of_meeting() -> Column[int]:
    return Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False)


meetings = Table(
    "meetings",
    metadata,
    own_id(),
    of_trust(),
    of_network(),
    Column("starts_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("state", String(10), nullable=False, server_default="planned"),
    Column("place", String(500), nullable=False, server_default=""),
    Column("purpose", String(500), nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("drawn", Integer, nullable=False, server_default="0"),
    Column("token", String(40), nullable=False, unique=True),
    Column("post_at", Instant),
    Column("posted_at", Instant),
    Column("wrapped_at", Instant),
    Index(None, "trust_id", "network_id", "starts_at"),
    Index(None, "trust_id", "state", "starts_at"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

agenda_items = Table(
    "agenda_items",
    metadata,
    own_id(),
    of_trust(),
    of_meeting(),
    Column("position", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("detail", String(2000), nullable=False, server_default=""),
    of_person("owner_id", null=True, gone="SET NULL"),
    Column("source", String(20), nullable=False),
    Column("source_id", Id),
    Index(None, "meeting_id", "position"),
)

#: Agendas as somebody left them, so that two who edit at once lose no words.
agenda_versions = Table(
    "agenda_versions",
    metadata,
    own_id(),
    of_trust(),
    of_meeting(),
    Column("version", Integer, nullable=False),
    of_person("by_id", null=True, gone="SET NULL"),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "meeting_id", "version"),
)

#: Who is coming, and who was there.
coming = Table(
    "coming",
    metadata,
    of_trust(),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("coming", Boolean),
    Column("at", Instant, nullable=False),
    Column("attended", Boolean),
    Index(None, "trust_id", "person_id"),
)

#: What a meeting came to.
notes = Table(
    "notes",
    metadata,
    of_trust(),
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("headline", String(500), nullable=False, server_default=""),
    Column("bright_spot", Text, nullable=False, server_default=""),
    of_person("contact_id", null=True, gone="SET NULL"),
    Column("problem", Text, nullable=False, server_default=""),
    Column("decisions", Text, nullable=False, server_default=""),
    Column("stopping", Text, nullable=False, server_default=""),
    Column("edition", Integer, nullable=False, server_default="0"),
)

#: What people took on at meetings.
actions = Table(
    "actions",
    metadata,
    own_id(),
    of_trust(),
    of_network(),
    of_meeting(),
    of_person(),
    Column("text", String(500), nullable=False),
    Column("by", Date, nullable=False),
    Column("progress", String(10), nullable=False, server_default="open"),
    Column("asked_on", Date),
    Index(None, "trust_id", "network_id", "progress"),
    Index(None, "trust_id", "progress", "by"),
    Index(None, "trust_id", "person_id"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

#: The skeleton of every agenda: a trust's (network_id NULL), or what a network adds to it.
frameworks = Table(
    "frameworks",
    metadata,
    own_id(),
    of_trust(),
    of_network(null=True),
    Column("minutes", Integer, nullable=False),
    Column("items", JSON, nullable=False),  # [[minutes, title, detail], …]
    Column("ground_rules", JSON, nullable=False, server_default="[]"),
    Index(None, "trust_id", "network_id"),
)

#: What somebody would like on a network's next agenda.
suggestions = Table(
    "suggestions",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), nullable=False),
    Column("text", String(2000), nullable=False),
    Column("named", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("wish", String(20), nullable=False, server_default="item"),
    Column("outcome", String(10), nullable=False, server_default="waiting"),
    Column("meeting_id", Id),
    Index(None, "trust_id", "network_id"),
    Index(None, "trust_id", "person_id"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

"""The schema. Migrations bring a database here; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both databases (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: SQLite gives ids of its own only to INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _trust() -> Column[int]:
    """Whose row it is: first in every index, named by every query."""
    return Column("trust_id", Id, ForeignKey("trusts.id", ondelete="CASCADE"), nullable=False)


def _person(name: str = "person_id", *, null: bool = False, gone: str = "CASCADE") -> Column[int]:
    return Column(name, Id, ForeignKey("people.id", ondelete=gone), nullable=null)


trusts = Table(
    "trusts",
    metadata,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("version", BigInteger, nullable=False, server_default="0"),
)

schools = Table(
    "schools",
    metadata,
    _id(),
    _trust(),
    Column("urn", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("type", String(100), nullable=False, server_default=""),
    Column("phase", String(50), nullable=False, server_default=""),
    Column("age_low", Integer),
    Column("age_high", Integer),
    Column("sixth_form", Boolean),
    Column("gender", String(20), nullable=False, server_default=""),
    Column("religious_character", String(100), nullable=False, server_default=""),
    Column("admissions_policy", String(50), nullable=False, server_default=""),
    Column("region", String(50), nullable=False, server_default=""),
    Column("local_authority", String(100), nullable=False, server_default=""),
    Column("district", String(100), nullable=False, server_default=""),
    Column("town", String(100), nullable=False, server_default=""),
    Column("postcode", String(10), nullable=False, server_default=""),
    Column("urban_rural", String(100), nullable=False, server_default=""),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("capacity", Integer),
    Column("pupils", Integer),
    Column("fill_pct", Float),
    Column("roll_change_pct", Float),
    Column("pupils_per_year_group", Float),
    Column("forms_of_entry", Float),
    Column("pct_fsm", Float),
    Column("pct_eal", Float),
    Column("pct_sen_support", Float),
    Column("pct_ehcp", Float),
    Column("idaci_decile", Integer),
    Column("mixed_age_classes", String(200)),  # "Y1/2;Y3/4"; NULL is not known, "" is none
    Column("resourced_provision", String(200), nullable=False, server_default=""),
    Column("notes", String(1000), nullable=False, server_default=""),
    UniqueConstraint("trust_id", "urn"),
)

people = Table(
    "people",
    metadata,
    _id(),
    _trust(),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="SET NULL")),
    Column("email", String(320), nullable=False),  # lower case
    Column("name", String(200), nullable=False),
    Column("job_title", String(300), nullable=False, server_default=""),
    Column("working_on", String(2000), nullable=False, server_default=""),
    Column("can_help_with", String(2000), nullable=False, server_default=""),
    Column("working_days", String(5), nullable=False, server_default="01234"),  # 0 is Monday
    Column("open_to_introductions", Boolean, nullable=False, server_default="1"),
    Column("updated_at", Instant),
    UniqueConstraint("trust_id", "email"),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _trust(),
    _person(),
    Column("platform", String(10), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("user_id", String(200), nullable=False),
    # How to write to them: Teams' conversation reference, Slack's direct channel once opened.
    Column("address", JSON, nullable=False, server_default="{}"),
    Column("seen_at", Instant, nullable=False),
    UniqueConstraint("platform", "workspace", "user_id"),
    Index(None, "trust_id", "person_id"),
)

networks = Table(
    "networks",
    metadata,
    _id(),
    _trust(),
    Column("name", String(100), nullable=False),
    Column("kind", String(20), nullable=False, server_default=""),
    Column("about", String(1000), nullable=False, server_default=""),
    UniqueConstraint("trust_id", "name"),
)

memberships = Table(
    "memberships",
    metadata,
    _trust(),  # the member's trust
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("facilitator", Boolean, nullable=False, server_default="0"),
    Index(None, "trust_id", "person_id"),
)

channels = Table(
    "channels",
    metadata,
    _id(),
    _trust(),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(10), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("address", JSON, nullable=False, server_default="{}"),
    UniqueConstraint("platform", "workspace", "channel"),
)

closures = Table(
    "closures",
    metadata,
    _id(),
    _trust(),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="CASCADE")),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("name", String(100), nullable=False),
    Index(None, "trust_id", "ends"),
)

questions = Table(
    "questions",
    metadata,
    _id(),
    _trust(),
    _person(),
    Column("text", String(2000), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("found", JSON, nullable=False, server_default="[]"),
    Index(None, "trust_id", "person_id", "asked_at"),
)

introductions = Table(
    "introductions",
    metadata,
    _id(),
    _trust(),
    _person("asker_id"),
    _person("colleague_id"),
    # Both in order, so that a pair is one row whoever asked.
    _person("lower_id"),
    _person("higher_id"),
    Column("stage", String(10), nullable=False),
    Column("topic", String(300), nullable=False, server_default=""),
    Column("asked_at", Instant, nullable=False),
    Column("agreed_on", Date),
    Column("asker_met", Boolean),
    Column("colleague_met", Boolean),
    Column("round", Integer, nullable=False, server_default="1"),
    UniqueConstraint("trust_id", "lower_id", "higher_id"),
    Index(None, "trust_id", "stage", "agreed_on"),
)

installations = Table(
    "installations",
    metadata,
    _id(),
    Column("platform", String(10), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("trust_id", Id, ForeignKey("trusts.id", ondelete="SET NULL")),
    Column("enterprise", String(100), nullable=False, server_default=""),
    Column("sealed_token", LargeBinary, nullable=False, server_default=""),
    Column("sealed_refresh_token", LargeBinary, nullable=False, server_default=""),
    Column("expires_at", Instant),
    Column("bot_user", String(100), nullable=False, server_default=""),
    Column("scopes", Text, nullable=False, server_default=""),
    Column("details", JSON, nullable=False, server_default="{}"),
    UniqueConstraint("platform", "workspace"),
)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String(100), primary_key=True),
    Column("expires_at", Instant, nullable=False),
    Column("trust_id", Id, ForeignKey("trusts.id", ondelete="CASCADE")),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("key", String(300), nullable=False, unique=True),
    Column("platform", String(10), nullable=False),
    Column("lane", String(32), nullable=False, server_default=""),  # whose: one at a time, in order
    Column("body", LargeBinary),  # sealed; NULL once handled
    Column("received_at", Instant, nullable=False),
    Column("handled_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Instant),
    Column("owner", String(40), nullable=False, server_default=""),
    Column("problem", String(300), nullable=False, server_default=""),
    Index(None, "handled_at", "received_at"),
    Index(None, "lane", "handled_at"),
)

#: What the guard stopped: never the words.
stopped = Table(
    "stopped",
    metadata,
    _id(),
    Column("trust_id", Id, ForeignKey("trusts.id", ondelete="CASCADE")),
    Column("rule", String(50), nullable=False),
    Column("place", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _trust(),
    Column("key", String(300), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE")),
    Column("card", JSON, nullable=False),
    Column("why", String(10), nullable=False),
    Column("platform", String(10)),
    Column("address", JSON, nullable=False, server_default="{}"),
    Column("bucket", String(300), nullable=False, server_default=""),
    Column("replaces", String(300), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("started", Boolean, nullable=False, server_default="0"),
    Column("lease_until", Instant),
    Column("owner", String(40), nullable=False, server_default=""),
    Column("sent_at", Instant),
    Column("platform_id", String(300), nullable=False, server_default=""),
    Column("problem", String(300), nullable=False, server_default=""),
    UniqueConstraint("trust_id", "key"),
    Index(None, "bucket", "state", "due_at", "id"),  # what waits, however much was sent before
    Index(None, "trust_id", "person_id", "state"),
    Index(None, "state", "lease_until"),
)

#: One row a workspace or conversation, shared by all processes: when it may be written to again.
#: `next_free_at` is by the database's clock, as leases are; `due_at` is by the house's, as letters are.
pacing = Table(
    "pacing",
    metadata,
    Column("bucket", String(300), primary_key=True),
    Column("due_at", Instant),  # the earliest letter that waits; NULL where none does
    Column("urgent", Boolean, nullable=False, server_default="0"),  # somebody waits for an answer
    Column("next_free_at", Instant, nullable=False),  # until then it is held by its owner, or rests
    Column("owner", String(40), nullable=False, server_default=""),
    Column("may_take", Integer, nullable=False, server_default="1"),  # letters its pace allows then
    Column("window", JSON, nullable=False, server_default="[]"),  # when it was last written to, epoch s
    Column("added", BigInteger, nullable=False, server_default="0"),  # rises with every letter
    Index(None, "due_at"),
)

#: When each timetable last ran for a trust, and that the ticking goes on.
ticks = Table(
    "ticks",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("trust_id", Id, ForeignKey("trusts.id", ondelete="CASCADE"), primary_key=True),
    Column("last_at", Instant, nullable=False),
)

#: The playground's conversations: what Slack and Microsoft keep for themselves on the other doors.
playground = Table(
    "playground",
    metadata,
    _id(),
    _trust(),
    Column("key", String(300), nullable=False),
    Column("conversation", String(200), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE")),  # whose words; NULL is Brightspot
    Column("only_for_id", Id, ForeignKey("people.id", ondelete="CASCADE")),  # seen by one person alone
    Column("text", Text, nullable=False, server_default=""),
    Column("card", JSON),
    Column("at", Instant, nullable=False),
    UniqueConstraint("trust_id", "key"),
    Index(None, "trust_id", "conversation", "id"),
)

#: How far each person has read in each of the playground's conversations.
playground_seen = Table(
    "playground_seen",
    metadata,
    _trust(),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("conversation", String(200), primary_key=True),
    Column("message_id", Id, nullable=False),
)

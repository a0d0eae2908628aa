"""What the house needs to do its work: doors, letters, clockwork, the playground."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.columns import Id, Instant, metadata, of_trust, own_id

installations = Table(
    "installations",
    metadata,
    own_id(),
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
    own_id(),
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
    own_id(),
    Column("trust_id", Id, ForeignKey("trusts.id", ondelete="CASCADE")),
    Column("rule", String(50), nullable=False),
    Column("place", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    of_trust(),
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
    own_id(),
    of_trust(),
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
    of_trust(),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("conversation", String(200), primary_key=True),
    Column("message_id", Id, nullable=False),
)

"""The library: what was shared, by whom and where, who checked it, and what it brought."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.columns import Id, Instant, metadata, of_person, of_trust, own_id


def of_resource(*, key: bool = False) -> Column[int]:
    return Column(
        "resource_id", Id, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=key, nullable=False
    )


resources = Table(
    "resources",
    metadata,
    own_id(),
    of_trust(),
    Column("url", String(2000), nullable=False),
    Column("same_as", String(2000), nullable=False),
    # PostgreSQL indexes no more than 2,700 bytes: the key's own digest holds it unique.
    Column("same_as_digest", String(64), nullable=False),
    Column("title", String(300), nullable=False),
    Column("description", String(1000), nullable=False, server_default=""),
    Column("kind", String(20), nullable=False),
    Column("topics", JSON, nullable=False, server_default="[]"),
    Column("phases", JSON, nullable=False, server_default="[]"),
    Column("subjects", JSON, nullable=False, server_default="[]"),
    Column("practices", JSON, nullable=False, server_default="[]"),  # ids of the trust's own list
    Column("corrected", Boolean, nullable=False, server_default="0"),
    Column("added_at", Instant, nullable=False),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("terms", Text, nullable=False, server_default=""),
    of_person("checker_id", null=True, gone="SET NULL"),
    Column("review", String(10), nullable=False, server_default="year"),
    of_person("checked_by_id", null=True, gone="SET NULL"),
    Column("checked_on", Date),
    Column("checked_until", Date),
    Column("reminded_on", Date),
    Column("probed_at", Instant),
    Column("failing_since", Date),
    Column("failed_on", Date),
    Column("is_dead", Boolean, nullable=False, server_default="0"),
    Column("kept_until", Date),
    Column("archived_at", Instant),
    UniqueConstraint("trust_id", "same_as_digest"),
    Index(None, "trust_id", "version", "id"),
    Index(None, "trust_id", "added_at"),
    Index(None, "trust_id", "checker_id"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

#: What else leads to it: an address it had before, or a short one that stands for it.
other_addresses = Table(
    "other_addresses",
    metadata,
    of_trust(),
    of_resource(),
    Column("same_as_digest", String(64), nullable=False),
    PrimaryKeyConstraint("trust_id", "same_as_digest"),
    Index(None, "resource_id"),
)

#: Who shared it, where and for what: "one entry, two sharers".
sharings = Table(
    "sharings",
    metadata,
    own_id(),
    of_trust(),
    of_resource(),
    of_person(null=True, gone="SET NULL"),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="SET NULL")),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="SET NULL")),
    Column("at", Instant, nullable=False),
    Column("purpose", String(2000), nullable=False, server_default=""),
    Column("message", String(300), nullable=False, server_default=""),
    Column("kept", Boolean, nullable=False, server_default="1"),
    Column("by_hand", Boolean, nullable=False, server_default="0"),
    Index(None, "trust_id", "resource_id"),
    Index(None, "trust_id", "person_id"),
    Index(None, "trust_id", "network_id", "at"),
    Index(None, "trust_id", "message"),
    sqlite_autoincrement=True,
)

#: "Not this one": a link that whoever posted it does not want kept, however its message changes.
unwanted = Table(
    "unwanted",
    metadata,
    of_trust(),
    Column("message", String(300), primary_key=True),
    Column("same_as_digest", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "trust_id", "message"),
)

#: What somebody had from a resource: theirs alone, but for the line they chose to say.
uses = Table(
    "uses",
    metadata,
    of_trust(),
    of_resource(key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("saved_at", Instant),
    Column("opened_at", Instant),
    Column("asked_on", Date),
    Column("used_at", Instant),
    Column("helped_at", Instant),
    Column("line", String(300), nullable=False, server_default=""),
    Index(None, "trust_id", "person_id"),
)

#: The trust's own list: techniques, set plays, strands, quality areas.
practices = Table(
    "practices",
    metadata,
    own_id(),
    of_trust(),
    Column("name", String(200), nullable=False),
    Column("kind", String(50), nullable=False, server_default=""),
    Column("about", String(1000), nullable=False, server_default=""),
    Column("questions", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("trust_id", "name"),
    sqlite_autoincrement=True,
)

#: "This worked for us", in five short answers.
case_studies = Table(
    "case_studies",
    metadata,
    of_trust(),
    of_resource(key=True),
    of_person("teller_id", null=True, gone="SET NULL"),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="SET NULL")),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="SET NULL")),
    Column("what", String(1000), nullable=False, server_default=""),
    Column("for_whom", String(1000), nullable=False, server_default=""),
    Column("took", String(1000), nullable=False, server_default=""),
    Column("how_we_know", String(1000), nullable=False, server_default=""),
    Column("did_not_work", String(1000), nullable=False, server_default=""),
    Column("state", String(20), nullable=False, server_default="draft"),
    of_person("checker_id", null=True, gone="SET NULL"),
    Column("checked_on", Date),
    of_person("consent_by_id", null=True, gone="SET NULL"),
    Column("consent_on", Date),
    Column("consent_note", String(200), nullable=False, server_default=""),
    Index(None, "trust_id", "state"),
)

#: What a person was shown in a digest, so that nothing comes twice.
digests = Table(
    "digests",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
    Column("on", Date, nullable=False),
    Column("resources", JSON, nullable=False),
    Index(None, "trust_id", "person_id", "on"),
)

#: Ways into our own pages: a link for one use, and the session it opens. Only digests of secrets are kept.
passes = Table(
    "passes",
    metadata,
    Column("digest", String(64), primary_key=True),
    of_trust(),
    of_person(),
    Column("kind", String(10), nullable=False),  # link, session
    Column("expires_at", Instant, nullable=False),
    Index(None, "expires_at"),
    Index(None, "trust_id", "person_id"),
)

#: Work that needs the network, leased like letters.
errands = Table(
    "errands",
    metadata,
    own_id(),
    of_trust(),
    of_resource(),
    Column("kind", String(10), nullable=False),  # look, probe
    Column("host", String(255), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Instant),
    Column("owner", String(40), nullable=False, server_default=""),
    UniqueConstraint("trust_id", "kind", "resource_id"),
    Index(None, "due_at"),
    Index(None, "host", "due_at"),
    Index(None, "lease_until"),
)

#: When a host may next be asked, by any process and for any trust; what its robots.txt said last.
hosts = Table(
    "hosts",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("next_free_at", Instant, nullable=False),
    Column("robots", Text, nullable=False, server_default=""),
    Column("robots_at", Instant),
)

"""What people ask, and what comes of it."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import Id, Instant, metadata, of_person, of_trust, own_id

questions = Table(
    "questions",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
    Column("text", String(2000), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("found", JSON, nullable=False, server_default="[]"),
    # What was said after it, in order: "only primaries", or the sense chosen for a short form.
    Column("refined", JSON, nullable=False, server_default="[]"),
    # For whom, where a coordinator asks on a school's behalf.
    Column("for_school_id", Id, ForeignKey("schools.id", ondelete="SET NULL")),
    Index(None, "trust_id", "person_id", "asked_at"),
)

introductions = Table(
    "introductions",
    metadata,
    own_id(),
    of_trust(),
    of_person("asker_id"),
    of_person("colleague_id"),
    # Both in order, so that a pair is one row whoever asked.
    of_person("lower_id"),
    of_person("higher_id"),
    Column("stage", String(10), nullable=False),
    Column("topic", String(300), nullable=False, server_default=""),
    Column("asked_at", Instant, nullable=False),
    Column("agreed_on", Date),
    Column("asker_met", Boolean),
    Column("colleague_met", Boolean),
    Column("round", Integer, nullable=False, server_default="1"),
    # Each side's answer to "did it help?".
    Column("asker_helped", Boolean),
    Column("colleague_helped", Boolean),
    # The coordinator who brought them together.
    of_person("brought_by_id", null=True, gone="SET NULL"),
    UniqueConstraint("trust_id", "lower_id", "higher_id"),
    Index(None, "trust_id", "stage", "agreed_on"),
    Index(None, "trust_id", "asker_id"),
    Index(None, "trust_id", "colleague_id", "asked_at"),
)

#: "Tell me when someone starts": a question that goes on asking.
standing_questions = Table(
    "standing_questions",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
    Column("text", String(2000), nullable=False),
    Column("refined", JSON, nullable=False, server_default="[]"),
    Column("asked_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    # The trust's version up to which it has been answered.
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("told", JSON, nullable=False, server_default="[]"),  # people already named: once each
    Index(None, "trust_id", "person_id"),
    Index(None, "trust_id", "version"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

#: A question put to a network's channel, with the asker's consent.
callouts = Table(
    "callouts",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), nullable=False),
    Column("text", String(2000), nullable=False),
    Column("named", Boolean, nullable=False),  # False: the channel does not see who asks
    Column("asked_at", Instant, nullable=False),
    Column("answered", JSON, nullable=False, server_default="[]"),  # people who said "I can help"
    Index(None, "trust_id", "person_id"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

#: What an asker said of a colleague they were shown.
feedback = Table(
    "feedback",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
    of_person("colleague_id", null=True),  # NULL: of all who were shown
    Column("question_id", Id, ForeignKey("questions.id", ondelete="SET NULL")),
    Column("why", String(20), nullable=False),
    # What the question was about, as concepts: it holds when the question's words are gone.
    Column("about", JSON, nullable=False, server_default="[]"),
    Column("at", Instant, nullable=False),
    Index(None, "trust_id", "person_id"),
    Index(None, "trust_id", "colleague_id"),
)

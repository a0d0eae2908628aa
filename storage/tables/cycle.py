"""The improvement cycle: initiatives, each school's run, who takes part, and what is left behind."""

from sqlalchemy import (
    JSON,
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
)

from storage.tables.columns import Id, Instant, metadata, of_person, of_trust, own_id


def of_initiative(*, null: bool = False) -> Column[int]:
    return Column("initiative_id", Id, ForeignKey("initiatives.id", ondelete="CASCADE"), nullable=null)


def of_run() -> Column[int]:
    return Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False)


def of_school() -> Column[int]:
    return Column("school_id", Id, ForeignKey("schools.id", ondelete="SET NULL"))


def of_network() -> Column[int]:
    return Column("network_id", Id, ForeignKey("networks.id", ondelete="SET NULL"))


def words(name: str, length: int) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default="")


initiatives = Table(
    "initiatives",
    metadata,
    own_id(),
    of_trust(),
    Column("problem", String(300), nullable=False),
    Column("topic", String(80), nullable=False),
    words("group", 200),
    Column("cadence", String(20), nullable=False),
    of_network(),
    of_person("lead_id", null=True, gone="SET NULL"),
    Column("begun_on", Date, nullable=False),
    Column("topics", JSON, nullable=False, server_default="[]"),
    Column("copied_from", Id),
    Index(None, "trust_id", "network_id"),
    sqlite_autoincrement=True,  # buttons and keys with its ids outlive its rows: none is given again
)

#: One school's way through an initiative.
runs = Table(
    "runs",
    metadata,
    own_id(),
    of_trust(),
    of_initiative(),
    of_school(),
    of_person("lead_id", null=True, gone="SET NULL"),
    Column("begun_on", Date, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("entered_on", Date, nullable=False),
    Column("resume_on", Date),
    Column("version", Integer, nullable=False, server_default="0"),
    words("peer", 200),
    words("practice", 1000),
    words("may_adapt", 500),
    words("makes_room", 300),
    words("trained", 300),
    words("goal", 300),
    words("measure", 200),
    words("baseline", 200),
    words("target", 200),
    Column("review_on", Date),
    Column("rounds", Integer, nullable=False, server_default="0"),
    words("now", 200),
    words("keeper", 200),
    words("induction", 500),
    Column("check_on", Date),
    Column("verdict", String(10)),
    Index(None, "trust_id", "initiative_id"),
    Index(None, "trust_id", "school_id"),
    Index(None, "trust_id", "lead_id"),
    Index(None, "trust_id", "state", "resume_on"),
    sqlite_autoincrement=True,
)

#: What happened to a run, in order: replaying them gives its stage and state.
steps = Table(
    "steps",
    metadata,
    of_trust(),
    of_run(),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    of_person("by_id", null=True, gone="SET NULL"),
    Column("did", String(20), nullable=False),
    Column("values", JSON, nullable=False, server_default="{}"),
    PrimaryKeyConstraint("run_id", "number"),
    Index(None, "trust_id", "run_id"),
)

#: Who takes part, and when they are next asked: what is due is a query over `next_on`.
participants = Table(
    "participants",
    metadata,
    of_trust(),
    of_initiative(),
    of_run(),
    of_person(),
    of_school(),
    Column("joined_on", Date, nullable=False),
    Column("nudging", String(12), nullable=False, server_default="as_planned"),
    Column("snoozed_until", Date),
    Column("done_in", String(10)),
    Column("occurrence", Integer, nullable=False, server_default="0"),
    words("asked", 20),
    Column("asked_on", Date),
    words("had", 40),  # names of touchpoints, "n07 n09"
    Column("answered", Boolean, nullable=False, server_default="1"),
    Column("silent", Integer, nullable=False, server_default="0"),
    Column("quiet_since", Date),
    Column("next_on", Date),
    words("next_is", 20),
    PrimaryKeyConstraint("initiative_id", "person_id"),
    Index(None, "trust_id", "next_on", "person_id"),
    Index(None, "trust_id", "person_id"),
    Index(None, "trust_id", "run_id"),
)

#: What somebody answered: theirs alone.
check_ins = Table(
    "check_ins",
    metadata,
    of_trust(),
    of_initiative(),
    of_run(),
    of_person(),
    Column("occurrence", Integer, nullable=False),
    Column("touchpoint", String(20), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("answer", String(10), nullable=False),
    Column("answered_at", Instant, nullable=False),
    words("line", 500),
    PrimaryKeyConstraint("initiative_id", "person_id", "occurrence"),
    Index(None, "trust_id", "person_id"),
    Index(None, "trust_id", "answered_at"),
)

#: Plan-do-study-act rounds.
rounds = Table(
    "rounds",
    metadata,
    own_id(),
    of_trust(),
    of_run(),
    Column("on", Date, nullable=False),
    of_person("by_id", null=True, gone="SET NULL"),
    words("tried", 500),
    words("happened", 500),
    words("change", 500),
    Index(None, "trust_id", "run_id"),
)

#: Evidence for an initiative or a commissioned question, each with its source.
evidence = Table(
    "evidence",
    metadata,
    own_id(),
    of_trust(),
    of_initiative(null=True),
    Column("enquiry_id", Id, ForeignKey("enquiries.id", ondelete="CASCADE")),
    of_person("by_id", null=True, gone="SET NULL"),
    Column("at", Instant, nullable=False),
    words("text", 500),
    words("source", 200),
    words("url", 2000),
    Index(None, "trust_id", "initiative_id"),
    Index(None, "trust_id", "enquiry_id"),
    sqlite_autoincrement=True,
)

#: What schools came to: tried and kept, tried and stopped.
decisions = Table(
    "decisions",
    metadata,
    own_id(),
    of_trust(),
    of_initiative(),
    of_run(),
    of_school(),
    of_person("by_id", null=True, gone="SET NULL"),
    Column("on", Date, nullable=False),
    Column("verdict", String(10), nullable=False),
    words("then", 200),
    words("now", 200),
    words("reason", 500),
    words("learned", 1000),
    Column("again", String(20), nullable=False),
    Column("shared", Boolean, nullable=False, server_default="0"),
    Column("named", Boolean, nullable=False, server_default="0"),
    Column("topics", JSON, nullable=False, server_default="[]"),
    Column("terms", Text, nullable=False, server_default=""),
    Index(None, "trust_id", "on"),
    Index(None, "trust_id", "run_id"),
    Index(None, "trust_id", "by_id"),
    sqlite_autoincrement=True,
)

#: What a school stops doing.
stops = Table(
    "stops",
    metadata,
    own_id(),
    of_trust(),
    of_school(),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="SET NULL")),
    of_person("by_id", null=True, gone="SET NULL"),
    Column("what", String(300), nullable=False),
    Column("stops_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False, server_default="0"),
    of_person("confirms_id", null=True, gone="SET NULL"),
    Column("asked_on", Date),
    Column("confirmed_on", Date),
    of_person("confirmed_by_id", null=True, gone="SET NULL"),
    Index(None, "trust_id", "school_id"),
    Index(None, "trust_id", "run_id"),
    Index(None, "trust_id", "stops_on"),
    sqlite_autoincrement=True,
)

#: Questions that a small group was asked to look into.
enquiries = Table(
    "enquiries",
    metadata,
    own_id(),
    of_trust(),
    of_network(),
    Column("question", String(300), nullable=False),
    of_person("asked_by_id", null=True, gone="SET NULL"),
    Column("asked_on", Date, nullable=False),
    Column("report_on", Date, nullable=False),
    Column("state", String(10), nullable=False, server_default="asked"),
    words("finding", 2000),
    Column("reported_on", Date),
    Column("options", JSON, nullable=False, server_default="[]"),  # [name, pros, cons]
    of_person("decides_id", null=True, gone="SET NULL"),
    Column("decide_by", Date),
    words("chosen", 200),
    words("reason", 500),
    Column("decided_on", Date),
    Index(None, "trust_id", "network_id"),
    Index(None, "trust_id", "state"),
    sqlite_autoincrement=True,
)

#: Who looks into it.
enquirers = Table(
    "enquirers",
    metadata,
    of_trust(),
    Column("enquiry_id", Id, ForeignKey("enquiries.id", ondelete="CASCADE"), nullable=False),
    of_person(),
    PrimaryKeyConstraint("enquiry_id", "person_id"),
    Index(None, "trust_id", "person_id"),
)

#: Which schools have taken note of a decision.
acknowledgements = Table(
    "acknowledgements",
    metadata,
    of_trust(),
    Column("enquiry_id", Id, ForeignKey("enquiries.id", ondelete="CASCADE"), nullable=False),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="CASCADE"), nullable=False),
    of_person("by_id", null=True, gone="SET NULL"),
    Column("on", Date, nullable=False),
    words("note", 300),
    PrimaryKeyConstraint("enquiry_id", "school_id"),
    Index(None, "trust_id", "enquiry_id"),
)

#: A trust's own names of stages and words of nudges, in place of the shipped ones.
cycle_words = Table(
    "cycle_words",
    metadata,
    of_trust(),
    Column("kind", String(10), nullable=False),  # stage, question, nudge, cadence
    Column("name", String(20), nullable=False),  # explore, n07, pilot
    Column("text", String(500), nullable=False),
    PrimaryKeyConstraint("trust_id", "kind", "name"),
)

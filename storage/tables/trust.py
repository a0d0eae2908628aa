"""A trust as it is: its schools, its people, where they meet and when they are off."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import Id, Instant, metadata, of_person, of_trust, own_id

trusts = Table(
    "trusts",
    metadata,
    own_id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("library", BigInteger, nullable=False, server_default="0"),  # the same for its library
)

schools = Table(
    "schools",
    metadata,
    own_id(),
    of_trust(),
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
    Column("pct_mobility", Float),
    Column("coastal", Boolean),
    Column("feeds", String(500), nullable=False, server_default=""),  # URNs, "140001;140002"
    UniqueConstraint("trust_id", "urn"),
)

people = Table(
    "people",
    metadata,
    own_id(),
    of_trust(),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="SET NULL")),
    Column("email", String(320), nullable=False),  # lower case
    Column("name", String(200), nullable=False),
    Column("job_title", String(300), nullable=False, server_default=""),
    Column("working_on", String(2000), nullable=False, server_default=""),
    Column("can_help_with", String(2000), nullable=False, server_default=""),
    Column("working_days", String(5), nullable=False, server_default="01234"),  # 0 is Monday
    Column("open_to_introductions", Boolean, nullable=False, server_default="1"),
    Column("updated_at", Instant),
    # When each of their own words was last written or confirmed.
    Column("working_on_at", Instant),
    Column("can_help_at", Instant),
    # What they tapped on their profile: concept → now, done, wants, or no.
    Column("tapped", JSON, nullable=False, server_default="{}"),
    # Coordinates the trust's networks: may ask and introduce on somebody's behalf.
    Column("coordinator", Boolean, nullable=False, server_default="0"),
    # What they post in channels may be collected for the library; how often they hear what is new there.
    Column("collected", Boolean, nullable=False, server_default="1"),
    Column("digest", String(12), nullable=False, server_default="weekly"),
    # When they hear what they did not ask for, in minutes after midnight; while away, not at all.
    Column("hears_at", Integer, nullable=False, server_default="510"),
    Column("away_from", Date),
    Column("away_until", Date),
    # The trust's version at which they last changed: only those are indexed anew.
    Column("version", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("trust_id", "email"),
    Index(None, "trust_id", "version"),
)

accounts = Table(
    "accounts",
    metadata,
    own_id(),
    of_trust(),
    of_person(),
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
    own_id(),
    of_trust(),
    Column("name", String(100), nullable=False),
    Column("kind", String(20), nullable=False, server_default=""),
    Column("about", String(1000), nullable=False, server_default=""),
    Column("rhythm", String(20), nullable=False, server_default="half-termly"),
    Column("minutes", Integer, nullable=False, server_default="60"),  # of its meetings, usually
    Column("virtual", Boolean, nullable=False, server_default="0"),
    Column("open", Boolean, nullable=False, server_default="1"),  # others may read its agendas and notes
    # Names its calendar in addresses of our own pages; made when it is first wanted.
    Column("token", String(40), nullable=False, server_default=""),
    UniqueConstraint("trust_id", "name"),
    Index(None, "token"),
)

#: A network's two-sided statement of quality.
quality_statements = Table(
    "quality_statements",
    metadata,
    of_trust(),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    Column("looks_like", String(2000), nullable=False),
    Column("we_do", String(2000), nullable=False),
    of_person("owner_id", null=True, gone="SET NULL"),
    Column("review_on", Date),
)

memberships = Table(
    "memberships",
    metadata,
    of_trust(),  # the member's trust
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("facilitator", Boolean, nullable=False, server_default="0"),
    Index(None, "trust_id", "person_id"),
)

channels = Table(
    "channels",
    metadata,
    own_id(),
    of_trust(),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(10), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("address", JSON, nullable=False, server_default="{}"),
    Column("collecting", String(5), nullable=False, server_default="auto"),  # links posted there
    UniqueConstraint("platform", "workspace", "channel"),
)

closures = Table(
    "closures",
    metadata,
    own_id(),
    of_trust(),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="CASCADE")),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("name", String(100), nullable=False),
    Column("kind", String(10), nullable=False, server_default="holiday"),
    Index(None, "trust_id", "ends"),
)

#: How a school (NULL: the trust) names its terms, and whether the trust's closures count for it.
term_styles = Table(
    "term_styles",
    metadata,
    own_id(),
    of_trust(),
    Column("school_id", Id, ForeignKey("schools.id", ondelete="CASCADE")),
    Column("naming", String(20), nullable=False),
    Column("stands_alone", Boolean, nullable=False, server_default="0"),
    Column("own_file", Boolean, nullable=False, server_default="0"),
    Index(None, "trust_id", "school_id"),
)

#: A trust's own words for things: "our family" is the trust's schools.
trust_words = Table(
    "trust_words",
    metadata,
    own_id(),
    of_trust(),
    Column("word", String(100), nullable=False),
    Column("means", String(300), nullable=False),
    UniqueConstraint("trust_id", "word"),
)

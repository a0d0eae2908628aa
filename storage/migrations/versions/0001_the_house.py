"""The house as it was first built."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("lane", sa.String(length=32), server_default="", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("handled_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("owner", sa.String(length=40), server_default="", nullable=False),
        sa.Column("problem", sa.String(length=300), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("key", name="uq_inbox_key"),
    )
    op.create_index("ix_inbox_handled_at_received_at", "inbox", ["handled_at", "received_at"], unique=False)
    op.create_index("ix_inbox_lane_handled_at", "inbox", ["lane", "handled_at"], unique=False)
    op.create_table(
        "pacing",
        sa.Column("bucket", sa.String(length=300), nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("next_free_at", INSTANT, nullable=False),
        sa.Column("owner", sa.String(length=40), server_default="", nullable=False),
        sa.Column("may_take", sa.Integer(), server_default="1", nullable=False),
        sa.Column("window", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("added", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_pacing"),
    )
    op.create_index("ix_pacing_due_at", "pacing", ["due_at"], unique=False)
    op.create_table(
        "trusts",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trusts"),
        sa.UniqueConstraint("name", name="uq_trusts_name"),
    )
    op.create_table(
        "installations",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("trust_id", ID, nullable=True),
        sa.Column("enterprise", sa.String(length=100), server_default="", nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("sealed_refresh_token", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("bot_user", sa.String(length=100), server_default="", nullable=False),
        sa.Column("scopes", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.JSON(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_installations_trust_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
        sa.UniqueConstraint("platform", "workspace", name="uq_installations_platform_workspace"),
    )
    op.create_table(
        "networks",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="", nullable=False),
        sa.Column("about", sa.String(length=1000), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_networks_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_networks"),
        sa.UniqueConstraint("trust_id", "name", name="uq_networks_trust_id_name"),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.String(length=100), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("trust_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_oauth_states_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("state", name="pk_oauth_states"),
    )
    op.create_table(
        "schools",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("urn", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=100), server_default="", nullable=False),
        sa.Column("phase", sa.String(length=50), server_default="", nullable=False),
        sa.Column("age_low", sa.Integer(), nullable=True),
        sa.Column("age_high", sa.Integer(), nullable=True),
        sa.Column("sixth_form", sa.Boolean(), nullable=True),
        sa.Column("gender", sa.String(length=20), server_default="", nullable=False),
        sa.Column("religious_character", sa.String(length=100), server_default="", nullable=False),
        sa.Column("admissions_policy", sa.String(length=50), server_default="", nullable=False),
        sa.Column("region", sa.String(length=50), server_default="", nullable=False),
        sa.Column("local_authority", sa.String(length=100), server_default="", nullable=False),
        sa.Column("district", sa.String(length=100), server_default="", nullable=False),
        sa.Column("town", sa.String(length=100), server_default="", nullable=False),
        sa.Column("postcode", sa.String(length=10), server_default="", nullable=False),
        sa.Column("urban_rural", sa.String(length=100), server_default="", nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("fill_pct", sa.Float(), nullable=True),
        sa.Column("roll_change_pct", sa.Float(), nullable=True),
        sa.Column("pupils_per_year_group", sa.Float(), nullable=True),
        sa.Column("forms_of_entry", sa.Float(), nullable=True),
        sa.Column("pct_fsm", sa.Float(), nullable=True),
        sa.Column("pct_eal", sa.Float(), nullable=True),
        sa.Column("pct_sen_support", sa.Float(), nullable=True),
        sa.Column("pct_ehcp", sa.Float(), nullable=True),
        sa.Column("idaci_decile", sa.Integer(), nullable=True),
        sa.Column("mixed_age_classes", sa.String(length=200), nullable=True),
        sa.Column("resourced_provision", sa.String(length=200), server_default="", nullable=False),
        sa.Column("notes", sa.String(length=1000), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_schools_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_schools"),
        sa.UniqueConstraint("trust_id", "urn", name="uq_schools_trust_id_urn"),
    )
    op.create_table(
        "stopped",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=True),
        sa.Column("rule", sa.String(length=50), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_stopped_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_stopped"),
    )
    op.create_table(
        "ticks",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_ticks_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", "trust_id", name="pk_ticks"),
    )
    op.create_table(
        "channels",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("address", sa.JSON(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_channels_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_channels_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint(
            "platform", "workspace", "channel", name="uq_channels_platform_workspace_channel"
        ),
    )
    op.create_table(
        "closures",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_closures_school_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_closures_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_closures"),
    )
    op.create_index("ix_closures_trust_id_ends", "closures", ["trust_id", "ends"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("job_title", sa.String(length=300), server_default="", nullable=False),
        sa.Column("working_on", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("can_help_with", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("working_days", sa.String(length=5), server_default="01234", nullable=False),
        sa.Column("open_to_introductions", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("updated_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_people_school_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_people_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("trust_id", "email", name="uq_people_trust_id_email"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("user_id", sa.String(length=200), nullable=False),
        sa.Column("address", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_accounts_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_accounts_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint(
            "platform", "workspace", "user_id", name="uq_accounts_platform_workspace_user_id"
        ),
    )
    op.create_index("ix_accounts_trust_id_person_id", "accounts", ["trust_id", "person_id"], unique=False)
    op.create_table(
        "introductions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("asker_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=False),
        sa.Column("lower_id", ID, nullable=False),
        sa.Column("higher_id", ID, nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("topic", sa.String(length=300), server_default="", nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("asker_met", sa.Boolean(), nullable=True),
        sa.Column("colleague_met", sa.Boolean(), nullable=True),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["people.id"], name="fk_introductions_asker_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["people.id"], name="fk_introductions_colleague_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["higher_id"], ["people.id"], name="fk_introductions_higher_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lower_id"], ["people.id"], name="fk_introductions_lower_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_introductions_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_introductions"),
        sa.UniqueConstraint(
            "trust_id", "lower_id", "higher_id", name="uq_introductions_trust_id_lower_id_higher_id"
        ),
    )
    op.create_index(
        "ix_introductions_trust_id_stage_agreed_on",
        "introductions",
        ["trust_id", "stage", "agreed_on"],
        unique=False,
    )
    op.create_table(
        "memberships",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("facilitator", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_memberships_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_memberships_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_memberships_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("network_id", "person_id", name="pk_memberships"),
    )
    op.create_index(
        "ix_memberships_trust_id_person_id", "memberships", ["trust_id", "person_id"], unique=False
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=True),
        sa.Column("address", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("bucket", sa.String(length=300), server_default="", nullable=False),
        sa.Column("replaces", sa.String(length=300), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("started", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("owner", sa.String(length=40), server_default="", nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("platform_id", sa.String(length=300), server_default="", nullable=False),
        sa.Column("problem", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outbox_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_outbox_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("trust_id", "key", name="uq_outbox_trust_id_key"),
    )
    op.create_index(
        "ix_outbox_bucket_state_due_at_id", "outbox", ["bucket", "state", "due_at", "id"], unique=False
    )
    op.create_index("ix_outbox_state_lease_until", "outbox", ["state", "lease_until"], unique=False)
    op.create_index(
        "ix_outbox_trust_id_person_id_state", "outbox", ["trust_id", "person_id", "state"], unique=False
    )
    op.create_table(
        "playground",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("conversation", sa.String(length=200), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("only_for_id", ID, nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("card", sa.JSON(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["only_for_id"], ["people.id"], name="fk_playground_only_for_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_playground_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_playground_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_playground"),
        sa.UniqueConstraint("trust_id", "key", name="uq_playground_trust_id_key"),
    )
    op.create_index(
        "ix_playground_trust_id_conversation_id",
        "playground",
        ["trust_id", "conversation", "id"],
        unique=False,
    )
    op.create_table(
        "playground_seen",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("conversation", sa.String(length=200), nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_playground_seen_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_playground_seen_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "conversation", name="pk_playground_seen"),
    )
    op.create_table(
        "questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("found", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_questions_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_questions_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index(
        "ix_questions_trust_id_person_id_asked_at",
        "questions",
        ["trust_id", "person_id", "asked_at"],
        unique=False,
    )

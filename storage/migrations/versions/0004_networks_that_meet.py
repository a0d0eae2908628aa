"""Networks that meet: calendars by school, agendas, records and what people took on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "frameworks",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("ground_rules", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_frameworks_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_frameworks_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_frameworks"),
    )
    with op.batch_alter_table("frameworks") as table:
        table.create_index("ix_frameworks_trust_id_network_id", ["trust_id", "network_id"])

    op.create_table(
        "meetings",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="planned", nullable=False),
        sa.Column("place", sa.String(length=500), server_default="", nullable=False),
        sa.Column("purpose", sa.String(length=500), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("drawn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("post_at", INSTANT, nullable=True),
        sa.Column("posted_at", INSTANT, nullable=True),
        sa.Column("wrapped_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_meetings_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_meetings_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("token", name="uq_meetings_token"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meetings") as table:
        table.create_index(
            "ix_meetings_trust_id_network_id_starts_at", ["trust_id", "network_id", "starts_at"]
        )
        table.create_index("ix_meetings_trust_id_state_starts_at", ["trust_id", "state", "starts_at"])

    op.create_table(
        "term_styles",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("naming", sa.String(length=20), nullable=False),
        sa.Column("stands_alone", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("own_file", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_term_styles_school_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_term_styles_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_term_styles"),
    )
    with op.batch_alter_table("term_styles") as table:
        table.create_index("ix_term_styles_trust_id_school_id", ["trust_id", "school_id"])

    op.create_table(
        "actions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Date(), nullable=False),
        sa.Column("progress", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_actions_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_actions_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_actions_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_actions_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("actions") as table:
        table.create_index("ix_actions_trust_id_network_id_progress", ["trust_id", "network_id", "progress"])
        table.create_index("ix_actions_trust_id_person_id", ["trust_id", "person_id"])
        table.create_index("ix_actions_trust_id_progress_by", ["trust_id", "progress", "by"])

    op.create_table(
        "agenda_items",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_agenda_items_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name="fk_agenda_items_owner_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_agenda_items_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_items"),
    )
    with op.batch_alter_table("agenda_items") as table:
        table.create_index("ix_agenda_items_meeting_id_position", ["meeting_id", "position"])

    op.create_table(
        "agenda_versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name="fk_agenda_versions_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_agenda_versions_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_agenda_versions_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_versions"),
    )
    with op.batch_alter_table("agenda_versions") as table:
        table.create_index("ix_agenda_versions_meeting_id_version", ["meeting_id", "version"])

    op.create_table(
        "coming",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_coming_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_coming_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_coming_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name="pk_coming"),
    )
    with op.batch_alter_table("coming") as table:
        table.create_index("ix_coming_trust_id_person_id", ["trust_id", "person_id"])

    op.create_table(
        "notes",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("headline", sa.String(length=500), server_default="", nullable=False),
        sa.Column("bright_spot", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("decisions", sa.Text(), server_default="", nullable=False),
        sa.Column("stopping", sa.Text(), server_default="", nullable=False),
        sa.Column("edition", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["people.id"], name="fk_notes_contact_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_notes_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_notes_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_notes"),
    )
    op.create_table(
        "quality_statements",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("looks_like", sa.String(length=2000), nullable=False),
        sa.Column("we_do", sa.String(length=2000), nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_quality_statements_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name="fk_quality_statements_owner_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_quality_statements_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("network_id", name="pk_quality_statements"),
    )
    with op.batch_alter_table("closures") as table:
        table.add_column(sa.Column("kind", sa.String(length=10), server_default="holiday", nullable=False))

    with op.batch_alter_table("networks") as table:
        table.add_column(
            sa.Column("rhythm", sa.String(length=20), server_default="half-termly", nullable=False)
        )
        table.add_column(sa.Column("minutes", sa.Integer(), server_default="60", nullable=False))
        table.add_column(sa.Column("virtual", sa.Boolean(), server_default="0", nullable=False))
        table.add_column(sa.Column("open", sa.Boolean(), server_default="1", nullable=False))
        table.add_column(sa.Column("token", sa.String(length=40), server_default="", nullable=False))
        table.create_index("ix_networks_token", ["token"])

    with op.batch_alter_table("suggestions") as table:
        table.add_column(sa.Column("wish", sa.String(length=20), server_default="item", nullable=False))
        table.add_column(sa.Column("outcome", sa.String(length=10), server_default="waiting", nullable=False))
        table.add_column(sa.Column("meeting_id", ID, nullable=True))

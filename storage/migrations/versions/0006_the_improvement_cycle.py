"""The improvement cycle: initiatives, runs and their steps, nudges, decisions, stops, enquiries."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cycle_words",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_cycle_words_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("trust_id", "kind", "name", name="pk_cycle_words"),
    )
    op.create_table(
        "enquiries",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=True),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("asked_by_id", ID, nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("report_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="asked", nullable=False),
        sa.Column("finding", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("options", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("decides_id", ID, nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("chosen", sa.String(length=200), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=500), server_default="", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name="fk_enquiries_asked_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decides_id"], ["people.id"], name="fk_enquiries_decides_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_enquiries_network_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_enquiries_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enquiries"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("enquiries") as table:
        table.create_index("ix_enquiries_trust_id_network_id", ["trust_id", "network_id"])
        table.create_index("ix_enquiries_trust_id_state", ["trust_id", "state"])

    op.create_table(
        "initiatives",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=200), server_default="", nullable=False),
        sa.Column("cadence", sa.String(length=20), nullable=False),
        sa.Column("network_id", ID, nullable=True),
        sa.Column("lead_id", ID, nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("topics", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("copied_from", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["people.id"], name="fk_initiatives_lead_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_initiatives_network_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_initiatives_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_initiatives"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("initiatives") as table:
        table.create_index("ix_initiatives_trust_id_network_id", ["trust_id", "network_id"])

    op.create_table(
        "acknowledgements",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("enquiry_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name="fk_acknowledgements_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.id"], name="fk_acknowledgements_enquiry_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_acknowledgements_school_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_acknowledgements_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("enquiry_id", "school_id", name="pk_acknowledgements"),
    )
    with op.batch_alter_table("acknowledgements") as table:
        table.create_index("ix_acknowledgements_trust_id_enquiry_id", ["trust_id", "enquiry_id"])

    op.create_table(
        "enquirers",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("enquiry_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.id"], name="fk_enquirers_enquiry_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_enquirers_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_enquirers_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("enquiry_id", "person_id", name="pk_enquirers"),
    )
    with op.batch_alter_table("enquirers") as table:
        table.create_index("ix_enquirers_trust_id_person_id", ["trust_id", "person_id"])

    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("initiative_id", ID, nullable=True),
        sa.Column("enquiry_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.String(length=500), server_default="", nullable=False),
        sa.Column("source", sa.String(length=200), server_default="", nullable=False),
        sa.Column("url", sa.String(length=2000), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_evidence_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.id"], name="fk_evidence_enquiry_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name="fk_evidence_initiative_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_evidence_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("evidence") as table:
        table.create_index("ix_evidence_trust_id_enquiry_id", ["trust_id", "enquiry_id"])
        table.create_index("ix_evidence_trust_id_initiative_id", ["trust_id", "initiative_id"])

    op.create_table(
        "runs",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("initiative_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("lead_id", ID, nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("resume_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("peer", sa.String(length=200), server_default="", nullable=False),
        sa.Column("practice", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("may_adapt", sa.String(length=500), server_default="", nullable=False),
        sa.Column("makes_room", sa.String(length=300), server_default="", nullable=False),
        sa.Column("trained", sa.String(length=300), server_default="", nullable=False),
        sa.Column("goal", sa.String(length=300), server_default="", nullable=False),
        sa.Column("measure", sa.String(length=200), server_default="", nullable=False),
        sa.Column("baseline", sa.String(length=200), server_default="", nullable=False),
        sa.Column("target", sa.String(length=200), server_default="", nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("now", sa.String(length=200), server_default="", nullable=False),
        sa.Column("keeper", sa.String(length=200), server_default="", nullable=False),
        sa.Column("induction", sa.String(length=500), server_default="", nullable=False),
        sa.Column("check_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name="fk_runs_initiative_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["people.id"], name="fk_runs_lead_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_runs_school_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_runs_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("runs") as table:
        table.create_index("ix_runs_trust_id_initiative_id", ["trust_id", "initiative_id"])
        table.create_index("ix_runs_trust_id_lead_id", ["trust_id", "lead_id"])
        table.create_index("ix_runs_trust_id_school_id", ["trust_id", "school_id"])
        table.create_index("ix_runs_trust_id_state_resume_on", ["trust_id", "state", "resume_on"])

    op.create_table(
        "check_ins",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("initiative_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("touchpoint", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.Column("line", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name="fk_check_ins_initiative_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_check_ins_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_check_ins_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_check_ins_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", "occurrence", name="pk_check_ins"),
    )
    with op.batch_alter_table("check_ins") as table:
        table.create_index("ix_check_ins_trust_id_answered_at", ["trust_id", "answered_at"])
        table.create_index("ix_check_ins_trust_id_person_id", ["trust_id", "person_id"])

    op.create_table(
        "decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("initiative_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("then", sa.String(length=200), server_default="", nullable=False),
        sa.Column("now", sa.String(length=200), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=500), server_default="", nullable=False),
        sa.Column("learned", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("again", sa.String(length=20), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("named", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("topics", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("terms", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_decisions_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name="fk_decisions_initiative_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_decisions_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_decisions_school_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_decisions_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("decisions") as table:
        table.create_index("ix_decisions_trust_id_by_id", ["trust_id", "by_id"])
        table.create_index("ix_decisions_trust_id_on", ["trust_id", "on"])
        table.create_index("ix_decisions_trust_id_run_id", ["trust_id", "run_id"])

    op.create_table(
        "participants",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("initiative_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("nudging", sa.String(length=12), server_default="as_planned", nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("done_in", sa.String(length=10), nullable=True),
        sa.Column("occurrence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked", sa.String(length=20), server_default="", nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("had", sa.String(length=40), server_default="", nullable=False),
        sa.Column("answered", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("silent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quiet_since", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_is", sa.String(length=20), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name="fk_participants_initiative_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_participants_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_participants_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_participants_school_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_participants_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", name="pk_participants"),
    )
    with op.batch_alter_table("participants") as table:
        table.create_index("ix_participants_trust_id_next_on_person_id", ["trust_id", "next_on", "person_id"])
        table.create_index("ix_participants_trust_id_person_id", ["trust_id", "person_id"])
        table.create_index("ix_participants_trust_id_run_id", ["trust_id", "run_id"])

    op.create_table(
        "rounds",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("tried", sa.String(length=500), server_default="", nullable=False),
        sa.Column("happened", sa.String(length=500), server_default="", nullable=False),
        sa.Column("change", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_rounds_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_rounds_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_rounds_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    with op.batch_alter_table("rounds") as table:
        table.create_index("ix_rounds_trust_id_run_id", ["trust_id", "run_id"])

    op.create_table(
        "steps",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("did", sa.String(length=20), nullable=False),
        sa.Column("values", sa.JSON(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_steps_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_steps_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_steps_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_steps"),
    )
    with op.batch_alter_table("steps") as table:
        table.create_index("ix_steps_trust_id_run_id", ["trust_id", "run_id"])

    op.create_table(
        "stops",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("stops_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("confirms_id", ID, nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_stops_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name="fk_stops_confirmed_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["confirms_id"], ["people.id"], name="fk_stops_confirms_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_stops_run_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_stops_school_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_stops_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_stops"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("stops") as table:
        table.create_index("ix_stops_trust_id_run_id", ["trust_id", "run_id"])
        table.create_index("ix_stops_trust_id_school_id", ["trust_id", "school_id"])
        table.create_index("ix_stops_trust_id_stops_on", ["trust_id", "stops_on"])

    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("hears_at", sa.Integer(), server_default="510", nullable=False))
        table.add_column(sa.Column("away_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("away_until", sa.Date(), nullable=True))

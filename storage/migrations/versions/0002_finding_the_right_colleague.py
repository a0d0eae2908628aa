"""Finding the right colleague: standing questions, callouts, suggestions, feedback, a trust's own words."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "trust_words",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("word", sa.String(length=100), nullable=False),
        sa.Column("means", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_trust_words_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_trust_words"),
        sa.UniqueConstraint("trust_id", "word", name="uq_trust_words_trust_id_word"),
    )
    op.create_table(
        "callouts",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_callouts_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_callouts_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_callouts_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_callouts"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("callouts") as table:
        table.create_index("ix_callouts_trust_id_person_id", ["trust_id", "person_id"])

    op.create_table(
        "standing_questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("refined", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("told", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_standing_questions_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_standing_questions_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standing_questions"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("standing_questions") as table:
        table.create_index("ix_standing_questions_trust_id_person_id", ["trust_id", "person_id"])
        table.create_index("ix_standing_questions_trust_id_version", ["trust_id", "version"])

    op.create_table(
        "suggestions",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_suggestions_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_suggestions_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_suggestions_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("suggestions") as table:
        table.create_index("ix_suggestions_trust_id_network_id", ["trust_id", "network_id"])
        table.create_index("ix_suggestions_trust_id_person_id", ["trust_id", "person_id"])

    op.create_table(
        "feedback",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=True),
        sa.Column("question_id", ID, nullable=True),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["people.id"], name="fk_feedback_colleague_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_feedback_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_feedback_question_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_feedback_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    with op.batch_alter_table("feedback") as table:
        table.create_index("ix_feedback_trust_id_colleague_id", ["trust_id", "colleague_id"])
        table.create_index("ix_feedback_trust_id_person_id", ["trust_id", "person_id"])

    with op.batch_alter_table("introductions") as table:
        table.add_column(sa.Column("asker_helped", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("colleague_helped", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("brought_by_id", ID, nullable=True))
        table.create_foreign_key(
            "fk_introductions_brought_by_id", "people", ["brought_by_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("working_on_at", INSTANT, nullable=True))
        table.add_column(sa.Column("can_help_at", INSTANT, nullable=True))
        table.add_column(sa.Column("tapped", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("coordinator", sa.Boolean(), server_default="0", nullable=False))
        table.add_column(sa.Column("version", sa.BigInteger(), server_default="0", nullable=False))
        table.create_index("ix_people_trust_id_version", ["trust_id", "version"])

    with op.batch_alter_table("questions") as table:
        table.add_column(sa.Column("refined", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("for_school_id", ID, nullable=True))
        table.create_foreign_key(
            "fk_questions_for_school_id", "schools", ["for_school_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("schools") as table:
        table.add_column(sa.Column("pct_mobility", sa.Float(), nullable=True))
        table.add_column(sa.Column("coastal", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("feeds", sa.String(length=500), server_default="", nullable=False))

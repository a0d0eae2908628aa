"""Whose turn it is, looked up quickly, and what a question that did not fit was about."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("about", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("introductions") as table:
        table.create_index("ix_introductions_trust_id_asker_id", ["trust_id", "asker_id"])
        table.create_index(
            "ix_introductions_trust_id_colleague_id_asked_at", ["trust_id", "colleague_id", "asked_at"]
        )

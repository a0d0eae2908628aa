"""The library: resources, who shared them, what they brought, and the errands that keep them true."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("next_free_at", INSTANT, nullable=False),
        sa.Column("robots", sa.Text(), server_default="", nullable=False),
        sa.Column("robots_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
    )
    op.create_table(
        "practices",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=50), server_default="", nullable=False),
        sa.Column("about", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("questions", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_practices_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practices"),
        sa.UniqueConstraint("trust_id", "name", name="uq_practices_trust_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "digests",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("resources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_digests_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_digests_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
    )
    with op.batch_alter_table("digests") as table:
        table.create_index("ix_digests_trust_id_person_id_on", ["trust_id", "person_id", "on"])

    op.create_table(
        "passes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_passes_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_passes_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name="pk_passes"),
    )
    with op.batch_alter_table("passes") as table:
        table.create_index("ix_passes_expires_at", ["expires_at"])
        table.create_index("ix_passes_trust_id_person_id", ["trust_id", "person_id"])

    op.create_table(
        "resources",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("same_as", sa.String(length=2000), nullable=False),
        sa.Column("same_as_digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topics", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("phases", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("subjects", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("practices", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("corrected", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("terms", sa.Text(), server_default="", nullable=False),
        sa.Column("checker_id", ID, nullable=True),
        sa.Column("review", sa.String(length=10), server_default="year", nullable=False),
        sa.Column("checked_by_id", ID, nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_until", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("probed_at", INSTANT, nullable=True),
        sa.Column("failing_since", sa.Date(), nullable=True),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("is_dead", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["people.id"], name="fk_resources_checked_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name="fk_resources_checker_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_resources_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
        sa.UniqueConstraint("trust_id", "same_as_digest", name="uq_resources_trust_id_same_as_digest"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("resources") as table:
        table.create_index("ix_resources_trust_id_added_at", ["trust_id", "added_at"])
        table.create_index("ix_resources_trust_id_checker_id", ["trust_id", "checker_id"])
        table.create_index("ix_resources_trust_id_version_id", ["trust_id", "version", "id"])

    op.create_table(
        "case_studies",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("teller_id", ID, nullable=True),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("network_id", ID, nullable=True),
        sa.Column("what", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("for_whom", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("took", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("how_we_know", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("did_not_work", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("state", sa.String(length=20), server_default="draft", nullable=False),
        sa.Column("checker_id", ID, nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("consent_by_id", ID, nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_note", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name="fk_case_studies_checker_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["consent_by_id"], ["people.id"], name="fk_case_studies_consent_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_case_studies_network_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name="fk_case_studies_resource_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_case_studies_school_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["teller_id"], ["people.id"], name="fk_case_studies_teller_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_case_studies_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", name="pk_case_studies"),
    )
    with op.batch_alter_table("case_studies") as table:
        table.create_index("ix_case_studies_trust_id_state", ["trust_id", "state"])

    op.create_table(
        "errands",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("owner", sa.String(length=40), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name="fk_errands_resource_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_errands_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_errands"),
        sa.UniqueConstraint("trust_id", "kind", "resource_id", name="uq_errands_trust_id_kind_resource_id"),
    )
    with op.batch_alter_table("errands") as table:
        table.create_index("ix_errands_due_at", ["due_at"])
        table.create_index("ix_errands_host_due_at", ["host", "due_at"])
        table.create_index("ix_errands_lease_until", ["lease_until"])

    op.create_table(
        "other_addresses",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("same_as_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name="fk_other_addresses_resource_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trust_id"], ["trusts.id"], name="fk_other_addresses_trust_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("trust_id", "same_as_digest", name="pk_other_addresses"),
    )
    with op.batch_alter_table("other_addresses") as table:
        table.create_index("ix_other_addresses_resource_id", ["resource_id"])

    op.create_table(
        "sharings",
        sa.Column("id", ID, nullable=False),
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("network_id", ID, nullable=True),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("purpose", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("message", sa.String(length=300), server_default="", nullable=False),
        sa.Column("kept", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_sharings_network_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_sharings_person_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name="fk_sharings_resource_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name="fk_sharings_school_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_sharings_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sharings"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sharings") as table:
        table.create_index("ix_sharings_trust_id_message", ["trust_id", "message"])
        table.create_index("ix_sharings_trust_id_network_id_at", ["trust_id", "network_id", "at"])
        table.create_index("ix_sharings_trust_id_person_id", ["trust_id", "person_id"])
        table.create_index("ix_sharings_trust_id_resource_id", ["trust_id", "resource_id"])

    op.create_table(
        "unwanted",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("same_as_digest", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_unwanted_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message", "same_as_digest", name="pk_unwanted"),
    )
    with op.batch_alter_table("unwanted") as table:
        table.create_index("ix_unwanted_trust_id_message", ["trust_id", "message"])

    op.create_table(
        "uses",
        sa.Column("trust_id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=True),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("helped_at", INSTANT, nullable=True),
        sa.Column("line", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_uses_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name="fk_uses_resource_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name="fk_uses_trust_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("resource_id", "person_id", name="pk_uses"),
    )
    with op.batch_alter_table("uses") as table:
        table.create_index("ix_uses_trust_id_person_id", ["trust_id", "person_id"])

    with op.batch_alter_table("channels") as table:
        table.add_column(sa.Column("collecting", sa.String(length=5), server_default="auto", nullable=False))
    # Nobody was told, when these were linked, that links posted there are kept: whoever posts one is asked.
    op.execute("UPDATE channels SET collecting = 'ask'")

    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("collected", sa.Boolean(), server_default="1", nullable=False))
        table.add_column(sa.Column("digest", sa.String(length=12), server_default="weekly", nullable=False))

    with op.batch_alter_table("trusts") as table:
        table.add_column(sa.Column("library", sa.BigInteger(), server_default="0", nullable=False))

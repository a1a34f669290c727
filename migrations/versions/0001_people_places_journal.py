"""People, places, counters, idempotency keys and the append-only journal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_people_places_journal"
down_revision = None


def upgrade() -> None:
    # Exclusion constraints compare plain ids together with ranges.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "idempotency_keys",
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("answer_table", sa.String(), nullable=True),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operation", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "institutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions")),
        sa.UniqueConstraint("code", name=op.f("uq_institutions_code")),
    )
    op.create_index(
        op.f("ix_institutions_region_code"), "institutions", ["region_code"], unique=False
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "transaction",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text::bigint)"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(
        "ix_journal_changes",
        "journal",
        ["changes"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"changes": "jsonb_path_ops"},
    )
    op.create_index(op.f("ix_journal_happened_at"), "journal", ["happened_at"], unique=False)
    op.create_index(op.f("ix_journal_institution_id"), "journal", ["institution_id"], unique=False)
    op.create_index(op.f("ix_journal_operation"), "journal", ["operation"], unique=False)
    op.create_index(op.f("ix_journal_transaction"), "journal", ["transaction"], unique=False)
    op.create_table(
        "journal_links",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal_links")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_journal_links_entry_id")),
    )
    op.create_table(
        "journal_seals",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("below_transaction", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal_seals")),
    )
    op.create_table(
        "claimants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_index", sa.String(), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("delegate_name", sa.String(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_claimants_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claimants")),
    )
    op.create_index(
        op.f("ix_claimants_institution_id"), "claimants", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_claimants_phone_index"), "claimants", ["phone_index"], unique=False)
    op.create_table(
        "counters",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_counters_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("institution_id", "kind", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "deceased",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("identity_kind", sa.String(), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("identity_index", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("household_registration", sa.String(), nullable=True),
        sa.Column("waiver_class", sa.String(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(identity_number IS NULL) = (identity_kind IN ('infant', 'unnamed'))",
            name=op.f("ck_deceased_number_unless_none_exists"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_deceased_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deceased")),
    )
    op.create_index(
        op.f("ix_deceased_identity_index"), "deceased", ["identity_index"], unique=False
    )
    op.create_index(
        op.f("ix_deceased_institution_id"), "deceased", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_deceased_name"), "deceased", ["name"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_staff_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_index(op.f("ix_staff_institution_id"), "staff", ["institution_id"], unique=False)

    # What is written in the journal stays: not even the tables' owner changes it by accident.
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END
        $$
        """
    )
    for table in ("journal", "journal_links", "journal_seals"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )

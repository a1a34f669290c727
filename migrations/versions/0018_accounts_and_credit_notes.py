"""Accounts, credit notes, signatures, quotations, who funds a waiver, one waiver a deceased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018_accounts_and_credit_notes"
down_revision = "0017_replans"

FUNDING_OF_OLD_LINES = """
    INSERT INTO funding_entries (id, institution_id, bill_line_id, payer, fen, entered_at)
    SELECT gen_random_uuid(), l.institution_id, l.id, l.payer, l.waived_fen, b.made_at
    FROM bill_lines l JOIN bills b ON b.id = l.bill_id
    WHERE l.waived_fen > 0 AND l.payer IS NOT NULL
"""
ACCOUNTS_OF_OLD_BILLS = """
    INSERT INTO accounts (id, institution_id, case_id, case_number, token, opened_at)
    SELECT gen_random_uuid(), institution_id, case_id, case_number,
           upper(right(replace(gen_random_uuid()::text, '-', ''), 16)), made_at
    FROM bills
"""
GRANTS_OF_OLD_BILLS = """
    INSERT INTO waiver_grants (id, identity_index, case_id, institution_name, granted_at)
    SELECT DISTINCT ON (d.identity_index)
           gen_random_uuid(), d.identity_index, b.case_id, i.name, b.made_at
    FROM bills b
    JOIN cases c ON c.id = b.case_id
    JOIN deceased d ON d.id = c.deceased_id
    JOIN institutions i ON i.id = b.institution_id
    WHERE b.waived_fen > 0 AND d.identity_index IS NOT NULL
    ORDER BY d.identity_index, b.made_at
"""
NEVER_CHANGED = (
    *("credit_notes", "credit_note_lines", "funding_entries", "bill_signatures", "quotations"),
)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_accounts_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_accounts_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("case_id", name=op.f("uq_accounts_case_id")),
        sa.UniqueConstraint("token", name=op.f("uq_accounts_token")),
    )
    op.create_index(
        op.f("ix_accounts_institution_id"), "accounts", ["institution_id"], unique=False
    )
    op.create_table(
        "quotations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("rows", postgresql.JSONB(), nullable=False),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_quotations_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_quotations_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotations")),
    )
    op.create_index(op.f("ix_quotations_case_id"), "quotations", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_quotations_institution_id"), "quotations", ["institution_id"], unique=False
    )
    op.create_table(
        "waiver_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identity_index", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("institution_name", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_waiver_grants_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver_grants")),
    )
    op.create_index(op.f("ix_waiver_grants_case_id"), "waiver_grants", ["case_id"], unique=False)
    op.create_index(
        "one_waiver_for_one_deceased",
        "waiver_grants",
        ["identity_index"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_table(
        "bill_signatures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("strokes", postgresql.JSONB(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.id"], name=op.f("fk_bill_signatures_bill_id_bills")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_bill_signatures_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_signatures")),
        sa.UniqueConstraint("bill_id", name=op.f("uq_bill_signatures_bill_id")),
    )
    op.create_index(
        op.f("ix_bill_signatures_institution_id"),
        "bill_signatures",
        ["institution_id"],
        unique=False,
    )
    op.create_table(
        "credit_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("gross_fen", sa.Integer(), nullable=False),
        sa.Column("waived_fen", sa.Integer(), nullable=False),
        sa.Column("due_fen", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.id"], name=op.f("fk_credit_notes_bill_id_bills")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_credit_notes_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_notes")),
        sa.UniqueConstraint("number", name=op.f("uq_credit_notes_number")),
    )
    op.create_index(op.f("ix_credit_notes_bill_id"), "credit_notes", ["bill_id"], unique=False)
    op.create_index(
        op.f("ix_credit_notes_institution_id"), "credit_notes", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_credit_notes_made_at"), "credit_notes", ["made_at"], unique=False)
    op.create_table(
        "credit_note_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=False),
        sa.Column("bill_line_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_line_id"],
            ["bill_lines.id"],
            name=op.f("fk_credit_note_lines_bill_line_id_bill_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["credit_note_id"],
            ["credit_notes.id"],
            name=op.f("fk_credit_note_lines_credit_note_id_credit_notes"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_credit_note_lines_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note_lines")),
        sa.UniqueConstraint("bill_line_id", name="a_line_is_credited_once"),
    )
    op.create_index(
        op.f("ix_credit_note_lines_credit_note_id"),
        "credit_note_lines",
        ["credit_note_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_credit_note_lines_institution_id"),
        "credit_note_lines",
        ["institution_id"],
        unique=False,
    )
    op.create_table(
        "funding_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_line_id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=True),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(fen < 0) = (credit_note_id IS NOT NULL)",
            name=op.f("ck_funding_entries_taken_back_by_a_note"),
        ),
        sa.CheckConstraint("fen <> 0", name=op.f("ck_funding_entries_something")),
        sa.ForeignKeyConstraint(
            ["bill_line_id"],
            ["bill_lines.id"],
            name=op.f("fk_funding_entries_bill_line_id_bill_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["credit_note_id"],
            ["credit_notes.id"],
            name=op.f("fk_funding_entries_credit_note_id_credit_notes"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_funding_entries_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_entries")),
        sa.UniqueConstraint(
            "bill_line_id",
            "payer",
            "credit_note_id",
            name="uq_funding_entries_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_funding_entries_bill_line_id"), "funding_entries", ["bill_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_funding_entries_entered_at"), "funding_entries", ["entered_at"], unique=False
    )
    op.create_index(
        op.f("ix_funding_entries_institution_id"),
        "funding_entries",
        ["institution_id"],
        unique=False,
    )
    op.add_column("bill_lines", sa.Column("change", sa.String(), nullable=False, server_default=""))
    op.alter_column("bill_lines", "change", server_default=None)
    op.drop_constraint(op.f("uq_bill_lines_charge_id"), "bill_lines", type_="unique")
    op.create_index(op.f("ix_bill_lines_charge_id"), "bill_lines", ["charge_id"], unique=False)
    op.execute(FUNDING_OF_OLD_LINES)
    op.drop_column("bill_lines", "payer")
    op.add_column("bills", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("uq_bills_case_id"), "bills", type_="unique")
    op.create_unique_constraint(
        "one_bill_at_a_time",
        "bills",
        ["case_id", "replaces_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_foreign_key(
        op.f("fk_bills_replaces_id_bills"), "bills", "bills", ["replaces_id"], ["id"]
    )
    _let_waivers_and_rewards_hold_together()
    op.execute(ACCOUNTS_OF_OLD_BILLS)
    op.execute(GRANTS_OF_OLD_BILLS)
    for table in NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _let_waivers_and_rewards_hold_together() -> None:
    op.add_column(
        "waiver_policies", sa.Column("kind", sa.String(), nullable=False, server_default="waiver")
    )
    op.alter_column("waiver_policies", "kind", server_default=None)
    op.drop_constraint("one_policy_at_a_time", "waiver_policies")
    op.create_exclude_constraint(
        "one_policy_at_a_time",
        "waiver_policies",
        (sa.column("region_code"), "="),
        (sa.column("kind"), "="),
        (sa.column("valid"), "&&"),
        using="gist",
    )

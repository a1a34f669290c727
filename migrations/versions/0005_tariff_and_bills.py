"""The published list, waiver policies, charges, bills, payments, receipts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_tariff_and_bills"
down_revision = "0004_cases_and_schedule"


def upgrade() -> None:
    op.create_table(
        "waiver_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("region_code"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="one_policy_at_a_time",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver_policies")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_waiver_policies_code")),
    )
    op.create_table(
        "tariff_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("item_class", sa.String(), nullable=False),
        sa.Column("price_mode", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("price_low_fen", sa.Integer(), nullable=True),
        sa.Column("price_high_fen", sa.Integer(), nullable=True),
        sa.Column("included", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("extra_price_fen", sa.Integer(), nullable=True),
        sa.Column("measured_in", sa.String(), nullable=True),
        sa.Column("round_up_to", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("institution_id"), "="),
            (sa.column("code"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="one_price_at_a_time",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_tariff_items_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff_items")),
    )
    op.create_index(
        op.f("ix_tariff_items_institution_id"), "tariff_items", ["institution_id"], unique=False
    )
    op.create_table(
        "bills",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("payer_name", sa.String(), nullable=False),
        sa.Column("gross_fen", sa.Integer(), nullable=False),
        sa.Column("waived_fen", sa.Integer(), nullable=False),
        sa.Column("due_fen", sa.Integer(), nullable=False),
        sa.Column("assessment", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("policy_title", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("gross_fen - waived_fen = due_fen", name=op.f("ck_bills_sums")),
        sa.CheckConstraint(
            "waived_fen >= 0 AND due_fen >= 0", name=op.f("ck_bills_nothing_negative")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_bills_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_bills_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bills")),
        sa.UniqueConstraint("case_id", name=op.f("uq_bills_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_bills_number")),
    )
    op.create_index(op.f("ix_bills_institution_id"), "bills", ["institution_id"], unique=False)
    op.create_index(op.f("ix_bills_made_at"), "bills", ["made_at"], unique=False)
    op.create_table(
        "charges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("tariff_item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("chosen_price_fen", sa.Integer(), nullable=True),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_charges_bill_id_bills")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_charges_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_charges_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["tariff_item_id"],
            ["tariff_items.id"],
            name=op.f("fk_charges_tariff_item_id_tariff_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charges")),
    )
    op.create_index(op.f("ix_charges_bill_id"), "charges", ["bill_id"], unique=False)
    op.create_index(op.f("ix_charges_case_id"), "charges", ["case_id"], unique=False)
    op.create_index(op.f("ix_charges_institution_id"), "charges", ["institution_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("tendered_fen", sa.Integer(), nullable=False),
        sa.Column("change_fen", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_fen >= 0 AND change_fen >= 0", name=op.f("ck_payments_nothing_negative")
        ),
        sa.CheckConstraint(
            "tendered_fen - change_fen = amount_fen", name=op.f("ck_payments_change_is_right")
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_payments_bill_id_bills")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_payments_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("bill_id", name=op.f("uq_payments_bill_id")),
    )
    op.create_index(
        op.f("ix_payments_institution_id"), "payments", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_payments_taken_at"), "payments", ["taken_at"], unique=False)
    op.create_table(
        "bill_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("item_class", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("gross_fen", sa.Integer(), nullable=False),
        sa.Column("waived_fen", sa.Integer(), nullable=False),
        sa.Column("due_fen", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=True),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("gross_fen - waived_fen = due_fen", name=op.f("ck_bill_lines_sums")),
        sa.CheckConstraint(
            "waived_fen >= 0 AND due_fen >= 0", name=op.f("ck_bill_lines_nothing_negative")
        ),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.id"], name=op.f("fk_bill_lines_bill_id_bills")
        ),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charges.id"], name=op.f("fk_bill_lines_charge_id_charges")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_bill_lines_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_lines")),
        sa.UniqueConstraint("bill_id", "position", name=op.f("uq_bill_lines_bill_id")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_bill_lines_charge_id")),
    )
    op.create_index(op.f("ix_bill_lines_bill_id"), "bill_lines", ["bill_id"], unique=False)
    op.create_index(
        op.f("ix_bill_lines_institution_id"), "bill_lines", ["institution_id"], unique=False
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_receipts_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_receipts_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("number", name=op.f("uq_receipts_number")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_receipts_payment_id")),
    )
    op.create_index(
        op.f("ix_receipts_institution_id"), "receipts", ["institution_id"], unique=False
    )

    # A bill is never changed; a correction is a new document that names it.
    for table in ("bills", "bill_lines", "payments", "receipts"):
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )

"""Payments by many methods, refunds, the inbox of notifications, shifts, voids, fiscal receipts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019_payments_and_receipts"
down_revision = "0018_accounts_and_credit_notes"

OLD_PAYMENTS = """
    UPDATE payments p SET case_id = b.case_id, payer_name = b.payer_name, state = 'paid',
           order_number = upper(replace(p.id::text, '-', '')), started_at = p.taken_at
    FROM bills b WHERE b.id = p.bill_id
"""
# What a payment may become; who pays, how much and for what never changes.
FORWARD_ONLY = """
    CREATE FUNCTION only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'payments and refunds are never deleted';
        END IF;
        IF OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'pending>paid', 'pending>closed', 'closed>paid_late',
            'asked>done', 'asked>failed', 'failed>done'
        ) THEN
            RAISE EXCEPTION 'from % to % is no step forward', OLD.state, NEW.state;
        END IF;
        IF OLD.amount_fen <> NEW.amount_fen THEN
            RAISE EXCEPTION 'an amount never changes';
        END IF;
        RETURN NEW;
    END $$
"""
CLOSED_STAYS_CLOSED = """
    CREATE FUNCTION closed_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL THEN
            RAISE EXCEPTION 'a closed shift is never changed, and none is deleted';
        END IF;
        RETURN NEW;
    END $$
"""


def upgrade() -> None:
    _add_tables()
    _widen_payments()
    _let_receipts_be_replaced()
    _guard_what_was_written()


def _add_tables() -> None:
    op.create_table(
        "payment_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rail", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_events")),
        sa.UniqueConstraint("rail", "event_id", name="an_event_is_taken_once"),
    )
    op.create_index(
        op.f("ix_payment_events_order_number"), "payment_events", ["order_number"], unique=False
    )
    op.create_table(
        "shifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("cashier_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("float_fen", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_fen", sa.Integer(), nullable=True),
        sa.Column("counted_fen", sa.Integer(), nullable=True),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "counted_fen = expected_fen OR explanation <> ''",
            name=op.f("ck_shifts_differences_are_explained"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (counted_fen IS NULL) "
            "AND (closed_at IS NULL) = (expected_fen IS NULL) "
            "AND (closed_at IS NULL) = (signed_name IS NULL)",
            name=op.f("ck_shifts_closed_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["cashier_id"], ["staff.id"], name=op.f("fk_shifts_cashier_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_shifts_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("number", name=op.f("uq_shifts_number")),
    )
    op.create_index(op.f("ix_shifts_cashier_id"), "shifts", ["cashier_id"], unique=False)
    op.create_index(op.f("ix_shifts_closed_at"), "shifts", ["closed_at"], unique=False)
    op.create_index(op.f("ix_shifts_institution_id"), "shifts", ["institution_id"], unique=False)
    op.create_index(
        "one_open_shift",
        "shifts",
        ["cashier_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_refunds_done_is_dated")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_refunds_something")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"],
            ["credit_notes.id"],
            name=op.f("fk_refunds_credit_note_id_credit_notes"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_refunds_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_refunds_shift_id_shifts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("number", name=op.f("uq_refunds_number")),
    )
    op.create_index(op.f("ix_refunds_asked_at"), "refunds", ["asked_at"], unique=False)
    op.create_index(op.f("ix_refunds_credit_note_id"), "refunds", ["credit_note_id"], unique=False)
    op.create_index(op.f("ix_refunds_institution_id"), "refunds", ["institution_id"], unique=False)
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"], unique=False)
    op.create_index(op.f("ix_refunds_shift_id"), "refunds", ["shift_id"], unique=False)
    op.create_index(op.f("ix_refunds_state"), "refunds", ["state"], unique=False)
    op.create_table(
        "fiscal_receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("check_code", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_fiscal_receipts_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_fiscal_receipts_receipt_id_receipts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiscal_receipts")),
        sa.UniqueConstraint("code", "number", name="a_fiscal_number_is_used_once"),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_fiscal_receipts_receipt_id")),
    )
    op.create_index(
        op.f("ix_fiscal_receipts_institution_id"),
        "fiscal_receipts",
        ["institution_id"],
        unique=False,
    )
    op.create_table(
        "receipt_voids",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_receipt_voids_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_voids_receipt_id_receipts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_voids")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_receipt_voids_receipt_id")),
    )
    op.create_index(
        op.f("ix_receipt_voids_institution_id"), "receipt_voids", ["institution_id"], unique=False
    )


def _widen_payments() -> None:
    op.add_column("payments", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.add_column("payments", sa.Column("order_number", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("state", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("payer_name", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("reference", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("provider_ref", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("action_kind", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("action_text", sa.String(), nullable=True))
    op.add_column("payments", sa.Column("trouble", sa.String(), nullable=True))
    op.add_column(
        "payments", sa.Column("refunded_fen", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("payments", "refunded_fen", server_default=None)
    op.add_column("payments", sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payments", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payments", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payments", sa.Column("shift_id", sa.Uuid(), nullable=True))
    op.execute("DROP TRIGGER immutable ON payments")
    op.execute(OLD_PAYMENTS)
    for column in ("case_id", "order_number", "state", "payer_name", "started_at"):
        op.alter_column("payments", column, nullable=False)
    op.alter_column("payments", "bill_id", existing_type=sa.UUID(), nullable=True)
    op.alter_column("payments", "tendered_fen", existing_type=sa.INTEGER(), nullable=True)
    op.alter_column("payments", "change_fen", existing_type=sa.INTEGER(), nullable=True)
    op.alter_column(
        "payments", "taken_at", existing_type=postgresql.TIMESTAMP(timezone=True), nullable=True
    )
    op.drop_constraint(op.f("uq_payments_bill_id"), "payments", type_="unique")
    op.create_index(op.f("ix_payments_bill_id"), "payments", ["bill_id"], unique=False)
    op.create_index(op.f("ix_payments_case_id"), "payments", ["case_id"], unique=False)
    op.create_index(op.f("ix_payments_shift_id"), "payments", ["shift_id"], unique=False)
    op.create_index(op.f("ix_payments_state"), "payments", ["state"], unique=False)
    op.create_unique_constraint(op.f("uq_payments_order_number"), "payments", ["order_number"])
    op.create_foreign_key(
        op.f("fk_payments_shift_id_shifts"), "payments", "shifts", ["shift_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_payments_case_id_cases"), "payments", "cases", ["case_id"], ["id"]
    )


def _let_receipts_be_replaced() -> None:
    op.add_column("receipts", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("uq_receipts_payment_id"), "receipts", type_="unique")
    op.create_unique_constraint(
        "one_receipt_at_a_time",
        "receipts",
        ["payment_id", "replaces_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_foreign_key(
        op.f("fk_receipts_replaces_id_receipts"), "receipts", "receipts", ["replaces_id"], ["id"]
    )


def _guard_what_was_written() -> None:
    op.create_check_constraint(
        op.f("ck_payments_never_more_back_than_came"),
        "payments",
        "refunded_fen >= 0 AND refunded_fen <= amount_fen",
    )
    op.create_check_constraint(
        op.f("ck_payments_dated"),
        "payments",
        "(state IN ('paid', 'paid_late')) = (taken_at IS NOT NULL)",
    )
    for table in ("receipt_voids", "fiscal_receipts", "payment_events"):
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(FORWARD_ONLY)
    for table in ("payments", "refunds"):
        op.execute(
            f"CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION only_forward()"
        )
    op.execute(CLOSED_STAYS_CLOSED)
    op.execute(
        "CREATE TRIGGER closed_stays_closed BEFORE UPDATE OR DELETE ON shifts "
        "FOR EACH ROW EXECUTE FUNCTION closed_stays_closed()"
    )

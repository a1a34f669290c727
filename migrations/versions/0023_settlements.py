"""Settlements with the finance bureau; the pieces counted at the close of a shift."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023_settlements"
down_revision = "0022_policy_drafts"

STAMP = sa.DateTime(timezone=True)
NEVER_CHANGED = ("settlements", "settlement_entries", "settlement_payments")


def upgrade() -> None:
    op.create_index(op.f("ix_receipts_issued_at"), "receipts", ["issued_at"])
    op.add_column("shifts", sa.Column("counts", postgresql.JSONB(), nullable=True))
    op.create_check_constraint(
        op.f("ck_shifts_counted_by_denomination"),
        "shifts",
        "closed_at IS NULL OR counts IS NOT NULL",
    )
    _add_settlements()
    _add_entries()
    _add_payments()
    for table in NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _add_settlements() -> None:
    op.create_table(
        "settlements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("frozen_at", STAMP, nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        *_of_institution("settlements"),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_settlements_period_in_order")),
        sa.CheckConstraint("cases > 0", name=op.f("ck_settlements_never_empty")),
        postgresql.ExcludeConstraint(
            (sa.column("institution_id"), "="),
            (sa.column("payer"), "="),
            (sa.literal_column("daterange(period_from, period_to, '[]')"), "&&"),
            name="one_settlement_a_period",
            using="gist",
        ),
        sa.UniqueConstraint("number", name=op.f("uq_settlements_number")),
    )
    for column in ("frozen_at", "institution_id"):
        op.create_index(op.f(f"ix_settlements_{column}"), "settlements", [column])


def _add_entries() -> None:
    op.create_table(
        "settlement_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("funding_entry_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["funding_entry_id"],
            ["funding_entries.id"],
            name=op.f("fk_settlement_entries_funding_entry_id_funding_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["settlements.id"],
            name=op.f("fk_settlement_entries_settlement_id_settlements"),
        ),
        *_of_institution("settlement_entries"),
        sa.UniqueConstraint("funding_entry_id", name="an_entry_is_settled_once"),
    )
    for column in ("settlement_id", "institution_id"):
        op.create_index(op.f(f"ix_settlement_entries_{column}"), "settlement_entries", [column])


def _add_payments() -> None:
    op.create_table(
        "settlement_payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["settlements.id"],
            name=op.f("fk_settlement_payments_settlement_id_settlements"),
        ),
        *_of_institution("settlement_payments"),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_settlement_payments_settlement_id")),
    )
    op.create_index(
        op.f("ix_settlement_payments_institution_id"), "settlement_payments", ["institution_id"]
    )


def _of_institution(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{table}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )

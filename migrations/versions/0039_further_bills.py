"""Further bills of a case, each after the one before; what sweeping for a family costs."""

import sqlalchemy as sa
from alembic import op

revision = "0039_further_bills"
down_revision = "0038_uncollected"

# Until now a bill named the reversed one it stood in for, which was the one made before it.
ANEW_OF_OLD_LINES = """
    UPDATE bill_lines SET anew_of_id = earlier.id FROM (
        SELECT bill_lines.id AS later_id, lag(bill_lines.id) OVER (
            PARTITION BY charge_id ORDER BY bills.made_at, bills.id
        ) AS id
        FROM bill_lines JOIN bills ON bills.id = bill_lines.bill_id
    ) AS earlier
    WHERE bill_lines.id = earlier.later_id AND earlier.id IS NOT NULL
"""


SWEEP_CHECKS = {
    "a_fee_is_something": "fee_fen > 0",
    "done_is_paid_somewhere": "(done_at IS NOT NULL AND fee_fen IS NOT NULL)"
    " = (case_id IS NOT NULL OR receipt IS NOT NULL)",
    "paid_once": "case_id IS NULL OR receipt IS NULL",
}


def upgrade() -> None:
    _let_bills_follow()
    _let_sweeps_cost()


def _let_sweeps_cost() -> None:
    op.add_column("sweeps", sa.Column("fee_fen", sa.Integer(), nullable=True))
    op.add_column("sweeps", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.add_column("sweeps", sa.Column("receipt", sa.String(), nullable=True))
    op.create_foreign_key(op.f("fk_sweeps_case_id_cases"), "sweeps", "cases", ["case_id"], ["id"])
    for name, said in SWEEP_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_sweeps_{name}"), "sweeps", said)


def _let_bills_follow() -> None:
    op.drop_constraint("one_bill_at_a_time", "bills", type_="unique")
    op.drop_constraint(op.f("fk_bills_replaces_id_bills"), "bills", type_="foreignkey")
    op.alter_column("bills", "replaces_id", new_column_name="follows_id")
    op.create_foreign_key(
        op.f("fk_bills_follows_id_bills"), "bills", "bills", ["follows_id"], ["id"]
    )
    op.create_unique_constraint(
        "one_bill_after_another",
        "bills",
        ["case_id", "follows_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.add_column("bill_lines", sa.Column("anew_of_id", sa.Uuid(), nullable=True))
    op.execute("ALTER TABLE bill_lines DISABLE TRIGGER immutable")
    op.execute(ANEW_OF_OLD_LINES)
    op.execute("ALTER TABLE bill_lines ENABLE TRIGGER immutable")
    op.create_foreign_key(
        op.f("fk_bill_lines_anew_of_id_credit_note_lines"),
        "bill_lines",
        "credit_note_lines",
        ["anew_of_id"],
        ["bill_line_id"],
    )
    op.create_unique_constraint(
        "a_charge_stands_billed_once",
        "bill_lines",
        ["charge_id", "anew_of_id"],
        postgresql_nulls_not_distinct=True,
    )

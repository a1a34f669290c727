"""Each house holds for a family on its own; who is named in a right may be withdrawn; what was paid
back at the till for lines of a bill is known to the bill."""

import sqlalchemy as sa
from alembic import op

revision = "0048_rights_and_returns"
down_revision = "0047_houses"

# Rights returned before 0046 were paid out at the till whatever they had been paid by. The sum is
# parted over the lines that stand, to the fen, so that no credit note gives it back again.
PAID_AT_THE_TILL = """
    INSERT INTO fee_returns (id, institution_id, bill_line_id, fen, reason, made_at, made_by,
        at_till)
    SELECT gen_random_uuid(), institution_id, line_id,
        paid * upto / whole - paid * (upto - due_fen) / whole, end_reason, refunded_at,
        'system:setup', true
    FROM (
        SELECT r.id, l.institution_id, l.id AS line_id, l.due_fen, r.end_reason, r.refunded_at,
            least(r.refund_fen, sum(l.due_fen) OVER (PARTITION BY r.id)) AS paid,
            sum(l.due_fen) OVER (PARTITION BY r.id) AS whole,
            sum(l.due_fen) OVER (PARTITION BY r.id ORDER BY l.id) AS upto
        FROM rights AS r
        JOIN right_terms AS t ON t.right_id = r.id
        JOIN charges AS c ON c.fact_id = t.id AND c.case_id = r.case_id
        JOIN bill_lines AS l ON l.charge_id = c.id
        WHERE r.state = 'returned' AND r.refund_fen > 0 AND r.refunded_at IS NOT NULL
            AND l.due_fen > 0
            AND NOT EXISTS (SELECT 1 FROM right_terms AS p
                WHERE p.right_id = r.id AND p.receipt IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM credit_note_lines AS n WHERE n.bill_line_id = l.id)
            AND NOT EXISTS (SELECT 1 FROM fee_returns AS f WHERE f.bill_line_id = l.id)
    ) AS lines
    WHERE paid * upto / whole - paid * (upto - due_fen) / whole > 0
"""


def upgrade() -> None:
    _holds()
    _persons()
    _returns()


def _holds() -> None:
    for name, column in (
        ("one_open_hold_a_case", "case_id"),
        ("one_open_hold_of_foreign_ashes", "foreign_certificate_id"),
    ):
        op.drop_index(name, "unit_holds")
        _one(name, "unit_holds", ["institution_id", column], "released_at IS NULL")


def _persons() -> None:
    op.add_column("right_persons", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    op.add_column("right_persons", sa.Column("withdrawn_by", sa.String()))
    op.add_column("right_persons", sa.Column("withdraw_reason", sa.String()))
    op.create_check_constraint(
        op.f("ck_right_persons_withdrawn_with_a_reason"),
        "right_persons",
        "(withdrawn_at IS NULL) = (withdraw_reason IS NULL)"
        " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
    )
    for name, column in (
        ("a_person_is_named_once", "case_id"),
        ("a_foreign_person_is_named_once", "foreign_certificate_id"),
    ):
        op.drop_constraint(name, "right_persons")
        _one(name, "right_persons", ["right_id", column], "withdrawn_at IS NULL")


def _returns() -> None:
    column = sa.Column("at_till", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("fee_returns", column)
    op.alter_column("fee_returns", "at_till", server_default=None)
    op.execute(PAID_AT_THE_TILL)
    op.create_index(op.f("ix_fee_returns_made_at"), "fee_returns", ["made_at"])


def _one(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, postgresql_where=sa.text(where))

"""Fees of rights go back over bills or by the till; one right for one deceased; rights are found by
those they name."""

import sqlalchemy as sa
from alembic import op

revision = "0046_rights_and_money"
down_revision = "0045_deposit_renewals"

# Of several rights of one deceased the first counts; the others stay as they were granted.
BESIDE_ANOTHER = """
    UPDATE rights SET beside_another = true FROM (
        SELECT id, row_number() OVER (PARTITION BY case_id ORDER BY granted_at, id) AS at
        FROM rights WHERE state = 'granted' AND case_id IS NOT NULL
    ) AS several
    WHERE rights.id = several.id AND several.at > 1
"""
# Of several holds for one name the last stays; each was over within half an hour anyway.
LATER_HOLDS = """
    UPDATE unit_holds SET released_at = now() FROM (
        SELECT id, row_number() OVER (
            PARTITION BY institution_id, for_name ORDER BY held_at DESC, id DESC
        ) AS at
        FROM unit_holds WHERE released_at IS NULL AND case_id IS NULL
    ) AS several
    WHERE unit_holds.id = several.id AND several.at > 1
"""


def upgrade() -> None:
    _returns()
    _rights()
    _holds()
    _keys()


def _returns() -> None:
    op.create_table(
        "fee_returns",
        *_own("fee_returns"),
        *_naming("fee_returns", "bill_line_id", "bill_lines"),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_fee_returns_something")),
        sa.UniqueConstraint("bill_line_id", name="a_line_is_returned_once"),
    )
    op.create_index(op.f("ix_fee_returns_institution_id"), "fee_returns", ["institution_id"])
    op.create_table(
        "paper_refunds",
        *_own("paper_refunds"),
        sa.Column("fact_kind", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("payee_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        *_naming("paper_refunds", "shift_id", "shifts", nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_paper_refunds_something")),
        sa.CheckConstraint(
            "(method = 'cash') = (shift_id IS NOT NULL)",
            name=op.f("ck_paper_refunds_cash_is_of_a_shift"),
        ),
        sa.UniqueConstraint("fact_id", name="paper_money_goes_back_once"),
    )
    for column in ("institution_id", "done_at", "shift_id"):
        op.create_index(op.f(f"ix_paper_refunds_{column}"), "paper_refunds", [column])
    for table in ("fee_returns", "paper_refunds"):
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _own(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *_naming(table, "institution_id", "institutions"),
    ]


def _naming(
    table: str, column: str, other: str, *, nullable: bool = False
) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        ),
    ]


def _rights() -> None:
    column = sa.Column("beside_another", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("rights", column)
    op.alter_column("rights", "beside_another", server_default=None)
    op.execute(BESIDE_ANOTHER)
    op.create_index(
        "one_living_right_a_deceased",
        "rights",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("state = 'granted' AND NOT beside_another"),
    )


def _holds() -> None:
    column = sa.Column("extended", sa.Integer(), server_default="0", nullable=False)
    op.add_column("unit_holds", column)
    op.alter_column("unit_holds", "extended", server_default=None)
    op.execute(LATER_HOLDS)
    op.create_index(
        "one_open_hold_a_name",
        "unit_holds",
        ["institution_id", "for_name"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL AND case_id IS NULL"),
    )


def _keys() -> None:
    """Filled by a job of the night: numbers are encrypted, and only the system can read them."""
    op.create_table(
        "right_keys",
        *_naming("right_keys", "institution_id", "institutions"),
        sa.Column("key", sa.String(collation="C"), nullable=False),
        *_naming("right_keys", "right_id", "rights"),
    )
    order = ["institution_id", "key", sa.text("right_id DESC")]
    op.create_index("newest_right_first", "right_keys", order, unique=True)
    op.create_index(op.f("ix_right_keys_right_id"), "right_keys", ["right_id"])

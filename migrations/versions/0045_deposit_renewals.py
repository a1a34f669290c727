"""Further terms of deposits, and the move of a deposit to another niche."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045_deposit_renewals"
down_revision = "0044_gates"

TABLE = "ash_deposit_renewals"
ALLOWED = """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_ash_events_is_allowed'
"""


def upgrade() -> None:
    _renewals()
    _relocating()


def _renewals() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "deposit_id")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("since", "until")),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("fees", postgresql.JSONB(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        _to("deposit_id", "ash_deposits"),
        _to("institution_id", "institutions"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.CheckConstraint("until > since", name=op.f(f"ck_{TABLE}_has_a_length")),
        sa.CheckConstraint(
            "until <= (since + interval '240 months')::date",
            name=op.f(f"ck_{TABLE}_twenty_years_at_most"),
        ),
        postgresql.ExcludeConstraint(
            (sa.column("deposit_id"), "="),
            (sa.text("daterange(since, until)"), "&&"),
            name="renewals_of_a_deposit_lie_apart",
            using="gist",
        ),
    )
    for column in ("deposit_id", "institution_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    op.execute(
        f"CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}_{other}")
    )


def _relocating() -> None:
    """One move more than there were, whatever the migrations before allowed."""
    said = op.get_bind().execute(sa.text(ALLOWED)).scalar_one()
    moves = [*re.findall(r"'(\w+:\w*:\w+)'", said), "relocate:deposited:deposited"]
    allowed = ", ".join(f"'{move}'" for move in moves)
    op.drop_constraint(op.f("ck_ash_events_is_allowed"), "ash_events")
    for name, rule in (
        ("is_allowed", f"move || ':' || from_state || ':' || to_state IN ({allowed})"),
        ("family_was_told", "move <> 'relocate' OR (counterpart <> '' AND note <> '')"),
    ):
        op.create_check_constraint(op.f(f"ck_ash_events_{name}"), "ash_events", rule)

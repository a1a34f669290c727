"""Ashes nobody collects: attempts to reach the family, announcements, and the last decision."""

import sqlalchemy as sa
from alembic import op

revision = "0038_uncollected"
down_revision = "0037_rush"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create(
        "uncollected_contacts",
        *(_column(name, sa.String()) for name in ("way", "whom", "result", "note", "recorded_by")),
        *(_column(name, STAMP) for name in ("happened_at", "recorded_at")),
        _check("uncollected_contacts", "says_whom", "whom <> ''"),
        indexed=("portion_id", "institution_id"),
    )
    _create(
        "uncollected_announcements",
        *(_column(name, sa.String()) for name in ("place", "recorded_by")),
        *(_column(name, sa.Date()) for name in ("since", "until")),
        _column("recorded_at", STAMP),
        _check("uncollected_announcements", "has_a_term", "until > since"),
        _check("uncollected_announcements", "has_a_place", "place <> ''"),
        indexed=("portion_id", "institution_id"),
    )
    table = "uncollected_layings"
    _create(
        table,
        _column("announcement_id", sa.Uuid()),
        *(_column(name, sa.String()) for name in ("reason", "asked_by")),
        _column("asked_at", STAMP),
        *(_column(name, STAMP, nullable=True) for name in ("approved_at", "stopped_at")),
        *(
            _column(name, sa.String(), nullable=True)
            for name in ("approved_by", "stopped_by", "stopped_because")
        ),
        _column("ash_event_id", sa.Uuid(), nullable=True),
        _to(table, "announcement_id", "uncollected_announcements"),
        _to(table, "ash_event_id", "ash_events"),
        _check(table, "has_a_reason", "reason <> ''"),
        _check(table, "two_persons", "approved_by <> asked_by"),
        _check(table, "approved_by_whom", "(approved_at IS NULL) = (approved_by IS NULL)"),
        _check(
            table,
            "stopped_with_a_reason",
            "num_nonnulls(stopped_at, stopped_by, stopped_because) IN (0, 3)",
        ),
        _check(
            table,
            "done_as_approved",
            "ash_event_id IS NULL OR (approved_at IS NOT NULL AND stopped_at IS NULL)",
        ),
        indexed=("institution_id",),
    )
    op.create_index(
        "one_laying_a_waiting",
        table,
        ["portion_id", "waits_since"],
        unique=True,
        postgresql_where=sa.text("stopped_at IS NULL"),
    )


def _create(table: str, *columns: sa.schema.SchemaItem, indexed: tuple[str, ...]) -> None:
    op.create_table(
        table,
        _column("id", sa.Uuid()),
        _column("portion_id", sa.Uuid()),
        _column("waits_since", sa.Date()),
        *columns,
        _column("institution_id", sa.Uuid()),
        _to(table, "portion_id", "ash_portions"),
        _to(table, "institution_id", "institutions"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _column(
    name: str, kind: sa.types.TypeEngine[object], *, nullable: bool = False
) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=nullable)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))

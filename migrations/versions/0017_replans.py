"""New plans after a breakdown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_replans"
down_revision = "0016_waiting_list"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "replans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=True),
        sa.Column("closed_from", STAMP, nullable=False),
        sa.Column("closed_to", STAMP, nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("runs_at_once", sa.Integer(), nullable=True),
        sa.Column("optimal", sa.Boolean(), nullable=False),
        sa.Column("objective", postgresql.JSONB(), nullable=False),
        sa.Column("solver_ms", sa.Integer(), nullable=False),
        sa.Column("proposal", postgresql.JSONB(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("applied_at", STAMP, nullable=True),
        sa.Column("applied_by", sa.String(), nullable=True),
        sa.Column("discarded_at", STAMP, nullable=True),
        sa.Column("discarded_by", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "closed_from < closed_to", name=op.f("ck_replans_closed_from_before_to")
        ),
        sa.CheckConstraint(
            "dry_run = (closure_id IS NULL)", name=op.f("ck_replans_dry_run_without_closure")
        ),
        sa.CheckConstraint(
            "NOT dry_run OR applied_at IS NULL", name=op.f("ck_replans_dry_runs_move_nothing")
        ),
        sa.CheckConstraint(
            "applied_at IS NULL OR discarded_at IS NULL",
            name=op.f("ck_replans_applied_or_discarded"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}s.id"], name=op.f(f"fk_replans_{name}_id_{name}s")
            )
            for name in ("resource", "closure", "institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replans")),
    )
    for name in ("resource_id", "closure_id", "institution_id"):
        op.create_index(op.f(f"ix_replans_{name}"), "replans", [name])

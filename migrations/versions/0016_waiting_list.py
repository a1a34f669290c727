"""Held drafts, changed and declined bookings, families waiting for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0016_waiting_list"
down_revision = "0015_certificate_stock"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _drafts()
    _bookings()
    _waiting_entries()


def _drafts() -> None:
    op.add_column("drafts", sa.Column("channel", sa.String(), server_default="web", nullable=False))
    op.alter_column("drafts", "channel", server_default=None)
    op.add_column("drafts", sa.Column("plan_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_drafts_plan_id_plans"), "drafts", "plans", ["plan_id"], ["id"])


def _bookings() -> None:
    op.add_column("bookings", sa.Column("cancelled_by", sa.String(), nullable=True))
    # Until now only the desk could cancel.
    op.execute("UPDATE bookings SET cancelled_by = 'desk' WHERE cancelled_at IS NOT NULL")
    op.create_check_constraint(
        op.f("ck_bookings_cancelled_by_one"),
        "bookings",
        "(cancelled_at IS NULL) = (cancelled_by IS NULL)",
    )
    op.add_column(
        "bookings", sa.Column("changes", sa.Integer(), server_default="0", nullable=False)
    )
    op.alter_column("bookings", "changes", server_default=None)


def _waiting_entries() -> None:
    op.create_table(
        "waiting_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("claimant_index", sa.String(), nullable=False),
        sa.Column("hall_class", sa.String(), nullable=False),
        sa.Column("cremator_type", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("to_time", sa.Time(), nullable=True),
        sa.Column("joined_at", STAMP, nullable=False),
        sa.Column("queued_at", STAMP, nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("offered_plan_id", sa.Uuid(), nullable=True),
        sa.Column("offered_until", STAMP, nullable=True),
        sa.Column("told_at", STAMP, nullable=True),
        sa.Column("settled_at", STAMP, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_waiting_entries_settled_with_an_outcome"),
        ),
        sa.CheckConstraint(
            "(offered_plan_id IS NULL) = (offered_until IS NULL)",
            name=op.f("ck_waiting_entries_offered_until_a_time"),
        ),
        sa.CheckConstraint("from_time <= to_time", name=op.f("ck_waiting_entries_from_before_to")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["drafts.id"],
            name=op.f("fk_waiting_entries_draft_id_drafts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["offered_plan_id"],
            ["plans.id"],
            name=op.f("fk_waiting_entries_offered_plan_id_plans"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_waiting_entries_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entries")),
        sa.UniqueConstraint("token", name=op.f("uq_waiting_entries_token")),
    )
    for name in ("draft_id", "institution_id"):
        op.create_index(op.f(f"ix_waiting_entries_{name}"), "waiting_entries", [name])
    op.create_index(
        "one_open_entry_per_claimant",
        "waiting_entries",
        ["institution_id", "claimant_index"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )

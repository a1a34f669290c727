"""Bookings the desk cancelled, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0010_cancelled_bookings"
down_revision = "0009_corrections"


def upgrade() -> None:
    op.add_column("bookings", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bookings", sa.Column("cancel_reason", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_bookings_cancelled_with_a_reason"),
        "bookings",
        "(cancelled_at IS NULL) = (cancel_reason IS NULL)",
    )
    op.create_check_constraint(
        op.f("ck_bookings_received_or_cancelled"),
        "bookings",
        "cancelled_at IS NULL OR case_id IS NULL",
    )

"""How often a sign-in or a booking code was tried in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0011_attempts"
down_revision = "0010_cancelled_bookings"


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )

"""Denominators of the rates."""

import sqlalchemy as sa
from alembic import op

revision = "0008_death_counts"
down_revision = "0007_bookings"


def upgrade() -> None:
    op.create_table(
        "death_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("deaths_in_zone", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "deaths >= 0 AND deaths_in_zone BETWEEN 0 AND deaths",
            name=op.f("ck_death_counts_plausible"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_counts")),
        sa.UniqueConstraint("region_code", "month", name=op.f("uq_death_counts_region_code")),
    )

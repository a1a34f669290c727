"""A family comes in once by its pass and may leave one by one; pictures of sweeping are erased; a
zone tells its units whether they are communal."""

import sqlalchemy as sa
from alembic import op

revision = "0044_gates"
down_revision = "0043_ashes_come_back"


def upgrade() -> None:
    _entries()
    _sweeps()
    _units()


def _entries() -> None:
    op.drop_index("one_entry_per_pass", "visit_entries")
    op.create_index(
        "one_entry_per_pass",
        "visit_entries",
        ["site_id", "booking_id"],
        unique=True,
        postgresql_where=sa.text("conflict = '' AND direction = 'in'"),
    )
    op.create_index("ix_visit_entries_booking", "visit_entries", ["site_id", "booking_id"])
    op.create_index("ix_visit_entries_slot", "visit_entries", ["site_id", "slot_id"])


def _sweeps() -> None:
    photos = sa.Column("photos_erased", sa.Integer(), server_default="0", nullable=False)
    op.add_column("sweeps", photos)
    op.alter_column("sweeps", "photos_erased", server_default=None)


def _units() -> None:
    name = op.f("fk_units_communal_zones")
    op.drop_constraint(name, "units")
    op.create_foreign_key(
        name,
        "units",
        "zones",
        ["communal", "zone_id"],
        ["communal", "id"],
        onupdate="CASCADE",
    )

"""Cabinets, trips, extensions, belongings, unclaimed remains."""

revision = "0014_storage"
down_revision = "0013_custody"


def upgrade() -> None:
    pass

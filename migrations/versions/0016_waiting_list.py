"""Families waiting for a time."""

revision = "0016_waiting_list"
down_revision = "0015_certificate_stock"


def upgrade() -> None:
    pass

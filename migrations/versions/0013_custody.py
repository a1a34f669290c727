"""Wristbands, work orders, each move of the remains."""

revision = "0013_custody"
down_revision = "0012_schedule"


def upgrade() -> None:
    pass

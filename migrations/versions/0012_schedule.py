"""Kinds of resources, hours, closures, terms, holds."""

revision = "0012_schedule"
down_revision = "0011_attempts"


def upgrade() -> None:
    pass

"""Certificates as numbered stock."""

revision = "0015_certificate_stock"
down_revision = "0014_storage"


def upgrade() -> None:
    pass

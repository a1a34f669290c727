"""New plans after a breakdown."""

revision = "0017_replans"
down_revision = "0016_waiting_list"


def upgrade() -> None:
    pass

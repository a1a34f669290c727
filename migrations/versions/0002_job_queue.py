"""The job queue of procrastinate 3.10.0, its own schema frozen beside the migrations (MIT)."""

from pathlib import Path

from alembic import op

revision = "0002_job_queue"
down_revision = "0001_people_places_journal"
SCHEMA = Path(__file__).parent.parent / "sql" / "procrastinate_3.10.0.sql"


def upgrade() -> None:
    # The driver's own cursor: the schema has percent signs and many statements at once.
    connection = op.get_bind().connection.driver_connection
    connection.execute(SCHEMA.read_text(encoding="utf-8"))

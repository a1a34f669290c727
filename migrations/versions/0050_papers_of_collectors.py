"""Whoever collects ashes may have another paper than an identity card: which one was shown.

Of those before, nobody wrote it down; the events take no change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050_papers_of_collectors"
down_revision = "0049_person_corrections"

COLLECTED = ("ash_handovers", "ash_events")


def upgrade() -> None:
    for table in COLLECTED:
        op.add_column(table, sa.Column("identity_kind", sa.String(), nullable=True))

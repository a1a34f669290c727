"""Ashes come back from a voyage and from outside; who took a hand-over is written as for a
collection; a foreign certificate counts with its issuer."""

import sqlalchemy as sa
from alembic import op

revision = "0043_ashes_come_back"
down_revision = "0042_parts_of_names"

# move:from:to
MOVES = """
'pack::at_furnace', 'receive::in_custody', 'split::at_furnace', 'split::in_custody',
'split::collected', 'divide:at_furnace:at_furnace', 'divide:in_custody:in_custody',
'divide:collected:collected', 'move:at_furnace:in_custody', 'move:in_custody:in_custody',
'deposit:at_furnace:deposited', 'deposit:in_custody:deposited',
'deposit:collected:deposited', 'collect:at_furnace:collected',
'collect:in_custody:collected', 'collect:deposited:collected',
'take_in:collected:in_custody', 'come_ashore:in_custody:in_custody',
'inter:at_furnace:interred', 'inter:in_custody:interred', 'inter:deposited:interred',
'inter:collected:interred', 'correct:interred:interred', 'disinter:interred:in_custody',
'scatter:at_furnace:scattered', 'scatter:in_custody:scattered',
'scatter:deposited:scattered', 'send:at_furnace:in_transit',
'send:in_custody:in_transit', 'send:deposited:in_transit',
'acknowledge:in_transit:in_custody', 'acknowledge:in_transit:elsewhere',
'take_back:in_transit:in_custody', 'take_back:elsewhere:in_custody'
"""
# What was on board when its voyage was cancelled: the family may choose again. Where the ashes were
# put nobody wrote down, so no event is made up.
STRANDED = """
    UPDATE voyage_portions AS p SET state = 'registered', boarded_at = NULL, boarded_by = NULL
    FROM voyage_registrations AS r JOIN voyages AS v ON v.id = r.voyage_id
    WHERE r.id = p.registration_id AND v.state = 'cancelled' AND p.state = 'boarded'
"""


def upgrade() -> None:
    _moves()
    _interments()
    _hand_overs()
    op.execute(STRANDED)


def _moves() -> None:
    name, moves = op.f("ck_ash_events_is_allowed"), " ".join(MOVES.split())
    op.drop_constraint(name, "ash_events")
    op.create_check_constraint(
        name, "ash_events", f"move || ':' || from_state || ':' || to_state IN ({moves})"
    )


def _interments() -> None:
    name = "one_interment_per_certificate"
    op.drop_index(name, "ash_portions")
    op.create_index(
        name,
        "ash_portions",
        ["foreign_certificate_id", "certificate_number", "letter"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("state = 'interred'"),
    )


def _hand_overs() -> None:
    """Of earlier ones neither number nor relation was written down."""
    table = "ash_handovers"
    op.add_column(table, sa.Column("identity_number", sa.Text(), nullable=True))
    op.add_column(table, sa.Column("relation", sa.String(), nullable=True))
    said = sa.Column("authorisation", sa.String(), nullable=False, server_default="")
    op.add_column(table, said)
    op.alter_column(table, "authorisation", server_default=None)

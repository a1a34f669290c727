"""Ships turn back and families take ashes off them; ashes from elsewhere are told apart by who
certified them.

What was on board and has been moved since is on board no more. Issuers are kept in one spelling;
where that would make one certificate of two, the later one stays as it was typed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051_ships"
down_revision = "0050_papers_of_collectors"

# move:from:to
MOVES = """
'pack::at_furnace', 'receive::in_custody', 'split::at_furnace', 'split::in_custody',
'split::collected', 'divide:at_furnace:at_furnace', 'divide:in_custody:in_custody',
'divide:collected:collected', 'move:at_furnace:in_custody', 'move:in_custody:in_custody',
'deposit:at_furnace:deposited', 'deposit:in_custody:deposited',
'deposit:collected:deposited', 'collect:at_furnace:collected',
'collect:in_custody:collected', 'collect:deposited:collected',
'take_in:collected:in_custody', 'take_in:elsewhere:in_custody',
'come_ashore:in_custody:in_custody', 'inter:at_furnace:interred',
'inter:in_custody:interred', 'inter:deposited:interred', 'inter:collected:interred',
'correct:interred:interred', 'disinter:interred:in_custody',
'scatter:at_furnace:scattered', 'scatter:in_custody:scattered',
'scatter:deposited:scattered', 'send:at_furnace:in_transit',
'send:in_custody:in_transit', 'send:deposited:in_transit',
'acknowledge:in_transit:in_custody', 'acknowledge:in_transit:elsewhere',
'take_back:in_transit:in_custody', 'take_back:elsewhere:in_custody',
'relocate:deposited:deposited'
"""
ASHORE = """
    UPDATE voyage_portions AS p
    SET state = CASE WHEN v.departed_at IS NULL THEN 'registered' ELSE 'stayed' END,
        boarded_at = CASE WHEN v.departed_at IS NULL THEN NULL ELSE p.boarded_at END,
        boarded_by = CASE WHEN v.departed_at IS NULL THEN NULL ELSE p.boarded_by END
    FROM voyage_registrations AS r
        JOIN voyages AS v ON v.id = r.voyage_id
        JOIN voyage_portions AS own ON own.registration_id = r.id
        JOIN ash_portions AS a ON a.case_id = own.case_id AND a.letter = own.letter
    WHERE p.id = own.id AND p.state = 'boarded' AND a.since > p.boarded_at
"""
ISSUERS = r"""
    UPDATE foreign_certificates AS f SET issuer = spelled.issuer
    FROM (
        SELECT id, issuer, row_number() OVER (
            PARTITION BY issuer, number ORDER BY issuer <> typed, recorded_at, id
        ) AS turn
        FROM (
            SELECT id, number, recorded_at, issuer AS typed,
                regexp_replace(normalize(issuer, NFKC), '\s+', '', 'g') AS issuer
            FROM foreign_certificates
        ) AS each
    ) AS spelled
    WHERE f.id = spelled.id AND spelled.turn = 1 AND f.issuer <> spelled.issuer
"""
# Which of two with one number was printed nobody wrote down: the first that was there.
PRINTED = """
    UPDATE print_jobs AS j SET number = f.issuer || ' ' || j.number
    FROM (
        SELECT DISTINCT ON (number) number, issuer
        FROM foreign_certificates ORDER BY number, recorded_at, id
    ) AS f
    WHERE j.document IN ('ash_label', 'ash_collection_slip')
        AND starts_with(j.number, f.number || ' ')
"""


def upgrade() -> None:
    _moves()
    _stock_takes()
    _refer_to_charged()
    op.execute(ASHORE)
    op.execute(ISSUERS)
    op.execute(PRINTED)


def _moves() -> None:
    name, moves = op.f("ck_ash_events_is_allowed"), " ".join(MOVES.split())
    op.drop_constraint(name, "ash_events")
    op.create_check_constraint(
        name, "ash_events", f"move || ':' || from_state || ':' || to_state IN ({moves})"
    )


def _stock_takes() -> None:
    for table, name in (
        ("ash_stock_scans", "one_scan_a_code"),
        ("ash_discrepancies", "one_discrepancy_a_code"),
    ):
        op.drop_constraint(name, table)
        unknown = sa.text("portion_id IS NULL")
        columns = ["stock_take_id", "said"]
        op.create_index(name, table, columns, unique=True, postgresql_where=unknown)
    op.create_unique_constraint(
        "one_discrepancy_a_portion", "ash_discrepancies", ["stock_take_id", "portion_id"]
    )


def _refer_to_charged() -> None:
    table, column = "voyage_registrations", "charged_as_id"
    op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_{column}_{table}"), table, table, [column], ["id"])

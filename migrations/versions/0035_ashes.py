"""Portions of ashes and their chain; the database itself is the state machine."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035_ashes"
down_revision = "0034_ground"

STAMP = sa.DateTime(timezone=True)
# move:from:to
MOVES = """
'pack::at_furnace', 'receive::in_custody', 'split::at_furnace', 'split::in_custody',
'split::collected', 'divide:at_furnace:at_furnace', 'divide:in_custody:in_custody',
'divide:collected:collected', 'move:at_furnace:in_custody', 'move:in_custody:in_custody',
'deposit:at_furnace:deposited', 'deposit:in_custody:deposited',
'deposit:collected:deposited', 'collect:at_furnace:collected',
'collect:in_custody:collected', 'collect:deposited:collected',
'take_in:collected:in_custody', 'inter:at_furnace:interred', 'inter:in_custody:interred',
'inter:deposited:interred', 'inter:collected:interred', 'correct:interred:interred',
'disinter:interred:in_custody', 'scatter:at_furnace:scattered',
'scatter:in_custody:scattered', 'scatter:deposited:scattered',
'send:at_furnace:in_transit', 'send:in_custody:in_transit', 'send:deposited:in_transit',
'acknowledge:in_transit:in_custody', 'acknowledge:in_transit:elsewhere',
'take_back:in_transit:in_custody'
"""
# An event begins where its portion is, and takes it where the event says; nothing else may.
MOVE_PORTION = """
    CREATE FUNCTION move_portion() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        p ash_portions%ROWTYPE;
    BEGIN
        SELECT * INTO p FROM ash_portions WHERE id = NEW.portion_id FOR UPDATE;
        IF p.state <> NEW.from_state OR p.seq + 1 <> NEW.seq THEN
            RAISE EXCEPTION 'the portion is %, not %', p.state, NEW.from_state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'begins_where_the_portion_is';
        END IF;
        -- None comes from nothing: the whole is A, every other letter was divided from a portion.
        IF NEW.seq = 1 AND (NEW.move = 'split') <> EXISTS (
            SELECT FROM ash_portions WHERE id = p.split_from_id AND state = NEW.to_state
        ) THEN
            RAISE EXCEPTION 'a portion comes from the whole'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'comes_from_the_whole';
        END IF;
        UPDATE ash_portions SET
            state = NEW.to_state,
            seq = NEW.seq,
            institution_id = NEW.institution_id,
            unit_id = CASE WHEN NEW.to_state IN ('deposited', 'interred') THEN NEW.unit_id END,
            place = NEW.place,
            holder = NEW.holder,
            certificate_number = coalesce(NEW.certificate_number, p.certificate_number),
            bound_for_id = CASE WHEN NEW.to_state = 'in_transit' THEN NEW.bound_for_id END,
            since = NEW.happened_at
            WHERE id = NEW.portion_id;
        RETURN NULL;
    END $$
"""
KEEP_PORTION = """
    CREATE FUNCTION keep_portion() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'only an event of ash_events moves a portion'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moved_only_by_an_event';
    END $$
"""
TRIGGERS = (
    (
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ash_events"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER moves_its_portion AFTER INSERT ON ash_events"
        " FOR EACH ROW EXECUTE FUNCTION move_portion()"
    ),
    # Inside a trigger the depth is 1: there the event has been judged.
    (
        "CREATE TRIGGER moved_by_events BEFORE UPDATE ON ash_portions"
        " FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION keep_portion()"
    ),
    (
        "CREATE TRIGGER begins_nowhere BEFORE INSERT ON ash_portions"
        " FOR EACH ROW WHEN (NEW.state <> '' OR NEW.seq <> 0) EXECUTE FUNCTION keep_portion()"
    ),
    (
        "CREATE TRIGGER never_lost BEFORE DELETE OR TRUNCATE ON ash_portions"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
)
# Ashes there were before: packed, then in a unit or handed over.
PACKED = """
    INSERT INTO ash_portions (id, institution_id, origin_id, case_id, letter, state, seq,
        place, holder)
    SELECT gen_random_uuid(), cases.institution_id, cases.institution_id, cases.id, 'A', '', 0,
        '', ''
    FROM cases
    WHERE EXISTS (SELECT FROM custody_events
            WHERE case_id = cases.id AND step = 'ashes_packed')
        OR EXISTS (SELECT FROM ash_deposits WHERE case_id = cases.id);
    INSERT INTO ash_portions (id, institution_id, origin_id, case_id, letter, split_from_id,
        state, seq, place, holder)
    SELECT gen_random_uuid(), p.institution_id, p.origin_id, d.case_id, d.portion, p.id, '', 0,
        '', ''
    FROM (SELECT DISTINCT case_id, portion FROM ash_deposits WHERE portion <> 'A') AS d
        JOIN ash_portions AS p ON p.case_id = d.case_id AND p.letter = 'A';
    INSERT INTO ash_events (id, institution_id, portion_id, seq, move, from_state, to_state,
        happened_at, "by", place, holder, counterpart, authorisation, signature_noted,
        witnesses, note)
    SELECT gen_random_uuid(), p.institution_id, p.id, 1,
        CASE WHEN p.letter = 'A' THEN 'pack' ELSE 'split' END, '', 'at_furnace',
        coalesce(packed.happened_at, first.deposited_at),
        coalesce(packed.by, first.deposited_by),
        coalesce(packed.place, institutions.name), institutions.name, '', '', false, '[]', ''
    FROM ash_portions AS p
        JOIN institutions ON institutions.id = p.institution_id
        LEFT JOIN LATERAL (SELECT * FROM custody_events
            WHERE case_id = p.case_id AND step = 'ashes_packed'
            ORDER BY seq LIMIT 1) AS packed ON true
        LEFT JOIN LATERAL (SELECT * FROM ash_deposits
            WHERE case_id = p.case_id ORDER BY deposited_at LIMIT 1) AS first ON true
    ORDER BY p.letter;
"""
AT_REST = """
    INSERT INTO ash_events (id, institution_id, portion_id, seq, move, from_state, to_state,
        happened_at, "by", place, unit_id, holder, counterpart, authorisation, signature_noted,
        certificate_number, deposit_id, witnesses, note)
    SELECT gen_random_uuid(), d.institution_id, p.id, p.seq + 1, 'deposit', p.state, 'deposited',
        d.deposited_at, d.deposited_by,
        sites.name || ' ' || zones.name || units.row || '排' || units.number || '号',
        d.unit_id, institutions.name, '', '', false, d.certificate_number, d.id, '[]', ''
    FROM ash_deposits AS d
        JOIN ash_portions AS p ON p.case_id = d.case_id AND p.letter = d.portion
        JOIN units ON units.id = d.unit_id
        JOIN zones ON zones.id = units.zone_id
        JOIN sites ON sites.id = units.site_id
        JOIN institutions ON institutions.id = d.institution_id
    WHERE d.collected_at IS NULL;
    INSERT INTO ash_events (id, institution_id, portion_id, seq, move, from_state, to_state,
        happened_at, "by", place, holder, counterpart, authorisation, signature_noted, witnesses,
        note)
    SELECT gen_random_uuid(), p.institution_id, p.id, p.seq + 1, 'collect', p.state, 'collected',
        h.handed_over_at, h.handed_over_by, institutions.name, h.collector_name,
        h.collector_name, '', true, '[]', ''
    FROM ash_handovers AS h
        JOIN ash_portions AS p ON p.case_id = h.case_id AND p.state = 'at_furnace'
        JOIN institutions ON institutions.id = p.institution_id;
"""


def upgrade() -> None:
    _foreign_certificates()
    _portions()
    _events()
    _stock_takes()
    op.execute(MOVE_PORTION)
    op.execute(KEEP_PORTION)
    for trigger in TRIGGERS:
        op.execute(trigger)
    op.execute(PACKED)
    op.execute(AT_REST)


def _column(
    name: str, kind: sa.types.TypeEngine[object], *, nullable: bool = False
) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=nullable)


def _create(name: str, *columns: sa.schema.SchemaItem, indexed: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        _column("id", sa.Uuid()),
        *columns,
        _column("institution_id", sa.Uuid()),
        _to(name, "institution_id", "institutions"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in (*indexed, "institution_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))


def _foreign_certificates() -> None:
    table = "foreign_certificates"
    _create(
        table,
        *(_column(name, sa.String()) for name in ("issuer", "number", "deceased_name")),
        _column("recorded_by", sa.String()),
        _column("cremated_on", sa.Date()),
        _column("recorded_at", STAMP),
        sa.UniqueConstraint("issuer", "number", name="one_use_of_a_foreign_certificate"),
        _check(table, "says_whose_it_is", "issuer <> '' AND number <> ''"),
    )


def _portions() -> None:
    table = "ash_portions"
    _create(
        table,
        _column("origin_id", sa.Uuid()),
        *(
            _column(name, sa.Uuid(), nullable=True)
            for name in (
                *("case_id", "foreign_certificate_id", "split_from_id"),
                *("unit_id", "bound_for_id"),
            )
        ),
        *(_column(name, sa.String()) for name in ("letter", "state", "place", "holder")),
        _column("seq", sa.Integer()),
        _column("certificate_number", sa.String(), nullable=True),
        _column("since", STAMP, nullable=True),
        _to(table, "origin_id", "institutions"),
        _to(table, "bound_for_id", "institutions"),
        _to(table, "case_id", "cases"),
        _to(table, "foreign_certificate_id", "foreign_certificates"),
        _to(table, "split_from_id", "ash_portions"),
        _to(table, "unit_id", "units"),
        sa.UniqueConstraint("case_id", "letter", name="one_portion_per_letter"),
        sa.UniqueConstraint(
            "foreign_certificate_id", "letter", name="one_foreign_portion_per_letter"
        ),
        _check(table, "of_one_person", "num_nonnulls(case_id, foreign_certificate_id) = 1"),
        _check(table, "has_a_letter", "letter ~ '^[A-Z]$'"),
        _check(table, "comes_from_the_whole", "(letter = 'A') = (split_from_id IS NULL)"),
        _check(
            table,
            "rests_in_a_unit",
            "(unit_id IS NOT NULL) = (state IN ('deposited', 'interred'))",
        ),
        _check(table, "bound_in_transit", "bound_for_id IS NULL OR state = 'in_transit'"),
        indexed=("origin_id", "unit_id", "bound_for_id", "since"),
    )
    op.create_index(
        "one_interment_per_certificate",
        table,
        ["certificate_number", "letter"],
        unique=True,
        postgresql_where=sa.text("state = 'interred'"),
    )


def _events() -> None:
    table, moves = "ash_events", " ".join(MOVES.split())
    _create(
        table,
        _column("portion_id", sa.Uuid()),
        _column("seq", sa.Integer()),
        *(
            _column(name, sa.String())
            for name in (
                *("move", "from_state", "to_state", "by", "place", "holder"),
                *("counterpart", "authorisation", "note"),
            )
        ),
        _column("happened_at", STAMP),
        _column("identity_number", sa.Text(), nullable=True),
        *(
            _column(name, sa.Uuid(), nullable=True)
            for name in ("unit_id", "deposit_id", "bound_for_id", "voyage_id")
        ),
        _column("relation", sa.String(), nullable=True),
        _column("signature_noted", sa.Boolean()),
        _column("certificate_number", sa.String(), nullable=True),
        _column("witnesses", postgresql.JSONB()),
        _to(table, "portion_id", "ash_portions"),
        _to(table, "unit_id", "units"),
        _to(table, "deposit_id", "ash_deposits"),
        _to(table, "bound_for_id", "institutions"),
        sa.UniqueConstraint("portion_id", "seq", name="one_ash_move_after_the_other"),
        _check(table, "counts_from_one", "seq > 0"),
        _check(table, "has_a_place", "place <> ''"),
        _check(table, "is_allowed", f"move || ':' || from_state || ':' || to_state IN ({moves})"),
        _check(table, "signed_for", "move <> 'collect' OR (signature_noted AND counterpart <> '')"),
        _check(
            table,
            "interred_with_a_certificate",
            "move NOT IN ('inter', 'correct') OR certificate_number IS NOT NULL",
        ),
        _check(table, "two_saw_it", "move <> 'scatter' OR jsonb_array_length(witnesses) >= 2"),
        indexed=("happened_at", "unit_id"),
    )


def _stock_takes() -> None:
    table = "ash_stock_takes"
    _create(
        table,
        _column("zone_id", sa.Uuid()),
        _column("started_at", STAMP),
        _column("started_by", sa.String()),
        _column("finished_at", STAMP, nullable=True),
        _column("finished_by", sa.String(), nullable=True),
        _to(table, "zone_id", "zones"),
        _check(table, "by_somebody", "(finished_at IS NULL) = (finished_by IS NULL)"),
        indexed=("started_at",),
    )
    op.create_index(
        "one_open_stock_take_a_zone",
        table,
        ["zone_id"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    for table, unique in (
        ("ash_stock_scans", ("one_scan_a_portion", "one_scan_a_code")),
        ("ash_discrepancies", ("", "one_discrepancy_a_code")),
    ):
        portion, code = unique
        _create(
            table,
            _column("stock_take_id", sa.Uuid()),
            _column("portion_id", sa.Uuid(), nullable=True),
            _column("said", sa.String()),
            *(
                (_column("scanned_at", STAMP), _column("scanned_by", sa.String()))
                if portion
                else (
                    _column("kind", sa.String()),
                    _column("resolved_at", STAMP, nullable=True),
                    _column("resolved_by", sa.String(), nullable=True),
                    _column("note", sa.String(), nullable=True),
                    _check(table, "resolved_with_a_note", "(resolved_at IS NULL) = (note IS NULL)"),
                )
            ),
            _to(table, "stock_take_id", "ash_stock_takes"),
            _to(table, "portion_id", "ash_portions"),
            sa.UniqueConstraint("stock_take_id", "said", name=code),
            *(
                [sa.UniqueConstraint("stock_take_id", "portion_id", name=portion)]
                if portion
                else []
            ),
        )

"""Wristbands, work orders, each move of the remains."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_custody"
down_revision = "0012_schedule"

STAMP = sa.DateTime(timezone=True)
APPEND_ONLY = ("custody_events", "furnace_checks", "refused_scans")


def upgrade() -> None:
    _deaths()
    _runs()
    _wristbands()
    _work_orders()
    _events()
    _refused_scans()
    _stays()
    _checks()
    _hold_flags()
    _handovers()
    _what_was_recorded_before()
    op.drop_column("admissions", "cabinet")
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _deaths() -> None:
    # Whoever was registered before had the papers of a natural death asked for.
    op.add_column(
        "cases", sa.Column("death_kind", sa.String(), nullable=True, server_default="natural")
    )
    op.alter_column("cases", "death_kind", server_default=None)


def _runs() -> None:
    op.add_column("cremation_runs", sa.Column("fuel_kind", sa.String(), nullable=True))
    op.add_column("cremation_runs", sa.Column("fuel_used", sa.Numeric(9, 2), nullable=True))
    op.create_check_constraint(
        op.f("ck_cremation_runs_fuel_and_its_kind"),
        "cremation_runs",
        "(fuel_kind IS NULL) = (fuel_used IS NULL)",
    )
    op.create_check_constraint(
        op.f("ck_cremation_runs_fuel_was_used"), "cremation_runs", "fuel_used > 0"
    )


def _wristbands() -> None:
    _create(
        "wristbands",
        *_of_case("wristbands"),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        *_who_when("issued"),
        *_who_when("revoked", nullable=True),
        sa.Column("revoke_reason", sa.String(), nullable=True),
        sa.UniqueConstraint("token", name=op.f("uq_wristbands_token")),
    )
    _one_live("one_wristband_a_body", "wristbands")


def _work_orders() -> None:
    _create(
        "work_orders",
        *_of_case("work_orders"),
        sa.Column("token", sa.String(), nullable=False),
        *_who_when("issued"),
        *_who_when("revoked", nullable=True),
        sa.UniqueConstraint("token", name=op.f("uq_work_orders_token")),
    )
    _one_live("one_work_order_a_case", "work_orders")


def _events() -> None:
    _create(
        "custody_events",
        *_of_case("custody_events"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        *_pointing("custody_events", "place_id", "resources", nullable=True),
        *_pointing("custody_events", "wristband_id", "wristbands", nullable=True),
        sa.Column("happened_at", STAMP, nullable=False),
        sa.Column("device_at", STAMP, nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.UniqueConstraint("case_id", "seq", name="one_move_after_the_other"),
        sa.CheckConstraint("seq > 0", name=op.f("ck_custody_events_counts_from_one")),
        sa.CheckConstraint("place <> ''", name=op.f("ck_custody_events_has_a_place")),
        indexed=("place_id", "happened_at"),
    )


def _refused_scans() -> None:
    _create(
        "refused_scans",
        *_of_case("refused_scans", nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("refused_at", STAMP, nullable=False),
        sa.Column("device_at", STAMP, nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        indexed=("case_id", "refused_at"),
    )


def _stays() -> None:
    range_of = sa.Computed("tstzrange(put_in_at, taken_out_at)", persisted=True)
    _create(
        "cabinet_stays",
        *_of_case("cabinet_stays"),
        *_pointing("cabinet_stays", "cabinet_id", "resources"),
        sa.Column("put_in_at", STAMP, nullable=False),
        sa.Column("taken_out_at", STAMP, nullable=True),
        sa.Column("stays", postgresql.TSTZRANGE(), range_of, nullable=False),
        sa.CheckConstraint("taken_out_at >= put_in_at", name=op.f("ck_cabinet_stays_put_in_first")),
        *(
            postgresql.ExcludeConstraint(
                (sa.column(of), "="), (sa.text("stays"), "&&"), using="gist", name=name
            )
            for of, name in (
                ("cabinet_id", "one_body_a_cabinet"),
                ("case_id", "one_cabinet_at_a_time"),
            )
        ),
        indexed=("case_id", "cabinet_id"),
    )


def _checks() -> None:
    _create(
        "furnace_checks",
        *_of_case("furnace_checks"),
        *_pointing("furnace_checks", "cremator_id", "resources"),
        *_pointing("furnace_checks", "wristband_id", "wristbands"),
        *_pointing("furnace_checks", "work_order_id", "work_orders"),
        *_who_when("checked"),
        indexed=("case_id",),
    )


def _hold_flags() -> None:
    _create(
        "hold_flags",
        *_of_case("hold_flags"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        *_who_when("set"),
        *_who_when("lifted", nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_hold_flags_has_a_reason")),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lift_reason IS NULL)",
            name=op.f("ck_hold_flags_lifted_with_a_reason"),
        ),
        sa.CheckConstraint("lifted_by <> set_by", name=op.f("ck_hold_flags_lifted_by_another")),
        sa.CheckConstraint(
            "until IS NULL OR kind = 'notice_period'",
            name=op.f("ck_hold_flags_only_a_notice_ends_by_itself"),
        ),
        indexed=("case_id",),
    )


def _handovers() -> None:
    _create(
        "ash_handovers",
        *_of_case("ash_handovers"),
        sa.Column("collector_name", sa.String(), nullable=False),
        sa.Column("identity_checked", sa.Boolean(), nullable=False),
        sa.Column("signature_noted", sa.Boolean(), nullable=False),
        *_who_when("handed_over"),
        sa.CheckConstraint(
            "identity_checked AND signature_noted", name=op.f("ck_ash_handovers_checked_and_signed")
        ),
        sa.UniqueConstraint("case_id", name=op.f("uq_ash_handovers_case_id")),
    )


def _what_was_recorded_before() -> None:
    """Admissions and cremations of before begin the chain; they were not scanned, and it shows."""
    moves = (
        ("admitted", "received_at", "received_by", "cabinet", "admissions", ""),
        (
            *("into_furnace", "started_at", "first_operator", "r.name"),
            *("cremation_runs", "JOIN resources r ON r.id = cremator_id"),
        ),
        (
            *("out_of_furnace", "ended_at", "second_operator", "r.name"),
            *("cremation_runs", "JOIN resources r ON r.id = cremator_id"),
        ),
    )
    for step, at, by, place, table, joined in moves:
        op.execute(
            f"""
            INSERT INTO custody_events
                (id, institution_id, case_id, seq, step, place, happened_at, by, note)
            SELECT gen_random_uuid(), t.institution_id, t.case_id,
                (SELECT count(*) + 1 FROM custody_events e WHERE e.case_id = t.case_id),
                '{step}', coalesce(nullif({place}, ''), '—'), t.{at}, t.{by}, ''
            FROM {table} t {joined} WHERE t.{at} IS NOT NULL
            """  # noqa: S608 — the names stand above
        )


def _create(table: str, *columns: sa.schema.SchemaItem, indexed: tuple[str, ...] = ()) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *_pointing(table, "institution_id", "institutions"),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in ("institution_id", *indexed):
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _pointing(
    table: str, column: str, to: str, *, nullable: bool = False
) -> list[sa.schema.SchemaItem]:
    name = op.f(f"fk_{table}_{column}_{to}")
    return [
        sa.Column(column, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name),
    ]


def _of_case(table: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return _pointing(table, "case_id", "cases", nullable=nullable)


def _who_when(done: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(f"{done}_at", STAMP, nullable=nullable),
        sa.Column(f"{done}_by", sa.String(), nullable=nullable),
    ]


def _one_live(name: str, table: str) -> None:
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    live = sa.text("revoked_at IS NULL")
    op.create_index(name, table, ["case_id"], unique=True, postgresql_where=live)

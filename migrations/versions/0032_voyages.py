"""Voyages: their two counters, the families on them, portions of ashes and relatives."""

import sqlalchemy as sa
from alembic import op

revision = "0032_voyages"
down_revision = "0031_units"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _voyages()
    _registrations()
    _portions()
    _relatives()


def _create(name: str, *columns: sa.schema.SchemaItem) -> None:
    """With its institution for the scope."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{name}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_institution_id"), name, ["institution_id"])


def _columns(kind: sa.types.TypeEngine[object], *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _perhaps(kind: sa.types.TypeEngine[object], *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=True) for name in names]


def _voyages() -> None:
    _create(
        "voyages",
        *_columns(
            sa.String(),
            *("number", "kind", "state", "gathers_place", "waters", "ship_name", "ship_licence"),
            *("bring", "planned_by"),
        ),
        *_columns(STAMP, "departs_at", "gathers_at", "planned_at"),
        *_columns(
            sa.Integer(),
            *("portions", "relatives", "taken_portions", "taken_relatives", "per_family"),
        ),
        *_columns(sa.Date(), "register_until"),
        *_perhaps(sa.String(), "item_code", "reason", "scattered_place"),
        *_perhaps(STAMP, "changed_at", "departed_at", "scattered_at"),
        *_perhaps(sa.Numeric(8, 5), "latitude", "longitude"),
        *_perhaps(sa.Text(), "witnesses"),
        sa.UniqueConstraint("number", name=op.f("uq_voyages_number")),
        sa.CheckConstraint(
            "taken_portions BETWEEN 0 AND portions", name=op.f("ck_voyages_within_portions")
        ),
        sa.CheckConstraint(
            "taken_relatives BETWEEN 0 AND relatives", name=op.f("ck_voyages_within_relatives")
        ),
        sa.CheckConstraint(
            "gathers_at <= departs_at", name=op.f("ck_voyages_gathers_before_it_departs")
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') <= (reason IS NOT NULL)",
            name=op.f("ck_voyages_cancelled_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'carried_out') = (scattered_at IS NOT NULL)",
            name=op.f("ck_voyages_carried_out_at_a_time"),
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)"
            " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name=op.f("ck_voyages_somewhere_on_earth"),
        ),
    )
    op.create_index("ix_voyages_departs_at", "voyages", ["departs_at"])
    op.create_index(op.f("ix_voyages_scattered_at"), "voyages", ["scattered_at"])


def _registrations() -> None:
    _create(
        "voyage_registrations",
        *_columns(sa.Uuid(), "voyage_id", "case_id"),
        *_columns(
            sa.String(), "number", "certificate_number", "channel", "consent", "registered_by"
        ),
        *_columns(sa.Text(), "contact", "phone", "needs", "agreed_by"),
        *_columns(STAMP, "registered_at"),
        *_perhaps(STAMP, "told_at", "withdrawn_at"),
        *_perhaps(sa.String(), "withdraw_reason"),
        sa.UniqueConstraint("number", name=op.f("uq_voyage_registrations_number")),
        _to("voyage_registrations", "voyage_id", "voyages"),
        _to("voyage_registrations", "case_id", "cases"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdraw_reason IS NULL)",
            name=op.f("ck_voyage_registrations_withdrawn_with_a_reason"),
        ),
    )
    _index("voyage_registrations", "voyage_id", "case_id")


def _portions() -> None:
    _create(
        "voyage_portions",
        *_columns(sa.Uuid(), "registration_id", "case_id"),
        *_columns(sa.String(), "letter", "state"),
        *_perhaps(STAMP, "boarded_at", "scattered_at"),
        *_perhaps(sa.String(), "boarded_by", "scattered_by"),
        _to("voyage_portions", "registration_id", "voyage_registrations"),
        _to("voyage_portions", "case_id", "cases"),
        sa.UniqueConstraint(
            "registration_id", "letter", name=op.f("uq_voyage_portions_registration_id")
        ),
        sa.CheckConstraint(
            "(state = 'scattered') = (scattered_at IS NOT NULL)",
            name=op.f("ck_voyage_portions_scattered_at_a_time"),
        ),
    )
    _index("voyage_portions", "registration_id", "case_id", "scattered_at")
    op.create_index(
        "one_voyage_per_portion",
        "voyage_portions",
        ["case_id", "letter"],
        unique=True,
        postgresql_where=sa.text("state IN ('registered', 'boarded', 'scattered')"),
    )


def _relatives() -> None:
    _create(
        "voyage_relatives",
        *_columns(sa.Uuid(), "registration_id"),
        *_columns(sa.Text(), "name", "identity_number"),
        *_perhaps(sa.Boolean(), "present"),
        _to("voyage_relatives", "registration_id", "voyage_registrations"),
    )
    _index("voyage_relatives", "registration_id")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])

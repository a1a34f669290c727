"""Niches become units of zones: of any kind, for one or more portions of ashes of one family."""

import sqlalchemy as sa
from alembic import op

revision = "0031_units"
down_revision = "0030_finding"

# Tables that point to a niche, with the column that does.
POINTING = {
    "ash_deposits": "niche_id",
    "plates": "niche_id",
    "visit_bookings": "unit_id",
    "visit_unit_days": "unit_id",
    "sweeps": "unit_id",
}


def upgrade() -> None:
    _add_zones()
    _rename_niches()
    _rename_in_pointing_tables()
    _count_places()


def _add_zones() -> None:
    op.create_table(
        "zones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_zones_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_zones_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_zones_site_id")),
        sa.UniqueConstraint("id", "site_id", name=op.f("uq_zones_id")),
    )
    op.create_index(op.f("ix_zones_institution_id"), "zones", ["institution_id"], unique=False)
    op.execute(
        "INSERT INTO zones (id, site_id, name, kind, institution_id)"
        " SELECT gen_random_uuid(), site_id, zone, 'niche', institution_id"
        " FROM niches GROUP BY site_id, zone, institution_id"
    )


def _rename_niches() -> None:
    op.rename_table("niches", "units")
    for old, new in (
        ("pk_niches", "pk_units"),
        ("fk_niches_institution_id_institutions", "fk_units_institution_id_institutions"),
        ("fk_niches_site_id_sites", "fk_units_site_id_sites"),
    ):
        op.execute(f"ALTER TABLE units RENAME CONSTRAINT {old} TO {new}")
    op.execute("ALTER INDEX ix_niches_institution_id RENAME TO ix_units_institution_id")
    op.drop_constraint("uq_niches_site_id", "units")
    op.add_column("units", sa.Column("zone_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE units SET zone_id = zones.id FROM zones"
        " WHERE zones.site_id = units.site_id AND zones.name = units.zone"
    )
    op.alter_column("units", "zone_id", nullable=False)
    op.drop_column("units", "zone")
    op.create_unique_constraint(op.f("uq_units_zone_id"), "units", ["zone_id", "row", "number"])
    op.create_foreign_key(
        op.f("fk_units_zone_id_zones"),
        "units",
        "zones",
        ["zone_id", "site_id"],
        ["id", "site_id"],
    )


def _rename_in_pointing_tables() -> None:
    for table, column in POINTING.items():
        if column == "niche_id":
            op.alter_column(table, "niche_id", new_column_name="unit_id")
        op.execute(
            f"ALTER TABLE {table} RENAME CONSTRAINT fk_{table}_{column}_niches"
            f" TO fk_{table}_unit_id_units"
        )
    op.execute("ALTER INDEX ix_plates_niche_id RENAME TO ix_plates_unit_id")
    op.execute("ALTER INDEX one_live_plate_per_niche RENAME TO one_live_plate_per_unit")
    op.execute(
        "ALTER TABLE plates RENAME CONSTRAINT ck_plates_of_niche_or_deposit"
        " TO ck_plates_of_unit_or_deposit"
    )
    op.drop_index("one_open_deposit_per_niche", "ash_deposits")
    op.create_index(op.f("ix_ash_deposits_unit_id"), "ash_deposits", ["unit_id"], unique=False)


def _count_places() -> None:
    for name, default in (("capacity", "1"), ("taken", "0")):
        op.add_column(
            "units", sa.Column(name, sa.Integer(), server_default=default, nullable=False)
        )
        op.alter_column("units", name, server_default=None)
    op.add_column("units", sa.Column("family_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_units_family_id"), "units", ["family_id"], unique=False)
    op.execute(
        "UPDATE units SET taken = 1, family_id = ash_deposits.case_id FROM ash_deposits"
        " WHERE ash_deposits.unit_id = units.id AND ash_deposits.collected_at IS NULL"
    )
    op.create_check_constraint(
        op.f("ck_units_within_capacity"), "units", "taken BETWEEN 0 AND capacity"
    )
    op.create_check_constraint(
        op.f("ck_units_of_one_family"), "units", "taken = 0 OR family_id IS NOT NULL"
    )

"""Sites of every kind with units of a size, changes to ranges of units, and lists to take over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034_ground"
down_revision = "0033_memorials"


def upgrade() -> None:
    _extend_sites_and_units()
    _add_unit_changes()
    _add_unit_imports()


def _extend_sites_and_units() -> None:
    for name in ("address", "approval"):
        op.add_column("sites", sa.Column(name, sa.String(), server_default="", nullable=False))
        op.alter_column("sites", name, server_default=None)
    op.create_unique_constraint("one_site_of_a_name", "sites", ["institution_id", "name"])
    op.add_column("units", sa.Column("out_of_use_reason", sa.String(), nullable=True))
    op.add_column("units", sa.Column("area", sa.Integer(), nullable=True))
    op.add_column("units", sa.Column("stele_height", sa.Integer(), nullable=True))
    op.execute("UPDATE units SET out_of_use_reason = '此前停用' WHERE NOT in_use")
    for name, rule in (
        ("nobodys_while_out_of_use", "in_use OR family_id IS NULL"),
        ("out_of_use_with_a_reason", "in_use = (out_of_use_reason IS NULL)"),
        ("has_a_size", "area > 0 AND stele_height >= 0"),
    ):
        op.create_check_constraint(op.f(f"ck_units_{name}"), "units", rule)


def _add_unit_changes() -> None:
    op.create_table(
        "unit_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("first_row", "last_row", "first_number", "last_number", "count")
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("capacity", "area", "stele_height")
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "first_row <= last_row AND first_number <= last_number",
            name=op.f("ck_unit_changes_has_a_range"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_unit_changes_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zones.id"], name=op.f("fk_unit_changes_zone_id_zones")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_changes")),
    )
    for column in ("institution_id", "zone_id"):
        op.create_index(op.f(f"ix_unit_changes_{column}"), "unit_changes", [column])


def _add_unit_imports() -> None:
    op.create_table(
        "unit_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", postgresql.JSONB(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staged_by", sa.String(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.String(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_unit_imports_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_unit_imports_site_id_sites")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_imports")),
    )
    for column in ("institution_id", "site_id"):
        op.create_index(op.f(f"ix_unit_imports_{column}"), "unit_imports", [column])
    op.create_index(
        "one_waiting_import_of_a_file",
        "unit_imports",
        ["site_id", "sha256"],
        unique=True,
        postgresql_where=sa.text("applied_at IS NULL"),
    )

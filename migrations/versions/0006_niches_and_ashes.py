"""Sites, niches, ashes in them, QR plates."""

import sqlalchemy as sa
from alembic import op

revision = "0006_niches_and_ashes"
down_revision = "0005_tariff_and_bills"


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("visiting_hours", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_sites_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_index(op.f("ix_sites_institution_id"), "sites", ["institution_id"], unique=False)
    op.create_table(
        "niches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_niches_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_niches_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_niches")),
        sa.UniqueConstraint("site_id", "zone", "row", "number", name=op.f("uq_niches_site_id")),
    )
    op.create_index(op.f("ix_niches_institution_id"), "niches", ["institution_id"], unique=False)
    op.create_table(
        "ash_deposits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("niche_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_number", sa.String(), nullable=False),
        sa.Column("portion", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("deposited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deposited_by", sa.String(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("until > since", name=op.f("ck_ash_deposits_has_a_term")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_ash_deposits_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_ash_deposits_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["niche_id"], ["niches.id"], name=op.f("fk_ash_deposits_niche_id_niches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ash_deposits")),
        sa.UniqueConstraint("number", name=op.f("uq_ash_deposits_number")),
    )
    op.create_index(op.f("ix_ash_deposits_case_id"), "ash_deposits", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_ash_deposits_deposited_at"), "ash_deposits", ["deposited_at"], unique=False
    )
    op.create_index(
        op.f("ix_ash_deposits_institution_id"), "ash_deposits", ["institution_id"], unique=False
    )
    op.create_index(
        "one_open_deposit_per_niche",
        "ash_deposits",
        ["niche_id"],
        unique=True,
        postgresql_where=sa.text("collected_at IS NULL"),
    )
    op.create_index(
        "one_open_deposit_per_portion",
        "ash_deposits",
        ["certificate_number", "portion"],
        unique=True,
        postgresql_where=sa.text("collected_at IS NULL"),
    )
    op.create_table(
        "plates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deposit_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["ash_deposits.id"], name=op.f("fk_plates_deposit_id_ash_deposits")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_plates_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plates")),
        sa.UniqueConstraint("token", name=op.f("uq_plates_token")),
    )
    op.create_index(op.f("ix_plates_deposit_id"), "plates", ["deposit_id"], unique=False)
    op.create_index(op.f("ix_plates_institution_id"), "plates", ["institution_id"], unique=False)

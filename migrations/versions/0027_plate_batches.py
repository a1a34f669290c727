"""Plates of niches, batches of them, and what was drawn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027_plate_batches"
down_revision = "0026_documents"


def upgrade() -> None:
    _add_batches()
    _let_plates_belong_to_niches()
    _add_drawings()


def _add_batches() -> None:
    op.create_table(
        "plate_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("rows", postgresql.JSONB(), nullable=False),
        sa.Column("size_mm", sa.Integer(), nullable=False),
        sa.Column("first_line", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_plate_batches_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_plate_batches_site_id_sites")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plate_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_plate_batches_number")),
    )
    op.create_index(
        op.f("ix_plate_batches_institution_id"), "plate_batches", ["institution_id"], unique=False
    )
    op.create_index(
        op.f("ix_plate_batches_ordered_at"), "plate_batches", ["ordered_at"], unique=False
    )


def _let_plates_belong_to_niches() -> None:
    op.alter_column("plates", "deposit_id", existing_type=sa.Uuid(), nullable=True)
    op.add_column("plates", sa.Column("niche_id", sa.Uuid(), nullable=True))
    op.add_column("plates", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.add_column("plates", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("plates", sa.Column("given_out_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plates", sa.Column("given_out_by", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_plates_niche_id_niches"), "plates", "niches", ["niche_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_plates_batch_id_plate_batches"), "plates", "plate_batches", ["batch_id"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_plates_of_niche_or_deposit"), "plates", "num_nonnulls(deposit_id, niche_id) = 1"
    )
    op.create_unique_constraint(op.f("uq_plates_batch_id"), "plates", ["batch_id", "position"])
    op.create_index(op.f("ix_plates_niche_id"), "plates", ["niche_id"], unique=False)
    for owner in ("niche", "deposit"):
        op.create_index(
            f"one_live_plate_per_{owner}",
            "plates",
            [f"{owner}_id"],
            unique=True,
            postgresql_where=sa.text("revoked_at IS NULL"),
        )


def _add_drawings() -> None:
    op.create_table(
        "plate_artworks",
        sa.Column("plate_id", sa.Uuid(), nullable=False),
        sa.Column("svg", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_plate_artworks_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["plate_id"], ["plates.id"], name=op.f("fk_plate_artworks_plate_id_plates")
        ),
        sa.PrimaryKeyConstraint("plate_id", name=op.f("pk_plate_artworks")),
    )
    op.create_index(
        op.f("ix_plate_artworks_institution_id"),
        "plate_artworks",
        ["institution_id"],
        unique=False,
    )
    op.create_table(
        "plate_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["plate_batches.id"], name=op.f("fk_plate_files_batch_id_plate_batches")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_plate_files_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plate_files")),
        sa.UniqueConstraint("batch_id", "kind", name=op.f("uq_plate_files_batch_id")),
    )
    op.create_index(
        op.f("ix_plate_files_institution_id"), "plate_files", ["institution_id"], unique=False
    )

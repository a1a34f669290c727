"""What the deceased are found by, derived from their names; cases and bookings by their claimant.

Names that are stored already are filled in afterwards, in batches: `flask kernel index-names`,
which `flask kernel migrate` calls.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030_finding"
down_revision = "0029_visits"


def upgrade() -> None:
    op.create_table(
        "name_keys",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(collation="C"), nullable=False),
        sa.Column("deceased_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_name_keys_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["deceased_id"],
            ["deceased.id"],
            name=op.f("fk_name_keys_deceased_id_deceased"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("institution_id", "key", "deceased_id", name=op.f("pk_name_keys")),
    )
    op.create_index(op.f("ix_name_keys_deceased_id"), "name_keys", ["deceased_id"])
    op.create_table(
        "name_pairs",
        sa.Column("deceased_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("pairs", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["deceased_id"],
            ["deceased.id"],
            name=op.f("fk_name_pairs_deceased_id_deceased"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_name_pairs_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("deceased_id", name=op.f("pk_name_pairs")),
    )
    op.create_index(
        "ix_name_pairs_pairs",
        "name_pairs",
        ["pairs"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_index(op.f("ix_cases_claimant_id"), "cases", ["claimant_id"])
    op.create_index(op.f("ix_bookings_claimant_id"), "bookings", ["claimant_id"])

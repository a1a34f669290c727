"""What a waiver turns on beside the case, and the evidence for it."""

import sqlalchemy as sa
from alembic import op

revision = "0020_waiver_claims"
down_revision = "0019_payments_and_receipts"


def upgrade() -> None:
    op.create_table(
        "claim_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("matched", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_claim_evidence_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_claim_evidence_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_evidence")),
        sa.UniqueConstraint("case_id", "paper", name="an_evidence_is_noted_once"),
    )
    op.create_index(op.f("ix_claim_evidence_case_id"), "claim_evidence", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_claim_evidence_institution_id"), "claim_evidence", ["institution_id"], unique=False
    )
    op.create_table(
        "waiver_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("funeral_grant", sa.Boolean(), nullable=False),
        sa.Column("parent_registration", sa.String(), nullable=True),
        sa.Column("place_of_death", sa.String(), nullable=True),
        sa.Column("has_contract", sa.Boolean(), nullable=False),
        sa.Column("pension_months", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("storeys", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_waiver_claims_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_waiver_claims_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver_claims")),
        sa.UniqueConstraint("case_id", name=op.f("uq_waiver_claims_case_id")),
    )
    op.create_index(
        op.f("ix_waiver_claims_institution_id"), "waiver_claims", ["institution_id"], unique=False
    )

"""Kinds of resources, hours, closures, terms, holds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012_schedule"
down_revision = "0011_attempts"

STAMP = sa.DateTime(timezone=True)
MINUTES = (
    "lead", "days_ahead", "per_deceased", "per_claimant", "changes", "change_until", "cancel_until",
    "hold", "offer", "return_from", "return_to", "after_farewell", "longest_wait",
    "furnace_starts", "furnace_window",
)  # fmt: skip


def upgrade() -> None:
    _resources()
    _plans()
    _occupancies()
    _closures()
    _order_changes()
    _booking_terms()


def _resources() -> None:
    op.drop_constraint(op.f("ck_resources_opens_before_it_closes"), "resources")
    op.add_column("resources", sa.Column("site", sa.String(), nullable=False, server_default=""))
    for name in ("uses", "weekly", "special"):
        op.add_column(
            "resources", sa.Column(name, JSONB(), nullable=False, server_default=sa.text("'{}'"))
        )
    for name in ("site", "uses", "weekly", "special"):
        op.alter_column("resources", name, server_default=None)


def _plans() -> None:
    op.add_column("plans", sa.Column("order_code", sa.String(), nullable=True))
    for name in ("held_until", "confirmed_at", "cancelled_at"):
        op.add_column("plans", sa.Column(name, STAMP, nullable=True))
    op.add_column("plans", sa.Column("cancel_reason", sa.String(), nullable=True))
    op.add_column("plans", sa.Column("claimant_index", sa.String(), nullable=True))
    # What was booked before holds existed was confirmed when it was made.
    op.execute(
        "UPDATE plans SET confirmed_at = made_at, order_code = upper(substr(md5(id::text), 1, 8))"
    )
    op.alter_column("plans", "order_code", nullable=False)
    op.create_index(op.f("ix_plans_claimant_index"), "plans", ["claimant_index"])
    op.create_index(op.f("ix_plans_held_until"), "plans", ["held_until"])
    op.create_unique_constraint(
        op.f("uq_plans_institution_id"), "plans", ["institution_id", "order_code"]
    )
    op.create_check_constraint(
        op.f("ck_plans_held_or_confirmed"), "plans", "confirmed_at IS NULL OR held_until IS NULL"
    )


def _occupancies() -> None:
    op.add_column("occupancies", sa.Column("purpose", sa.String(), nullable=True))
    op.execute(
        "UPDATE occupancies SET purpose = CASE (SELECT kind FROM resources WHERE id = resource_id)"
        " WHEN 'hall' THEN 'farewell' ELSE 'cremation' END"
    )
    op.alter_column("occupancies", "purpose", nullable=False)


def _closures() -> None:
    op.create_table(
        "closures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", STAMP, nullable=False),
        sa.Column("ends_at", STAMP, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("approved_at", STAMP, nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("lifted_at", STAMP, nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_closures_starts_before_it_ends")),
        sa.CheckConstraint(
            "approved_at IS NULL OR asked_by <> approved_by OR kind = 'breakdown'",
            name=op.f("ck_closures_approved_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_closures_resource_id_resources")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_closures_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    for name in ("resource_id", "ends_at", "institution_id"):
        op.create_index(op.f(f"ix_closures_{name}"), "closures", [name])


def _order_changes() -> None:
    op.create_table(
        "order_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned_before", STAMP, nullable=False),
        sa.Column("planned_after", STAMP, nullable=False),
        sa.Column("passed", JSONB(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_at", STAMP, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_order_changes_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_order_changes_plan_id_plans")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_order_changes_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_changes")),
    )
    for name in ("plan_id", "day", "institution_id"):
        op.create_index(op.f(f"ix_order_changes_{name}"), "order_changes", [name])


def _booking_terms() -> None:
    op.create_table(
        "booking_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in MINUTES),
        sa.Column("desk_confirms", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("laid_down_at", STAMP, nullable=False),
        sa.Column("laid_down_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "return_from <= return_to", name=op.f("ck_booking_terms_returns_within")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_booking_terms_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_terms")),
        sa.UniqueConstraint(
            "institution_id", "valid_from", name=op.f("uq_booking_terms_institution_id")
        ),
    )
    op.create_index(op.f("ix_booking_terms_institution_id"), "booking_terms", ["institution_id"])

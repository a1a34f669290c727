"""Storage beyond the legal days, unclaimed remains, belongings, identity photos, trips."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_storage"
down_revision = "0013_custody"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _unclaimed_rungs()
    _belongings()
    _identity_photos()
    _storage_extensions()
    _transfer_orders()
    _unclaimed_remains()
    _photo_looks()
    _unclaimed_steps()
    _unclaimed_sign_offs()


def _unclaimed_rungs() -> None:
    _create(
        "unclaimed_rungs",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("needs_notice", sa.Boolean(), nullable=False),
        sa.Column("needs_police", sa.Boolean(), nullable=False),
        sa.Column("offices", postgresql.JSONB(), nullable=False),
        sa.Column("period_days", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("added_at", STAMP, nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("institution_id"), "="),
            (sa.column("position"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="one_rung_at_a_place",
        ),
        sa.CheckConstraint(
            "position > 0 AND after_days >= 0 AND period_days >= 0",
            name=op.f("ck_unclaimed_rungs_counts"),
        ),
    )


def _belongings() -> None:
    _create(
        "belongings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("returned_to", sa.String(), nullable=True),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("returned_at", STAMP, nullable=True),
        sa.Column("returned_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_to IS NULL)"
            " AND (returned_at IS NULL) = (returned_by IS NULL)"
            " AND (returned_at IS NULL) = (signature IS NULL)",
            name=op.f("ck_belongings_returned_whole"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_belongings_some")),
        _key("belongings", "case_id", "cases"),
    )
    _index("belongings", "case_id")


def _identity_photos() -> None:
    _create(
        "identity_photos",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("replaced_at", STAMP, nullable=True),
        _key("identity_photos", "case_id", "cases"),
    )
    _index("identity_photos", "case_id")
    op.create_index(
        "uq_identity_photos_one_in_use",
        "identity_photos",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )


def _storage_extensions() -> None:
    _create(
        "storage_extensions",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        _key("storage_extensions", "case_id", "cases"),
    )
    _index("storage_extensions", "case_id")


def _transfer_orders() -> None:
    _create(
        "transfer_orders",
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("pick_up_from", sa.String(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("wanted_at", STAMP, nullable=False),
        sa.Column("hearse_id", sa.Uuid(), nullable=True),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("ordered_at", STAMP, nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("left_at", STAMP, nullable=True),
        sa.Column("arrived_at", STAMP, nullable=True),
        sa.Column("picked_up_at", STAMP, nullable=True),
        sa.Column("back_at", STAMP, nullable=True),
        sa.Column("odometer_start", sa.Numeric(precision=9, scale=1), nullable=True),
        sa.Column("odometer_end", sa.Numeric(precision=9, scale=1), nullable=True),
        sa.Column("empty_reason", sa.String(), nullable=True),
        sa.Column("cancelled_at", STAMP, nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.Column(
            "drives",
            postgresql.TSTZRANGE(),
            sa.Computed("tstzrange(left_at, back_at, '[)')", persisted=True),
            nullable=True,
        ),
        postgresql.ExcludeConstraint(
            (sa.column("driver_id"), "="),
            (sa.text("drives"), "&&"),
            where=sa.text("left_at IS NOT NULL"),
            using="gist",
            name="one_trip_per_driver",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("hearse_id"), "="),
            (sa.text("drives"), "&&"),
            where=sa.text("left_at IS NOT NULL"),
            using="gist",
            name="one_trip_per_hearse",
        ),
        sa.CheckConstraint(
            "left_at IS NOT NULL"
            " OR (arrived_at IS NULL AND picked_up_at IS NULL AND back_at IS NULL)",
            name=op.f("ck_transfer_orders_left_first"),
        ),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)",
            name=op.f("ck_transfer_orders_cancelled_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(left_at IS NULL) = (odometer_start IS NULL)"
            " AND (back_at IS NULL) = (odometer_end IS NULL)",
            name=op.f("ck_transfer_orders_read_on_the_odometer"),
        ),
        sa.CheckConstraint(
            "back_at IS NULL OR (picked_up_at IS NULL) = (empty_reason IS NOT NULL)",
            name=op.f("ck_transfer_orders_empty_with_a_reason"),
        ),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR left_at IS NULL",
            name=op.f("ck_transfer_orders_left_or_cancelled"),
        ),
        sa.CheckConstraint(
            "case_id IS NOT NULL OR plan_id IS NOT NULL",
            name=op.f("ck_transfer_orders_for_somebody"),
        ),
        sa.CheckConstraint(
            "left_at IS NULL OR (hearse_id IS NOT NULL AND driver_id IS NOT NULL)",
            name=op.f("ck_transfer_orders_somebody_drives"),
        ),
        sa.CheckConstraint(
            "odometer_end > odometer_start", name=op.f("ck_transfer_orders_hearse_drove")
        ),
        _key("transfer_orders", "case_id", "cases"),
        _key("transfer_orders", "driver_id", "staff"),
        _key("transfer_orders", "hearse_id", "resources"),
        _key("transfer_orders", "plan_id", "plans"),
    )
    _index("transfer_orders", "case_id")
    _index("transfer_orders", "driver_id")
    _index("transfer_orders", "hearse_id")
    _index("transfer_orders", "plan_id")
    _index("transfer_orders", "wanted_at")


def _unclaimed_remains() -> None:
    _create(
        "unclaimed_remains",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unclaimed_kind", sa.String(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)",
            name=op.f("ck_unclaimed_remains_ended_with_a_reason"),
        ),
        _key("unclaimed_remains", "case_id", "cases"),
    )
    _index("unclaimed_remains", "case_id")
    op.create_index(
        "uq_unclaimed_remains_open",
        "unclaimed_remains",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _photo_looks() -> None:
    _create(
        "photo_looks",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("looked_at", STAMP, nullable=False),
        sa.Column("looked_by", sa.String(), nullable=False),
        _key("photo_looks", "photo_id", "identity_photos"),
    )
    _index("photo_looks", "photo_id")


def _unclaimed_steps() -> None:
    _create(
        "unclaimed_steps",
        sa.Column("unclaimed_id", sa.Uuid(), nullable=False),
        sa.Column("rung_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("media", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("police_case_number", sa.String(), nullable=True),
        sa.Column("dna_reference", sa.String(), nullable=True),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        _key("unclaimed_steps", "rung_id", "unclaimed_rungs"),
        _key("unclaimed_steps", "unclaimed_id", "unclaimed_remains"),
        sa.UniqueConstraint(
            "unclaimed_id", "rung_id", name=op.f("uq_unclaimed_steps_unclaimed_id")
        ),
    )
    _index("unclaimed_steps", "unclaimed_id")


def _unclaimed_sign_offs() -> None:
    _create(
        "unclaimed_sign_offs",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        _key("unclaimed_sign_offs", "step_id", "unclaimed_steps"),
        sa.UniqueConstraint("step_id", "office", name=op.f("uq_unclaimed_sign_offs_step_id")),
    )
    _index("unclaimed_sign_offs", "step_id")


def _create(table: str, *parts: Any) -> None:
    """A table of an institution's rows."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        *parts,
        _key(table, "institution_id", "institutions"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    _index(table, "institution_id")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)

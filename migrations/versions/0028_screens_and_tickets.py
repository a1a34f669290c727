"""Screens on walls, the name a family wants at the door of a hall, numbers taken at the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0028_screens_and_tickets"
down_revision = "0027_plate_batches"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _screens()
    _shown_names()
    _ticket_kinds()
    _queue_tickets()


def _of_institution(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{table}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _screens() -> None:
    op.create_table(
        "screens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("token_given_at", STAMP, nullable=False),
        sa.Column("added_at", STAMP, nullable=False),
        sa.Column("retired_at", STAMP, nullable=True),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["resources.id"], name=op.f("fk_screens_subject_id_resources")
        ),
        sa.UniqueConstraint("institution_id", "name", name="uq_screens_institution_id_name"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_screens_token_hash")),
        *_of_institution("screens"),
    )
    op.create_index(op.f("ix_screens_institution_id"), "screens", ["institution_id"])


def _shown_names() -> None:
    op.create_table(
        "shown_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deceased_id", sa.Uuid(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("agreed_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("withdrawn_at", STAMP, nullable=True),
        sa.CheckConstraint(
            "wording <> '' AND agreed_by <> ''", name=op.f("ck_shown_names_agreed_to_something")
        ),
        sa.ForeignKeyConstraint(
            ["deceased_id"], ["deceased.id"], name=op.f("fk_shown_names_deceased_id_deceased")
        ),
        sa.UniqueConstraint("deceased_id", name=op.f("uq_shown_names_deceased_id")),
        *_of_institution("shown_names"),
    )
    op.create_index(op.f("ix_shown_names_institution_id"), "shown_names", ["institution_id"])


def _ticket_kinds() -> None:
    op.create_table(
        "ticket_kinds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "letter ~ '^[A-Z]$' AND label <> ''", name=op.f("ck_ticket_kinds_letter_and_label")
        ),
        sa.UniqueConstraint(
            "institution_id", "letter", name=op.f("uq_ticket_kinds_institution_id")
        ),
        *_of_institution("ticket_kinds"),
    )
    op.create_index(op.f("ix_ticket_kinds_institution_id"), "ticket_kinds", ["institution_id"])


def _queue_tickets() -> None:
    op.create_table(
        "queue_tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("taken_at", STAMP, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at_window", sa.String(), nullable=True),
        sa.Column("called_at", STAMP, nullable=True),
        sa.Column("times_called", sa.Integer(), nullable=False),
        sa.Column("settled_at", STAMP, nullable=True),
        sa.CheckConstraint("serial > 0", name=op.f("ck_queue_tickets_counts_from_one")),
        sa.CheckConstraint(
            "(state = 'waiting') = (called_at IS NULL)"
            " AND (called_at IS NULL) = (at_window IS NULL)"
            " AND (called_at IS NULL) = (times_called = 0)",
            name=op.f("ck_queue_tickets_called_to_a_window"),
        ),
        sa.CheckConstraint(
            "(state IN ('served', 'left')) = (settled_at IS NOT NULL)",
            name=op.f("ck_queue_tickets_settled_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["ticket_kinds.id"], name=op.f("fk_queue_tickets_kind_id_ticket_kinds")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_queue_tickets_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_queue_tickets_booking_id_bookings")
        ),
        sa.UniqueConstraint("kind_id", "day", "serial", name="one_number_once"),
        sa.UniqueConstraint("token", name=op.f("uq_queue_tickets_token")),
        *_of_institution("queue_tickets"),
    )
    op.create_index(op.f("ix_queue_tickets_institution_id"), "queue_tickets", ["institution_id"])
    op.create_index("ix_queue_tickets_day", "queue_tickets", ["institution_id", "day", "state"])
    op.create_index(
        "one_ticket_at_a_window",
        "queue_tickets",
        ["institution_id", "day", "at_window"],
        unique=True,
        postgresql_where=sa.text("state = 'called'"),
    )

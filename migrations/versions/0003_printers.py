"""Printers and print jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_printers"
down_revision = "0002_job_queue"


def upgrade() -> None:
    op.create_table(
        "printers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("acknowledgement", sa.String(), nullable=False),
        sa.Column("raster_always", sa.Boolean(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("columns IN (32, 42, 48)", name=op.f("ck_printers_columns")),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_printers_port")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_printers_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printers")),
        sa.UniqueConstraint("institution_id", "name", name="uq_printers_institution_id_name"),
    )
    op.create_index(
        op.f("ix_printers_institution_id"), "printers", ["institution_id"], unique=False
    )
    op.create_table(
        "print_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("printer_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("slip", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("reprint_of_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(copy_number > 0) = (reprint_of_id IS NOT NULL)",
            name=op.f("ck_print_jobs_copies_have_a_first"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_print_jobs_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["printer_id"], ["printers.id"], name=op.f("fk_print_jobs_printer_id_printers")
        ),
        sa.ForeignKeyConstraint(
            ["reprint_of_id"],
            ["print_jobs.id"],
            name=op.f("fk_print_jobs_reprint_of_id_print_jobs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_jobs")),
        sa.UniqueConstraint("reprint_of_id", "copy_number", name="uq_print_jobs_copy"),
    )
    op.create_index(op.f("ix_print_jobs_created_at"), "print_jobs", ["created_at"], unique=False)
    op.create_index(
        "ix_print_jobs_document",
        "print_jobs",
        ["institution_id", "document", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_print_jobs_institution_id"), "print_jobs", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_print_jobs_printer_id"), "print_jobs", ["printer_id"], unique=False)
    op.create_index(
        "ix_print_jobs_queue",
        "print_jobs",
        ["printer_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "one_sending_job_per_printer",
        "print_jobs",
        ["printer_id"],
        unique=True,
        postgresql_where=sa.text("state = 'sending'"),
    )

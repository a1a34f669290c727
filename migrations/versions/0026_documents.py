"""Released documents: kept as they were handed out, byte for byte."""

import sqlalchemy as sa
from alembic import op

revision = "0026_documents"
down_revision = "0025_printer_connections"


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("source_digest", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pages > 0", name=op.f("ck_documents_has_pages")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_documents_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "institution_id", "kind", "number", "revision", name="one_document_a_revision"
        ),
    )
    op.create_index(op.f("ix_documents_institution_id"), "documents", ["institution_id"])
    op.execute(
        "CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON documents "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )

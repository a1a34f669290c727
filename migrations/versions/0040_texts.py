"""Texts to families: rows before they are sent, who sends, who wants none."""

import sqlalchemy as sa
from alembic import op

revision = "0040_texts"
down_revision = "0039_further_bills"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _texts()
    _terms()
    _declines()


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(), nullable=False),
        sa.Column("is_awaited", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("next_at", STAMP, nullable=True),
        sa.Column("useful_until", STAMP, nullable=False),
        *(sa.Column(name, STAMP, nullable=True) for name in ("sent_at", "settled_at", "told_at")),
        sa.Column("told_by", sa.String(), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        *_of_institution("texts"),
        sa.UniqueConstraint("cause", "wording", "phone_index", name="one_text_a_cause_and_phone"),
        sa.CheckConstraint(
            "(state IN ('waiting', 'sent')) = (next_at IS NOT NULL)",
            name=op.f("ck_texts_waits_for_a_moment"),
        ),
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_by IS NULL)", name=op.f("ck_texts_told_by_whom")
        ),
    )
    op.create_index(op.f("ix_texts_institution_id"), "texts", ["institution_id"])
    op.create_index("ix_texts_about", "texts", ["about_kind", "about_id"])
    op.create_index("ix_texts_state", "texts", ["institution_id", "state", "written_at"])
    for name, column, where in (
        ("ix_texts_due", "next_at", "next_at IS NOT NULL"),
        ("ix_texts_forget_on", "forget_on", "phone IS NOT NULL"),
    ):
        op.create_index(name, "texts", [column], postgresql_where=sa.text(where))


def _terms() -> None:
    op.create_table(
        "text_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sends", sa.Boolean(), nullable=False),
        sa.Column("signed_as", sa.String(), nullable=False),
        sa.Column("laid_down_at", STAMP, nullable=False),
        sa.Column("laid_down_by", sa.String(), nullable=False),
        *_of_institution("text_terms"),
        sa.UniqueConstraint("institution_id", name=op.f("uq_text_terms_institution_id")),
    )
    op.create_index(op.f("ix_text_terms_institution_id"), "text_terms", ["institution_id"])


def _declines() -> None:
    op.create_table(
        "text_declines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_index", sa.String(), nullable=False),
        sa.Column("noted_at", STAMP, nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("ended_at", STAMP, nullable=True),
        *_of_institution("text_declines"),
    )
    op.create_index(op.f("ix_text_declines_institution_id"), "text_declines", ["institution_id"])
    op.create_index(
        "one_decline_a_phone",
        "text_declines",
        ["institution_id", "phone_index"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _of_institution(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{table}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )

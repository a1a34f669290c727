"""Memorial pages: what families agreed to show, their links, and what stands on the pages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033_memorials"
down_revision = "0032_voyages"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _memorials()
    _keys()
    _pieces()


def _create(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{name}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_institution_id"), name, ["institution_id"])


def _columns(kind: sa.types.TypeEngine[object], *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _perhaps(kind: sa.types.TypeEngine[object], *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=True) for name in names]


def _memorials() -> None:
    _create(
        "memorials",
        *_columns(sa.Uuid(), "case_id"),
        *_columns(postgresql.JSONB(), "agreed"),
        *_columns(STAMP, "agreed_at", "opened_at"),
        *_columns(sa.String(), "agreed_by", "opened_by", "asker_relation"),
        *_columns(sa.Text(), "asker_name", "asker_identity", "asker_phone"),
        *_perhaps(STAMP, "taken_down_at"),
        *_perhaps(sa.String(), "taken_down_by", "taken_down_for", "taken_down_relation"),
        *_perhaps(sa.Text(), "taken_down_name", "taken_down_reason"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_memorials_case_id_cases")),
        sa.UniqueConstraint("case_id", name="one_memorial_per_case"),
        sa.CheckConstraint(
            "taken_down_at IS NULL OR agreed = '[]'::jsonb",
            name=op.f("ck_memorials_nothing_shown_once_taken_down"),
        ),
        sa.CheckConstraint(
            "(taken_down_at IS NULL) = (taken_down_for IS NULL)",
            name=op.f("ck_memorials_taken_down_for_somebody"),
        ),
    )


def _keys() -> None:
    _create(
        "memorial_keys",
        *_columns(sa.Uuid(), "memorial_id"),
        *_columns(sa.String(), "token", "issued_by"),
        *_columns(STAMP, "issued_at"),
        *_perhaps(STAMP, "revoked_at"),
        sa.ForeignKeyConstraint(
            ["memorial_id"], ["memorials.id"], name=op.f("fk_memorial_keys_memorial_id_memorials")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_memorial_keys_token")),
    )
    op.create_index(op.f("ix_memorial_keys_memorial_id"), "memorial_keys", ["memorial_id"])
    op.create_index(
        "one_live_key_per_memorial",
        "memorial_keys",
        ["memorial_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def _pieces() -> None:
    _create(
        "memorial_pieces",
        *_columns(sa.Uuid(), "memorial_id"),
        *_columns(sa.String(), "kind", "state"),
        *_perhaps(sa.Text(), "words", "visitor_name", "picture"),
        *_columns(postgresql.JSONB(), "reasons"),
        *_columns(STAMP, "submitted_at"),
        *_perhaps(STAMP, "looked_at", "approved_at", "ended_at", "erased_at"),
        *_perhaps(sa.String(), "looked_by", "ended_by"),
        sa.ForeignKeyConstraint(
            ["memorial_id"], ["memorials.id"], name=op.f("fk_memorial_pieces_memorial_id_memorials")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('awaits_staff', 'awaits_family', 'shown'))",
            name=op.f("ck_memorial_pieces_ended_when_turned_down_or_removed"),
        ),
        sa.CheckConstraint(
            "erased_at IS NULL OR (words IS NULL AND picture IS NULL AND visitor_name IS NULL)",
            name=op.f("ck_memorial_pieces_nothing_left_once_erased"),
        ),
    )
    op.create_index(op.f("ix_memorial_pieces_submitted_at"), "memorial_pieces", ["submitted_at"])
    op.create_index("ix_memorial_pieces_memorial_id", "memorial_pieces", ["memorial_id", "state"])
    op.create_index("ix_memorial_pieces_queue", "memorial_pieces", ["institution_id", "state"])
    op.create_index(
        "one_text_and_one_portrait",
        "memorial_pieces",
        ["memorial_id", "kind"],
        unique=True,
        postgresql_where=sa.text(
            "kind IN ('life_text', 'portrait')"
            " AND state IN ('awaits_staff', 'awaits_family', 'shown')"
        ),
    )

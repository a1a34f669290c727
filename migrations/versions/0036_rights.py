"""Rights to units: holds, terms, who may rest there, who holds them, how families are reached."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036_rights"
down_revision = "0035_ashes"

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _holds()
    _rights()
    _people()
    _terms()
    _notices()
    _moves()
    # A right that is over stays as a row, and so does everything that was said of it.
    for table in ("rights", "right_holders", "right_persons", "right_terms", "right_contacts"):
        op.execute(
            f"CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _create(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _column("id", sa.Uuid()),
        *parts,
        _column("institution_id", sa.Uuid()),
        _key(table, "institution_id", "institutions"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    _index(table, "institution_id")


def _column(name: str, kind: sa.types.TypeEngine, *, null: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=null)


def _columns(kind: sa.types.TypeEngine, *names: str, null: bool = False) -> list[sa.Column]:
    return [_column(name, kind, null=null) for name in names]


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _holds() -> None:
    _create(
        "unit_holds",
        *_columns(sa.Uuid(), "unit_id"),
        *_columns(sa.Uuid(), "case_id", null=True),
        *_columns(sa.String(), "for_name", "held_by"),
        *_columns(STAMP, "held_until", "held_at"),
        *_columns(STAMP, "released_at", null=True),
        _key("unit_holds", "unit_id", "units"),
        _key("unit_holds", "case_id", "cases"),
    )
    for name, column in (("one_open_hold_a_unit", "unit_id"), ("one_open_hold_a_case", "case_id")):
        op.create_index(
            name,
            "unit_holds",
            [column],
            unique=True,
            postgresql_where=sa.text("released_at IS NULL"),
        )


def _rights() -> None:
    _create(
        "rights",
        *_columns(sa.Uuid(), "unit_id"),
        *_columns(sa.Uuid(), "case_id", null=True),
        *_columns(sa.String(), "number", "ground", "ground_paper", "state", "granted_by"),
        *_columns(
            sa.String(),
            *("household_registration", "ended_by", "end_reason", "refund_paper"),
            null=True,
        ),
        *_columns(sa.Date(), "since", "until"),
        *_columns(sa.Date(), "unreachable_since", null=True),
        *_columns(STAMP, "granted_at"),
        *_columns(STAMP, "ended_at", "refunded_at", null=True),
        *_columns(sa.Integer(), "refund_fen", null=True),
        _key("rights", "unit_id", "units"),
        _key("rights", "case_id", "cases"),
        sa.UniqueConstraint("number", name=op.f("uq_rights_number")),
        sa.CheckConstraint(
            "(state = 'granted') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (end_reason IS NULL)",
            name=op.f("ck_rights_ended_with_a_reason"),
        ),
        sa.CheckConstraint(
            "ended_by IS NULL OR ended_by LIKE 'staff:%'", name=op.f("ck_rights_ended_by_a_person")
        ),
        sa.CheckConstraint("until > since", name=op.f("ck_rights_has_a_term")),
    )
    op.create_index(
        "one_living_right_a_unit",
        "rights",
        ["unit_id"],
        unique=True,
        postgresql_where=sa.text("state = 'granted'"),
    )
    _index("rights", "case_id")
    _index("rights", "until")


def _people() -> None:
    _create(
        "right_holders",
        *_columns(sa.Uuid(), "right_id"),
        *_columns(sa.String(), "name", "relation", "proof", "noted_by"),
        *_columns(sa.Text(), "phone", "identity_number"),
        *_columns(STAMP, "since"),
        _key("right_holders", "right_id", "rights"),
    )
    _index("right_holders", "right_id")
    _create(
        "right_persons",
        *_columns(sa.Uuid(), "right_id"),
        *_columns(sa.Uuid(), "case_id", null=True),
        *_columns(sa.String(), "name", "ground", "ground_paper", "named_by"),
        *_columns(sa.Text(), "identity_number", null=True),
        *_columns(sa.String(), "identity_index", null=True),
        *_columns(STAMP, "named_at"),
        _key("right_persons", "right_id", "rights"),
        _key("right_persons", "case_id", "cases"),
        sa.UniqueConstraint("right_id", "case_id", name="a_person_is_named_once"),
        sa.CheckConstraint(
            "case_id IS NOT NULL OR identity_index IS NOT NULL",
            name=op.f("ck_right_persons_can_be_found_again"),
        ),
    )
    for column in ("right_id", "case_id", "identity_index"):
        _index("right_persons", column)


def _terms() -> None:
    _create(
        "right_terms",
        *_columns(sa.Uuid(), "right_id"),
        *_columns(sa.Date(), "since", "until"),
        *_columns(sa.Integer(), "years"),
        *_columns(postgresql.JSONB(), "fees"),
        *_columns(sa.String(), "receipt", null=True),
        *_columns(STAMP, "agreed_at"),
        *_columns(sa.String(), "agreed_by"),
        _key("right_terms", "right_id", "rights"),
        sa.CheckConstraint("until > since", name=op.f("ck_right_terms_has_a_length")),
        sa.CheckConstraint(
            "until <= (since + interval '240 months')::date",
            name=op.f("ck_right_terms_twenty_years_at_most"),
        ),
        postgresql.ExcludeConstraint(
            ("right_id", "="),
            (sa.text("daterange(since, until)"), "&&"),
            name="terms_of_a_right_lie_apart",
            using="gist",
        ),
    )
    _index("right_terms", "right_id")


def _notices() -> None:
    _create(
        "right_notices",
        *_columns(sa.Uuid(), "right_id"),
        *_columns(sa.Date(), "until", "due_on"),
        *_columns(sa.Integer(), "days"),
        *_columns(STAMP, "made_at"),
        *_columns(STAMP, "done_at", null=True),
        *_columns(sa.String(), "done_by", null=True),
        _key("right_notices", "right_id", "rights"),
        sa.UniqueConstraint("right_id", "until", "days", name="a_step_is_told_once"),
    )
    op.create_index("ix_right_notices_open", "right_notices", ["done_at", "due_on"])
    _create(
        "right_contacts",
        *_columns(sa.Uuid(), "right_id"),
        *_columns(sa.String(), "way", "reached", "words", "noted_by"),
        *_columns(STAMP, "happened_at"),
        _key("right_contacts", "right_id", "rights"),
    )
    _index("right_contacts", "right_id")


def _moves() -> None:
    _create(
        "right_moves",
        *_columns(sa.Uuid(), "right_id", "from_unit_id", "to_unit_id"),
        *_columns(sa.String(), "reason", "agreed", "moved_by"),
        *_columns(STAMP, "moved_at"),
        _key("right_moves", "right_id", "rights"),
        _key("right_moves", "from_unit_id", "units"),
        _key("right_moves", "to_unit_id", "units"),
    )
    _index("right_moves", "right_id")

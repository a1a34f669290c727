"""Certificates as numbered stock: blank paper, its issue and collection, counts of it."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0015_certificate_stock"
down_revision = "0014_storage"

STAMP = sa.DateTime(timezone=True)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade() -> None:
    _batches()
    _blanks()
    _certificates()
    _counts()
    _portions()
    _keep()


def _institution(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{table}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _batches() -> None:
    op.create_table(
        "certificate_batches",
        *_institution("certificate_batches"),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("first_no", sa.Integer(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.Column("digits", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_from", sa.String(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.CheckConstraint("first_no <= last_no", name=op.f("ck_certificate_batches_counts_up")),
    )
    _index("certificate_batches", "institution_id")


def _blanks() -> None:
    table = "certificate_blanks"
    op.create_table(
        table,
        *_institution(table),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("issued_at", STAMP, nullable=True),
        sa.Column("voided_at", STAMP, nullable=True),
        sa.Column("voided_by", sa.String(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["certificate_batches.id"],
            name=op.f("fk_certificate_blanks_batch_id_certificate_batches"),
        ),
        sa.UniqueConstraint(
            "institution_id", "number", name=op.f("uq_certificate_blanks_institution_id")
        ),
        sa.CheckConstraint(
            "issued_at IS NULL OR voided_at IS NULL",
            name=op.f("ck_certificate_blanks_issued_or_spoilt"),
        ),
        _voided_with_a_reason(table),
    )
    _index(table, "institution_id")
    _index(table, "batch_id")
    op.create_index(
        "ix_certificate_blanks_in_stock",
        table,
        ["institution_id", "batch_id", "serial"],
        postgresql_where=sa.text("issued_at IS NULL AND voided_at IS NULL"),
    )


def _certificates() -> None:
    table = "cremation_certificates"
    for name in ("case_id", "run_id"):
        op.drop_constraint(op.f(f"uq_{table}_{name}"), table)
        _index(table, name)
    _index(table, "issued_at")
    for column in (
        sa.Column("blank_id", sa.Uuid(), nullable=True),
        sa.Column("verify_token", sa.String(), nullable=True),
        sa.Column("collected_at", STAMP, nullable=True),
        sa.Column(
            "collector_identity_checked", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
        sa.Column("collector_identity_index", sa.String(), nullable=True),
        sa.Column("voided_at", STAMP, nullable=True),
        sa.Column("voided_by", sa.String(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("reissue_number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("exception_reason", sa.String(), nullable=True),
    ):
        op.add_column(table, column)
    op.alter_column(table, "collected_by", nullable=True)
    for name in ("collector_identity_checked", "reissue_number"):
        op.alter_column(table, name, server_default=None)
    _complete_old_certificates()
    op.alter_column(table, "verify_token", nullable=False)
    for name, target in (("blank_id", "certificate_blanks"), ("replaces_id", table)):
        op.create_unique_constraint(op.f(f"uq_{table}_{name}"), table, [name])
        op.create_foreign_key(op.f(f"fk_{table}_{name}_{target}"), table, target, [name], ["id"])
    op.create_unique_constraint(op.f(f"uq_{table}_verify_token"), table, ["verify_token"])
    op.create_index(
        "one_live_certificate_per_case",
        table,
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    for name, rule in (
        ("collected_by_somebody", "(collected_at IS NULL) = (collected_by IS NULL)"),
        ("voided_with_a_reason", "(voided_at IS NULL) = (void_reason IS NULL)"),
        ("reissues_are_counted", "(replaces_id IS NULL) = (reissue_number = 0)"),
    ):
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)


def _complete_old_certificates() -> None:
    """Until now a certificate was issued and handed over in one step, on unnumbered paper."""
    op.execute("UPDATE cremation_certificates SET collected_at = issued_at")
    connection = op.get_bind()
    for (known,) in connection.execute(sa.text("SELECT id FROM cremation_certificates")).all():
        connection.execute(
            sa.text("UPDATE cremation_certificates SET verify_token = :token WHERE id = :id"),
            {"id": known, "token": "".join(secrets.choice(ALPHABET) for _ in range(16))},
        )


def _counts() -> None:
    table = "certificate_stock_counts"
    op.create_table(
        table,
        *_institution(table),
        sa.Column("counted_at", STAMP, nullable=False),
        sa.Column("counted_by", sa.String(), nullable=False),
        sa.Column("second_person", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("surplus", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.CheckConstraint("counted_by <> second_person", name=op.f(f"ck_{table}_two_persons")),
    )
    _index(table, "institution_id")
    _index(table, "counted_at")


def _portions() -> None:
    """A reissued certificate has another number: a portion belongs to the case."""
    op.drop_index("one_open_deposit_per_portion", "ash_deposits")
    op.create_index(
        "one_open_deposit_per_portion",
        "ash_deposits",
        ["case_id", "portion"],
        unique=True,
        postgresql_where=sa.text("collected_at IS NULL"),
    )


def _keep() -> None:
    """What was received, issued and counted stays as it was written; voiding keeps the row."""
    kept = {
        "certificate_batches": "UPDATE",
        "certificate_stock_counts": "UPDATE",
        "certificate_blanks": "UPDATE OF institution_id, batch_id, number, serial",
        "cremation_certificates": (
            "UPDATE OF institution_id, number, run_id, case_id, blank_id, verify_token, "
            "issued_at, issued_by, reissue_number, replaces_id"
        ),
    }
    for table, changes in kept.items():
        op.execute(
            f"CREATE TRIGGER kept BEFORE DELETE OR {changes} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _voided_with_a_reason(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        "(voided_at IS NULL) = (void_reason IS NULL)",
        name=op.f(f"ck_{table}_voided_with_a_reason"),
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])

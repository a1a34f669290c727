"""What bounds a price, drafts and publications of the list, goods in stock, charges withdrawn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021_tariff_catalogue"
down_revision = "0020_waiver_claims"

STAMP = sa.DateTime(timezone=True)
PERCENT = sa.Numeric(precision=6, scale=2)
WITHDRAWN = (
    "(withdrawn_at IS NULL) = (withdraw_reason IS NULL)"
    " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
)
# What the items published so far are for, by the codes that acts charge by themselves.
PURPOSES = """
    UPDATE tariff_items SET purpose = CASE
        WHEN code IN ('transfer', 'storage', 'preparation', 'ash_deposit') THEN code
        WHEN code LIKE 'hall\\_%' THEN 'farewell'
        WHEN code LIKE 'cremation\\_%' THEN 'cremation'
        WHEN item_class = 'goods' THEN 'goods'
        ELSE 'other' END
"""


def upgrade() -> None:
    _publications()
    _items()
    _charges()
    _goods()


def _publications() -> None:
    op.create_table(
        "tariff_publications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_at", STAMP, nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        *_of_institution("tariff_publications"),
        sa.UniqueConstraint("number", name=op.f("uq_tariff_publications_number")),
    )
    _index("tariff_publications", "published_on", "institution_id")
    op.execute(
        "CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON tariff_publications "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _items() -> None:
    for column in (
        sa.Column("purpose", sa.String(), nullable=False, server_default="other"),
        sa.Column("list_source", sa.String(), nullable=False, server_default="county"),
        sa.Column("base_fen", sa.Integer(), nullable=True),
        sa.Column("float_up_percent", PERCENT, nullable=True),
        sa.Column("float_down_percent", PERCENT, nullable=True),
        sa.Column("ceiling_fen", sa.Integer(), nullable=True),
        sa.Column("reference_low_fen", sa.Integer(), nullable=True),
        sa.Column("reference_high_fen", sa.Integer(), nullable=True),
        sa.Column("purchase_price_fen", sa.Integer(), nullable=True),
        sa.Column("markup_percent", PERCENT, nullable=True),
        sa.Column("includes", postgresql.JSONB(), nullable=False, server_default="[]"),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("publication_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", STAMP, nullable=True),
        sa.Column("drafted_by", sa.String(), nullable=False, server_default="system:setup"),
    ):
        op.add_column("tariff_items", column)
    op.execute(PURPOSES)
    # As published when the system was told, or on the first day of validity if that was before.
    op.execute(
        "UPDATE tariff_items SET drafted_at = published_at, published_on = "
        "least((published_at AT TIME ZONE 'Asia/Shanghai')::date, lower(valid))"
    )
    op.alter_column("tariff_items", "drafted_at", nullable=False)
    op.alter_column("tariff_items", "published_at", nullable=True)
    for name in ("purpose", "list_source", "includes", "drafted_by"):
        op.alter_column("tariff_items", name, server_default=None)
    op.create_foreign_key(
        op.f("fk_tariff_items_publication_id_tariff_publications"),
        *("tariff_items", "tariff_publications", ["publication_id"], ["id"]),
    )
    _index("tariff_items", "publication_id")
    op.drop_constraint("one_price_at_a_time", "tariff_items")
    op.create_exclude_constraint(
        "one_price_at_a_time",
        "tariff_items",
        (sa.column("institution_id"), "="),
        (sa.column("code"), "="),
        (sa.column("valid"), "&&"),
        using="gist",
        where=sa.text("published_on IS NOT NULL"),
    )
    op.create_index(
        "one_draft_at_a_time",
        "tariff_items",
        ["institution_id", "code"],
        unique=True,
        postgresql_where=sa.text("published_on IS NULL"),
    )


def _charges() -> None:
    for column in (
        sa.Column("fact_kind", sa.String(), nullable=True),
        sa.Column("fact_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", STAMP, nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdraw_reason", sa.String(), nullable=True),
    ):
        op.add_column("charges", column)
    for name, rule in (
        ("fact_named_whole", "(fact_kind IS NULL) = (fact_id IS NULL)"),
        (
            "withdrawn_with_a_reason",
            WITHDRAWN,
        ),
        ("billed_or_withdrawn", "withdrawn_at IS NULL OR bill_id IS NULL"),
    ):
        op.create_check_constraint(op.f(f"ck_charges_{name}"), "charges", rule)


def _goods() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        *_of_institution("articles"),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_articles_never_below_nothing")),
        sa.UniqueConstraint("institution_id", "code", name=op.f("uq_articles_institution_id")),
    )
    _index("articles", "institution_id")
    op.create_table(
        "goods_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("purchase_price_fen", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        *_of_institution("goods_batches", article="articles"),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_goods_batches_not_empty")),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_goods_batches_never_below_nothing")),
        sa.CheckConstraint(
            "purchase_price_fen >= 0", name=op.f("ck_goods_batches_nothing_negative")
        ),
    )
    _index("goods_batches", "article_id", "institution_id")
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved_at", STAMP, nullable=False),
        sa.Column("moved_by", sa.String(), nullable=False),
        *_of_institution(
            "stock_movements", article="articles", batch="goods_batches", charge="charges"
        ),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_stock_movements_moves_something")),
    )
    _index(
        *("stock_movements", "article_id", "batch_id", "charge_id", "moved_at", "institution_id")
    )
    op.create_table(
        "goods_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("counted_at", STAMP, nullable=False),
        sa.Column("counted_by", sa.String(), nullable=False),
        *_of_institution("goods_counts", article="articles"),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_goods_counts_nothing_negative")),
        sa.CheckConstraint(
            "expected = counted OR reason <> ''",
            name=op.f("ck_goods_counts_difference_has_a_reason"),
        ),
    )
    _index("goods_counts", "article_id", "counted_at", "institution_id")
    for table in ("stock_movements", "goods_counts"):
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _of_institution(table: str, **others: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Its institution, its key, and its references `name` → table."""
    references = {"institution": "institutions"} | others
    return (
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_id_{to}")
            )
            for name, to in references.items()
        ),
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])

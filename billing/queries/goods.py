"""丧葬用品 in stock, and every piece in or out."""

import uuid

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from billing.kinds import ItemClass
from billing.models import Article, GoodsBatch, GoodsCount, StockMovement, TariffItem
from kernel.db import db, new_id
from kernel.pages import Page, page_of

SORTS = {"code": Article.code, "stock": Article.stock}
MOVEMENT_SORTS = {
    "moved": StockMovement.moved_at,
    "quantity": StockMovement.quantity,
    "code": Article.code,
}
COUNT_SORTS = {"counted": GoodsCount.counted_at}


def list_articles(institution_id: uuid.UUID, *, page: int, sort: str, direction: str) -> Page:
    query = select(Article).where(Article.institution_id == institution_id)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_stock(institution_id: uuid.UUID) -> dict[str, int]:
    """By code; what was never received is not in it."""
    query = select(Article).where(Article.institution_id == institution_id)
    return {article.code: article.stock for article in db.session.scalars(query)}


def lock_article(institution_id: uuid.UUID, code: str) -> Article:
    """The stock row, made if there is none yet: whoever moves pieces of it waits here."""
    # Core, not ORM: the first delivery of an article may be recorded twice at once.
    db.session.connection().execute(
        insert(Article)
        .values(id=new_id(), institution_id=institution_id, code=code, stock=0)
        .on_conflict_do_nothing()
    )
    return db.session.scalars(
        select(Article)
        .filter_by(institution_id=institution_id, code=code)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def list_batches(article_id: uuid.UUID) -> list[GoodsBatch]:
    """The oldest first, which is sold first."""
    query = (
        select(GoodsBatch)
        .filter_by(article_id=article_id)
        .order_by(GoodsBatch.received_on, GoodsBatch.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def list_movements_of_charge(charge_id: uuid.UUID) -> list[StockMovement]:
    query = select(StockMovement).filter_by(charge_id=charge_id).order_by(StockMovement.id)
    return list(db.session.scalars(query))


def find_moved_code(movement_id: uuid.UUID) -> str | None:
    query = select(Article.code).join(StockMovement, StockMovement.article_id == Article.id)
    return db.session.scalar(query.where(StockMovement.id == movement_id))


def list_movements(
    institution_id: uuid.UUID,
    *,
    code: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    query = (
        select(StockMovement)
        .join(Article, StockMovement.article_id == Article.id)
        .where(StockMovement.institution_id == institution_id)
        .options(joinedload(StockMovement.article), joinedload(StockMovement.batch))
    )
    if code:
        query = query.where(Article.code == code)
    return page_of(query, MOVEMENT_SORTS, number=page, sort=sort, direction=direction)


def list_counts(institution_id: uuid.UUID, *, page: int = 1) -> Page:
    query = (
        select(GoodsCount)
        .where(GoodsCount.institution_id == institution_id)
        .options(joinedload(GoodsCount.article))
    )
    return page_of(query, COUNT_SORTS, number=page)


def list_goods_names(institution_id: uuid.UUID) -> dict[str, str]:
    """By code: all goods that are or were on the list or in draft, by their newest name."""
    rows = db.session.execute(
        select(TariffItem.code, TariffItem.name)
        .where(
            TariffItem.institution_id == institution_id, TariffItem.item_class == ItemClass.GOODS
        )
        .order_by(TariffItem.drafted_at)
    )
    return {row.code: row.name for row in rows}

"""Released documents: one by its id, those of a record, and the one that says the same."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import undefer

from hardware.models import Document
from kernel.db import db
from kernel.errors import NotFound
from kernel.places import Institution


def get_document(document_id: uuid.UUID) -> Document:
    """With its bytes, inside the reader's scope. Raises NotFound."""
    document = db.session.scalar(
        select(Document).filter_by(id=document_id).options(undefer(Document.content))
    )
    if document is None:
        raise NotFound
    return document


def list_documents(
    institution_id: uuid.UUID, numbers: Iterable[str], kinds: Iterable[str]
) -> list[Document]:
    """Of these business numbers and kinds, the latest first, without their bytes."""
    query = (
        select(Document)
        .where(
            Document.institution_id == institution_id,
            Document.number.in_(list(numbers)),
            Document.kind.in_(list(kinds)),
        )
        .order_by(Document.id.desc())
    )
    return list(db.session.scalars(query))


def find_document(
    institution_id: uuid.UUID, kind: str, number: str, revision: str
) -> Document | None:
    return db.session.scalar(
        select(Document).filter_by(
            institution_id=institution_id, kind=kind, number=number, revision=revision
        )
    )


def hold_releases(institution_id: uuid.UUID) -> None:
    """Until this transaction ends nobody else releases a document here; rows that merely point to
    the institution may still come."""
    query = select(Institution.id).filter_by(id=institution_id)
    db.session.execute(query.with_for_update(key_share=True))

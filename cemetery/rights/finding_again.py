"""Rights granted before rights were found by names are made findable, once."""

from collections.abc import Iterator

from sqlalchemy import select

from cemetery.rights.finding import Findable, index_right, right_keys
from cemetery.rights.models import Right
from kernel.db import db, transaction

BATCH = 500


def index_missing_rights() -> Iterator[int]:
    """In batches, each safe once done; it goes on where it was stopped. How many in each."""
    known = select(right_keys.c.key).where(right_keys.c.right_id == Right.id)
    query = select(Right).where(~known.exists()).order_by(Right.id).limit(BATCH)
    while True:
        with transaction():
            rights = list(db.session.scalars(query))
            for right in rights:
                whom = [Findable(each.name, each.identity_number, None) for each in right.persons]
                whom += [
                    Findable(each.name, each.identity_number, each.phone) for each in right.holders
                ]
                index_right(db.session.connection(), right.institution_id, right.id, *whom)
        if not rights:
            return
        yield len(rights)

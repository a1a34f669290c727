"""What the deceased are found by, derived from their names and never written by hand.

Two tables, filled whenever a name is stored (kernel.people.deceased) and, for names that were
stored before these tables, by `flask kernel index-names`. Not in the journal: the name itself is.
"""

import uuid
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    Uuid,
    column,
    delete,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kernel.db import Base, db, transaction
from kernel.people.spellings import keys_of, pairs_of, parts_of

BATCH = 1000

# COLLATE "C" orders by bytes, so that all that begins alike stands together; of one name the last
# who was registered comes first. In this order, as a walk along the index may stop early.
name_keys = Table(
    "name_keys",
    Base.metadata,
    Column("institution_id", Uuid, ForeignKey("institutions.id"), nullable=False),
    Column("key", String(collation="C"), nullable=False),
    Column(
        "deceased_id",
        Uuid,
        ForeignKey("deceased.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Index("newest_first", "institution_id", "key", text("deceased_id DESC"), unique=True),
)
# "张国强": ^张 张国 国强 强$
name_pairs = Table(
    "name_pairs",
    Base.metadata,
    Column("deceased_id", Uuid, ForeignKey("deceased.id", ondelete="CASCADE"), primary_key=True),
    Column("institution_id", Uuid, ForeignKey("institutions.id"), nullable=False),
    Column("pairs", ARRAY(Text), nullable=False),
    # Without the list of pending entries, which every search would have to read as well.
    Index(
        "ix_name_pairs_pairs",
        "pairs",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    ),
)
_deceased = table("deceased", column("id"), column("institution_id"), column("name"))


class Named(NamedTuple):
    deceased_id: uuid.UUID
    institution_id: uuid.UUID
    name: str


def forget_names(connection: Connection, deceased_ids: Iterable[uuid.UUID]) -> None:
    """Found no longer by the names they had."""
    ids = list(deceased_ids)
    for derived in (name_keys, name_pairs):
        connection.execute(delete(derived).where(derived.c.deceased_id.in_(ids)))


def index_names(connection: Connection, people: Iterable[Named]) -> None:
    """Found from now on by these names too."""
    people = list(people)
    keys = [
        {"institution_id": person.institution_id, "key": key, "deceased_id": person.deceased_id}
        for person in people
        for key in (*keys_of(person.name), *parts_of(person.name))
    ]
    pairs = [
        {
            "deceased_id": person.deceased_id,
            "institution_id": person.institution_id,
            "pairs": pairs_of(person.name),
        }
        for person in people
    ]
    for derived, rows in ((name_keys, keys), (name_pairs, pairs)):
        if rows:
            connection.execute(insert(derived), rows)


def index_missing_names(*, anew: bool = False) -> Iterator[int]:
    """In batches, each safe once done, so that it goes on where it was stopped: how many so far.

    `anew`: all, for when another release spells names in another way.
    """
    done, last = 0, uuid.UUID(int=0)
    while True:
        with transaction():
            connection = db.session.connection()
            people = _next(connection, last, anew=anew)
            if not people:
                return
            if anew:
                forget_names(connection, (person.deceased_id for person in people))
            index_names(connection, people)
        last, done = people[-1].deceased_id, done + len(people)
        yield done


def _next(connection: Connection, last: uuid.UUID, *, anew: bool) -> list[Named]:
    """Held, so that nobody is renamed in between."""
    query = select(_deceased.c.id, _deceased.c.institution_id, _deceased.c.name)
    if not anew:
        known = select(name_pairs).where(name_pairs.c.deceased_id == _deceased.c.id)
        query = query.where(~known.exists())
    query = query.where(_deceased.c.id > last).order_by(_deceased.c.id).limit(BATCH)
    held = connection.execute(query.with_for_update(of=_deceased))
    return [Named(*person) for person in held]

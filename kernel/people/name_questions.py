"""The two questions of finding people, put together once: that takes longer than their answer."""

import uuid
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    CompoundSelect,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from kernel.people.claimants import Claimant
from kernel.people.deceased import Deceased
from kernel.people.name_index import name_keys

# After every key that begins with the words.
LAST_CHARACTER = "\U0010ffff"
DECEASED, CLAIMANTS = cast(Table, Deceased.__table__), cast(Table, Claimant.__table__)


def _beginning() -> Select[tuple[uuid.UUID]]:
    """Of `wanted` keys those of the first one first; a name before those it begins; of one name
    the last who was registered first.

    Each of `homes` and each key is a walk of its own along the index that stops at `enough`.
    """
    homes = func.unnest(bindparam("homes", type_=ARRAY(Uuid()))).table_valued("id")
    homes = homes.render_derived("homes")
    wanted = func.unnest(bindparam("wanted", type_=ARRAY(Text())))
    keys = wanted.table_valued("key", with_ordinality="rank").render_derived("wanted")
    enough, begins = bindparam("enough", type_=Integer()), keys.c.key.collate("C")
    walk = (
        select(name_keys.c.deceased_id, name_keys.c.key)
        .where(
            name_keys.c.institution_id == homes.c.id,
            name_keys.c.key >= begins,
            name_keys.c.key < begins + LAST_CHARACTER,
        )
        .order_by(name_keys.c.key, name_keys.c.deceased_id.desc())
        .limit(enough)
        .lateral("walk")
    )
    query = select(walk.c.deceased_id).select_from(homes, keys, walk)
    return query.order_by(keys.c.rank, walk.c.key, walk.c.deceased_id.desc()).limit(enough)


def _numbered() -> CompoundSelect[Any]:
    """Deceased by their identity number, claimants by their telephone: whose hash is one of
    `hashes`; which of both, and the id."""
    homes = bindparam("homes", type_=ARRAY(Uuid()))
    hashes = bindparam("hashes", type_=ARRAY(Text()))
    enough = bindparam("enough", type_=Integer())
    numbers = {DECEASED: DECEASED.c.identity_index, CLAIMANTS: CLAIMANTS.c.phone_index}
    return union_all(
        *(
            select(literal(table.name).label("who"), table.c.id)
            .where(number == any_(hashes), table.c.institution_id == any_(homes))
            .limit(enough)
            for table, number in numbers.items()
        )
    )


BEGINNING = _beginning()
NUMBERED = _numbered()

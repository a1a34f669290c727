"""The questions of finding people, put together once: that takes longer than their answer."""

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


def beginning(index: Table, whose: str) -> Select[tuple[uuid.UUID]]:
    """Of `wanted` keys those of the first one first; a name before those it begins; of one name
    the last who was registered first. `whose`: the column of `index` that is asked for.

    Each of `homes` and each key is a walk of its own along the index that stops at `enough`.
    """
    homes = func.unnest(bindparam("homes", type_=ARRAY(Uuid()))).table_valued("id")
    homes = homes.render_derived("homes")
    wanted = func.unnest(bindparam("wanted", type_=ARRAY(Text())))
    keys = wanted.table_valued("key", with_ordinality="rank").render_derived("wanted")
    enough, begins = bindparam("enough", type_=Integer()), keys.c.key.collate("C")
    who = index.c[whose]
    walk = (
        select(who, index.c.key)
        .where(
            index.c.institution_id == homes.c.id,
            index.c.key >= begins,
            index.c.key < begins + LAST_CHARACTER,
        )
        .order_by(index.c.key, who.desc())
        .limit(enough)
        .lateral("walk")
    )
    query = select(walk.c[whose]).select_from(homes, keys, walk)
    return query.order_by(keys.c.rank, walk.c.key, walk.c[whose].desc()).limit(enough)


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


BEGINNING = beginning(name_keys, "deceased_id")
NUMBERED = _numbered()

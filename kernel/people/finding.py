"""Words as staff type them → whom they mean: a name in any form, an identity number, a phone.

Bounded: whoever types only a surname gets the first of them and is told that there are more.
"""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select, union_all

from kernel.db import db
from kernel.errors import Refusal
from kernel.people.claimants import phone_index
from kernel.people.deceased import identity_index
from kernel.people.identity import one_spelling
from kernel.people.name_index import name_keys, name_pairs
from kernel.people.name_questions import (
    BEGINNING,
    CLAIMANTS,
    DECEASED,
    LAST_CHARACTER,
    NUMBERED,
)
from kernel.people.phones import normalise_phone
from kernel.people.spellings import END, PART, START, folded, keys_of, pairs_in, spoken_key
from kernel.places import Institution
from kernel.scope import seen_institutions

MOST = 200
# A name with one wrong character must keep enough right ones; a sentence is no name.
SHORTEST_MISTYPED, LONGEST_MISTYPED = 3, 12
HAS_DIGIT = re.compile(r"\d")
# Citizen identity numbers, old and new; a typing mistake must not stand in an address either.
ID_SHAPE = re.compile(r"\d{14,17}[\dX]|\d{16,20}")
VEIL = "#"
# The keyed hash of a number in its one spelling.
Index = Callable[[str], str]
# Columns: deceased_id, rank.
Ranked = Select[tuple[uuid.UUID, str]]


@dataclass(frozen=True)
class Found:
    """Whom the `words` may mean, none of them beyond the reader's scope.

    `claimants`: by their telephone. `more`: there were more than MOST. `near`: nobody has exactly
    this name, these sound alike or differ in one character.
    """

    words: str
    deceased: tuple[uuid.UUID, ...] = ()
    claimants: tuple[uuid.UUID, ...] = ()
    more: bool = False
    near: bool = False


def veiled(words: str, identity: Index = identity_index, phone: Index = phone_index) -> str:
    """As they may stand in an address: identity numbers and phones only as their keyed hash.

    `identity`, `phone`: how the table hashes them that is looked into; else for `find_people`.
    """
    number = one_spelling(words)
    if ID_SHAPE.fullmatch(number):
        return f"{VEIL}{identity(number)}"
    hashed = _phone_hash(words, phone)
    return f"{VEIL}{hashed}" if hashed else words


def searched_identity(words: str) -> str:
    """The keyed hash to look for, of an identity number as typed or as `veiled`."""
    return words.removeprefix(VEIL) if words.startswith(VEIL) else identity_index(words)


def find_people(words: str) -> Found:
    """`words`: as typed, or as `veiled`."""
    words = words.strip()
    hashes = _hashes(words)
    numbered = _having_number(hashes) if hashes else []
    if numbered or words.startswith(VEIL):
        deceased, claimants = (
            [row.id for row in numbered if row.who == table.name] for table in (DECEASED, CLAIMANTS)
        )
        return _found(words, deceased, claimants=claimants)
    return _find_by_name(words)


def same_name(name: str) -> Select[tuple[uuid.UUID]]:
    """The ids of all who are found by exactly this: the name in whichever form, or its pinyin."""
    return select(name_keys.c.deceased_id).where(
        name_keys.c.institution_id.in_(institutions_seen()), name_keys.c.key == folded(name)
    )


def _find_by_name(words: str) -> Found:
    spoken, plain = spoken_key(words), folded(words)
    if not plain:
        return Found(words)
    if spoken:
        return _found(words, _beginning_with([spoken]))
    found = _found(words, _beginning_with([plain, f"{PART}{plain}"]))
    if found.deceased:
        return found
    alike = [_sounding_like(plain)]
    if SHORTEST_MISTYPED <= len(plain) <= LONGEST_MISTYPED:
        alike.append(_mistyped(plain))
    together = union_all(*(way.limit(MOST + 1) for way in alike)).subquery()
    ranked = select(together.c.deceased_id).order_by(together.c.rank).limit(MOST + 1)
    return _found(words, list(db.session.scalars(ranked).all()), near=True)


def _beginning_with(keys: list[str]) -> list[uuid.UUID]:
    """One more than MOST at the most."""
    asked = {"homes": list(institutions_seen()), "wanted": keys, "enough": MOST + 1}
    return [row.deceased_id for row in db.session.execute(BEGINNING, asked).all()]


def _sounding_like(plain: str) -> Ranked:
    """Names with the same pinyin, whatever their characters."""
    spoken = [key for key in keys_of(plain) if key.isascii() and len(key) > len(plain)]
    inside = name_keys.c.institution_id.in_(institutions_seen())
    same = select(name_keys.c.deceased_id, name_keys.c.key.label("rank"))
    return same.where(inside, name_keys.c.key.in_(spoken))


def _mistyped(plain: str) -> Ranked:
    """Names as long as this one that differ from it in one character."""
    pairs = pairs_in(f"{START}{plain}{END}")
    # A wrong character breaks the pair it begins and the pair it ends.
    kept = [pairs[:at] + pairs[at + 2 :] for at in range(len(plain))]
    same = [name_pairs.c.pairs.contains(rest) for rest in kept]
    return _with_pairs(or_(*same) & (func.cardinality(name_pairs.c.pairs) == len(set(pairs))))


def _with_pairs(condition: ColumnElement[bool]) -> Ranked:
    """After all that begin with the words."""
    inside = name_pairs.c.institution_id.in_(institutions_seen())
    last = literal(LAST_CHARACTER).collate("C").label("rank")
    return select(name_pairs.c.deceased_id, last).where(inside, condition)


def institutions_seen() -> tuple[uuid.UUID, ...]:
    """What asks tables and not models knows no scope, so each question names its institutions."""
    seen = seen_institutions()
    return tuple(db.session.scalars(select(Institution.id))) if seen is None else seen


def _having_number(hashes: list[str]) -> Sequence[Row[Any]]:
    """One more than MOST of each at the most."""
    asked = {"homes": list(institutions_seen()), "hashes": hashes, "enough": MOST + 1}
    return db.session.execute(NUMBERED, asked).all()


def _hashes(words: str) -> list[str]:
    """Of what may be an identity paper, a passport too, or a telephone."""
    if words.startswith(VEIL):
        return [words.removeprefix(VEIL)]
    if not HAS_DIGIT.search(words):
        return []
    phone = _phone_hash(words)
    return [identity_index(words), *([phone] if phone else [])]


def _phone_hash(words: str, phone: Index = phone_index) -> str | None:
    try:
        return phone(normalise_phone(words))
    except Refusal:
        return None


def _found(
    words: str,
    deceased: list[uuid.UUID],
    *,
    claimants: list[uuid.UUID] | None = None,
    near: bool = False,
) -> Found:
    once, callers = list(dict.fromkeys(deceased)), claimants or []
    return Found(
        words,
        deceased=tuple(once[:MOST]),
        claimants=tuple(callers[:MOST]),
        more=len(deceased) > MOST or len(callers) > MOST,
        near=near and bool(once),
    )

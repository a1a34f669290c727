"""What rights are found by: holders and persons, by name, identity number and telephone.

One table, filled whenever somebody is named in a right (cemetery.rights.models) and, for those
named before there was one, by a job of the night. Derived like the names of the deceased (decision
28), so not in the journal. Numbers stand in it as keyed hashes alone.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ForeignKey, Index, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import insert

from kernel.db import Base, db
from kernel.people.claimants import phone_index
from kernel.people.deceased import identity_index
from kernel.people.finding import VEIL, institutions_seen, veiled
from kernel.people.name_questions import beginning
from kernel.people.spellings import PART, folded, keys_of, parts_of, spoken_key

MOST = 200

right_keys = Table(
    "right_keys",
    Base.metadata,
    Column("institution_id", Uuid, ForeignKey("institutions.id"), nullable=False),
    Column("key", String(collation="C"), nullable=False),
    Column("right_id", Uuid, ForeignKey("rights.id"), nullable=False, index=True),
    Index("newest_right_first", "institution_id", "key", text("right_id DESC"), unique=True),
)
BEGINNING = beginning(right_keys, "right_id")


@dataclass(frozen=True)
class Findable:
    """One person of a right; numbers in clear, in their one spelling."""

    name: str
    identity_number: str | None
    phone: str | None

    @property
    def keys(self) -> list[str]:
        hashes = []
        if self.identity_number:
            hashes.append(f"{VEIL}{identity_index(self.identity_number)}")
        if self.phone:
            hashes.append(f"{VEIL}{phone_index(self.phone)}")
        return [*keys_of(self.name), *parts_of(self.name), *hashes]


def index_right(
    connection: Connection, institution_id: uuid.UUID, right_id: uuid.UUID, *whom: Findable
) -> None:
    """Found from now on by these people too; two of them may share a key."""
    rows = [
        {"institution_id": institution_id, "key": key, "right_id": right_id}
        for key in {key for each in whom for key in each.keys}
    ]
    if rows:
        connection.execute(insert(right_keys).on_conflict_do_nothing(), rows)


def find_right_ids(words: str) -> list[uuid.UUID]:
    """Rights in the reader's scope whose holder or person is meant, at most MOST.

    `words`: as typed, or as `veiled`.
    """
    keys = _keys_asked(words.strip())
    if not keys:
        return []
    asked = {"homes": list(institutions_seen()), "wanted": keys, "enough": MOST}
    return list(dict.fromkeys(db.session.scalars(BEGINNING, asked)))


def _keys_asked(words: str) -> list[str]:
    hidden = words if words.startswith(VEIL) else veiled(words)
    if hidden.startswith(VEIL):
        return [hidden] if len(hidden) > len(VEIL) else []
    spoken, plain = spoken_key(words), folded(words)
    if spoken:
        return [spoken]
    return [plain, f"{PART}{plain}"] if plain else []

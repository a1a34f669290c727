"""The journal's proof: every entry is linked into a hash chain, in batches signed with Ed25519.

A batch holds only entries whose transactions can no longer be joined by another, so the order is
the same whenever it is recomputed and no booking ever waits for the chain.
"""

import base64
import json
import uuid
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import BigInteger, exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, db, transaction
from kernel.journal import JournalEntry

START = "0" * 64


class JournalLink(Base):
    """One entry's place in the chain: hash = sha256(previous hash + the entry as JSON)."""

    __tablename__ = "journal_links"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    hash: Mapped[str]


class JournalSeal(Base):
    """A signature over the chain up to and including `position`."""

    __tablename__ = "journal_seals"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[str]
    signature: Mapped[str]
    sealed_at: Mapped[datetime]
    # Entries of all transactions below this number are sealed.
    below_transaction: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class Broken:
    """The first thing in the chain that is not as it was sealed."""

    position: int
    entry_id: uuid.UUID | None
    reason: str


def seal_journal(key: Ed25519PrivateKey, most: int = 5000) -> int:
    """Chain and sign what was committed since the last seal; the number of entries sealed."""
    with transaction():
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext('seal_journal'))"))
        last = _last_seal()
        entries = _entries_after(last, most)
        if not entries:
            return 0
        position, previous = (last.position, last.hash) if last else (0, START)
        links = []
        for entry in entries:
            position += 1
            previous = _link_hash(previous, entry)
            links.append({"position": position, "entry_id": entry.id, "hash": previous})
        connection = db.session.connection()
        connection.execute(insert(JournalLink), links)
        connection.execute(
            insert(JournalSeal).values(
                position=position,
                hash=previous,
                signature=_sign(key, position, previous),
                sealed_at=clock.now(),
                below_transaction=entries[-1].transaction + 1,
            )
        )
        return len(entries)


def verify_journal(key: Ed25519PrivateKey) -> Broken | None:
    """Recompute the whole chain; the first broken, missing or smuggled entry, or None."""
    position, previous = 0, START
    with closing(_chain()) as chain:
        for link, entry in chain:
            position += 1
            if link.position != position:
                return Broken(position, None, "missing link")
            if entry is None:
                return Broken(position, link.entry_id, "entry missing")
            previous = _link_hash(previous, entry)
            if previous != link.hash:
                return Broken(position, link.entry_id, "entry changed")
    return _broken_seal(key, position) or _smuggled(position)


def is_as_sealed(entry: JournalEntry, link: JournalLink) -> bool:
    """Whether one entry still is what its link says, recomputed from the link before it."""
    before = (
        db.session.scalar(select(JournalLink.hash).filter_by(position=link.position - 1))
        if link.position > 1
        else START
    )
    return before is not None and _link_hash(before, entry) == link.hash


def find_seal_over(position: int) -> JournalSeal | None:
    """The signature that covers this link."""
    query = select(JournalSeal).where(JournalSeal.position >= position)
    return db.session.scalar(query.order_by(JournalSeal.position).limit(1))


def signing_key(journal_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(journal_key))


def _last_seal() -> JournalSeal | None:
    return db.session.scalar(select(JournalSeal).order_by(JournalSeal.position.desc()).limit(1))


def _entries_after(last: JournalSeal | None, most: int) -> list[JournalEntry]:
    finished = _finished()
    query = (
        select(JournalEntry)
        .where(JournalEntry.transaction < finished)
        .where(JournalEntry.transaction >= _floor(last, finished))
        .where(~exists().where(JournalLink.entry_id == JournalEntry.id))
        .order_by(JournalEntry.transaction, JournalEntry.id)
        .limit(most)
    )
    entries = list(db.session.scalars(query))
    if len(entries) < most:
        return entries
    # A transaction is sealed whole: leave the last one, which the limit may have cut, for later.
    whole = [entry for entry in entries if entry.transaction < entries[-1].transaction]
    return whole or _entries_after(last, most * 2)


def _finished() -> int:
    """Transactions below this number can no longer be joined by another."""
    snapshot = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return db.session.scalar(snapshot) or 0


def _floor(last: JournalSeal | None, finished: int) -> int:
    """Everything below is sealed; 0 after a dump and restore, where numbers begin anew."""
    if last is None or finished < last.below_transaction:
        return 0
    return last.below_transaction


def _chain() -> Generator[tuple[JournalLink, JournalEntry | None], None, None]:
    query = (
        select(JournalLink, JournalEntry)
        .outerjoin(JournalEntry, JournalEntry.id == JournalLink.entry_id)
        .order_by(JournalLink.position)
        .execution_options(yield_per=1000)
    )
    with db.session.execute(query) as rows:
        yield from rows


def _broken_seal(key: Ed25519PrivateKey, reached: int) -> Broken | None:
    public = key.public_key()
    query = (
        select(JournalSeal, JournalLink.hash)
        .outerjoin(JournalLink, JournalLink.position == JournalSeal.position)
        .order_by(JournalSeal.position)
    )
    for seal, link_hash in db.session.execute(query):
        if seal.position > reached or link_hash != seal.hash:
            return Broken(seal.position, None, "seal without its entries")
        try:
            public.verify(base64.b64decode(seal.signature), _signed_text(seal.position, seal.hash))
        except InvalidSignature:
            return Broken(seal.position, None, "signature wrong")
    return None


def _smuggled(reached: int) -> Broken | None:
    """An entry whose transaction is sealed but which has no link was put in afterwards."""
    query = (
        select(JournalEntry.id)
        .where(~exists().where(JournalLink.entry_id == JournalEntry.id))
        .where(JournalEntry.transaction < _floor(_last_seal(), _finished()))
        .limit(1)
    )
    entry_id = db.session.scalar(query)
    return Broken(reached, entry_id, "entry never sealed") if entry_id else None


def _link_hash(previous: str, entry: JournalEntry) -> str:
    said = [
        str(entry.id),
        entry.happened_at.astimezone(UTC).isoformat(),
        entry.operation,
        entry.by,
        str(entry.institution_id),
        entry.transaction,
        entry.changes,
    ]
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256((previous + told).encode()).hexdigest()


def _sign(key: Ed25519PrivateKey, position: int, chain_hash: str) -> str:
    return base64.b64encode(key.sign(_signed_text(position, chain_hash))).decode()


def _signed_text(position: int, chain_hash: str) -> bytes:
    return f"{position}:{chain_hash}".encode()

"""入园通行码: what its QR code says, signed, so that a gate without a network can judge it.

"V1" and 31 + 64 bytes in the 32 letters of hardware.qr, big-endian: site (16), day (2, since
2020-01-01), first and last minute of the day (2 + 2), booking code (5), serial (1), persons (2),
cars (1), then the Ed25519 signature of all before. Whoever has a pass learns no name from it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cemetery.visits.errors import PassForged
from hardware.qr import ALPHABET
from kernel import clock, secrets

if TYPE_CHECKING:
    from datetime import datetime

    from cemetery.visits.models import VisitBooking

MARK = "V1"
BEGINNING = date(2020, 1, 1)
BODY_BYTES, SIGNATURE_BYTES = 31, 64
CODE_LENGTH, LETTER_BITS = 8, 5
MOST_SERIAL = 255
_LETTERS = -(-(BODY_BYTES + SIGNATURE_BYTES) * 8 // LETTER_BITS)


@dataclass(frozen=True)
class VisitPass:
    """`begins`, `ends`: minutes since midnight in China."""

    site_id: uuid.UUID
    day: date
    begins: int
    ends: int
    code: str
    serial: int
    persons: int
    cars: int


def pass_of(booking: "VisitBooking") -> VisitPass:
    slot = booking.slot
    return VisitPass(
        site_id=booking.site_id,
        day=slot.day,
        begins=_minute(slot.starts_at),
        ends=_minute(slot.ends_at),
        code=booking.code,
        serial=min(booking.serial, MOST_SERIAL),
        persons=booking.persons,
        cars=booking.cars,
    )


def write_pass(said: VisitPass) -> str:
    """154 capitals and digits."""
    body = _body(said)
    return MARK + _letters(body + secrets.current().visit_pass.sign(body))


def read_pass(scanned: str) -> VisitPass:
    """Raises PassForged for whatever we did not write."""
    text = scanned.strip().upper()
    if not text.startswith(MARK) or len(text) != len(MARK) + _LETTERS:
        raise PassForged
    raw = _bytes(text.removeprefix(MARK), BODY_BYTES + SIGNATURE_BYTES)
    body, signature = raw[:BODY_BYTES], raw[BODY_BYTES:]
    try:
        secrets.current().visit_pass.public_key().verify(signature, body)
    except InvalidSignature:
        raise PassForged from None
    return VisitPass(
        site_id=uuid.UUID(bytes=body[:16]),
        day=BEGINNING + timedelta(days=int.from_bytes(body[16:18])),
        begins=int.from_bytes(body[18:20]),
        ends=int.from_bytes(body[20:22]),
        code=_letters(body[22:27]),
        serial=body[27],
        persons=int.from_bytes(body[28:30]),
        cars=body[30],
    )


def is_pass(scanned: str) -> bool:
    """Whether it has the look of one; else it may be a booking code."""
    text = scanned.strip().upper()
    return text.startswith(MARK) and len(text) > len(MARK) + CODE_LENGTH


def public_key() -> bytes:
    """32 bytes, for the gate's own check."""
    key = secrets.current().visit_pass.public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _body(said: VisitPass) -> bytes:
    return b"".join(
        (
            said.site_id.bytes,
            (said.day - BEGINNING).days.to_bytes(2),
            said.begins.to_bytes(2),
            said.ends.to_bytes(2),
            _bytes(said.code, 5),
            said.serial.to_bytes(1),
            said.persons.to_bytes(2),
            said.cars.to_bytes(1),
        )
    )


def _letters(raw: bytes) -> str:
    number, letters = int.from_bytes(raw), ""
    for _place in range(-(-len(raw) * 8 // LETTER_BITS)):
        number, at = divmod(number, len(ALPHABET))
        letters = ALPHABET[at] + letters
    return letters


def _bytes(letters: str, length: int) -> bytes:
    number = 0
    for letter in letters:
        at = ALPHABET.find(letter)
        if at < 0:
            raise PassForged
        number = number * len(ALPHABET) + at
    try:
        return number.to_bytes(length)
    except OverflowError:
        raise PassForged from None


def _minute(moment: "datetime") -> int:
    shown = clock.local(moment)
    return shown.hour * 60 + shown.minute

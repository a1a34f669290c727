"""What a scanned or typed text can be, by its look alone: our codes in order, or nothing of ours.

An address of ours first, then the shape of a token, then of a business number, then shorter ones;
a text that fits several is looked for in this order. Knows no database and no web.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from hardware.errors import (
    BarcodeScanned,
    CodeUnknown,
    ForeignAddress,
    IdentityNumberScanned,
    NotACode,
    NothingScanned,
    PaymentCodeScanned,
    ScanTooLong,
    ScanUnreadable,
)
from hardware.qr import ALPHABET, LONGEST, MISREAD, cleaned, is_token
from kernel.counters import NumberKind
from kernel.errors import Refusal
from kernel.people.identity import BadIdentityNumber, CheckDigitWrong, parse_identity_number


class Shape(StrEnum):
    """Beside the letters of business numbers (NumberKind)."""

    TOKEN = "token"  # noqa: S105 — the name of a shape
    ORDER = "order"
    SHORT = "short"
    TRIAL = "trial"
    PRINTED = "printed"


@dataclass(frozen=True)
class Reading:
    """`shape`: a Shape or a NumberKind; `text` in the one spelling that is stored."""

    shape: str
    text: str


@dataclass(frozen=True)
class Readings:
    """What it may be, the likeliest first; `otherwise`: what to say where nobody knows it."""

    each: tuple[Reading, ...]
    otherwise: type[Refusal]


# As kernel.counters makes them: home, kind, year, serial. The hyphen is often left out by hand.
NUMBER = re.compile(rf"([A-Z]{{2,4}})([{''.join(NumberKind)}])(\d{{2}})-?(\d{{5,}})", re.ASCII)
ORDER = re.compile(r"[0-9A-F]{32}")
SHORT = re.compile(f"[{ALPHABET}]{{8}}")
# Numbers that others print on their paper: letters, digits, at least one of them a digit.
PRINTED = re.compile(r"(?=.*\d)[\w-]{1,40}")
TRIAL = "TEST"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}
# 付款码 of WeChat Pay, Alipay and 云闪付 (UnionPay), as their own rules tell them apart.
PAYMENT = re.compile(r"1[0-5]\d{16}|(?:2[5-9]|30)\d{14,22}|62\d{17}", re.ASCII)
# 收款码: what stands beside a till of somebody else.
PAYMENT_SCHEMES = {"wxp", "weixin", "alipay", "alipays", "alipayqr"}
PAYMENT_HOSTS = {"qr.alipay.com", "wx.tenpay.com", "payapp.weixin.qq.com", "qr.95516.com"}
EAN_LENGTHS = {8, 12, 13}


def read(text: str, address: str) -> Readings:
    """`address`: our own public address. Raises the ScanRefused that says what it is instead."""
    if len(text) > LONGEST:
        raise ScanTooLong
    said = cleaned(text)
    if not said:
        raise NothingScanned
    # Control bytes, halves of characters; a text may also have grown while it was cleaned.
    if not said.isprintable() or len(said) > LONGEST:
        raise ScanUnreadable
    found = _split(said)
    if found:
        return _read_address(found, address)
    if _is_identity_number(said):
        raise IdentityNumberScanned
    return _read_bare(said)


def _split(said: str) -> SplitResult | None:
    """With or without its scheme; None for what is no address."""
    if "/" not in said:
        return None
    try:
        return urlsplit(said if SCHEME.match(said) else f"//{said}")
    except ValueError:
        raise NotACode from None


def _read_address(found: SplitResult, address: str) -> Readings:
    if _host(found) == _host(urlsplit(address)) != ("", None):
        return _read_bare(found.path.rstrip("/").rpartition("/")[2])
    if found.scheme in PAYMENT_SCHEMES or _host(found)[0] in PAYMENT_HOSTS:
        raise PaymentCodeScanned
    raise ForeignAddress if found.scheme else NotACode


def _host(found: SplitResult) -> tuple[str, int | None]:
    """http and https are the same house: only the port that is not the usual one counts."""
    try:
        port = found.port
    except ValueError:
        return "", None
    return found.hostname or "", None if port in PORTS.values() else port


def _is_identity_number(said: str) -> bool:
    """Also one with a wrong last digit: it is somebody's all the same."""
    try:
        parse_identity_number(said)
    except CheckDigitWrong:
        return True
    except BadIdentityNumber:
        return False
    return True


def _read_bare(said: str) -> Readings:
    spelled = "".join(said.split()).upper()
    readings = tuple(_readings(spelled))
    if not readings:
        raise NotACode
    return Readings(readings, _otherwise(spelled))


def _readings(spelled: str) -> Iterator[Reading]:
    token = spelled.translate(MISREAD)
    if is_token(token):
        yield Reading(Shape.TOKEN, token)
    number = NUMBER.fullmatch(spelled)
    if number:
        home, kind, year, serial = number.groups()
        yield Reading(NumberKind(kind), f"{home}{kind}{year}-{serial}")
    if ORDER.fullmatch(spelled):
        yield Reading(Shape.ORDER, spelled)
    if SHORT.fullmatch(token):
        yield Reading(Shape.SHORT, token)
    if spelled == TRIAL:
        yield Reading(Shape.TRIAL, spelled)
    if PRINTED.fullmatch(spelled):
        yield Reading(Shape.PRINTED, spelled)


def _otherwise(spelled: str) -> type[Refusal]:
    if PAYMENT.fullmatch(spelled):
        return PaymentCodeScanned
    if _is_barcode(spelled):
        return BarcodeScanned
    return CodeUnknown if spelled.isascii() else NotACode


def _is_barcode(spelled: str) -> bool:
    """EAN-8, UPC-A, EAN-13 (GB 12904): the last digit fits the others."""
    if len(spelled) not in EAN_LENGTHS or not (spelled.isascii() and spelled.isdigit()):
        return False
    weighed = (int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(spelled[:-1])))
    return (sum(weighed) + int(spelled[-1])) % 10 == 0

"""财政电子票据: one question to the province's platform; each province has its own."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol
from urllib.request import Request, urlopen

from flask import Flask, current_app

from kernel.money import decimal_yuan
from kernel.settings import Settings

PLATFORM = "fiscal_platform"
TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class FiscalLine:
    """One item the family paid for, in fen."""

    name: str
    fen: int


@dataclass(frozen=True)
class FiscalRequest:
    """What an e-receipt is issued for. `receipt_number` is ours: asked twice, it is issued once."""

    receipt_number: str
    issuer: str
    credit_code: str
    payer_name: str
    amount_fen: int
    paid_on: date
    lines: tuple[FiscalLine, ...]


@dataclass(frozen=True)
class FiscalNumber:
    """8-digit code, 10-digit number, 6-character check code."""

    code: str
    number: str
    check_code: str
    issued_on: date


class FiscalPlatform(Protocol):
    def issue(self, request: FiscalRequest) -> FiscalNumber | None:
        """None: accepted, and the number comes later. Raises OSError, ValueError."""


@dataclass(frozen=True)
class Gateway:
    """Speaks JSON over HTTP to a gateway that translates for the province (docs/fiscal.md)."""

    url: str
    key: str = ""

    def issue(self, request: FiscalRequest) -> FiscalNumber | None:
        asked = Request(  # noqa: S310 — the address is a setting, not typed by anybody
            f"{self.url.rstrip('/')}/receipts",
            data=json.dumps(_as_json(request), ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
        )
        with urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 — the same
            said = json.load(answer)
        if not said.get("number"):
            return None
        return FiscalNumber(
            code=str(said["code"]),
            number=str(said["number"]),
            check_code=str(said["check_code"]),
            issued_on=date.fromisoformat(said["issued_on"]),
        )


def platform_of(settings: Settings) -> Gateway | None:
    """None where numbers are typed by hand."""
    return Gateway(settings.fiscal_url, settings.fiscal_key) if settings.fiscal_url else None


def use_platform(app: Flask, platform: FiscalPlatform | None) -> None:
    app.extensions[PLATFORM] = platform


def find_platform() -> FiscalPlatform | None:
    """None: numbers are typed by hand."""
    platform: FiscalPlatform | None = current_app.extensions.get(PLATFORM)
    return platform


def _as_json(request: FiscalRequest) -> dict[str, object]:
    fields = asdict(request)
    del fields["amount_fen"], fields["lines"]
    return fields | {
        "amount": decimal_yuan(request.amount_fen),
        "paid_on": request.paid_on.isoformat(),
        "lines": [{"name": one.name, "amount": decimal_yuan(one.fen)} for one in request.lines],
    }

"""Ashes kept for a year in the first of four niches, and what may become of the deposit."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cemetery.keeping.kinds import RelocateReason
from cemetery.keeping.locking import find_kept
from cemetery.keeping.offers import offer_term
from cemetery.keeping.operations import move_deposit, renew_deposit
from cemetery.models import AshDeposit
from cemetery.queries import get_deposit
from kernel import clock
from kernel.db import db
from tests.ashes import scene as of_ashes

TOLD = "张小三，2026年10月20日电话"


@dataclass(frozen=True)
class Scene:
    ashes: of_ashes.Scene
    number: str

    @property
    def deposit(self) -> AshDeposit:
        db.session.expire_all()
        return get_deposit(self.number)

    def agreed(self, months: int) -> str:
        kept = find_kept(self.number)
        return offer_term(kept.deposit, kept.case, months).fingerprint

    def renew(self, months: int = 12, **changed: Any) -> AshDeposit:
        asked = {
            "number": self.number,
            "months": months,
            "agreed": self.agreed(months),
            "by": self.ashes.keeper,
        }
        return renew_deposit(**(asked | changed))

    def move(self, unit: int = 1, **changed: Any) -> AshDeposit:
        asked = {
            "number": self.number,
            "unit_id": self.ashes.units[unit].id,
            "reason": RelocateReason.REPAIR,
            "told": TOLD,
            "by": self.ashes.keeper,
        }
        return move_deposit(**(asked | changed))


def make_scene() -> Scene:
    ashes = of_ashes.make_scene()
    return Scene(ashes, ashes.deposit(unit=0).number)


def days_after(scene: Scene, days: int) -> Any:
    """So many days after the end of the term, or before it."""
    end = clock.at(scene.deposit.until, clock.local(clock.now()).time())
    return clock.frozen(end + timedelta(days=days))

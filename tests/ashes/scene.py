"""One home with a cremated case, four niches and who keeps them; what is done with the ashes."""

import uuid
from dataclasses import dataclass
from typing import Any

from cemetery.ashes import operations
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries.portions import get_portion, get_portion_of, list_portions_of
from cemetery.keeping.kinds import RelocateReason
from cemetery.keeping.operations import move_deposit
from cemetery.models import AshDeposit, Unit
from cemetery.operations import deposit_ashes
from cemetery.queries import get_unit, list_free_units, open_deposit_of
from funeral.kinds import CrematorType
from funeral.models import FuneralCase
from kernel import clock
from kernel.db import db
from kernel.people.actors import Actor, Role
from kernel.people.claimants import Relation
from tests import world
from tests.world import Home


@dataclass(frozen=True)
class Scene:
    home: Home
    keeper: Actor
    case: FuneralCase
    certificate: str
    units: list[Unit]

    def portion(self, letter: str = "A") -> AshPortion:
        return get_portion_of(self.case.id, letter)

    def taken(self) -> list[int]:
        db.session.expire_all()
        return [get_unit(unit.id).taken for unit in self.units]

    def another(self) -> tuple[FuneralCase, str]:
        """Another family's ashes."""
        case = world.open_case(self.home)
        return case, world.cremate(self.home, case, CrematorType.COLLECTING)

    def divide(self, more: int = 1, letter: str = "A") -> list[AshPortion]:
        """The new ones."""
        before = {each.id for each in list_portions_of(self.case.id)}
        operations.divide_ashes(
            portion_id=self.portion(letter).id,
            more=more,
            asked_by="张小三",
            reason="分葬两地",
            by=self.keeper,
        )
        return [each for each in list_portions_of(self.case.id) if each.id not in before]

    def move(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked = {"place": "2号架3层", "holder": "李示安", "by": self.keeper}
        portion = portion or self.portion()
        return operations.move_ashes(portion_id=portion.id, **(asked | changed))

    def deposit(self, unit: int = 0, letter: str = "A", months: int = 12) -> AshDeposit:
        return deposit_ashes(
            certificate_number=self.certificate,
            unit_id=self.units[unit].id,
            months=months,
            portion=letter,
            by=self.keeper,
        )

    def relocate(self, unit: int, letter: str = "A") -> AshDeposit:
        open_one = open_deposit_of(self.case.id, letter)
        return move_deposit(
            number=open_one.number if open_one else "",
            unit_id=self.units[unit].id,
            reason=RelocateReason.FAMILY,
            told="张小三，本人来办",
            by=self.keeper,
        )

    def collect(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked = {
            "received_by": "张小三",
            "identity_number": self.case.claimant.identity_number,
            "relation": Relation.CHILD,
            "authorisation": "",
            "signature_noted": True,
            "by": self.keeper,
        }
        portion = portion or self.portion()
        return operations.collect_ashes(portion_id=portion.id, **(asked | changed))

    def take_in(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked = {
            "certificate_number": self.certificate,
            "brought_by": "张小三",
            "place": "骨灰整理间",
            "institution_id": self.home.id,
            "by": self.keeper,
        }
        portion = portion or self.portion()
        return operations.take_in_ashes(portion_id=portion.id, **(asked | changed))

    def inter(self, portion: AshPortion | None = None, unit: int = 0, **changed: Any) -> AshEvent:
        asked = {
            "unit_id": self.units[unit].id,
            "certificate_number": self.certificate,
            "household_registration": self.home.institution.region_code,
            "by": self.keeper,
        }
        portion = portion or self.portion()
        return operations.inter_ashes(portion_id=portion.id, **(asked | changed))

    def correct(self, unit: int, letter: str = "A", **changed: Any) -> AshEvent:
        asked = {"unit_id": self.units[unit].id, "reason": "登记时看错了号", "by": self.keeper}
        return operations.correct_interment(portion_id=self.portion(letter).id, **(asked | changed))

    def swap(self, portion: AshPortion, unit: int, **changed: Any) -> AshEvent:
        asked = {"reason": "两家写反了", "by": self.keeper}
        return operations.swap_interments(
            portion_id=portion.id, unit_id=self.units[unit].id, **(asked | changed)
        )

    def disinter(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked = {
            "applicant": "张小三",
            "basis": "2026-11-01 申请书",
            "reason": "迁往外地",
            "place": "骨灰整理间",
            "by": self.keeper,
        }
        portion = portion or self.portion()
        return operations.disinter_ashes(portion_id=portion.id, **(asked | changed))

    def scatter(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked: dict[str, Any] = {
            "certificate_number": self.certificate,
            "asked_by": "张小三",
            "relation": Relation.CHILD,
            "authorisation": "",
            "place": "东海",
            "scattered_at": clock.now(),
            "witnesses": ["王示清", "李示明"],
            "by": self.keeper,
        }
        portion = portion or self.portion()
        return operations.scatter_ashes(portion_id=portion.id, **(asked | changed))

    def send(
        self,
        portion: AshPortion | None = None,
        to: uuid.UUID | None = None,
        outside: str = "",
        **changed: Any,
    ) -> AshEvent:
        asked = {"carried_by": "李示安", "reason": "家属要求", "by": self.keeper}
        return operations.send_ashes(
            portion_id=(portion or self.portion()).id,
            to_institution_id=to,
            outside=outside,
            **(asked | changed),
        )

    def acknowledge(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked = {"place": "接收室", "received_by": "赵示荣", "receipt": "", "by": self.keeper}
        portion = portion or self.portion()
        return operations.acknowledge_ashes(portion_id=portion.id, **(asked | changed))

    def take_back(self, portion: AshPortion | None = None, **changed: Any) -> AshEvent:
        asked = {
            "place": "骨灰整理间",
            "brought_by": "赵示荣",
            "reason": "对方没有位置",
            "by": self.keeper,
        }
        portion = portion or self.portion()
        return operations.take_back_ashes(portion_id=portion.id, **(asked | changed))


def make_scene(code: str = "JY", niches: int = 4) -> Scene:
    home = world.make_home(code)
    world.make_units(home.id, niches)
    world.publish_tariff(home.id)
    keeper = world.make_staff(f"{code}-columbarium", Role.COLUMBARIUM, home.id)
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    return Scene(home, keeper.actor(), case, certificate, list_free_units(home.id, "福区"))


def foreign(scene: Scene, **changed: Any) -> AshPortion:
    asked = {
        "institution_id": scene.home.id,
        "issuer": "武汉市 武昌殡仪馆",
        "certificate_number": "WC2025-0831",
        "cremated_on": clock.today(),
        "deceased_name": "李示江",
        "brought_by": "李小江",
        "place": "骨灰整理间",
        "by": scene.keeper,
    }
    return operations.receive_foreign_ashes(**(asked | changed))


def again(portion: AshPortion) -> AshPortion:
    return get_portion(portion.id)

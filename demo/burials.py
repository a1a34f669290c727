"""Those cremated in the last days who are laid to rest, each in another way."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import inter_ashes, scatter_ashes
from cemetery.ashes.queries.portions import list_portions
from cemetery.queries import list_free_units
from cemetery.rights.granting import Holder
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.operations import add_right_person
from demo.keepers import Keepers
from demo.names import invented_identity_number, invented_name
from demo.rights import grant
from funeral.queries.cases import get_case_by_id
from funeral.queries.certificates import list_certificates_of_case
from kernel import clock
from kernel.people.claimants import Relation
from kernel.people.identity import Sex

if TYPE_CHECKING:
    from cemetery.ashes.models import AshPortion
    from funeral.models import FuneralCase

TREE, LAWN, SHELF, GRAVE = "树葬区", "草坪区", "柏", "双穴墓区"
YEARS = 20


@dataclass(frozen=True)
class Burial:
    zone: str
    case: "FuneralCase"


def lay_to_rest(keepers: Keepers) -> list[Burial]:
    """One in each zone by a right of twenty years, one scattered; whoever is left waits."""
    packed = _ours(keepers, PortionState.AT_FURNACE)
    kept = _ours(keepers, PortionState.DEPOSITED)
    found = [*zip((TREE, LAWN), packed, strict=False), *zip((SHELF, GRAVE), kept, strict=False)]
    for portion in packed[2:3]:
        _scatter(keepers, portion)
    return [_inter(keepers, portion, zone) for zone, portion in found]


def _ours(keepers: Keepers, state: PortionState) -> "list[AshPortion]":
    found = list_portions(state=state, direction="asc").items
    return [portion for portion in found if portion.institution_id == keepers.home.id]


def _scatter(keepers: Keepers, portion: "AshPortion") -> None:
    case = get_case_by_id(portion.ashes_id)
    scatter_ashes(
        portion_id=portion.id,
        certificate_number=list_certificates_of_case(case.id)[0].number,
        asked_by=case.claimant.name,
        relation=Relation(case.claimant.relation),
        authorisation="",
        place="公墓撒散林（演示）",
        scattered_at=clock.now(),
        witnesses=["演示家属", "演示工作人员"],
        by=keepers.keeper,
    )


def _inter(keepers: Keepers, portion: "AshPortion", zone: str) -> Burial:
    case = get_case_by_id(portion.ashes_id)
    certificate = list_certificates_of_case(case.id)[0].number
    right = grant(
        keepers,
        list_free_units(keepers.home.id, zone)[0],
        ground=Ground.CREMATION,
        paper=certificate,
        holder=_claimant(keepers, case),
        case=case,
        years=YEARS,
    )
    if zone == TREE:
        add_right_person(
            number=right.number,
            ground=Ground.SPOUSE,
            ground_paper="结婚证（演示）",
            living=_spouse(keepers.home.region_code),
            by=keepers.keeper,
        )
    inter_ashes(
        portion_id=portion.id,
        unit_id=right.unit_id,
        certificate_number=certificate,
        by=keepers.keeper,
    )
    return Burial(zone, case)


def _claimant(keepers: Keepers, case: "FuneralCase") -> Holder:
    claimant = case.claimant
    invented = invented_identity_number(keepers.home.region_code, date(1970, 1, 2), Sex.MALE, 30)
    return Holder(
        name=claimant.name,
        relation=Relation(claimant.relation),
        phone=claimant.phone,
        identity_number=claimant.identity_number or invented,
    )


def _spouse(region_code: str) -> Living:
    number = invented_identity_number(region_code, date(1948, 5, 6), Sex.FEMALE, 3)
    return Living(invented_name(3, Sex.FEMALE), number)

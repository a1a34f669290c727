"""Who keeps the ground of a demo county, and the office that decides about it."""

from dataclasses import dataclass
from typing import Self

from kernel.people.actors import Actor, Role
from kernel.people.staff import list_staff
from kernel.places import Institution, InstitutionKind, list_institutions


@dataclass(frozen=True)
class Keepers:
    home: Institution
    clerk: Actor
    keeper: Actor
    officer: Actor

    @classmethod
    def of(cls, home: Institution) -> Self:
        office = list_institutions(InstitutionKind.CIVIL_AFFAIRS, home.region_code)[0]
        return cls(
            home,
            clerk=list_staff(home.id, Role.DESK)[0].actor(),
            keeper=list_staff(home.id, Role.COLUMBARIUM)[0].actor(),
            officer=list_staff(office.id, Role.OFFICER)[0].actor(),
        )

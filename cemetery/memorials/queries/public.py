"""What anybody may see who stands before a plate: what the family agreed to, and no more."""

import uuid
from dataclasses import dataclass
from itertools import chain

from cemetery.ashes.queries.portions import list_portions_in
from cemetery.ashes.queries.resting import list_resting_of
from cemetery.memorials.errors import MemorialNotShown
from cemetery.memorials.kinds import BY_DEFAULT, ON_THE_PAGE, Part, PieceKind, PieceState
from cemetery.memorials.models import Memorial, MemorialPiece
from cemetery.memorials.queries.memorials import list_memorials_of
from cemetery.memorials.queries.pieces import get_piece_of, list_pieces
from cemetery.models import Plate
from cemetery.queries import (
    get_plate,
    get_unit,
    list_deposits_of_case,
    live_plate,
    live_plate_of,
)
from kernel.people.deceased import Deceased
from kernel.scope import seeing

SHOWN = (PieceState.SHOWN,)


@dataclass(frozen=True)
class Remembered:
    """One who rests behind a plate; what the family did not agree to is empty here already.

    `memorial_id`: of the page with more, None where there is none.
    """

    name: str
    years: tuple[int | None, int] | None
    parts: frozenset[Part]
    memorial_id: uuid.UUID | None

    @property
    def is_said(self) -> bool:
        """Whether there is anything to say about this person at all."""
        return bool(self.name or self.years or self.memorial_id)


def list_people_behind(plate: Plate) -> dict[uuid.UUID, Deceased]:
    """Whose ashes rest behind a plate now, each once, by their case, perhaps of another house; of
    ashes from another county nothing is said, as their family was not asked."""
    portions = list_portions_in(plate.unit.id)
    if plate.deposit:
        kept = None if plate.deposit.collected_at else plate.deposit.portion_id
        portions = [portion for portion in portions if portion.id == kept]
    return {portion.case_id: portion.deceased for portion in portions if portion.case_id}


def find_plate_before(case_id: uuid.UUID) -> Plate | None:
    """The plate behind which this person is read of: of a deposit that runs, else on the unit the
    ashes rest in, also where others rest there too."""
    deposits = (each for each in list_deposits_of_case(case_id) if not each.collected_at)
    places = list_resting_of([case_id]).get(case_id, [])
    units = (get_unit(place.unit.id) for place in places if place.unit)
    return next(filter(None, chain(map(live_plate, deposits), map(live_plate_of, units))), None)


def list_remembered(plate: Plate) -> list[Remembered]:
    """Each person once, however many portions; those of whom nothing may be said left out."""
    people = list_people_behind(plate)
    # What anybody sees is the same for staff, whose scope may end before the house of the case.
    with seeing(None):
        memorials = list_memorials_of(list(people))
    everybody = (_remembered(person, memorials.get(key)) for key, person in people.items())
    return [each for each in everybody if each.is_said]


def get_remembered(token: str, memorial_id: uuid.UUID) -> tuple[Plate, Remembered]:
    """Whose page is read at this plate. Raises the refusals of get_plate, MemorialNotShown."""
    plate = get_plate(token)
    for each in list_remembered(plate):
        if each.memorial_id == memorial_id:
            return plate, each
    raise MemorialNotShown


def list_shown(remembered: Remembered) -> dict[PieceKind, list[MemorialPiece]]:
    """The text and pictures of the page; messages are listed by pages of their own."""
    kinds = [kind for kind in PieceKind if kind.part in remembered.parts]
    shown: dict[PieceKind, list[MemorialPiece]] = {kind: [] for kind in PieceKind}
    if remembered.memorial_id is None:
        return shown
    kinds = [kind for kind in kinds if kind is not PieceKind.MESSAGE]
    for piece in list_pieces(remembered.memorial_id, kinds, SHOWN):
        shown[PieceKind(piece.kind)].append(piece)
    return shown


def get_shown_picture(token: str, memorial_id: uuid.UUID, piece_id: uuid.UUID) -> bytes:
    """Raises MemorialNotShown, and the refusals of get_plate."""
    _plate, remembered = get_remembered(token, memorial_id)
    piece = get_piece_of(memorial_id, piece_id)
    agreed = PieceKind(piece.kind).part in remembered.parts
    if not agreed or piece.shown_state is not PieceState.SHOWN or piece.picture is None:
        raise MemorialNotShown
    return piece.picture


def _remembered(deceased: Deceased, memorial: Memorial | None) -> Remembered:
    parts = frozenset(map(Part, memorial.agreed)) if memorial else frozenset(BY_DEFAULT)
    born = deceased.born_on.year if deceased.born_on else None
    return Remembered(
        name=deceased.name if Part.NAME in parts else "",
        years=(born, deceased.died_on.year) if Part.YEARS in parts else None,
        parts=parts,
        memorial_id=memorial.id if memorial and parts & ON_THE_PAGE else None,
    )

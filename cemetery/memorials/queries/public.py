"""What anybody may see who stands before a plate: what the family agreed to, and no more."""

import uuid
from dataclasses import dataclass
from itertools import chain

from cemetery.ashes.queries.resting import list_resting_in, list_resting_of
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
from funeral.queries.cases import get_case_by_id

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


def list_cases_behind(plate: Plate) -> list[uuid.UUID]:
    """Whose ashes rest behind a plate now, each once; of ashes from elsewhere nothing is known."""
    if plate.deposit:
        return [] if plate.deposit.collected_at else [plate.deposit.case_id]
    cases = (place.case_id for place in list_resting_in(plate.unit.id))
    return list(dict.fromkeys(case_id for case_id in cases if case_id))


def find_plate_before(case_id: uuid.UUID) -> Plate | None:
    """The plate behind which this person is read of: of a deposit that runs, else on the unit the
    ashes rest in, also where others rest there too."""
    deposits = (each for each in list_deposits_of_case(case_id) if not each.collected_at)
    places = list_resting_of([case_id]).get(case_id, [])
    units = (get_unit(place.unit.id) for place in places if place.unit)
    return next(filter(None, chain(map(live_plate, deposits), map(live_plate_of, units))), None)


def list_remembered(plate: Plate) -> list[Remembered]:
    """Each person once, however many portions; those of whom nothing may be said left out."""
    cases = list_cases_behind(plate)
    memorials = list_memorials_of(cases)
    everybody = (_remembered(case_id, memorials.get(case_id)) for case_id in cases)
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


def _remembered(case_id: uuid.UUID, memorial: Memorial | None) -> Remembered:
    parts = frozenset(map(Part, memorial.agreed)) if memorial else frozenset(BY_DEFAULT)
    deceased = get_case_by_id(case_id).deceased
    born = deceased.born_on.year if deceased.born_on else None
    return Remembered(
        name=deceased.name if Part.NAME in parts else "",
        years=(born, deceased.died_on.year) if Part.YEARS in parts else None,
        parts=parts,
        memorial_id=memorial.id if memorial and parts & ON_THE_PAGE else None,
    )

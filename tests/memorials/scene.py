"""One whose ashes rest in a niche with a plate; a memorial page, and what its family does there."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from PIL import Image

from cemetery.memorials.kinds import Part, PieceKind
from cemetery.memorials.models import Memorial, MemorialPiece
from cemetery.memorials.operations import (
    add_memorial_picture,
    agree_to_parts,
    leave_message,
    open_memorial,
    pass_piece,
    take_down_my_memorial,
)
from cemetery.memorials.operations.memorials import Asker
from cemetery.memorials.queries.memorials import live_key
from cemetery.models import AshDeposit
from cemetery.operations import deposit_ashes, replace_plate
from cemetery.queries import list_free_units, live_plate
from funeral.models import FuneralCase
from kernel.db import db
from kernel.people.actors import Actor, Role, family
from tests import world
from tests.world import Home

FAMILY = family("memorial")
VISITOR = family("visitor")
CLAIMANT_NUMBER = world.identity_number(date(1980, 1, 1))
GPS_TAG = 0x8825


def a_photo(form: str = "JPEG") -> bytes:
    """With a maker and a place, as a telephone writes them."""
    file, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "maker"
    exif.get_ifd(GPS_TAG)[1] = "N"
    Image.new("RGB", (64, 48), "green").save(file, form, exif=exif)
    return file.getvalue()


@dataclass(frozen=True)
class Scene:
    home: Home
    case: FuneralCase
    deposit: AshDeposit
    keeper: Actor
    memorial: Memorial

    @property
    def plate(self) -> str:
        return live_plate(self.deposit).token

    @property
    def key(self) -> str:
        return live_key(self.memorial.id).token

    @property
    def page(self) -> str:
        return f"/p/{self.plate}/memorial/{self.memorial.id}"

    def begin_anew(self) -> None:
        db.session.expire_all()
        if self.memorial.taken_down_at is None:
            take_down_my_memorial(token=self.key, by=FAMILY)
        open_for(self.case, self.keeper)
        if live_plate(self.deposit) is None:
            replace_plate(number=self.deposit.number, by=self.keeper)

    def agree(self, *parts: Part) -> None:
        agree_to_parts(token=self.key, parts=parts, by=FAMILY)

    def leave(self, words: str = "一路走好", name: str = "老同事") -> MemorialPiece:
        return leave_message(
            plate_token=self.plate,
            memorial_id=self.memorial.id,
            name=name,
            words=words,
            by=VISITOR,
        )

    def picture(self, kind: PieceKind = PieceKind.PICTURE, *, passed: bool = True) -> MemorialPiece:
        piece = add_memorial_picture(token=self.key, kind=kind, raw=a_photo(), by=FAMILY)
        return pass_piece(piece_id=piece.id, by=self.keeper) if passed else piece


def make_scene() -> Scene:
    home = world.make_home()
    world.make_units(home.id)
    world.publish_tariff(home.id)
    keeper = world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id).actor()
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    unit = list_free_units(home.id, "福区")[0]
    deposit = deposit_ashes(certificate_number=certificate, unit_id=unit.id, months=12, by=keeper)
    memorial = open_for(case, keeper)
    return Scene(home, case, deposit, keeper, memorial)


def open_for(case: FuneralCase, keeper: Actor, **changed: object) -> Memorial:
    asked = {
        "number": case.number,
        # The number on the card, as the paper on file says it.
        "asker": Asker(case.claimant.identity_number or CLAIMANT_NUMBER),
        "identity_checked": True,
        "by": keeper,
    }
    return open_memorial(**(asked | changed))

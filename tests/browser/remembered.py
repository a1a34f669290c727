"""A memorial page of the county of the tests, with everything on it and something waiting."""

import uuid
from dataclasses import dataclass

from cemetery.memorials.kinds import Part, PieceKind
from cemetery.memorials.operations import (
    add_memorial_picture,
    agree_to_parts,
    approve_message,
    leave_message,
    pass_piece,
    write_memorial_text,
)
from cemetery.memorials.queries.memorials import live_key
from funeral.models import FuneralCase
from tests import world
from tests.memorials.scene import FAMILY, VISITOR, a_photo, open_for

TEXT = "他在嘉鱼教了三十年书，喜欢下棋，也爱种花。\n学生们都记得他讲课的样子。"


@dataclass(frozen=True)
class Remembered:
    """`piece_id`: of a message that waits for staff."""

    memorial_id: uuid.UUID
    key: str
    piece_id: uuid.UUID


def make_remembered(home: world.Home, case: FuneralCase, plate: str) -> Remembered:
    memorial = open_for(case, home.clerk)
    key = live_key(memorial.id).token
    agree_to_parts(token=key, parts=list(Part), by=FAMILY)
    write_memorial_text(token=key, words=TEXT, by=FAMILY)
    for kind in (PieceKind.PORTRAIT, PieceKind.PICTURE, PieceKind.PICTURE):
        piece = add_memorial_picture(token=key, kind=kind, raw=a_photo(), by=FAMILY)
        pass_piece(piece_id=piece.id, by=home.clerk)

    def leave(words: str, name: str) -> uuid.UUID:
        piece = leave_message(
            plate_token=plate, memorial_id=memorial.id, name=name, words=words, by=VISITOR
        )
        return piece.id

    approve_message(token=key, piece_id=leave("一路走好，老同事想念您。", "李示明"), by=FAMILY)
    leave("谢谢老师。", "")
    return Remembered(memorial.id, key, leave("请打 13800138000", "某某"))

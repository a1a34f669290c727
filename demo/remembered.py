"""Memorial pages and plates of a demo county."""

from typing import TYPE_CHECKING

from flask import current_app

from cemetery.keeping.locking import find_kept
from cemetery.memorials.kinds import Part
from cemetery.memorials.operations import (
    agree_to_parts,
    approve_message,
    leave_message,
    open_memorial,
    write_memorial_text,
)
from cemetery.memorials.operations.memorials import Asker
from cemetery.memorials.queries.memorials import live_key
from cemetery.operations import order_plates
from cemetery.queries import list_deposits, list_free_units, live_plate
from demo.burials import TREE
from demo.keepers import Keepers
from kernel.people.actors import family

if TYPE_CHECKING:
    from cemetery.memorials.models import Memorial
    from cemetery.models import AshDeposit

FAMILY, VISITOR = family("demo-memorial"), family("demo-visitor")
LIVES = (
    "在嘉鱼教书三十年，学生遍布各地。喜欢种花，待人宽厚。（演示）",
    "年轻时在长江上跑船，退休后教孙辈写字，爱听楚剧。（演示）",
)
KIND_WORDS = "常想起您，一路走好。"
# Looked at because of the number in it.
UNCLEAR_WORDS = "我是船上的老同事，想和家里人联系，电话 0715-0000003。"
PLATE_MM = 40
PARTS = (Part.YEARS, Part.NAME, Part.TEXT, Part.MESSAGES)


def make_memorials(keepers: Keepers) -> None:
    """One with a message its family agreed to; one with a message staff has to look at first."""
    ours = [each for each in list_deposits().items if each.institution_id == keepers.home.id]
    told = zip(ours, LIVES, (KIND_WORDS, UNCLEAR_WORDS), strict=False)
    for deposit, life, words in told:
        memorial = _open(keepers, deposit)
        key, plate = live_key(memorial.id), live_plate(deposit)
        if key is None or plate is None:
            raise RuntimeError("An open page has its link, and a deposit its plate.")
        agree_to_parts(token=key.token, parts=PARTS, by=FAMILY)
        write_memorial_text(token=key.token, words=life, by=FAMILY)
        message = leave_message(
            plate_token=plate.token,
            memorial_id=memorial.id,
            name="老同事（演示）",
            words=words,
            by=VISITOR,
        )
        if words == KIND_WORDS:
            approve_message(token=key.token, piece_id=message.id, by=FAMILY)


def order_some_plates(keepers: Keepers) -> None:
    """For a row of trees; the worker draws them as soon as the demonstration runs."""
    (tree, *_more) = list_free_units(keepers.home.id, TREE)
    order_plates(
        site_id=tree.site_id,
        zone=TREE,
        rows=[tree.row],
        size_mm=PLATE_MM,
        first_line=tree.site.name,
        address=current_app.config["PUBLIC_URL"],
        reissue=False,
        by=keepers.keeper,
    )


def _open(keepers: Keepers, deposit: "AshDeposit") -> "Memorial":
    case = find_kept(deposit.number).case
    if case is None:
        raise RuntimeError("The demonstration keeps only whom it cremated.")
    return open_memorial(
        number=case.number,
        asker=Asker(case.claimant.identity_number or ""),
        identity_checked=True,
        by=keepers.keeper,
    )

"""The slips of portions: 骨灰领取凭证, who took which portion, from where, signed; the label of an
urn that came from elsewhere."""

from typing import TYPE_CHECKING

from hardware.slips import Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.places import Institution

if TYPE_CHECKING:
    from cemetery.ashes.models import AshEvent, AshPortion
    from cemetery.ashes.people import Whose

COLLECTION_SLIP = "ash_collection_slip"


def portion_label(portion: "AshPortion", person: "Whose", home: Institution, code: str) -> Slip:
    """骨灰标签 of ashes that came from another house or county, small enough for the urn. `code`:
    what it says to a scanner."""
    rows: list[Row] = [
        Rule(),
        Text(person.name, bold=True, centre=True, size=3),
        Rule(),
        Fact(_("骨灰"), person.number),
        Fact(_("份"), portion.letter),
        *([Fact(_("证明"), person.certificate)] if person.certificate else []),
        Code(person.number, small=True, says=code),
    ]
    return Slip(title=str(_("骨灰标签")), issuer=home.name, rows=tuple(rows))


def collection_slip(
    event: "AshEvent", number: str, name: str, home: Institution, code: str
) -> Slip:
    """`number`: of the portion; `code`: what it says to a scanner. The identity number is shown
    masked."""
    relation = Relation(event.relation).label if event.relation else ""
    rows: list[Row] = [
        Text(name, centre=True, size=2),
        Rule(),
        Fact(_("骨灰"), number),
        Fact(_("领取时间"), clock.say_stamp(event.happened_at)),
        Fact(_("领取地点"), event.place),
        Fact(_("领取人"), event.counterpart),
        *([Fact(_("与逝者的关系"), relation)] if relation else []),
        *([Fact(event.shown_kind, event.shown_identity)] if event.shown_identity else []),
        *([Fact(_("委托书"), event.authorisation)] if event.authorisation else []),
        Rule(),
        Text(_("领取人签名：\n\n\n馆方签名：\n\n")),
        *([Fact(_("电话"), home.phone)] if home.phone else []),
        Code(number.rpartition(" ")[0], says=code),
    ]
    return Slip(title=str(_("骨灰领取凭证")), issuer=home.name, rows=tuple(rows))

"""What our slips say: 骨灰寄存单 for a deposit, 祭扫凭证 for a visit."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hardware.slips import Amount, Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from cemetery.models import AshDeposit

STORAGE_RECEIPT, VISIT_PASS = "storage_receipt", "visit_pass"


def storage_receipt(
    deposit: "AshDeposit",
    name: str,
    fee_fen: int | None,
    home: Institution,
    renewed_from: date | None = None,
) -> Slip:
    """骨灰寄存单, which the family keeps until it collects. `fee_fen`: the listed price of the
    term before any waiver; None where keeping ashes is not charged. `renewed_from`: where the last
    of several terms began."""
    rows: list[Row] = [
        Text(name, centre=True, size=2),
        Rule(),
        Fact(_("寄存编号"), deposit.number),
        Fact(deposit.unit.site.kind_word, deposit.unit.site.name),
        Fact(deposit.unit.kind_label, str(deposit.unit)),
        Fact(_("份"), deposit.portion),
        Fact(_("火化证明"), deposit.certificate_number),
        Fact(_("寄存自"), clock.say_date(deposit.since)),
        *([Fact(_("续期自"), clock.say_date(renewed_from))] if renewed_from else []),
        Fact(_("期限至"), clock.say_date(deposit.until)),
        Rule(),
        *(
            [Text(_("没有公布寄存的价格，不收费。"))]
            if fee_fen is None
            else [Amount(_("寄存费"), fee_fen, note=str(_("减免和付款以账单为准")))]
        ),
        Rule(),
        Text(_("领取时请带"), bold=True),
        Text(_("·本单和火化证明\n·经办人身份证\n·他人代领的，另带委托书")),
        Text(_("到期以前请来续期或领取。")),
        Fact(_("开放时间"), deposit.unit.site.visiting_hours),
        *([Fact(_("电话"), home.phone)] if home.phone else []),
        Code(deposit.number),
    ]
    return Slip(title=str(_("骨灰寄存单")), issuer=home.name, rows=tuple(rows))


@dataclass(frozen=True)
class VisitPass:
    """One visit as the gate sees it. `place`: the niche or plot; `slot`: "上午 8:00–10:00";
    `notice`: what the site asks of visitors; `says`: the signed pass, else the code alone."""

    site: str
    place: str
    day: date
    slot: str
    persons: int
    code: str
    notice: str = ""
    says: str = ""


def visit_pass_slip(visit: VisitPass, home: Institution) -> Slip:
    """祭扫凭证: day and time large enough to be read at arm's length."""
    rows: list[Row] = [
        Text(clock.say_day(visit.day), bold=True, centre=True, size=2),
        Text(visit.slot, bold=True, centre=True, size=2),
        Text(clock.say_lunar(visit.day), centre=True),
        Rule(),
        Fact(_("地点"), visit.site),
        *([Fact(_("位置"), visit.place)] if visit.place else []),
        Fact(_("人数"), str(_("%(count)s 人")) % {"count": visit.persons}),
        Rule(),
        *([Text(visit.notice)] if visit.notice else []),
        *([Fact(_("电话"), home.phone)] if home.phone else []),
        Code(visit.code, caption=str(_("入园时出示")), says=visit.says),
    ]
    return Slip(title=str(_("祭扫凭证")), issuer=home.name, rows=tuple(rows))

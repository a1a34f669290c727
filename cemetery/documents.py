"""What the keeper hands out: 寄存证 and 安葬证, and the agreements behind them.

Built from plain facts, so that graves and rights only need to fill them in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cemetery.law import AgreementKind, articles_of
from hardware.papers import (
    Block,
    Clause,
    Clauses,
    Code,
    Facts,
    Paper,
    Signature,
    Signatures,
    Sum,
    Text,
)
from hardware.qr import plate_url, short_code
from kernel import clock
from kernel.i18n import _
from kernel.money import yuan

DEPOSIT_CERTIFICATE = "deposit_certificate"
BURIAL_CERTIFICATE = "burial_certificate"
AGREEMENTS = {
    AgreementKind.DEPOSIT: "deposit_agreement",
    AgreementKind.NICHE: "niche_agreement",
    AgreementKind.PLOT: "plot_agreement",
}
AGREEMENT_TITLES = {
    AgreementKind.DEPOSIT: _("骨灰寄存协议"),
    AgreementKind.NICHE: _("格位使用协议"),
    AgreementKind.PLOT: _("墓位使用协议"),
}
PLACE_LABELS = {
    AgreementKind.DEPOSIT: _("格位"),
    AgreementKind.NICHE: _("格位"),
    AgreementKind.PLOT: _("墓位"),
}


@dataclass(frozen=True)
class Side:
    """One of the two who agree. `identity`: masked number or credit code; empty where not known."""

    name: str
    identity: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Term:
    """From `since` to `until`, both whole days and both inside."""

    since: date
    until: date

    def __str__(self) -> str:
        """ "2026年11月24日至2027年11月24日，共1年"."""
        facts = {"since": clock.say_date(self.since), "until": clock.say_date(self.until)}
        return str(_("%(since)s至%(until)s")) % facts + str(_("，")) + self.length

    @property
    def months(self) -> int:
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month

    @property
    def length(self) -> str:
        years, months = divmod(self.months, 12)
        if not months:
            return str(_("共%(years)s年")) % {"years": years}
        if not years:
            return str(_("共%(months)s个月")) % {"months": months}
        return str(_("共%(years)s年%(months)s个月")) % {"years": years, "months": months}


@dataclass(frozen=True)
class Resting:
    """Whose ashes rest where: what a certificate says. `further`: more facts, as (label, value).

    `token`: of the plate, "" where there is none yet.
    """

    number: str
    issuer: str
    deceased: str
    certificate_number: str
    holder: str
    relation: str
    place: str
    made_on: date
    term: Term | None
    visiting_hours: str = ""
    phone: str = ""
    token: str = ""
    further: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Agreement:
    """`fee_fen`: for the whole term as charged by the published list; None where nothing is.

    `fee_basis`: item, price and quantity in words. `reckoned`: each item for the whole term, what
    is waived and what is left to pay, as (label, value).
    """

    kind: AgreementKind
    number: str
    provider: Side
    holder: Side
    deceased: str
    certificate_number: str
    place: str
    term: Term
    made_on: date
    fee_fen: int | None
    fee_basis: str = ""
    reckoned: Sequence[tuple[str, str]] = ()
    further: Sequence[tuple[str, str]] = ()


def deposit_certificate(resting: Resting, address: str) -> Paper:
    """骨灰寄存证. `address`: our public address, for the code of the plate."""
    return _certificate(
        resting,
        address,
        kind=DEPOSIT_CERTIFICATE,
        title=str(_("骨灰寄存证")),
        said=str(_("兹证明下列逝者的骨灰寄存在本单位。")),
        place=str(_("格位")),
        foot=str(
            _("凭本证和本人有效身份证件祭扫、续期、领取骨灰。本证遗失的，请带身份证件来补办。")
        ),
    )


def burial_certificate(resting: Resting, address: str) -> Paper:
    """安葬证."""
    return _certificate(
        resting,
        address,
        kind=BURIAL_CERTIFICATE,
        title=str(_("骨灰安葬证")),
        said=str(_("兹证明下列逝者的骨灰安葬在本单位。")),
        place=str(_("墓位")),
        foot=str(_("凭本证和本人有效身份证件祭扫、续期、迁出。本证遗失的，请带身份证件来补办。")),
    )


def agreement_paper(agreement: Agreement) -> Paper:
    holder, provider = agreement.holder, agreement.provider
    articles = articles_of(agreement.kind, agreement.made_on)
    lines = tuple(str(line) for line in (_("签字或盖章"), _("日期")))
    return Paper(
        kind=AGREEMENTS[agreement.kind],
        number=agreement.number,
        title=str(AGREEMENT_TITLES[agreement.kind]),
        subtitle=str(_("编号 %(number)s")) % {"number": agreement.number},
        issuer=provider.name,
        blocks=(
            Facts(_sides(provider, holder), pairs=True),
            Text(str(_("甲乙双方就下列逝者骨灰的保管和使用约定如下。"))),
            Facts(_subject(agreement)),
            *_fee(agreement),
            Clauses([Clause(each.heading, each.text, each.basis) for each in articles]),
            Signatures(
                (
                    Signature(str(_("甲方：%(name)s")) % {"name": provider.name}, lines),
                    Signature(str(_("乙方：%(name)s")) % {"name": holder.name}, lines),
                )
            ),
        ),
    )


def _certificate(
    resting: Resting, address: str, *, kind: str, title: str, said: str, place: str, foot: str
) -> Paper:
    code = None
    if resting.token:
        code = Code(
            plate_url(address, resting.token), short_code(resting.token), str(_("扫码看位置"))
        )
    facts = [
        (str(_("证件编号")), resting.number),
        (str(_("逝者")), resting.deceased),
        (str(_("火化证明")), resting.certificate_number),
        (str(_("持证人")), resting.holder),
        (str(_("与逝者的关系")), resting.relation),
        (place, resting.place),
        *([(str(_("期限")), str(resting.term))] if resting.term else []),
        *resting.further,
        (str(_("开放时间")), resting.visiting_hours),
        (str(_("电话")), resting.phone),
        (str(_("签发日期")), clock.say_date(resting.made_on)),
    ]
    lines = (str(_("经办")), str(_("日期")))
    return Paper(
        kind=kind,
        number=resting.number,
        title=title,
        issuer=resting.issuer,
        code=code,
        blocks=(
            Text(said, lead=True),
            Facts([(label, value) for label, value in facts if value]),
            Signatures(
                (
                    Signature(str(_("持证人")), (str(_("签字")), str(_("日期")))),
                    Signature(str(_("签发单位（盖章）")), lines),
                )
            ),
        ),
        foot=(foot,),
        framed=True,
    )


def _sides(provider: Side, holder: Side) -> list[tuple[str, str]]:
    """The two beside each other, line by line; a line neither has is left out."""
    lines = (
        (_("甲方"), _("乙方"), provider.name, holder.name),
        (_("信用代码"), _("证件号码"), provider.identity, holder.identity),
        (_("电话"), _("电话"), provider.phone, holder.phone),
        (_("地址"), _("地址"), provider.address, holder.address),
    )
    return [
        (str(label), value or "—")
        for left_label, right_label, left, right in lines
        if left or right
        for label, value in ((left_label, left), (right_label, right))
    ]


def _subject(agreement: Agreement) -> list[tuple[str, str]]:
    return [
        (str(_("逝者")), agreement.deceased),
        (str(_("火化证明")), agreement.certificate_number),
        (str(PLACE_LABELS[agreement.kind]), agreement.place),
        *agreement.further,
        (str(_("期限")), str(agreement.term)),
    ]


def _fee(agreement: Agreement) -> list[Block]:
    if agreement.fee_fen is None:
        return [Text(str(_("收费清单没有这一项，本协议期限内不收费。")))]
    total = Sum(str(_("整个期限的费用")), yuan(agreement.fee_fen), agreement.fee_basis)
    return [total, *([Facts(agreement.reckoned)] if agreement.reckoned else [])]

"""服务项目选择单: the whole published list of a day, what this family chose, for its signature.

国令824号 art. 43: nothing is bundled, so every item stands by itself with a box of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from billing.kinds import ItemClass
from billing.prices import say_counting, say_price
from billing.published import PublishedItem
from billing.queries import assess_next_bill, list_charges
from billing.queries.price_lists import displayed_on
from funeral.charges import ITEM_OF_CREMATOR, ITEM_OF_HALL
from funeral.kinds import CrematorType, HallClass
from funeral.models import FuneralCase
from funeral.queries import schedule
from funeral.queries.waivers import expected_facts
from hardware.papers import Block, Cell, Column, Facts, Paper, Signature, Signatures, Table, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import get_institution

OPTION_SHEET = "option_sheet"
CHOSEN, OPEN = "■", "□"


@dataclass(frozen=True)
class Sheet:
    """`waived`: by item code, the sentence of what the county waives; empty where not eligible.

    `reasons`: whether this family is eligible, in sentences.
    """

    case_number: str
    issuer: str
    deceased: str
    claimant: str
    day: date
    items: Sequence[PublishedItem]
    chosen: frozenset[str]
    waived: Mapping[str, str]
    policy_title: str | None
    reasons: Sequence[str]


def option_sheet(case: FuneralCase) -> Paper:
    """By today's list; ticked is what is charged already and what the day of the case holds."""
    day = clock.today()
    # Families sign before the cremation.
    facts = expected_facts(case)
    policy, assessment = assess_next_bill(
        case.institution_id, facts, [], case.deceased.identity_index, case.id
    )
    waived = (
        {item.code: str(item.settle(facts).sentence()) for item in policy.items}
        if policy and assessment.eligible
        else {}
    )
    return draw_up(
        Sheet(
            case_number=case.number,
            issuer=get_institution(case.institution_id).name,
            deceased=case.deceased.name,
            claimant=case.claimant.name,
            day=day,
            items=displayed_on(case.institution_id, day).items,
            chosen=_chosen(case),
            waived=waived,
            policy_title=policy.title if policy else None,
            reasons=[str(reason) for reason in assessment.reasons],
        )
    )


def draw_up(sheet: Sheet) -> Paper:
    return Paper(
        kind=OPTION_SHEET,
        number=sheet.case_number,
        title=str(_("服务项目选择单")),
        subtitle=str(_("按%(day)s有效的收费清单")) % {"day": clock.say_date(sheet.day)},
        issuer=sheet.issuer,
        blocks=(
            Facts(
                [
                    (str(_("逝者")), sheet.deceased),
                    (str(_("经办人")), sheet.claimant),
                    (str(_("案件")), sheet.case_number),
                    (str(_("填写日期")), clock.say_date(sheet.day)),
                ],
                pairs=True,
            ),
            Text(
                str(_("%(chosen)s 已选，%(open)s 未选。不需要的项目可以不选，项目之间互不搭售。"))
                % {"chosen": CHOSEN, "open": OPEN}
            ),
            *_lists(sheet),
            *_waiver(sheet),
            Signatures(
                (
                    Signature(str(_("家属（经办人）")), (str(_("签字")), str(_("日期")))),
                    Signature(str(_("业务人员")), (str(_("签字")), str(_("日期")))),
                )
            ),
        ),
        foot=(str(_("收费清单之外不收取任何费用。实际费用以登记的服务和账单为准。")),),
    )


def _lists(sheet: Sheet) -> list[Block]:
    """One table for each class that has an item; what is not published is not offered."""
    columns = (
        Column(str(_("选择")), width=8),
        Column(str(_("项目")), width=20),
        Column(str(_("价格")), width=26),
        Column(str(_("惠民减免")), width=22),
        Column(str(_("收费依据"))),
    )
    found: list[Block] = []
    for item_class in ItemClass:
        rows = [_row(sheet, item) for item in sheet.items if item.item_class is item_class]
        if rows:
            found.append(Table(str(item_class.label), columns, rows))
    return found


def _row(sheet: Sheet, item: PublishedItem) -> list[Cell | str]:
    return [
        CHOSEN if item.code in sheet.chosen else OPEN,
        item.name,
        Cell(say_price(item), note=say_counting(item)),
        sheet.waived.get(item.code, "—"),
        item.legal_basis,
    ]


def _waiver(sheet: Sheet) -> list[Block]:
    if sheet.policy_title is None:
        return [Text(str(_("本地区现在没有生效的减免政策。")), note=True)]
    said = str(_("适用《%(title)s》。")) % {"title": sheet.policy_title}
    return [Text(said + "".join(sheet.reasons), note=True)]


def _chosen(case: FuneralCase) -> frozenset[str]:
    codes = {charge.item.code for charge in list_charges(case.id)}
    farewell = schedule.farewell_of(case.plan) if case.plan else None
    cremation = schedule.cremation_of(case.plan) if case.plan else None
    if farewell:
        codes.add(ITEM_OF_HALL[HallClass(farewell.resource.variety)])
    if cremation:
        codes.add(ITEM_OF_CREMATOR[CrematorType(cremation.resource.variety)])
    return frozenset(codes)

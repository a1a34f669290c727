"""Invented examples of funeral's A4 documents; nobody here has lived."""

from datetime import date
from decimal import Decimal

from billing.kinds import ItemClass, ItemPurpose, ListSource, PriceMode
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.published import PublishedItem
from billing.units import Unit
from funeral import option_sheet
from funeral.documents import CERTIFICATE, draw_up
from funeral.option_sheet import OPTION_SHEET, Sheet
from hardware.paper_specimens import PaperSpecimen
from hardware.papers import Paper
from kernel import clock
from kernel.i18n import _
from kernel.people.actors import Role

HOME = "青溪县殡仪馆"
ADDRESS = "https://example.cn"
TOKEN = "7K3M9Q2XV4T8B6HN"  # noqa: S105 — printed on the example for everybody to scan
DAY = date(2026, 11, 24)
STAFF = (Role.DESK, Role.ADMINISTRATOR, Role.OFFICER)
LIST = "青发改价〔2026〕12号"


def certificate() -> Paper:
    facts = (
        (_("姓名"), "李𠮷明"),
        (_("性别"), str(_("男"))),
        (_("证件号码"), "421221********0013"),
        (_("死亡时间"), clock.say_date(date(2026, 11, 22))),
        (_("火化开始"), "2026-11-24 08:30"),
        (_("火化结束"), "2026-11-24 09:35"),
        (_("炉号"), "2号火化机"),
        (_("操作员"), "周建国、吴桂芳"),
        (_("证明编号"), "QXH26-00042"),
        (_("证明纸编号"), "QX000042"),
        (_("签发日期"), clock.say_date(DAY)),
        (_("签发单位"), HOME),
    )
    return draw_up(
        number="QXH26-00042",
        issuer=HOME,
        facts=[(str(label), value) for label, value in facts],
        token=TOKEN,
        address=ADDRESS,
    )


def sheet() -> Paper:
    return option_sheet.draw_up(
        Sheet(
            case_number="QXA26-00042",
            issuer=HOME,
            deceased="李𠮷明",
            claimant="李小梅",
            day=DAY,
            items=ITEMS,
            chosen=frozenset({"transfer", "storage", "hall_small", "cremation_flat"}),
            waived={
                "transfer": "全免",
                "storage": "3 天以内全免",
                "cremation_flat": "全免",
                "ash_deposit": "12 个月以内全免",
            },
            policy_title="青溪县惠民殡葬减免办法",
            reasons=("符合减免条件：户籍在青溪县的居民。",),
        )
    )


MODES = {
    ItemClass.BASIC: PriceMode.GUIDED,
    ItemClass.NON_BASIC: PriceMode.REFERENCE_RANGE,
    ItemClass.GOODS: PriceMode.MARKUP_CAPPED,
}


def _item(
    code: str, name: str, item_class: ItemClass, purpose: ItemPurpose, terms: TariffTerms
) -> PublishedItem:
    return PublishedItem(
        id=code,
        code=code,
        name=name,
        item_class=item_class,
        purpose=purpose,
        list_source=ListSource.COUNTY,
        terms=terms,
        rule=PriceRule(mode=MODES[item_class]),
        includes=(),
        legal_basis=LIST,
        issuer="青溪县发展和改革局",
        valid_from=date(2026, 4, 1),
        valid_to=None,
        published_on=date(2026, 4, 1),
    )


def _basic(code: str, name: str, purpose: ItemPurpose, terms: TariffTerms) -> PublishedItem:
    return _item(code, name, ItemClass.BASIC, purpose, terms)


ITEMS = (
    _basic(
        "transfer",
        "遗体接运",
        ItemPurpose.TRANSFER,
        TariffTerms(Unit.KM, 420_00, included=Decimal(30), extra_price_fen=5_00),
    ),
    _basic("storage", "遗体存放（冷藏）", ItemPurpose.STORAGE, TariffTerms(Unit.HOUR, 10_00)),
    _basic("hall_small", "告别厅（小厅）", ItemPurpose.FAREWELL, TariffTerms(Unit.TIME, 300_00)),
    _basic("hall_large", "告别厅（大厅）", ItemPurpose.FAREWELL, TariffTerms(Unit.TIME, 800_00)),
    _basic(
        "cremation_flat", "火化（平板炉）", ItemPurpose.CREMATION, TariffTerms(Unit.TIME, 500_00)
    ),
    _basic("ash_deposit", "骨灰寄存", ItemPurpose.ASH_DEPOSIT, TariffTerms(Unit.YEAR, 180_00)),
    _item(
        "preparation",
        "整容、更衣",
        ItemClass.NON_BASIC,
        ItemPurpose.PREPARATION,
        TariffTerms(Unit.TIME, price_low_fen=300_00, price_high_fen=510_00),
    ),
    _item(
        "urn_wood",
        "骨灰盒（松木）",
        ItemClass.GOODS,
        ItemPurpose.GOODS,
        TariffTerms(Unit.PIECE, 260_00),
    ),
)

PAPERS = (
    PaperSpecimen(CERTIFICATE, _("火化证明"), STAFF, certificate),
    PaperSpecimen(OPTION_SHEET, _("服务项目选择单"), STAFF, sheet),
)

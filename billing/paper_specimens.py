"""Invented examples of billing's A4 documents."""

from billing.bill_paper import BILL, BilledRow, BillOnPaper, Signed, bill_paper
from billing.settlement_paper import SETTLEMENT, SettlementOnPaper, settlement_paper
from billing.statement import ItemSum
from hardware.paper_specimens import PaperSpecimen
from hardware.papers import Paper
from kernel.i18n import _
from kernel.people.actors import Role

HOME = "青溪县殡仪馆"
# A wave and two strokes: a hand, but nobody's.
PATH = (
    "M60 110 L90 60 L120 120 L150 60 L180 120 L230 90 "
    "M260 60 L260 140 M240 95 L330 85 M360 70 L350 140 L430 120 L470 70 L500 130"
)
ROWS = (
    BilledRow("遗体接运", "青溪县中医院，12 公里", 420_00, 420_00, 0, notes=[1]),
    BilledRow("遗体存放（冷藏）", "2026-11-22 21:40 起，35 小时", 350_00, 350_00, 0, notes=[2]),
    BilledRow("告别厅（小厅）", "2026-11-24 07:30–08:10，1 次", 300_00, 0, 300_00),
    BilledRow("火化（平板炉）", "2026-11-24 08:30–09:35，1 次", 500_00, 500_00, 0, notes=[1]),
    BilledRow("整容、更衣", "2026-11-23，1 次", 380_00, 0, 380_00),
    BilledRow("骨灰盒（松木）", "1 件", 260_00, 0, 260_00, credited_by="QXR26-00003"),
)
SUMS = (
    ItemSum("basic", "transfer", "遗体接运", 118, 49_560_00),
    ItemSum("basic", "storage", "遗体存放（冷藏）", 117, 36_410_00),
    ItemSum("basic", "cremation_flat", "火化（平板炉）", 121, 60_500_00),
    ItemSum("basic", "ash_deposit", "骨灰寄存", 64, 11_520_00),
)


def bill() -> Paper:
    return bill_paper(
        BillOnPaper(
            number="QXZ26-00042",
            issuer=HOME,
            case_number="QXA26-00042",
            payer_name="李小梅",
            made_at="2026-11-24 10:05",
            made_by="王芳",
            rows=ROWS,
            policy="适用《青溪县惠民殡葬减免办法》。逝者户籍在青溪县，符合减免条件。",
            clauses=("减免办法第五条第一项：全免。", "减免办法第五条第二项：存放 3 天以内全免。"),
            funders=(("县级财政", 1_270_00),),
            legal_bases=("青发改价〔2026〕12号《关于殡葬服务收费的通知》",),
            signed=Signed("李小梅", "2026-11-24 10:08", PATH),
            family_page="HTTPS://EXAMPLE.CN/B/7K3M9Q2XV4T8B6HN",
            token="7K3M9Q2XV4T8B6HN",  # noqa: S106 — printed on the example for everybody
            hotline="96444",
        )
    )


def settlement() -> Paper:
    return settlement_paper(
        SettlementOnPaper(
            number="QXJ26-00011",
            home=HOME,
            credit_code="12421221MB0000000X",
            payer="县级财政",
            period="2026年10月",
            days="2026年10月1日至2026年10月31日",
            cases=124,
            sums=SUMS,
            total_fen=sum(one.fen for one in SUMS),
            other_fen=3_260_00,
            digest="5f1d0c7be2a94c1f8b36d0e4a7c95b2e6d80f3a1c4b7e95d2086f1a3c7b4e9d0",
            frozen_at="2026-11-02 09:12",
        )
    )


STAFF = (Role.DESK, Role.ADMINISTRATOR)
READERS = (Role.DESK, Role.ADMINISTRATOR, Role.OFFICER)
PAPERS = (
    PaperSpecimen(BILL, _("账单"), STAFF, bill),
    PaperSpecimen(SETTLEMENT, _("财政结算单"), READERS, settlement),
)

"""Invented examples of cemetery's A4 documents, those of graves included before there are any."""

from dataclasses import replace
from datetime import date

from cemetery.documents import (
    AGREEMENT_TITLES,
    AGREEMENTS,
    BURIAL_CERTIFICATE,
    DEPOSIT_CERTIFICATE,
    Agreement,
    Resting,
    Side,
    Term,
    agreement_paper,
    burial_certificate,
    deposit_certificate,
)
from cemetery.law import AgreementKind
from hardware.paper_specimens import PaperSpecimen
from hardware.papers import Paper
from kernel.i18n import _
from kernel.people.actors import Role

HOME = "青溪县公益性骨灰堂"
PARK = "青溪县公益性公墓"
ADDRESS = "https://example.cn"
DAY = date(2026, 11, 24)
STAFF = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR, Role.OFFICER)

RESTING = Resting(
    number="QXG26-00042",
    issuer=HOME,
    deceased="李𠮷明",
    certificate_number="QXH26-00042",
    holder="李小梅",
    relation="子女",
    place="青溪县公益性骨灰堂 松区3排12号",
    made_on=DAY,
    term=Term(DAY, date(2031, 11, 24)),
    visiting_hours="8:00–17:00",
    phone="0715-6000000",
    token="2F8PW5RZC3JQ9D7K",  # noqa: S106 — printed on the example for everybody to scan
    further=(("骨灰份号", "A"),),
)
BURIAL = replace(
    RESTING,
    number="QXM26-00017",
    issuer=PARK,
    place="青溪县公益性公墓 柏区5排8号",
    term=Term(DAY, date(2046, 11, 24)),
    further=(("占地", "0.5 平方米"), ("墓碑", "卧碑，高 0.4 米"), ("碑文", "慈父李公𠮷明之墓")),
)
AGREED = Agreement(
    kind=AgreementKind.DEPOSIT,
    number="QXG26-00042",
    provider=Side(HOME, "12421221MB0000000X", "0715-6000000", "青溪县城东路 18 号"),
    holder=Side("李小梅", "421221********0024", "138****0001"),
    deceased="李𠮷明",
    certificate_number="QXH26-00042",
    place=RESTING.place,
    term=Term(DAY, date(2031, 11, 24)),
    made_on=DAY,
    fee_fen=900_00,
    fee_basis="骨灰寄存，180 元/年，60 个月",
)
NICHE = replace(
    AGREED,
    kind=AgreementKind.NICHE,
    number="QXN26-00009",
    term=Term(DAY, date(2046, 11, 24)),
    fee_fen=1_800_00,
    fee_basis="",
    reckoned=(
        ("格位使用费", "90 元/年，20 年，共 1,800 元"),
        ("减免", "300 元，本项最多减免300元，超出部分自付。"),
        ("实付", "1,500 元"),
    ),
)
PLOT = replace(
    AGREED,
    kind=AgreementKind.PLOT,
    number="QXM26-00017",
    provider=replace(AGREED.provider, name=PARK),
    place=BURIAL.place,
    term=Term(DAY, date(2046, 11, 24)),
    fee_fen=6_800_00,
    fee_basis="",
    reckoned=(
        ("墓位使用费", "300 元/年，20 年，共 6,000 元"),
        ("墓位维护管理费", "40 元/年，20 年，共 800 元"),
        ("减免", "0 元"),
        ("实付", "6,800 元"),
    ),
    further=BURIAL.further,
)


def _certificate() -> Paper:
    return deposit_certificate(RESTING, ADDRESS)


def _burial() -> Paper:
    return burial_certificate(BURIAL, ADDRESS)


def _agreement(agreement: Agreement) -> PaperSpecimen:
    kind = agreement.kind
    label = AGREEMENT_TITLES[kind]
    return PaperSpecimen(AGREEMENTS[kind], label, STAFF, lambda: agreement_paper(agreement))


PAPERS = (
    PaperSpecimen(DEPOSIT_CERTIFICATE, _("骨灰寄存证"), STAFF, _certificate),
    _agreement(AGREED),
    _agreement(NICHE),
    PaperSpecimen(BURIAL_CERTIFICATE, _("骨灰安葬证"), STAFF, _burial),
    _agreement(PLOT),
)

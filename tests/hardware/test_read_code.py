"""One box for every code: what it is, how it stands, and only what the reader may do with it."""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import url_for
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billing.operations import credit_bill, take_cash, void_receipt
from billing.queries import find_open_shift
from booking.operations import cancel_booking
from cemetery.operations import deposit_ashes, replace_plate
from cemetery.queries import list_free_units, live_plate
from funeral.kinds import CrematorType
from funeral.operations import (
    make_bill,
    replace_work_order,
    replace_wristband,
    void_certificate,
)
from funeral.queries.certificates import get_certificate
from hardware.errors import CodeUnknown, OfAnotherHome
from hardware.qr import certificate_url, plate_url, short_code
from hardware.scanning import resolve
from kernel.errors import Refusal
from kernel.people.actors import Role
from kernel.scope import Scope, seeing
from tests import world
from tests.booking.drafts import booked
from tests.funeral.desk import words
from tests.visitor import visit


@dataclass(frozen=True)
class Card:
    """What the page answers; `acts`: label → where it leads."""

    heading: str
    said: str
    acts: dict[str, str]
    page: str


def scan(visitor, text):
    answer = visitor.post("/code", data={"code": text})
    assert answer.status_code == 200
    page = answer.text
    main = page[page.index("<main") :]
    heading = re.search(r'<h2 id="what".*?</h2>', main, re.DOTALL)
    links = re.findall(r'<a class="govuk-button[^"]*" href="([^"]*)">(.*?)</a>', main)
    forms = re.findall(
        r'<form method="post" action="([^"]+)">.*?<button[^>]*>(.*?)</button>', main, re.DOTALL
    )
    acts = {words(label): href for href, label in [*forms, *links]}
    return Card(words(heading[0]) if heading else "", words(main), acts, page)


@pytest.fixture
def home(context, stage):
    return stage.scene(_make_staffed_home)


def _make_staffed_home():
    home = world.make_priced_home()
    for name, role in (
        ("driver", Role.DRIVER),
        ("columbarium", Role.COLUMBARIUM),
        ("administrator", Role.ADMINISTRATOR),
    ):
        world.make_staff(f"JY-{name}", role, home.id)
    world.make_office()
    return home


@pytest.fixture
def people(app, home):
    return {
        role: visit(app, f"{'mz' if role is Role.OFFICER else 'jy'}-{role.value}") for role in Role
    }


def test_the_box_waits_empty_for_whoever_works_here_and_for_nobody_else(app, people):
    for person in people.values():
        page = person.get("/code").text
        assert re.search(r'<input class="govuk-input" id="code" name="code"[^>]* autofocus>', page)
        assert 'id="what"' not in page
    assert "/sign-in" in visit(app).post("/code", data={"code": "TEST"}).location


def test_a_wristband_leads_each_to_what_is_theirs(home, people):
    case = world.open_case(home)
    world.receive(home, case)
    band = world.tag(home, case)
    acts = {role: scan(person, band) for role, person in people.items()}
    assert acts[Role.OPERATOR].heading == f"遗体腕带 {case.number} 有效"
    assert "逝者 张三" in acts[Role.OPERATOR].said
    assert "最近登记：存放，1号柜，" in acts[Role.OPERATOR].said
    of = f"/cases/{case.number}"
    assert acts[Role.OPERATOR].acts == {
        "登记遗体移动": "/scan",
        "入炉核对": "/furnace",
        "打开案件": of,
    }
    desk = {"登记遗体移动": "/scan", "更换腕带": f"{of}/wristband/replace", "打开案件": of}
    assert acts[Role.DESK].acts == acts[Role.ADMINISTRATOR].acts == desk
    assert list(acts[Role.DRIVER].acts) == ["登记遗体移动", "更换腕带"]
    assert acts[Role.COLUMBARIUM].acts == {"打开案件": of}
    assert list(acts[Role.OFFICER].acts) == [
        "查看办理记录",
        "查看整个案件的办理记录",
        "查看证据链",
    ]
    assert "张三" not in acts[Role.OFFICER].said
    for card in acts.values():
        assert all(band not in href for href in card.acts.values())
        assert band not in card.said
    assert f'name="wristband" value="{band}"' in acts[Role.OPERATOR].page
    assert band not in acts[Role.OFFICER].page, "only where it is sent on"


def test_what_was_scanned_goes_along_to_the_move(home, people):
    case = world.open_case(home)
    world.receive(home, case)
    answer = people[Role.OPERATOR].post("/scan", data={"wristband": world.tag(home, case)})
    assert "登记整容" in answer.text


def test_every_link_of_an_officer_opens_the_proof_of_that_record(home, people):
    case = world.open_case(home)
    card = scan(people[Role.OFFICER], case.number)
    page = people[Role.OFFICER].get(card.acts["查看办理记录"].replace("&amp;", "&")).text
    assert "只显示同一条记录的办理经过。" in page


def test_a_revoked_band_and_a_voided_order_say_since_when_and_what_to_scan(home, people):
    case = world.open_case(home)
    world.receive(home, case)
    band, order = world.tag(home, case), world.work_order(home, case)
    fresh = scan(people[Role.OPERATOR], order)
    assert fresh.heading == f"火化工作单 {case.number} 有效"
    assert list(fresh.acts) == ["入炉核对", "打开案件"]
    replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    replace_work_order(number=case.number, by=home.clerk)
    card = scan(people[Role.DESK], band)
    assert card.heading == f"遗体腕带 {case.number} 已停用"
    assert re.search(r"\d\d:\d\d 停用。请核对遗体的身份，扫现用的腕带。", card.said)
    assert list(card.acts) == ["更换腕带", "打开案件"]
    card = scan(people[Role.OPERATOR], order)
    assert card.heading == f"火化工作单 {case.number} 已作废"
    assert "作废，请用现在的工作单。" in card.said
    assert list(card.acts) == ["打开案件"]


@dataclass(frozen=True)
class Papers:
    """Of one case from the door to the niche."""

    case: str
    certificate: str
    bill: object
    receipt: object
    deposit: object


@pytest.fixture
def papers(home):
    world.make_units(home.id)
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    deposit = deposit_ashes(
        certificate_number=certificate,
        unit_id=list_free_units(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    bill = make_bill(number=case.number, by=home.clerk)
    receipt = take_cash(bill_number=bill.number, tendered_fen=bill.due_fen, by=home.clerk)
    return Papers(case.number, certificate, bill, receipt, deposit)


def test_a_certificate_is_known_by_its_code_its_number_and_its_paper(app, home, people, papers):
    certificate = get_certificate(papers.certificate)
    clerk, keeper = people[Role.DESK], people[Role.COLUMBARIUM]
    address = certificate_url(app.config["PUBLIC_URL"], certificate.verify_token)
    for text in (address, short_code(certificate.verify_token), papers.certificate.lower()):
        card = scan(clerk, text)
        assert card.heading == f"火化证明 {papers.certificate} 有效"
        assert list(card.acts) == ["补发", "作废", "骨灰去向", "打开案件"]
    acts = list(scan(keeper, address).acts)
    assert acts == ["骨灰去向", "打开案件"], "the ashes are deposited already"
    assert scan(people[Role.DRIVER], address).heading == "火化证明 有效"
    paper = scan(clerk, "ｊｙ000001")
    assert paper.heading == "火化证明纸 JY000001 有效"
    assert "现在是“已领取”。" in paper.said
    assert list(scan(clerk, "JY000002").acts) == ["破损或印坏，作废", "打开证明纸的记录"]
    void_certificate(number=papers.certificate, reason="写错", by=home.clerk)
    card = scan(clerk, address)
    assert card.heading == f"火化证明 {papers.certificate} 已作废"
    assert "作废，还没有补发。" in card.said
    assert list(card.acts) == ["补发", "骨灰去向", "打开案件"]


def test_ashes_that_rest_nowhere_can_be_deposited_with_their_certificate(home, people):
    number = world.cremate(home, world.open_case(home))
    acts = list(scan(people[Role.COLUMBARIUM], number).acts)
    assert acts == ["寄存骨灰", "骨灰去向", "打开案件"]


def test_a_plate_leads_to_its_deposit_and_a_revoked_one_to_a_new_one(app, home, people, papers):
    keeper = people[Role.COLUMBARIUM]
    plate = live_plate(papers.deposit)
    address = plate_url(app.config["PUBLIC_URL"], plate.token)
    at = f"/ashes/{papers.deposit.number}"
    for text in (address, short_code(plate.token), papers.deposit.number):
        card = scan(keeper, text)
        ashes = f"/cases/{papers.case}/portions"
        assert card.acts == {"换新铭牌": f"{at}/plate", "骨灰去向": ashes, "打开骨灰寄存": at}
        assert "福区1排1号，期限至 " in card.said
    replace_plate(number=papers.deposit.number, by=home.clerk)
    card = scan(keeper, address)
    assert card.heading == f"骨灰铭牌 {papers.deposit.number} 已停用"
    assert "骨灰寄存不受影响，可以再换一块。" in card.said
    assert list(card.acts) == ["换新铭牌", "骨灰去向", "打开骨灰寄存"]
    driver = scan(people[Role.DRIVER], address)
    assert driver.heading == "骨灰铭牌 已停用"
    assert "没有您的岗位可以办理的事项" in driver.said
    assert papers.deposit.number not in driver.said


def test_a_bill_offers_what_is_still_to_be_paid_and_only_to_the_till(home, people):
    case = world.open_case(home)
    world.cremate(home, case, CrematorType.COLLECTING)
    bill = make_bill(number=case.number, by=home.clerk)
    clerk = people[Role.DESK]
    card = scan(clerk, bill.number)
    assert card.heading == f"账单 {bill.number} 有效"
    assert "还有 " in card.said
    assert list(card.acts) == [
        *("收现金", "刷卡或扫码机收款", "登记转账", "打印账单", "打开账单"),
    ]
    operator = scan(people[Role.OPERATOR], bill.number)
    assert (operator.heading, operator.acts) == ("账单 有效", {})
    assert "还有" not in operator.said
    receipt = take_cash(bill_number=bill.number, tendered_fen=bill.due_fen, by=home.clerk)
    paid = scan(clerk, bill.number)
    assert paid.heading == f"账单 {bill.number} 已办结"
    assert list(paid.acts) == ["打印账单", "打开账单"]
    assert scan(clerk, receipt.number).heading == f"收据 {receipt.number} 有效"
    shift = find_open_shift(UUID(home.clerk.id))
    assert scan(clerk, shift.number).heading == f"收款班次 {shift.number} 有效"
    payment = scan(clerk, receipt.payment.order_number)
    assert payment.heading == f"付款单号 {receipt.payment.order_number} 已办结"
    void_receipt(number=receipt.number, reason="印坏", by=home.clerk)
    assert scan(clerk, receipt.number).heading == f"收据 {receipt.number} 已作废"
    note = credit_bill(bill_number=bill.number, positions=None, reason="更正", by=home.clerk)
    assert scan(clerk, bill.number).heading == f"账单 {bill.number} 已作废"
    assert scan(clerk, note.number).heading == f"红冲单 {note.number} 有效"


def test_a_booking_is_received_once(home, people):
    clerk, waiting = people[Role.DESK], booked(home)
    card = scan(clerk, waiting.code.lower())
    assert card.heading == f"预约编号 {waiting.code} 有效"
    assert list(card.acts) == ["接待家属", "改期", "取消预约", "打开预约"]
    assert scan(people[Role.DRIVER], waiting.code).heading == "预约编号 有效"
    cancel_booking(code=waiting.code, reason="家属改期", by=home.clerk)
    card = scan(clerk, waiting.code)
    assert card.heading == f"预约编号 {waiting.code} 已作废"
    assert list(card.acts) == ["打开预约"]


def test_the_printers_trial_code_shows_that_the_scanner_works(people):
    for person in people.values():
        card = scan(person, "TEST")
        assert card.heading == "打印机测试码 有效"
        assert "扫码枪读得出来，可以使用。" in card.said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有读到内容，请再扫一次"),
        ("7" * 10_000, "扫到的内容太长"),
        ("7K3M\x1d90XZ", "扫到的内容里有不能识别的字符。"),
        ("https://example.com/P/7K3M90XZ7K3M91XZ", "这是别处的网址，不是本系统的编码。"),
        ("134567890123456789", "这是手机支付用的付款码或收款码"),
        ("6901234567892", "这是商品条码，不是本系统的编码。"),
        ("7K3M90XZ7K3M91XZ", "没有这个编码的记录。"),
        ("JYA26-09999", "没有这个编码的记录。"),
        ("TCA26-00001", "这个编码不是本馆的。"),
        ("<b>张三</b>", "这不是本系统的编码。"),
    ],
)
def test_what_is_refused_is_said_and_not_repeated(people, text, said):
    card = scan(people[Role.DESK], text)
    assert said in card.said
    assert card.heading == ""
    assert not text or text not in card.page


def test_an_identity_number_is_not_repeated_to_anybody(people):
    number = world.identity_number()
    card = scan(people[Role.DRIVER], number)
    assert "这是身份证号码，不是本系统的编码。" in card.said
    assert number not in card.page


def test_a_token_of_another_home_is_said_to_be_that_and_no_more(app, home, people):
    other = world.make_home("TC")
    case = world.open_case(other, deceased_name="李四")
    world.receive(other, case)
    for token in (world.tag(other, case), world.work_order(other, case)):
        card = scan(people[Role.DESK], token)
        assert "这个编码不是本馆的。" in card.said
        assert (card.heading, card.acts) == ("", {})
        assert "李四" not in card.page
        assert case.number not in card.page
        with seeing(Scope((home.id,))):
            with pytest.raises(OfAnotherHome):
                resolve(token)
            with pytest.raises(CodeUnknown):
                resolve("7K3M90XZ7K3M91XZ")
        assert scan(visit(app, "tc-operator"), token).acts


def test_every_act_leads_to_a_page_that_is_there(app, home, papers):
    with app.test_request_context():
        for text in (
            *(papers.case, papers.certificate, papers.bill.number, papers.receipt.number),
            *(papers.deposit.number, "JY000001", booked(home).code),
        ):
            with seeing(Scope((home.id,))):
                scanned = resolve(text)
            for act in (*scanned.acts, scanned.page):
                assert act.endpoint in app.view_functions
                assert url_for(act.endpoint, **act.values).startswith("/")


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(max_size=40) | st.from_regex(r"[A-Z]{2}[A-Z]26-?[0-9]{5}", fullmatch=True))
@example("A" * 32)
@example("\ud800")
@example("\x00")
@example("JYA26-" + "9" * 200)
def test_no_text_gets_anything_but_a_polite_refusal(context, text):
    with pytest.raises(Refusal) as refused:
        resolve(text)
    assert str(refused.value).endswith("。")

"""The main job, end to end, as people do it: a family on a phone, the desk, the cremation hall,
the columbarium, the county officer; every figure is compared with every other.

The booked farewell lies ahead and the journey takes a minute, so the desk records what happened
today instead: that is how it would be done when a family comes early, too.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from hardware.qr import token_of
from tests import world
from tests.browser.walk import Booked, Wishes, book, click_through
from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys.desk import Desk
from tests.journeys.house import House, now, some_minutes_ago, until
from tests.journeys.paper import TOTAL, Receipt, read_receipt, receipts
from tests.journeys.records import Records
from tests.journeys.screens import fact, fen, table

DECEASED, CLAIMANT, PHONE = "陈示远", "陈示静", "13800138001"
TENDERED_YUAN = 300
# By the county's sheet (demo/counties/jiayu.yaml) and its waiver (billing/policies): transfer 420,
# storage one hour 10, small hall one hour 20, flat cremation 500, ashes 15 months 360; free are the
# transfer, the storage, the cremation and three months of the ashes.
GROSS, WAIVED, DUE = 1310_00, 1110_00, 200_00
FURNACE = "1号火化机"
DEATHS, DEATHS_IN_ZONE = 250, 200
# As the journal names the operations that this journey comes by.
EVERY_STEP = (
    *(
        "接待预约家属",
        "系腕带",
        "遗体入馆",
        "登记证明材料",
        "移动日程",
        "登记告别仪式",
        "出具火化工作单",
        "入炉核对",
        "开始火化",
        "结束火化",
    ),
    *("出具火化证明", "骨灰寄存", "出具账单", "收款"),
)


@dataclass
class Job:
    """What the journey has come to know, each thing from the screen or paper that said it."""

    house: House
    printer: EscposPrinter
    say: Callable[[str], object] = print
    step: int = 0
    case: str = ""
    certificate: str = ""
    bill: str = ""
    # The last day that can be booked: the demonstration's own bookings lie before it.
    day: date = field(default_factory=lambda: now().date() + timedelta(days=6))
    deceased_identity: str = field(default_factory=lambda: world.identity_number(date(1944, 5, 6)))

    def kept(self, what: str) -> list[tuple[Any, ...]]:
        """What the database keeps of this journey's case."""
        return Records(self.house).of_case(what, self.case)

    def kept_of_month(self, what: str) -> int:
        return Records(self.house).of_month(what, f"{now():%Y-%m}", "JYB")

    def tell(self, page: Page, name: str, line: str) -> None:
        """One line of the journey, with its picture."""
        self.step += 1
        self.house.output.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.house.output / f"{self.step:02d}-{name}.png", full_page=True)
        self.say(f"{self.step:>2}  {line}")


def play(job: Job) -> None:
    for old in job.house.output.glob("*.*"):
        old.unlink()
    booked = family_books(job)
    with job.house.signed_in("jiayu-desk") as page:
        desk = Desk(page, job.house.site.url)
        desk_receives(job, desk, booked)
        with job.house.cremated_by("jiayu-operator-1", "jiayu-operator-2") as screens:
            hall, second = (Desk(screen, job.house.site.url) for screen in screens)
            papers_come_first(job, desk, hall)
            farewell_is_held(job, desk)
            body_is_cremated(job, desk, hall, second)
        ashes_come_to_rest(job, desk)
        money_is_taken(job, desk)
    officer_sees_it(job)
    journal_is_whole(job)


def family_books(job: Job) -> Booked:
    wishes = Wishes(
        home="JYB",
        claimant_name=CLAIMANT,
        phone=PHONE,
        deceased_name=DECEASED,
        identity_number=job.deceased_identity,
        died_on=now().date() - timedelta(days=1),
        pick_up_from="嘉鱼县人民医院三楼心内科",
        day=job.day,
    )
    with job.house.phone() as page:
        booked = book(page, job.house.site.url, wishes)
        assert booked.code in booked.text
        job.tell(page, "booked", f"家属在手机上预约（没有 JavaScript）：预约编号 {booked.code}")
    return booked


def desk_receives(job: Job, desk: Desk, booked: Booked) -> None:
    desk.set_up_printer(job.printer.host, job.printer.port, job.printer.columns)
    job.tell(desk.page, "printer", f"前台登记打印机 {job.printer.host}:{job.printer.port}")
    job.case = desk.open_case_of(booked.code)
    job.tell(desk.page, "case", f"前台接待家属：案件 {job.case}")
    desk.receive(job.case, some_minutes_ago(30), km="12", price="420")
    job.tell(desk.page, "received", "遗体入馆：接运 12 公里，420 元")


def papers_come_first(job: Job, desk: Desk, hall: Desk) -> None:
    sentence = hall.try_to_cremate(job.case)
    assert "还缺：死亡证明、火化确认书、经办人身份证。手续不全，不得火化。" in sentence, sentence
    assert job.kept("runs") == []
    job.tell(hall.page, "refused", f"证明没有登记，火化被拒绝：{_last_line(sentence)}")
    desk.record_papers(job.case, world.identity_number(date(1972, 2, 3)))
    job.tell(desk.page, "papers", "三份证明已登记：死亡证明、火化确认书、经办人身份证")
    times_are_moved(job, desk)


def times_are_moved(job: Job, desk: Desk) -> None:
    """The family comes later than booked, so first the cremation moves, then the farewell."""
    sentence = desk.try_to_move(job.day, DECEASED, "告别", "14:00")
    assert "火化不能早于告别结束后 15 分钟" in sentence, sentence
    job.tell(desk.page, "order", f"日程板：只移告别被拒绝：{_last_line(sentence)}")
    assert desk.try_to_move(job.day, DECEASED, "火化", "15:00") == ""
    assert desk.try_to_move(job.day, DECEASED, "告别", "14:00") == ""
    shown = desk.page.locator("a.booking", has_text=DECEASED).all_inner_texts()
    assert any("14:00" in text for text in shown), shown
    assert any("15:00" in text for text in shown), shown
    job.tell(desk.page, "board", "日程板：火化移到 15:00，告别移到 14:00，提示重新通知家属")
    click_through(desk.page.get_by_role("button", name="已通知家属").first)
    assert job.kept("told") == [(True,)]


def farewell_is_held(job: Job, desk: Desk) -> None:
    desk.scan(desk.wristband(job.case), "farewell")
    started = some_minutes_ago(5)
    desk.record_farewell(job.case, started, started + timedelta(minutes=4))
    job.tell(desk.page, "farewell", f"告别仪式按实际时间登记：{started:%H:%M} 起 4 分钟")


def body_is_cremated(job: Job, desk: Desk, hall: Desk, second: Desk) -> None:
    other = desk.open_walk_in_case("何示林", world.identity_number(), now().date())
    desk.record_papers(other, world.identity_number(date(1980, 1, 1)))
    desk.receive(other, some_minutes_ago(2))
    desk.plan(other, job.day - timedelta(days=1))
    job.house.let_it_be_today(job.case, FURNACE, hour=12)
    job.house.let_it_be_today(other, FURNACE, hour=14)
    band, order = desk.wristband(job.case), desk.work_order(job.case)
    hall.check(FURNACE, band, order)
    sentence = hall.try_to_cremate(job.case)
    assert "现在只有 1 人核对过" in sentence, sentence
    assert job.kept("runs") == []
    job.tell(hall.page, "one-person", f"只有一人核对，不能入炉：{_last_line(sentence)}")
    second.check(FURNACE, band, order)
    job.tell(second.page, "checked", "第二名火化员在自己的屏幕上核对")
    scans = desk.wristband(other), desk.work_order(other)
    for operator in (hall, second):
        operator.check(FURNACE, *scans)
    assert hall.try_to_cremate(job.case) == ""
    job.tell(hall.page, "burning", f"两人核对后入炉：{FURNACE}")
    sentence = hall.try_to_cremate(other)
    assert "这台火化机正在使用" in sentence, sentence
    assert job.kept("others_on_its_cremator") == []
    job.tell(hall.page, "busy", f"同一台炉第二具被拒绝：{_last_line(sentence)}")
    hall.end_cremation(job.case)
    job.tell(hall.page, "burnt", "出炉")
    hall.scan(band, "ashes_packed", "骨灰整理间")
    job.tell(hall.page, "packed", "骨灰装殓：扫腕带登记")
    desk.issue_certificate(job.case, CLAIMANT)
    job.certificate = fact(desk.page, "火化证明")
    assert job.kept("certificate") == [(job.certificate,)]
    job.tell(desk.page, "certificate", f"火化证明 {job.certificate}")


def ashes_come_to_rest(job: Job, desk: Desk) -> None:
    page = desk.page
    desk.deposit_ashes(job.case, job.certificate, months=15)
    unit = fact(page, "格位")
    code = _code_on(page, job)
    token = token_of(code)
    assert job.kept("plates") == [(token,)]
    job.tell(page, "niche", f"骨灰寄存 15 个月：格位 {unit}，二维码 {token}")
    with job.house.phone() as phone:
        answer = phone.goto(code)
        assert answer is not None
        assert answer.status == 200
        shown = phone.locator("body").inner_text()
        assert unit in shown
        assert not [name for name in (DECEASED, CLAIMANT, PHONE) if name in shown]
        job.tell(phone, "plate", f"扫码打开 {code}：位置和开放时间，没有姓名")


def money_is_taken(job: Job, desk: Desk) -> None:
    page = desk.page
    job.bill = desk.make_bill(job.case)
    lines = table(page, "费用明细")
    figures = {row["项目"]: _three(row) for row in lines}
    assert figures[TOTAL] == (GROSS, WAIVED, DUE), figures
    assert _sums(list(figures.values())[:-1]) == figures[TOTAL]
    assert job.kept("bill") == [(job.bill, GROSS, WAIVED, DUE)]
    gross, waived, due = (_yuan(amount) for amount in figures[TOTAL])
    job.tell(page, "bill", f"账单 {job.bill}：应收 {gross}，减免 {waived}，应付 {due}")
    desk.take_cash(job.bill, TENDERED_YUAN)
    change = TENDERED_YUAN * 100 - DUE
    assert page.get_by_role("status").inner_text() == f"已收款，找零 {change // 100} 元。"
    sheets = receipts(job.printer, seconds=60)
    assert len(sheets) == 1, "收据没有打印"
    assert sheets[0].faults == []
    receipt = read_receipt(sheets[0])
    _compare(job, page, receipt, figures, change)
    (job.house.output / "receipt.txt").write_text(sheets[0].text + "\n", encoding="utf-8")
    sheets[0].picture().save(job.house.output / "receipt.png")
    page.reload()
    job.tell(
        page,
        "paid",
        f"收现金 {TENDERED_YUAN} 元，找零 {_yuan(change)}，收据 {receipt.facts['收据号']} 已打印",
    )


def _compare(
    job: Job,
    page: Page,
    receipt: Receipt,
    figures: dict[str, tuple[int, int, int]],
    change: int,
) -> None:
    """Paper, screen and database say the same."""
    [(number, due, tendered, given_back)] = job.kept("receipt")
    assert (due, tendered, given_back) == (DUE, TENDERED_YUAN * 100, change)
    [payment] = table(page, "收款")
    assert payment["收据"].startswith(number)
    assert receipt.facts["收据号"] == number
    assert receipt.facts["账单号"] == job.bill
    assert receipt.facts["案件"] == job.case
    assert receipt.facts["付款人"] == CLAIMANT
    assert receipt.codes == [number]
    assert dict(receipt.charges) | {TOTAL: receipt.total} == figures
    assert receipt.amounts == {"实收现金": tendered, "找零": given_back}


def officer_sees_it(job: Job) -> None:
    with job.house.signed_in("jiayu-officer") as page:
        officer = Desk(page, job.house.site.url)
        officer.open("/oversight/deaths")
        page.locator("[name=deaths]").fill(str(DEATHS))
        page.locator("[name=deaths_in_zone]").fill(str(DEATHS_IN_ZONE))
        page.locator("[name=source]").fill("公安户籍部门月报")
        officer.send()
        said = _compare_with_records(job, page)
        figures = "，".join(f"{label} {figure}" for label, figure in said.items())
        job.tell(page, "dashboard", f"监管首页：{figures}")
        _follow_numbers(job, officer)
        _read_journal(job, officer)
        job.tell(page, "journal", "办理记录：这个案件的每一步，身份证号和电话不显示")


def _compare_with_records(job: Job, page: Page) -> dict[str, str]:
    """The officer's figures are the sums of this month's records in the county's homes."""
    cremations, certificates, waived = (
        job.kept_of_month(what) for what in ("cremations", "certificates", "waived")
    )
    assert cremations >= 1
    assert waived >= WAIVED
    assert fen(fact(page, "火化")) == cremations * 100
    assert fen(fact(page, "火化证明")) == certificates * 100
    assert fen(fact(page, "惠民减免")) == waived
    rates = {"按全部死亡人口": DEATHS, "按火葬区死亡人口": DEATHS_IN_ZONE}
    said = {label: fact(page, label) for label in rates}
    for label, deaths in rates.items():
        rate = (Decimal(cremations) * 100 / deaths).quantize(Decimal("0.1"))
        assert said[label] == f"{cremations} ÷ {deaths} × 100% = {rate}%"
    return said | {"火化": f"{cremations} 具", "惠民减免": _yuan(waived)}


def _follow_numbers(job: Job, officer: Desk) -> None:
    """Each number leads to its records."""
    page = officer.page
    records = {"火化": job.case, "火化证明": job.certificate, "惠民减免": job.bill}
    for label, number in records.items():
        officer.open("/oversight")
        described = f"xpath=//dt[normalize-space()='{label}']/following-sibling::dd[1]"
        click_through(page.locator(described).locator("a"))
        assert number in page.locator("main").inner_text(), f"{label}: {number}"
        job.tell(page, "records", f"监管首页的“{label}”打开记录：{number}")


def _read_journal(job: Job, officer: Desk) -> None:
    """Every step stands in it, over as many pages as it takes; no private number does."""
    page, shown, number = officer.page, "", 1
    while number == 1 or f"page={number}" in page.content():
        officer.open(f"/oversight/journal?case={job.case}&page={number}")
        shown += page.locator("tbody").inner_text()
        number += 1
    assert [step for step in EVERY_STEP if step not in shown] == []
    assert [private for private in (PHONE, job.deceased_identity) if private in shown] == []


def journal_is_whole(job: Job) -> None:
    [(entries,)] = job.house.ask("SELECT count(*) FROM journal")
    until(lambda: job.house.ask("SELECT count(*) FROM journal_links")[0][0] >= entries, "封存")
    said = job.house.site.flask("oversight", "verify-journal").strip()
    # The worker may have written more meanwhile.
    assert int(re.search(r"已封存 (\d+) 条", said)[1]) >= entries, said
    job.step += 1
    job.say(f"{job.step:>2}  核对日志：{said}")


def _three(row: dict[str, str]) -> tuple[int, int, int]:
    return fen(row["应收（元）"]), fen(row["减免（元）"]), fen(row["应付（元）"])


def _sums(lines: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    gross, waived, due = (sum(column) for column in zip(*lines, strict=True))
    return gross, waived, due


def _code_on(page: Page, job: Job) -> str:
    """What a telephone would read from the plate on the screen."""
    picture = job.house.output / "plate-code.png"
    page.locator(".plate-code").screenshot(path=picture)
    found = zxingcpp.read_barcodes(Image.open(picture).convert("L"))
    assert len(found) == 1, found
    return found[0].text


def _last_line(sentence: str) -> str:
    return sentence.strip().splitlines()[-1]


def _yuan(amount: int) -> str:
    return f"{amount / 100:,.2f} 元"

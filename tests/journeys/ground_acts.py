"""What keepers, families and visitors do in the journeys of the ground, one function an act."""

from datetime import date

from playwright.sync_api import Page, expect

from tests import world
from tests.browser.walk import choose, click_through, fill_day
from tests.hardware.pdfs import text_of
from tests.journeys.ground_desk import (
    CLAIMANT_PHONE,
    Ground,
    Packed,
    follow,
    later_today,
    point_at,
    press,
    said,
)
from tests.journeys.house import now

WORDS = "教了四十年书，爱种兰花。"
MESSAGE = "在门口扫码看到老师的名字，我们都记得您。"


def apply_for_reward(ground: Ground) -> str:
    """From the page of the interred ashes, which say how they were laid to rest."""
    page, keeper = ground.page, ground.keeper
    follow(page, "^受理奖补申请$")
    assert page.get_by_role("heading", name="安葬：树葬").is_visible()
    assert "树葬区2排3号" in said(page)
    claimant = page.locator("[name=applicant_name]").input_value()
    assert claimant == page.locator("[name=account_holder]").input_value() != ""
    for name, value in {
        "bank": "嘉鱼农商银行鱼岳支行",
        "account": "6222021234567890128",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, "先看能发多少")
    assert "共发给840 元" in said(page), said(page)
    press(page, "受理申请")
    assert keeper.refusals() == ""
    number = page.url.rsplit("/", 1)[1]
    missing = page.get_by_role("row").filter(has_text="还缺")
    assert missing.count() == 4
    while missing.count():
        click_through(missing.first.get_by_role("link"))
        page.locator("[name=reference]").fill("无编号")
        keeper.send()
    return number


def plan_voyage(ground: Ground) -> str:
    """For this very day, so that the journey can be gone to its end; its number."""
    page, keeper = ground.page, ground.keeper
    departs = later_today(10)
    keeper.open("/voyages")
    follow(page, "^安排航次$")
    choose(page, "kind", "river")
    fill_day(page, "day", departs.date())
    fill_day(page, "register_until", departs.date())
    for name, value in {
        "waters": "长江嘉鱼段北水道",
        "gathers_time": f"{now():%H:%M}",
        "departs_time": f"{departs:%H:%M}",
        "gathers_place": "县客运码头候船厅",
        "ship_name": "演示公务02",
        "ship_licence": "演示船登0002",
        "portions": "5",
        "relatives": "10",
        "per_family": "3",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    keeper.send()
    return page.url.rsplit("/", 1)[1]


def board(ground: Ground, voyage: str, label: str) -> None:
    """The label of the ashes is scanned; one of the three relatives did not come."""
    page, keeper = ground.page, ground.keeper
    keeper.open(f"/voyages/{voyage}")
    follow(page, "^登船名单$")
    page.locator("#scanned").fill(label)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "已交接：" in said(page), keeper.refusals()
    for name in ("赵示宁", "赵示安"):
        page.locator("label", has_text=name).locator("input").check()
    press(page, "记下到场的亲属")
    ground.keep(page, "voyage-boarding")
    press(page, "登记出发")
    assert "已登记出发" in said(page)
    follow(page, "^登记撒散$")
    page.locator("[name=witnesses]").fill("王示船 演示公务02船长\n吴示梅 嘉鱼县殡仪馆")
    keeper.send()


def carry_out(ground: Ground, registration: str, certificate: str) -> None:
    """From the voyage's page to the family's certificate."""
    page = ground.page
    follow(page, registration)
    people = page.get_by_role("table", name="随行亲属").inner_text()
    assert people.count("到场") - 1 == 2, people
    assert "没有来" in people
    text = open_paper(ground)
    ground.keep(page, "voyage-registration")
    assert certificate in text, text
    assert "长江嘉鱼段北水道" in text


def type_plate(phone: Page, url: str, code: str) -> None:
    """From the home page, as whoever cannot scan comes there."""
    phone.goto(url + "/")
    follow(phone, "^查询安放位置$")
    follow(phone, "输入铭牌编号")
    phone.get_by_label("铭牌编号").fill(code)
    press(phone, "查看")


def write_memorial(family: Page, door: str) -> None:
    """A text, and what visitors may see: the name, the text, messages."""
    family.goto(door)
    family.get_by_label("电话后四位").fill(CLAIMANT_PHONE[-4:])
    press(family, "打开")
    follow(family, "^写生平文字$")
    family.locator("[name=words]").fill(WORDS)
    press(family, "保存")
    follow(family, "^更改公开哪些内容$")
    for part in ("name", "text", "messages"):
        family.locator(f"[name=parts][value={part}]").check(force=True)
    press(family, "保存")
    assert "已保存，马上生效。" in said(family)


def leave_message(visitor: Page) -> None:
    follow(visitor, "^写一段留言$")
    visitor.locator("[name=words]").fill(MESSAGE)
    visitor.locator("[name=name]").fill("一九八六届学生")
    press(visitor, "提交留言")
    assert "留言已收到" in said(visitor)


def pass_message(ground: Ground) -> None:
    """The word 扫码 made the house look at it first."""
    page = ground.page
    ground.keeper.open("/memorials")
    row = page.get_by_role("row").filter(has_text=ground.cremated)
    click_through(row.get_by_role("link", name="留言"))
    assert MESSAGE in said(page)
    press(page, "通过，再由家属决定")
    assert "已通过。" in said(page)


def announce_ceremony(ground: Ground) -> str:
    """Of the cemetery, within the half hour in which the gate opens; the key of the site."""
    page, keeper, starts = ground.page, ground.keeper, later_today(15)
    keeper.open("/visits")
    follow(page, "公益性公墓")
    site = page.url.rsplit("/", 1)[1]
    follow(page, "^公布集体仪式$")
    fill_day(page, "day", starts.date())
    for name, value in {
        "title": "树葬集体安葬仪式",
        "place": "树葬区",
        "times": f"{starts:%H:%M}-23:59",
        "persons": "60",
        "cars": "10",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    keeper.send()
    return site


def open_visits(phone: Page, url: str) -> None:
    phone.goto(url + "/")
    follow(phone, "^预约祭扫$")
    follow(phone, "嘉鱼县公益性公墓")


def fill_party(phone: Page) -> None:
    phone.get_by_label("预约人姓名").fill("张示清")
    phone.get_by_label("预约人身份证号码").fill(world.identity_number())
    phone.get_by_label("电话", exact=True).fill("13800138000")
    phone.get_by_label("一共几人").fill("2")
    phone.get_by_label("同行人姓名").fill("李示明")
    press(phone, "确认预约")
    phone.wait_for_url("**/v/*")


def cancel(phone: Page, url: str, code: str) -> None:
    """Found again on another telephone, by its code and four digits."""
    phone.goto(url + "/visit")
    follow(phone, "^查询祭扫预约$")
    phone.get_by_label("预约编号").fill(code.lower())
    phone.get_by_label("预约时电话的后四位").fill("8000")
    press(phone, "查询")
    phone.locator("summary", has_text="取消预约").click()
    press(phone, "确定取消预约")
    assert f"预约 {code} 已经取消" in said(phone)


def scan_at_gate(page: Page, written: str, word: str) -> None:
    page.locator("#scanned").fill(written)
    page.keyboard.press("Enter")
    expect(page.locator("#gate-answer")).to_contain_text(word, timeout=20_000)


def grant_right(ground: Ground, ashes: Packed) -> str:
    """From the plan to the agreement, for ten years; the number, whose page stands open."""
    page, keeper = ground.page, ground.keeper
    keeper.open(f"/cases/{ashes.case}")
    follow(page, "^选择格位或墓位$")
    follow(page, "^柏")
    point_at(page, 2, 5)
    press(page, "保留，看费用")
    assert "实付 2,200 元" in said(page), said(page)
    page.locator("[name=years]").fill("10")
    press(page, "看这个年限的费用")
    assert "实付 1,100 元" in said(page), said(page)
    ground.keep(page, "right-fees")
    page.locator("[name=holder_identity]").fill(world.identity_number(date(1969, 1, 2)))
    # The case was billed and paid before its family came for a niche.
    assert "记入补充账单" in said(page)
    press(page, "家属同意，办理")
    assert keeper.refusals() == "", keeper.refusals()
    assert "使用权已办理" in said(page)
    return page.url.rsplit("/", 1)[1]


def inter_where_the_right_is(ground: Ground, ashes: Packed) -> None:
    """The plan shows the place, which is chosen already."""
    page, keeper = ground.page, ground.keeper
    keeper.open(ashes.page)
    follow(page, "^安葬$")
    assert "柏2排的空位" in said(page)
    assert page.get_by_label("5号", exact=True).is_checked()
    page.locator("[name=certificate_number]").fill(ashes.certificate)
    keeper.send()
    assert "柏2排5号" in said(page)


def open_paper(ground: Ground) -> str:
    """The words of the file that the page has just made, without white space."""
    page = ground.page
    press(page, "生成 PDF")
    paper = page.locator("section.documents tbody a").first
    answer = page.request.get(ground.url + str(paper.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return text_of(answer.body())

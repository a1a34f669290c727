"""The ground, journey by journey: a niche, a right and its renewal, a tree, the river, a delegate,
a plate, a memorial page, a visit. Families stand at 390 pixels without JavaScript.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from hardware.qr import short_code, token_of
from tests import world
from tests.browser.walk import choose, click_through
from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys import ground_acts as acts
from tests.journeys.desk import Desk
from tests.journeys.ground_acts import MESSAGE, WORDS
from tests.journeys.ground_desk import (
    CLAIMANT_IDENTITY,
    NUMBER,
    ROW,
    Ground,
    code_on,
    follow,
    press,
    said,
)
from tests.journeys.house import House, until
from tests.journeys.screens import fact

# As people read a plate by candlelight: 0 as O, 1 as l, V as U, and nobody minds the case.
MISREAD = str.maketrans({"0": "o", "1": "l", "V": "u"})


@pytest.fixture(scope="module")
def ground(house: House) -> Iterator[Ground]:
    with EscposPrinter(columns=48) as printer, house.signed_in("jiayu-columbarium") as page:
        with house.signed_in("jiayu-desk") as desk_page:
            desk = Desk(desk_page, house.site.url)
            desk.set_up_printer(printer.host, printer.port, printer.columns)
        ground = Ground(house, Desk(page, house.site.url), printer)
        ground.look_around()
        yield ground


def test_a_niche_is_chosen_on_the_plan_and_its_card_is_printed(ground):
    page, number = ground.page, ground.deposit
    ground.keeper.open(f"/ashes/{number}")
    assert fact(page, "格位") == f"松{ROW}排{NUMBER}号"
    page.emulate_media(media="print")
    assert not page.locator("#facts").is_visible()
    card = page.locator(".plate-card").inner_text()
    assert f"松{ROW}排{NUMBER}号" in card
    assert number in card
    plate = code_on(page, ".plate-code")
    ground.keep(page, "niche-card")
    page.emulate_media(media="screen")
    press(page, "打印骨灰寄存单")
    paper = ground.paper("骨灰寄存单")
    assert number in paper.text
    with ground.house.phone() as phone:
        phone.goto(plate)
        assert f"松{ROW}排{NUMBER}号" in said(phone)
        assert "林示秀" not in said(phone)
        ground.keep(phone, "niche-plate")


def test_ashes_are_laid_under_a_tree_and_the_reward_is_approved(ground):
    page, keeper, ashes = ground.page, ground.keeper, ground.next_packed()
    follow(page, "^安葬$")
    page.locator("[name=unit]").fill("树葬区9排1号")
    page.locator("[name=certificate_number]").fill(ashes.certificate)
    press(page, "登记")
    assert "没有这个位置" in keeper.refusals(), keeper.refusals()
    page.locator("[name=unit]").fill("嘉鱼县公益性公墓（演示） 树葬区2排3号")
    keeper.send()
    assert "安葬在嘉鱼县公益性公墓（演示） 树葬区2排3号" in said(page)
    number = acts.apply_for_reward(ground)
    with ground.house.signed_in("jiayu-officer") as officer_page:
        officer = Desk(officer_page, ground.url)
        officer.open("/oversight")
        follow(officer_page, "^奖补$")
        follow(officer_page, number)
        press(officer_page, "批准")
        assert "已批准，列入下一份发放名单" in said(officer_page)
        ground.keep(officer_page, "tree-reward-approved")
    keeper.open(f"/cases/{ashes.case}")
    reward = page.locator("section", has=page.locator("#reward-panel")).inner_text()
    assert "已批准" in reward
    assert "840 元" in reward
    assert "材料 pack" not in said(page)
    ground.keep(page, "tree-case")


def test_ashes_are_given_to_the_river_with_relatives_aboard(ground):
    page, keeper = ground.page, ground.keeper
    voyage = acts.plan_voyage(ground)
    with ground.house.phone() as phone:
        phone.goto(ground.url + "/")
        follow(phone, "看最近的航次")
        assert "长江嘉鱼段北水道" in said(phone)
        ground.keep(phone, "voyage-coming")
    ashes = ground.next_packed()
    keeper.open(f"/cases/{ashes.case}")
    follow(page, "^登记海葬、撒散$")
    choose(page, "voyage", voyage)
    relatives = [f"{name} {world.identity_number(born)}" for name, born in RELATIVES.items()]
    page.locator("[name=relatives]").fill("\n".join(relatives))
    page.locator("[name=needs]").fill("一位坐轮椅")
    page.locator("[name=agreed]").check(force=True)
    page.locator("[name=agreed_by]").fill("赵示宁")
    keeper.send()
    registration = page.url.rsplit("/", 1)[1]
    press(page, "打印登记单")
    assert registration in ground.paper("海葬").text
    acts.board(ground, voyage, ashes.number)
    acts.carry_out(ground, registration, ashes.certificate)
    follow(page, "^受理奖补申请$")
    assert "江河" in said(page)
    keeper.open(ashes.page)
    assert "撒散在长江嘉鱼段北水道" in said(page)


RELATIVES = {"赵示宁": date(1970, 5, 6), "赵示安": date(1998, 7, 8), "钱示平": date(1972, 9, 1)}


def test_a_delegate_collects_and_the_niche_is_free_again(ground):
    page, keeper, number = ground.page, ground.keeper, ground.next_resting()
    plate, unit = code_on(page, ".plate-code"), fact(page, "格位")
    unit_page = str(page.get_by_role("link", name=unit, exact=True).get_attribute("href"))
    follow(page, "^办理领取$")
    identity = world.identity_number(date(1985, 6, 7))
    page.locator("[name=received_by]").fill("周示代")
    page.locator("[name=identity_number]").fill(identity)
    page.locator("[name=relation]").select_option("relative")
    page.locator("[name=signature_noted]").check(force=True)
    press(page, "登记")
    assert "委托" in keeper.refusals(), keeper.refusals()
    page.locator("[name=authorisation]").fill("委托书 2026-11-20")
    keeper.send()
    assert "已由周示代领走" in said(page)
    assert identity not in said(page)
    press(page, "打印骨灰领取凭证")
    paper = ground.paper("骨灰领取凭证")
    assert "周示代" in paper.text
    assert identity not in paper.text
    ground.keep(page, "delegate-portion")
    keeper.open(unit_page)
    assert fact(page, "状态") == "空闲"
    ground.keep(page, "delegate-unit")
    keeper.open(f"/ashes/{number}")
    assert "已领取" in page.locator("h1").inner_text()
    with ground.house.phone() as phone:
        answer = phone.goto(plate)
        assert answer is not None
        assert answer.status == 410
        assert "这块铭牌已经停用" in said(phone)
        assert "周示代" not in phone.content()
        assert "现在打不开这一页" in said(phone)
        ground.keep(phone, "delegate-plate")


def test_a_lost_plate_is_replaced_and_the_old_one_says_so(ground):
    page, keeper = ground.page, ground.keeper
    ground.next_resting()
    old, unit = code_on(page, ".plate-code"), fact(page, "格位")
    follow(page, "^铭牌遗失或损坏，换新$")
    keeper.send()
    new = code_on(page, ".plate-code")
    assert new != old
    ground.keep(page, "plate-new")
    with ground.house.phone() as phone:
        phone.goto(old)
        assert "这块铭牌已经停用，可能已换新牌" in said(phone)
        ground.keep(phone, "plate-old")
        phone.goto(new)
        assert unit in said(phone)
        acts.type_plate(phone, ground.url, short_code(token_of(new)).translate(MISREAD).lower())
        assert unit in said(phone)
        ground.keep(phone, "plate-typed")
        acts.type_plate(phone, ground.url, token_of(old))
        assert "这块铭牌已经停用" in said(phone)


def test_a_memorial_page_is_written_answered_shown_and_taken_down(ground):
    page, keeper = ground.page, ground.keeper
    keeper.open(f"/ashes/{ground.deposit}")
    plate = code_on(page, ".plate-code")
    follow(page, ground.cremated)
    follow(page, "^为家属开设纪念页$")
    page.locator("[name=identity_number]").fill(CLAIMANT_IDENTITY)
    page.locator("[name=identity_checked]").check(force=True)
    keeper.send()
    ground.keep(page, "memorial-card")
    door = code_on(page, ".plate-code")
    with ground.house.phone() as family, ground.house.phone() as visitor:
        acts.write_memorial(family, door)
        visitor.goto(plate)
        follow(visitor, "打开纪念页")
        assert WORDS in said(visitor)
        acts.leave_message(visitor)
        assert MESSAGE not in said(visitor)
        acts.pass_message(ground)
        visitor.reload()
        assert MESSAGE not in said(visitor)
        family.reload()
        follow(family, "看留言（1 条等您同意）")
        press(family, "同意显示")
        ground.keep(family, "memorial-messages")
        visitor.reload()
        assert MESSAGE in said(visitor)
        ground.keep(visitor, "memorial-shown")
        follow(family, "返回")
        follow(family, "^撤下纪念页$")
        press(family, "撤下纪念页")
        assert "现在已经没有人能看到" in said(family)
        visitor.reload()
        assert "林示秀" not in visitor.content()
        ground.keep(visitor, "memorial-taken-down")
        visitor.goto(plate)
        assert f"松{ROW}排{NUMBER}号" in said(visitor)
        assert "林示秀" not in said(visitor)
    keeper.open(f"/cases/{ground.cremated}/memorial")
    assert "已撤下" in page.locator("h1").inner_text()


def test_a_visit_is_booked_and_entered_and_another_is_cancelled(ground):
    page, keeper = ground.page, ground.keeper
    site = acts.announce_ceremony(ground)
    with ground.house.phone() as family, ground.house.phone() as other:
        acts.open_visits(family, ground.url)
        follow(family, "树葬集体安葬仪式")
        acts.fill_party(family)
        ground.keep(family, "visit-pass")
        entering = code_on(family, ".pass-code")
        acts.open_visits(other, ground.url)
        # Tomorrow: whatever the hour is, none of its times has begun.
        click_through(other.locator(".visit-days a").nth(1))
        click_through(other.locator(".visit-slot a").first)
        acts.fill_party(other)
        code, cancelled = other.url.rsplit("/", 1)[1], code_on(other, ".pass-code")
    with ground.house.phone() as phone:
        acts.cancel(phone, ground.url, code)
        ground.keep(phone, "visit-cancelled")
    keeper.open(f"/visits/{site}")
    follow(page, "^门岗$")
    page.wait_for_selector("#gate[data-ready=yes]")
    acts.scan_at_gate(page, entering, "可以进园 2")
    acts.scan_at_gate(page, entering, "已登记")
    acts.scan_at_gate(page, cancelled, "不是今天的")
    page.reload()
    page.wait_for_selector("#gate[data-ready=yes]")
    assert "现在在园 2 人" in said(page)
    ground.keep(page, "visit-gate")
    keeper.open(f"/visits/booked/{code}")
    assert "这个预约已经取消。" in said(page)


# ---- Rights: a niche held, agreed to, renewed ----


def test_a_right_is_granted_from_the_plan_to_the_card(ground):
    page, keeper, ashes = ground.page, ground.keeper, ground.next_packed()
    ground.right = number = acts.grant_right(ground, ashes)
    agreement = acts.open_paper(ground)
    assert number in agreement
    assert "柏2排5号" in agreement
    ground.keep(page, "right-granted")
    acts.inter_where_the_right_is(ground, ashes)
    follow(page, "^嘉鱼县公益性骨灰堂（演示） 柏2排5号$")
    follow(page, "^制作铭牌$")
    keeper.send()
    page.emulate_media(media="print")
    assert not page.get_by_role("status").is_visible()
    plate = code_on(page, ".plate-code")
    ground.keep(page, "right-card")
    page.emulate_media(media="screen")
    with ground.house.phone() as phone:
        phone.goto(plate)
        assert "柏2排5号" in said(phone)


def test_a_right_that_ends_is_told_and_renewed(ground):
    page, keeper = ground.page, ground.keeper
    number = ground.right or acts.grant_right(ground, ground.next_packed())
    ends = ground.let_a_right_end_in(number, days=20)
    keeper.open("/rights")
    follow(page, "^到期通知$")
    until(lambda: keeper.open("/rights/renewals") and number in said(page), "到期通知")
    row = page.get_by_role("row").filter(has_text=number)
    assert "到期前 30 天" in row.inner_text()
    click_through(row.get_by_role("link", name="登记联系"))
    assert "骨灰位置不变。请在方便的时候来办理续期" in said(page)
    choose(page, "way", "phone")
    choose(page, "reached", "reached")
    page.locator("[name=words]").fill("儿子接电话，下周来办")
    keeper.send()
    follow(page, "^续期$")
    page.locator("[name=years]").fill("5")
    press(page, "看这个年限的费用")
    assert "实付 550 元" in said(page), said(page)
    press(page, "家属同意，续期")
    assert keeper.refusals() == "", keeper.refusals()
    assert f"{ends:%Y-%m-%d} 至 {ends.year + 5}" in said(page), said(page)
    assert f"{number}-2" in acts.open_paper(ground)
    # The text had no way to go, and somebody has called instead.
    assert "未接短信网关 已电话告知" in " ".join(said(page).split())
    ground.keep(page, "right-renewed")
    keeper.open("/rights/renewals")
    assert number not in said(page)

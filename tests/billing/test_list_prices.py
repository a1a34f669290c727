"""收费清单与减免政策: for everybody, without signing in; nothing the county did not publish."""

from datetime import date, timedelta

from flask import Flask

from kernel import clock
from tests import world
from tests.billing.test_publish_tariff_item import publish
from tests.funeral import desk
from tests.visitor import visit


def test_a_single_home_is_shown_at_once(home, app: Flask):
    street = visit(app)
    assert street.get("/prices").location == "/prices/JY"
    said = desk.read(street, "/prices/JY")
    assert "基础项目" in said
    assert "遗体接运 300–510 元/次 政府指导价 嘉鱼县殡葬服务收费公示" in said
    assert "遗体存放 10 元/小时 不足 1 小时按 1 小时计" in said
    assert "嘉鱼县发展和改革局 2025-09-15 起" in said


def test_several_homes_are_offered_by_name(home, app: Flask):
    world.make_home("TC")
    street = visit(app)
    said = desk.read(street, "/prices")
    assert "JY殡仪馆" in said
    assert "TC殡仪馆" in said
    assert "还没有公布的价格，本馆现在不能收费。" in desk.read(street, "/prices/TC")
    assert street.get("/prices/XX").status_code == 404


def test_only_what_holds_today_is_shown(home, app: Flask):
    publish(home, "old", 999_00, date(2026, 1, 1), clock.today() - timedelta(days=1))
    publish(home, "later", 888_00, clock.today() + timedelta(days=1))
    publish(home, "ending", 77_00, date(2026, 1, 1), clock.today())
    said = desk.read(visit(app), "/prices/JY")
    assert "999" not in said
    assert "888" not in said
    shown = said[said.index("非基础项目") :]
    assert (
        f"遗体整容 77 元/具 参考区间 县价〔2026〕1号 县发改局 2026-01-01 至 {clock.today()}"
        in shown
    )


def test_the_waiver_is_told_with_its_readings(home, app: Flask):
    said = desk.read(visit(app), "/prices/JY")
    assert "嘉鱼县殡葬服务收费公示（普惠减免） ，2025-09-15 起，按火化日期确定适用。" in said
    assert "普惠范围内的逝者，户籍在湖北省咸宁市嘉鱼县" in said
    assert "骨灰寄存 前3个月免费，超出部分按公布的价格自付。" in said
    assert "减免的费用由县级财政承担。" in said
    assert "文件没有写明的地方，本地怎样理解" in said
    assert "选用拣灰炉怎样减免 抵扣平板炉的减免额，差价自付" in said


def test_every_policy_that_comes_with_us_can_be_shown(context, app: Flask):
    world.make_home("DW", region="152525")
    world.publish_waiver("dongwuzhumuqin-2025")
    said = desk.read(visit(app), "/prices/DW")
    assert "减免谁" in said


def test_without_a_policy_the_page_says_so(context, app: Flask):
    world.make_home("TC")
    said = desk.read(visit(app), "/prices/TC")
    assert "本地区没有登记生效的减免政策，费用按公布的价格结算。" in said

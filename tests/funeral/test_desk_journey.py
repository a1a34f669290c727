"""One funeral from the walk-in to the receipt, through the desk's pages alone."""

import re
from datetime import time, timedelta

from kernel import clock
from tests import world
from tests.funeral import desk
from tests.visitor import visit

TOKEN = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
NOON = clock.at(clock.today() + timedelta(days=1), time(12))


def token_on(page: str) -> str:
    """What a scanner reads from the code, here from the letters under it."""
    return TOKEN.search(page)[0]


DIED = {"number": "422026001", "issuer": "嘉鱼县人民医院", "death_kind": "natural"}


def cabinet_called(name: str, page: str) -> str:
    return re.search(rf'value="([0-9a-f-]{{36}})"[^>]*>\s*{name}', page)[1]


def test_a_funeral_from_walk_in_to_receipt(app, home, clerk, operator):
    client, second, claimant = clerk, visit(app, "jy-second"), world.identity_number()
    with clock.frozen(NOON):
        said = desk.send(
            client,
            "/cases/new",
            **desk.walk_in(died_on=desk.three(clock.today() - timedelta(days=1))),
        )
        number = re.search(r"JYA26-\d+", said)[0]
        case = f"/cases/{number}"
        assert "下一步 登记证明材料" in said
        for kind, paper in (
            ("death_certificate", DIED),
            ("cremation_consent", {}),
            ("claimant_identity", {"number": claimant}),
        ):
            said = desk.send(client, f"{case}/papers", kind=kind, **paper)
        assert "下一步 系腕带" in said
        page = client.post(f"{case}/wristband", follow_redirects=True).text
        band = token_on(page)
        assert "下一步 遗体入馆" in desk.read(client, case)
        said = desk.send(
            client,
            f"{case}/receive",
            wristband=band,
            received_on=desk.three(clock.today() - timedelta(days=1)),
            received_at="20:00",
            received_from="嘉鱼县人民医院",
            transfer_km="12",
            price="420",
            unscanned="车上没有网络",
            place=cabinet_called("3号柜", client.get(f"{case}/receive").text),
        )
        assert "下一步 安排日程" in said
        start = clock.at(clock.today(), time(13))
        said = desk.send(
            client,
            f"{case}/plan",
            hall_class="small",
            cremator_type="flat",
            starts_at=start.isoformat(),
        )
        assert f"{clock.today()} 13:00–13:20 1号厅" in said
    with clock.frozen(NOON + timedelta(hours=2)):
        hall = re.search(r'value="([0-9a-f-]{36})" selected', client.get(f"{case}/farewell").text)[
            1
        ]
        said = desk.send(client, "/scan", wristband=band, step="farewell", place_id=hall)
        assert "已登记：告别，1号厅。" in said
        said = desk.send(
            client,
            f"{case}/farewell",
            hall_id=hall,
            held_on=desk.three(clock.today()),
            started_at="1300",
            ended_at="13:30",
        )
        assert "告别仪式已登记" in said
        page = client.post(f"{case}/work-order", follow_redirects=True).text
        order = token_on(page)
        assert "下一步 开始火化" in desk.read(operator, case)
        cremator = re.search(
            r'name="cremator_id"[^>]*value="([0-9a-f-]{36})"', operator.get("/furnace").text
        )[1]
        scans = {"cremator_id": cremator, "wristband": band, "work_order": order}
        for person in (operator, second):
            assert "您已核对" in desk.send(person, "/furnace", **scans)
        assert "已登记入炉" in desk.send(operator, f"{case}/cremation")
    with clock.frozen(NOON + timedelta(hours=3)):
        assert "已登记火化结束" in desk.send(operator, f"{case}/cremation/end", fuel_kind="")
        packed = {"wristband": band, "step": "ashes_packed", "place": "骨灰整理间"}
        assert "已登记：骨灰装殓，骨灰整理间。" in desk.send(operator, "/scan", **packed)
        assert "JYH26-00001" in desk.send(client, f"{case}/certificate", collected_by="张小三")
        preview = desk.read(client, f"{case}/bill")
        assert "前72小时免费" in preview
        bill = desk.send(client, f"{case}/bill")
        assert "JYZ26-00001" in bill
        assert "420.00 420.00 0.00" in bill
        assert "未付 20 元" in bill
        paid = desk.send(client, "/bills/JYZ26-00001/cash", tendered="50")
        assert "JYS26-00001" in paid
        assert "找零 30 元" in paid
        assert "下一步 骨灰交接" in desk.read(client, case)
        signed = {
            "wristband": band,
            "received_by": "张小三",
            "identity_number": claimant,
            "relation": "child",
            "signature_noted": "y",
        }
        said = desk.send(client, f"{case}/ashes/hand-over", **signed)
        assert "骨灰交接已登记" in said
        assert "下一步" not in desk.read(client, case)
        done = "".join(desk.read(client, f"{case}?page={page}") for page in (1, 2))
        for step in ("登记案件", "遗体入馆", "开始火化", "出具火化证明", "收款"):
            assert step in done

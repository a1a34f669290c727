"""What anybody sees beside a plate: the unit and the years, and only what the family agreed to."""

from datetime import timedelta

import pytest

from cemetery.memorials.kinds import Part, PieceKind
from cemetery.memorials.operations import agree_to_parts, approve_message, write_memorial_text
from cemetery.memorials.queries.memorials import live_key
from cemetery.operations import deposit_ashes, replace_plate, replace_unit_plate, revoke_plate
from cemetery.queries import list_free_units, live_plate
from hardware.qr import short_code
from kernel import clock
from tests import world
from tests.booking.family import text_of
from tests.memorials.scene import FAMILY, open_for

TEXT = "他教了三十年书。\n<script>alert(1)</script>"


@pytest.fixture
def full(scene):
    """Everything is there; nothing but the years is agreed to."""
    write_memorial_text(token=scene.key, words=TEXT, by=FAMILY)
    scene.picture(PieceKind.PORTRAIT)
    scene.picture()
    scene.agree(Part.MESSAGES)
    approve_message(token=scene.key, piece_id=scene.leave().id, by=FAMILY)
    scene.agree(Part.YEARS)
    return scene


def test_without_any_consent_there_are_the_place_and_the_years_and_no_name(full, visitor):
    page = visitor.get(f"/p/{full.plate}")
    said = text_of(page)
    assert f"1950–{full.case.deceased.died_on.year}" in said
    assert "福区1排1号" in said
    assert "先到福区，再找第 1 排、第 1 号。" in said
    assert "8:00–17:00" in said
    for private in ("张三", "张小三", full.case.number, "纪念页", str(full.memorial.id)):
        assert private not in page.text
    assert visitor.get(full.page).status_code == 404


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        (Part.NAME, None),
        (Part.PORTRAIT, "memorial-portrait"),
        (Part.TEXT, "他教了三十年书。"),
        (Part.PICTURES, "家属上传的照片 1"),
        (Part.MESSAGES, "一路走好"),
    ],
)
def test_each_part_is_seen_only_where_it_was_agreed_to(full, visitor, part, seen):
    full.agree(part)
    plate = visitor.get(f"/p/{full.plate}").text
    assert ("张三" in plate) is (part is Part.NAME)
    assert "1950–" not in plate
    answer = visitor.get(full.page)
    if seen is None:
        assert answer.status_code == 404
        return
    assert seen in answer.text
    others = {"memorial-portrait", "他教了三十年书。", "家属上传的照片 1", "一路走好"} - {seen}
    assert not [other for other in others if other in answer.text]
    assert "张三" not in answer.text


def test_what_is_written_is_shown_as_written_and_never_run(full, visitor):
    full.agree(*Part)
    page = visitor.get(full.page)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "¥" not in page.text
    assert "元" not in text_of(page)


def test_a_picture_is_seen_only_while_it_is_agreed_to(full, visitor):
    full.agree(*Part)
    picture = full.picture()
    path = f"{full.page}/pictures/{picture.id}"
    assert visitor.get(path).data.startswith(b"\xff\xd8")
    waiting = full.picture(passed=False)
    assert visitor.get(f"{full.page}/pictures/{waiting.id}").status_code == 404
    full.agree(Part.TEXT)
    assert visitor.get(path).status_code == 404


def test_a_replaced_plate_never_shows_it_and_the_new_one_does_at_once(full, visitor):
    full.agree(*Part)
    old = full.page
    assert "张三" in visitor.get(old).text
    replace_plate(number=full.deposit.number, by=full.keeper)
    for path in (old, f"{old}/message", old.partition("/memorial")[0]):
        answer = visitor.get(path)
        assert answer.status_code == 410
        assert "我们会帮您找到位置" in answer.text
        assert "张三" not in answer.text
    assert "张三" in visitor.get(full.page).text
    last = full.page
    revoke_plate(plate_id=live_plate(full.deposit).id, by=full.keeper)
    assert visitor.get(last).status_code == 410


def test_everybody_is_shown_by_their_own_consent(scene, visitor):
    wife = world.open_case(scene.home, deceased_name="李四")
    other = deposit_ashes(
        certificate_number=world.cremate(scene.home, wife),
        unit_id=list_free_units(scene.home.id, "福区")[0].id,
        months=12,
        by=scene.keeper,
    )
    plate = replace_unit_plate(unit_id=scene.deposit.unit_id, by=scene.keeper)
    scene.agree(Part.NAME, Part.TEXT)
    page = visitor.get(f"/p/{plate.token}").text
    assert "张三" in page
    assert f"/p/{plate.token}/memorial/{scene.memorial.id}" in page
    theirs = open_for(wife, scene.keeper)
    assert "李四" not in visitor.get(f"/p/{live_plate(other).token}").text
    agree_to_parts(token=live_key(theirs.id).token, parts=[Part.TEXT], by=FAMILY)
    assert visitor.get(f"/p/{live_plate(other).token}/memorial/{theirs.id}").status_code == 200
    assert visitor.get(f"/p/{plate.token}/memorial/{theirs.id}").status_code == 404, "not there"


# ---- The number of a plate, typed


def test_a_number_is_found_with_letters_that_look_alike(scene, visitor):
    token = scene.plate
    alike = token.replace("0", "O").replace("1", "I").replace("V", "U").lower()
    cyrillic = token.translate(str.maketrans("AEKMHPCTX", "АЕКМНРСТХ")).replace("0", "О")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in token)
    for typed in (token, short_code(token), alike, cyrillic, wide, f" {token} "):
        answer = visitor.post("/p", data={"code": typed})
        assert answer.location == f"/p/{token}", typed


def test_a_stopped_or_unknown_number_is_answered_beside_its_field(scene, visitor):
    old = scene.plate
    replace_plate(number=scene.deposit.number, by=scene.keeper)
    stopped = visitor.post("/p", data={"code": old}).text
    assert "这块铭牌已经停用" in stopped
    assert 'id="code-error"' in stopped
    assert "没有这个二维码的记录" in visitor.post("/p", data={"code": "0" * 16}).text
    assert "请填写铭牌上的编号。" in visitor.post("/p", data={"code": ""}).text


def test_whoever_tries_number_after_number_waits(scene, visitor):
    with clock.frozen(clock.now()):
        for turn in range(5):
            visitor.post("/p", data={"code": f"{turn:016}"})
        assert "请过 15 分钟再试" in visitor.post("/p", data={"code": scene.plate}).text
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert visitor.post("/p", data={"code": scene.plate}).location

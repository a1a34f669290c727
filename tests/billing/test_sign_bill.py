"""登记账单签字: drawn on the screen or noted from the paper, once."""

import json

import pytest

from billing.errors import AlreadySigned, NothingDrawn, SignerMissing
from billing.kinds import SignatureKind
from billing.operations import sign_bill
from billing.queries import find_signature
from billing.strokes import HEIGHT, WIDTH, is_drawn, path_of, read_strokes
from tests.billing.bills import billed
from tests.funeral import desk

NAME = [[[10, 20], [30, 40], [50, 60]], [[100, 20], [120, 180], [140, 90]]]


@pytest.fixture
def bill(home):
    return billed(home)


def sign(home, bill, **changed):
    asked = {
        "bill_number": bill.number,
        "kind": SignatureKind.SCREEN,
        "signer_name": "张小三",
        "strokes": NAME,
        "by": home.clerk,
    }
    return sign_bill(**(asked | changed))


def test_a_name_drawn_on_the_screen_is_shown_on_the_bill_and_its_print(home, bill, clerk):
    path = f"/bills/{bill.number}/sign"
    page = clerk.get(path).text
    assert f'value="{bill.payer_name}"' in page
    said = desk.send(clerk, path, kind="screen", signer_name="张小三", strokes=json.dumps(NAME))
    assert "签字已登记。" in said
    assert "屏幕签字，张小三" in said
    drawing = 'd="M10 20 L30 40 L50 60 M100 20 L120 180 L140 90"'
    assert drawing in clerk.get(f"/bills/{bill.number}").text
    assert drawing in clerk.get(f"/bills/{bill.number}/print").text
    assert find_signature(bill.id).strokes == NAME


def test_on_paper_the_name_is_typed(home, bill, clerk):
    path = f"/bills/{bill.number}/sign"
    said = desk.send(clerk, path, kind="paper", signer_name="张小四", strokes="")
    assert "纸质签字，张小四" in said
    assert find_signature(bill.id).strokes is None


def test_what_is_missing_is_said_and_the_drawing_stays(home, bill, clerk):
    path = f"/bills/{bill.number}/sign"
    nothing = desk.beside(clerk, path, "strokes", kind="screen", signer_name="张小三")
    assert nothing == "还没有看到签字，请在框里签名。"
    asked = {"kind": "screen", "signer_name": " ", "strokes": json.dumps(NAME)}
    assert desk.beside(clerk, path, "signer_name", **asked) == "请填写签字人的姓名。"
    assert "[[[10, 20]" in clerk.post(path, data=asked).text.replace("&#34;", '"')
    with pytest.raises(SignerMissing):
        sign(home, bill, signer_name="")
    with pytest.raises(NothingDrawn):
        sign(home, bill, strokes=None)


def test_a_bill_is_signed_once(home, bill, clerk):
    sign(home, bill)
    with pytest.raises(AlreadySigned):
        sign(home, bill)
    assert "这张账单已经签过字。" in desk.read(clerk, f"/bills/{bill.number}/sign")


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "not a drawing",
        "[]",
        "{}",
        "[[[1, 2]]]",
        json.dumps([[[1, 2]] * 4 + [[WIDTH + 1, 0]]]),
        json.dumps([[[1, 2]] * 4 + [[0, -1]]]),
        json.dumps([[[1, 2]] * 4 + [[0.5, 1]]]),
        json.dumps([[[1, 2]] * 4 + [[True, 1]]]),
        json.dumps([[[1, 2]] * 4 + [[1, 2, 3]]]),
        json.dumps([[[1, 2]] * 4 + ["12"]]),
        json.dumps([[[1, 2]] * 5001]),
    ],
)
def test_what_is_no_name_in_the_box_is_no_signature(sent):
    assert read_strokes(sent) is None


def test_the_corners_of_the_box_belong_to_it():
    corners = [[[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT], [0, 0]]]
    assert is_drawn(corners)
    assert path_of([*corners, []]) == "M0 0 L600 0 L600 200 L0 200 L0 0"

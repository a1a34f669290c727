import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image, ImageDraw

from hardware import qr
from hardware.errors import CodeTooLong


def test_a_thousand_plates_all_read_back_to_their_token():
    tokens = {qr.new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    for token in tokens:
        url = qr.plate_url("ly.example.cn", token)
        assert qr.read_back(qr.draw(url).image(4)) == url


def test_a_plate_needs_only_33_modules():
    matrix = qr.draw(qr.plate_url("ly.example.cn", "7K3M9QXZ7K3M9QXZ"))
    assert matrix.size == 33 + 2 * qr.QUIET


@pytest.mark.parametrize("token", ["0000000000001EEF", "0000000000000000"])
def test_what_the_qr_library_cannot_divide_is_drawn_all_the_same(token):
    url = qr.plate_url("LY.EXAMPLE.CN", token)
    assert qr.read_back(qr.draw(url).image(4)) == url


def test_the_png_survives_a_damaged_corner():
    picture = Image.open(io.BytesIO(qr.png("HTTPS://LY.EXAMPLE.CN/P/7K3M9QXZ7K3M9QXZ")))
    side = picture.width // 4
    ImageDraw.Draw(picture).rectangle(
        (picture.width - side, picture.height - side, *picture.size), 0
    )
    assert qr.read_back(picture) == "HTTPS://LY.EXAMPLE.CN/P/7K3M9QXZ7K3M9QXZ"


def test_the_svg_for_the_engraver_has_the_same_modules():
    payload = "HTTPS://LY.EXAMPLE.CN/P/7K3M9QXZ7K3M9QXZ"
    root = ET.fromstring(qr.svg(payload, side_mm=30))  # noqa: S314 — we wrote it
    assert root.get("width") == "30mm"
    size = int(root.get("viewBox").split()[2])
    picture = Image.new("L", (size, size), 255)
    for corner in root[1].get("d").split("M")[1:]:
        x, y = corner.removesuffix("h1v1h-1z").split()
        picture.putpixel((int(x), int(y)), 0)
    grown = picture.resize((size * 4, size * 4), Image.Resampling.NEAREST)
    assert qr.read_back(grown) == payload


def test_an_empty_picture_reads_as_nothing():
    assert qr.read_back(Image.new("1", (100, 100), 1)) is None


def test_more_than_a_code_holds_is_refused():
    with pytest.raises(CodeTooLong):
        qr.draw("长" * 2000)


@pytest.mark.parametrize(
    "typed",
    ["7K3M-90XZ-7K3M-91XZ", "7k3m 9oxz 7k3m 9lxz", "https://ly.example.cn/p/7K3M90XZ7K3M91XZ"],
)
def test_a_token_is_recognised_however_it_was_typed(typed):
    token = qr.token_of(typed)
    assert token == "7K3M90XZ7K3M91XZ"
    assert qr.is_token(token)


def test_people_read_a_token_in_groups_and_a_business_number_as_it_is():
    assert qr.short_code("7K3M90XZ7K3M91XZ") == "7K3M-90XZ-7K3M-91XZ"
    assert qr.short_code("JYS26-00042") == "JYS26-00042"

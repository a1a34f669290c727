"""A plate's finished drawing: it reads back, and every character on it is a shape of its own."""

import os
import re
from xml.etree import ElementTree as ET

import pytest

from hardware.artwork import SIZES_MM, Wording, check_wording, draw_plate, plate_height, read_plate
from hardware.drawing import font
from hardware.errors import GlyphMissing, TextTooLong
from hardware.outlines import _glyph, outline
from hardware.qr import new_token, plate_url
from tests.hardware.rare_names import RARE_NAMES

# PLATES=1000 for the long run: it then takes a quarter of a minute.
PLATES = int(os.environ.get("PLATES", "60"))
RARE = [character for name in RARE_NAMES for character in name[1:]]
TOKEN = "7K3M9QXZ7K3M9QXZ"
URL = plate_url("ly.example.cn", TOKEN)


def draw(wording, size_mm=40):
    return draw_plate(URL, TOKEN, wording, size_mm)


def paths(svg, kind):
    return [path.get("d") for path in ET.fromstring(svg) if path.get("class") == kind]  # noqa: S314


def test_every_plate_reads_back_from_its_finished_drawing():
    read = 0
    for turn in range(PLATES):
        token = new_token()
        url = plate_url("ly.example.cn", token)
        wording = Wording(f"松{turn // 40 + 1}排{turn % 40 + 1}号", "公益性骨灰堂")
        read += read_plate(draw_plate(url, token, wording, SIZES_MM[turn % 3])) == url
    assert read == PLATES


def test_a_damaged_drawing_is_not_read_back():
    svg = draw(Wording("松1排1号")).decode()
    lost = re.sub(r'(class="code" fill="#000" d=")[^"]{4000}', r"\1M0 0L1 0L1 1L0 1Z", svg)
    assert read_plate(lost.encode()) != URL


def test_the_engraver_needs_no_font():
    svg = draw(Wording("松1排1号", "公益性骨灰堂")).decode()
    root = ET.fromstring(svg)  # noqa: S314 - we wrote it
    assert {element.tag.rpartition("}")[2] for element in root} == {"path"}
    assert "font" not in svg
    assert root.get("width") == "40mm"
    assert len(paths(svg, "code")) == 1


@pytest.mark.parametrize("character", RARE)
def test_a_rare_character_is_drawn_as_itself_and_not_as_the_empty_box(character):
    shape = outline(character)
    assert shape.strokes
    assert shape.strokes != _glyph(500, 0)
    across, up = zip(
        *(point for _command, points in shape.strokes for point in points), strict=True
    )
    # Pillow draws the same character by another road (FreeType).
    left, top, right, bottom = font(1000).getmask(character).getbbox()
    found = (max(across) - min(across), max(up) - min(up))
    assert found == pytest.approx((right - left, bottom - top), abs=25)


def test_ten_rare_names_stand_on_a_plate():
    drawn = [paths(draw(Wording(name)), "text") for name in RARE_NAMES]
    assert all(drawn)
    assert all(one != other for at, one in enumerate(drawn) for other in drawn[:at])


def test_a_character_no_font_has_is_refused_by_name():
    with pytest.raises(GlyphMissing, match=r"𪚥.*U\+2A6A5"):
        check_wording(Wording("𪚥1排1号"), 40)
    with pytest.raises(GlyphMissing, match="𪚥"):
        draw(Wording("松1排1号", "𪚥堂"))


def test_a_long_line_becomes_smaller_and_then_is_refused():
    check_wording(Wording("松1排1号", "嘉鱼县殡仪馆公益性骨灰堂东楼"), 30)
    with pytest.raises(TextTooLong, match="30 毫米"):
        check_wording(Wording("松1排1号", "嘉鱼县殡仪馆公益性骨灰堂" * 2), 30)
    check_wording(Wording("松1排1号", "嘉鱼县殡仪馆公益性骨灰堂" * 2), 50)


def test_everything_stays_within_the_plate():
    wording = Wording("松区十二排一百零八号", "嘉鱼县殡仪馆公益性骨灰堂东楼")
    for line in paths(draw(wording, 30), "text"):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", line)]
        assert 0 <= min(numbers[::2]) <= max(numbers[::2]) <= 30
        assert 0 <= min(numbers[1::2]) <= max(numbers[1::2]) <= plate_height(30, wording)

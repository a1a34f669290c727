"""A name is printed whole or refused by name; it never loses a character."""

import pytest
from PIL import ImageOps

from hardware.drawing import draw_line
from hardware.encoding import encode
from hardware.errors import GlyphMissing
from hardware.layout import Line, lay_out
from hardware.plain import plain
from hardware.slips import Fact, Slip, Text
from tests.hardware.rare_names import RARE_NAMES, UNDRAWABLE
from tests.hardware.test_encoding import print_on


def slip_of(name):
    return Slip("骨灰标签", (Text(name, size=3, centre=True), Fact("逝者", name)))


def test_most_of_them_are_beyond_what_printers_know():
    def fits(name):
        return name.encode("gbk", "ignore").decode("gbk") == name

    assert [fits(name) for name in RARE_NAMES].count(False) == len(RARE_NAMES) - 1 == 9


@pytest.mark.parametrize("name", RARE_NAMES)
def test_a_rare_name_is_whole_in_words_and_on_paper(name):
    slip = slip_of(name)
    assert plain(slip, 32).split("\n")[1].strip() == name
    assert f"逝者：{name}" in plain(slip, 32)
    assert Slip.from_json(slip.as_json()) == slip
    sheet = print_on(32, encode(slip, columns=32))
    known = name.encode("gbk", "ignore").decode("gbk") == name
    assert sheet.lines[1:] == ([name, f"逝者：{name}"] if known else ["▧"])


@pytest.mark.parametrize("character", sorted(set("".join(RARE_NAMES))))
def test_each_character_leaves_ink(character):
    drawn = draw_line(Line(character, size=3), 6)
    assert drawn.size == (72, 90)
    assert ImageOps.invert(drawn.convert("L")).getbbox()


def test_no_two_of_them_look_alike_as_the_box_for_a_missing_one_would():
    characters = set("".join(RARE_NAMES))
    assert len({draw_line(Line(each), 2).tobytes() for each in characters}) == len(characters)


def test_a_character_in_no_font_is_refused_with_its_name():
    with pytest.raises(GlyphMissing, match=r"“𪚥”（U\+2A6A5）"):
        encode(slip_of(UNDRAWABLE), columns=32)
    assert UNDRAWABLE in plain(slip_of(UNDRAWABLE), 32)
    assert lay_out(slip_of(UNDRAWABLE), 32)

"""Lines around the dark modules, and the picture they enclose."""

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.contours import contours, path_of, picture_of

MATRICES = st.integers(1, 9).flatmap(
    lambda side: st.lists(
        st.lists(st.booleans(), min_size=side, max_size=side), min_size=side, max_size=side
    )
)


@given(MATRICES)
def test_the_lines_enclose_exactly_the_dark_modules(rows):
    side, dots = len(rows), 4
    drawn = picture_of(path_of(contours(rows), 0, 0, 1), side, side, dots=dots)
    picture = Image.new("1", (side, side), 1)
    picture.putdata([not dark for row in rows for dark in row])
    grown = picture.resize(drawn.size, Image.Resampling.NEAREST)
    assert drawn.tobytes() == grown.tobytes()


def test_two_modules_side_by_side_have_no_line_between_them():
    assert contours([[True, True]]) == [[(0, 0), (2, 0), (2, 1), (0, 1)]]


def test_modules_that_only_touch_at_a_corner_are_two_shapes():
    assert len(contours([[True, False], [False, True]])) == 2


def test_a_hole_is_a_line_of_its_own_the_other_way_round():
    outer, hole = contours([[True] * 3, [True, False, True], [True] * 3])
    assert outer == [(0, 0), (3, 0), (3, 3), (0, 3)]
    assert hole == [(1, 1), (1, 2), (2, 2), (2, 1)]

"""Sheets of plates: as many as fit, where to cut, and every code read from the finished page."""

import re

import pytest
import zxingcpp

from hardware.artwork import Wording, draw_plate, plate_height
from hardware.qr import new_token, plate_url
from hardware.sheets import PAGE, Grid, count_sheets, sheets_pdf

WORDING = Wording("李𠮷明1排1号", "公益性骨灰堂")


def grid_of(size_mm):
    return Grid(size_mm, plate_height(size_mm, WORDING))


@pytest.mark.parametrize(("size_mm", "per_sheet"), [(30, 25), (40, 16), (50, 9)])
def test_a_sheet_holds_as_many_as_fit(size_mm, per_sheet):
    grid = grid_of(size_mm)
    assert grid.per_sheet == per_sheet
    left, top = grid.corner(per_sheet - 1)
    assert left + grid.width < PAGE[0] - 10
    assert top + grid.height < PAGE[1] - 10
    assert count_sheets(1000, grid) == -(-1000 // per_sheet)


def test_each_corner_of_each_plate_has_two_marks_outside_it():
    grid = grid_of(40)
    assert len(re.findall("M", grid.marks(3))) == 3 * 4 * 2


def test_every_code_is_read_from_the_finished_page_at_150_dpi(context):
    pdfium = pytest.importorskip("pypdfium2")
    grid = grid_of(30)
    tokens = [new_token() for _plate in range(grid.per_sheet + 1)]
    urls = [plate_url("ly.example.cn", token) for token in tokens]
    plates = [draw_plate(url, token, WORDING, 30) for url, token in zip(urls, tokens, strict=True)]
    pages = pdfium.PdfDocument(sheets_pdf(plates, grid, "JYP26-00001 公益性骨灰堂"))
    found = [
        sorted(code.text for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil()))
        for page in pages
    ]
    pages.close()
    assert found == [sorted(urls[:-1]), urls[-1:]]

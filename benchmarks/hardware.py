"""Slips as printer bytes, plates drawn and read back, pages of PDF; each beside the bare work."""

import os
from collections.abc import Iterator

import zxingcpp
from weasyprint import HTML

from benchmarks.rows import Row, per_second, row
from hardware.artwork import Wording, draw_plate, plate_height, read_plate
from hardware.encoding import encode
from hardware.layout import Line, lay_out
from hardware.pdf import render_pdf
from hardware.qr import new_token, plate_url
from hardware.sheets import Grid, count_sheets, sheets_pdf
from hardware.slips import Amount, Code, Fact, Rule, Slip, Text

# BENCH_PLATES=1000 for the number of the acceptance; a minute with their sheets.
PLATES = int(os.environ.get("BENCH_PLATES", "100"))
SLIPS, PAGES = 1_000, 20
COLUMNS = 48
SIZE_MM = 40
ROWS = (
    Fact("收据编号", "JYS26-00042"),
    Fact("逝者", "张三"),
    Fact("经办人", "张小明"),
    Rule(),
    *(Amount(f"项目{number}", 380_00, note="2026-11-20 至 2026-11-22") for number in range(6)),
    Amount("合计", 2280_00, bold=True),
    Rule(),
    Text("请妥善保管，退款时需要出示。请保重。"),
)
SLIP = Slip("收费明细", ROWS, issuer="嘉鱼县殡仪馆")
CODED = Slip("收费明细", (*ROWS, Code("7K3M9QXZ7K3M9QXZ", prefix="HTTPS://LY.EXAMPLE.CN/P/")))
PAGE = "<p style='font-family:Paper'>嘉鱼县殡仪馆 火化证明 JYH26-00001</p>" * 20


def measure() -> Iterator[Row]:
    yield from _slips()
    yield from _plates()
    yield from _pages()


def _slips() -> Iterator[Row]:
    """The limit: the same lines as GBK and nothing else; of a code, the drawing by zxing-cpp."""
    lines = [block.text for block in lay_out(SLIP, COLUMNS) if isinstance(block, Line)]
    bare = per_second(lambda _turn: b"\n".join(line.encode("gbk") for line in lines), SLIPS)
    rate = per_second(lambda _turn: encode(SLIP, columns=COLUMNS), SLIPS)
    yield row(f"slip of {len(lines)} lines encoded", rate, "slips/s", bare)
    rate = per_second(lambda _turn: encode(CODED, columns=COLUMNS), SLIPS // 10)
    yield row("slip with a code, read back", rate, "slips/s", _bare_codes())


def _plates() -> Iterator[Row]:
    """The limit: the code alone, drawn by zxing-cpp and not read back."""
    tokens = [new_token() for _plate in range(PLATES)]
    drawn: list[bytes] = []

    def draw(turn: int) -> None:
        url = plate_url("ly.example.cn", tokens[turn])
        wording = Wording(f"松{turn // 40 + 1}排{turn % 40 + 1}号", "公益性骨灰堂")
        drawn.append(draw_plate(url, tokens[turn], wording, SIZE_MM))

    draw(0)  # the glyphs of the font are read once
    drawn.clear()
    rate = per_second(draw, PLATES)
    read = sum(
        read_plate(svg) == plate_url("ly.example.cn", token)
        for svg, token in zip(drawn, tokens, strict=True)
    )
    yield row("plate drawn and read back", rate, "plates/s", _bare_codes())
    yield row("plates read back, of those drawn", read, "plates", PLATES)
    grid = Grid(SIZE_MM, plate_height(SIZE_MM, Wording("", "公益性骨灰堂")))
    sheets = count_sheets(PLATES, grid)
    rate = sheets * per_second(lambda _turn: sheets_pdf(drawn, grid, "JYP26-00001"), 1)
    yield row(f"sheet of {grid.per_sheet} plates as PDF", rate, "pages/s", _empty_pages())


def _pages() -> Iterator[Row]:
    """The limit: WeasyPrint with an empty page."""
    render_pdf(PAGE)
    rate = per_second(lambda _turn: render_pdf(PAGE), PAGES)
    yield row("page of PDF, 20 lines", rate, "pages/s", _empty_pages())


def _bare_codes() -> float:
    return per_second(lambda turn: _bare_code(f"HTTPS://LY.EXAMPLE.CN/P/{turn:016d}"), 500)


def _bare_code(payload: str) -> object:
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    return zxingcpp.write_barcode_to_image(code)


def _empty_pages() -> float:
    HTML(string="").write_pdf()
    return per_second(lambda _turn: HTML(string="").write_pdf(), PAGES)

"""A4 documents: everything that was said is drawn, and what cannot be drawn is refused."""

import importlib.abc
import re
import sys
import zlib
from dataclasses import fields, is_dataclass, replace

import pytest
from PIL import ImageChops

from billing.bill_paper import BilledRow, BillOnPaper, bill_paper
from hardware.errors import GlyphMissing, PaperToolsMissing
from hardware.paper_specimens import get_paper_specimen, list_paper_specimens
from hardware.papers import Code, Facts, Paper, Text, article
from hardware.pdf import draw_paper, render_pdf
from hardware.qr import read_back, short_code
from kernel.errors import NotFound
from tests import world
from tests.hardware.pdfs import pages_of, picture_of, text_of
from tests.hardware.rare_names import RARE_NAMES
from tests.visitor import visit

# One rare character each: outside GBK, outside the first plane, or only in newer fonts.
COMMAND = ("hardware", "draw-papers")
TOKEN = "7K3M9Q2XV4T8B6HN"
# What only readers of screens are told, and what a machine calls a document.
UNSAID = {"kind", "payload", "drawn", "width", "number", "pairs", "framed", "foot_span"}


def a_paper(*blocks, **changed):
    asked = {"kind": "trial", "number": "T-1", "title": "试印", "issuer": "青溪县殡仪馆"}
    return Paper(**(asked | {"blocks": blocks} | changed))


def drawn(paper):
    return draw_paper(lambda: paper)[1]


def said_in(thing):
    """Every text of a paper, however deep."""
    if isinstance(thing, str):
        return [thing]
    if is_dataclass(thing):
        known = [getattr(thing, each.name) for each in fields(thing) if each.name not in UNSAID]
        return [text for each in known for text in said_in(each)]
    if isinstance(thing, list | tuple):
        return [text for each in thing for text in said_in(each)]
    return []


def unpacked(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.fixture
def drawing(app):
    """Papers need words and a template, no database."""
    with app.app_context():
        yield


@pytest.fixture
def specimens(drawing):
    return list_paper_specimens()


def test_every_specimen_says_all_that_was_put_in(specimens):
    assert len(specimens) == 10
    for specimen in specimens:
        paper, pdf = draw_paper(specimen.paper)
        text = text_of(pdf.content)
        missing = [said for said in said_in(paper) if squeezed(said) not in text]
        assert missing == [], specimen.kind
        assert paper.kind == specimen.kind
        assert text.count(paper.check) == pdf.pages
        assert paper.title in text
        assert "样张，不作证明使用。" in text
        assert pdf.pages == (2 if specimen.kind.endswith(("_agreement", "bill")) else 1)


def test_ten_rare_names_are_in_the_text(drawing):
    pdf = drawn(a_paper(Facts([("姓名", name) for name in RARE_NAMES])))
    text = text_of(pdf.content)
    assert [name for name in RARE_NAMES if name not in text] == []


def test_each_rare_character_is_drawn_as_itself(drawing):
    """All pictures differ, so none is the box that stands for a missing glyph; none is empty."""
    rare = [name[1] for name in RARE_NAMES]
    page = '<p style="font:100pt Paper;margin:0">{}</p>'
    pictures = [picture_of(render_pdf(page.format(each)).content, dots=36) for each in rare]
    empty = picture_of(render_pdf(page.format(" ")).content, dots=36)
    for at, picture in enumerate(pictures):
        others = [*pictures[:at], empty]
        assert all(ImageChops.difference(picture, other).getbbox() for other in others), rare[at]


@pytest.mark.parametrize("character", ["𪚥", "\ue000", "\u2028"])
def test_a_character_no_font_has_is_refused_by_its_name(drawing, character):
    with pytest.raises(GlyphMissing) as refused:
        drawn(a_paper(Text(f"李{character}明")))
    assert f"U+{ord(character):04X}" in str(refused.value)


def test_a_wide_space_is_drawn_by_our_font(drawing):
    assert b"Noto" not in drawn(a_paper(Text("甲方\u3000乙方"))).content


def test_control_bytes_reach_no_paper(drawing):
    pdf = drawn(a_paper(Text("张三\x1bp\x00\x07&#7;&#x1b;李四\x9c王五")))
    text = text_of(pdf.content)
    assert "张三p&#7;&#x1b;李四王五" in text
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", text)
    assert text_of(render_pdf("<p>赵&#7;&#x1b;六</p>").content) == "赵六"


def test_typed_markup_stays_text(drawing):
    text = text_of(drawn(a_paper(Text("<b>张三</b><img src=x>"))).content)
    assert "<b>张三</b><imgsrc=x>" in text


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.css", "file:///etc/passwd"])
def test_nothing_is_fetched(drawing, caplog, address):
    render_pdf(f'<style>@import "{address}";</style><p>试印</p>')
    assert "A document fetches nothing." in caplog.text


def test_the_code_reads_back_from_the_page(drawing):
    payload = f"HTTPS://EXAMPLE.CN/C/{TOKEN}"
    pdf = drawn(a_paper(code=Code(payload, short_code(TOKEN), "查验")))
    assert read_back(picture_of(pdf.content)) == payload
    assert short_code(TOKEN) in text_of(pdf.content)


def test_it_is_pdf_a_with_the_font_inside(drawing):
    content = drawn(a_paper(Text("试印"))).content
    said = b"".join(map(unpacked, re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)))
    assert b'pdfaid:part="3" pdfaid:conformance="U"' in said
    assert b"/FontFile3" in content + said


def test_a_bill_of_two_hundred_lines_repeats_its_head(drawing):
    rows = [BilledRow(f"项目{at:03d}", f"第{at}项", 1_00, 0, 1_00) for at in range(200)]
    paper = bill_paper(
        BillOnPaper(
            *("Z-1", "青溪县殡仪馆", "A-1", "李小梅", "2026-11-24 10:05", "王芳"),
            rows=rows,
            policy="没有政策。",
            clauses=(),
            funders=(),
            legal_bases=(),
        )
    )
    pages = pages_of(drawn(paper).content)
    with_rows = [page for page in pages if re.search(r"项目\d{3}", page)]
    assert len(with_rows) > 3
    assert all(page.count("应付（元）") == 1 for page in with_rows)
    assert [row.name for row in rows if row.name not in "".join(pages)] == []
    assert f"第1页，共{len(pages)}页" in pages[0]


def test_the_same_content_has_the_same_digest():
    paper = a_paper(Text("一"))
    assert paper.digest == a_paper(Text("一")).digest
    assert paper.digest != replace(paper, number="T-2").digest
    assert paper.digest != a_paper(Text("一", lead=True)).digest
    assert re.fullmatch(r"[0-9A-F]{4}(-[0-9A-F]{4}){2}", paper.check)


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "第一条"), (10, "第十条"), (11, "第十一条"), (20, "第二十条"), (35, "第三十五条")],
)
def test_articles_are_numbered_in_words(number, said):
    assert article(number) == said


def test_without_pango_the_refusal_says_so(drawing, monkeypatch):
    class NoPango(importlib.abc.MetaPathFinder):
        def find_spec(self, name, *_where):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [each for each in sys.modules if each.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(PaperToolsMissing):
        render_pdf("<p>试印</p>")


def test_the_desk_opens_every_specimen_as_a_pdf(app, context):
    world.make_home()
    desk = visit(app, "jy-desk")
    page = desk.get("/documents/specimens").text
    for specimen in list_paper_specimens():
        path = f"/documents/specimens/{specimen.kind}"
        assert f'href="{path}"' in page
    answer = desk.get("/documents/specimens/cremation_certificate")
    assert answer.mimetype == "application/pdf"
    assert "李𠮷明" in text_of(answer.data)
    assert desk.get("/documents/specimens/no-such").status_code == 404
    with pytest.raises(NotFound):
        get_paper_specimen("no-such")


def test_papers_are_drawn_from_the_command_line(app, tmp_path):
    ran = app.test_cli_runner().invoke(
        args=[*COMMAND, str(tmp_path), "--kind", "settlement", "--dots", "40"]
    )
    assert ran.exit_code == 0, ran.output
    assert ran.output == "财政结算单 1\n"
    assert (tmp_path / "settlement.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "settlement.png").read_bytes().startswith(b"\x89PNG")
    ran = app.test_cli_runner().invoke(args=[*COMMAND, str(tmp_path), "--kind", "no-such"])
    assert ran.exit_code == 1

"""Every document as an example, in words and in dots, before anybody needs it."""

import io

import pytest
from PIL import Image, ImageChops

from hardware.cli import PICTURES
from hardware.drawing import draw
from hardware.encoding import encode
from hardware.layout import COLUMNS, cells, lay_out
from hardware.markup import paper_of
from hardware.plain import plain
from hardware.queries import get_print_job
from hardware.slips import Fact, Slip, Text
from hardware.specimens import SPECIMENS, Specimen, get_specimen, list_specimens
from tests.hardware.conftest import make_counter
from tests.hardware.test_encoding import print_on
from tests.hardware.test_printers import Browser

DOCUMENTS = {
    *("receipt", "bill", "shift", "queue_ticket", "booking_slip", "pick_up_slip", "work_order"),
    *("wristband", "ash_label", "storage_receipt", "visit_pass", "cremation_certificate"),
    *("trial_page", "ash_collection_slip", "voyage_slip"),
}


@pytest.fixture
def desk(app, counter):
    return Browser(app, counter.clerk.id)


def pictured(answer):
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    return Image.open(io.BytesIO(answer.data))


def test_every_thermal_document_has_one_and_only_one(app):
    with app.app_context():
        found = [specimen.document for specimen in list_specimens()]
    assert sorted(found) == sorted(DOCUMENTS)


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_it_prints_as_it_reads_on_every_paper(app, document):
    with app.test_request_context():
        slip = get_specimen(document).make()
        for columns in COLUMNS:
            lines = plain(slip, columns).split("\n")
            assert {cells(line) for line in lines} == {columns}
            sheet = print_on(columns, encode(slip, columns=columns))
            assert set(sheet.lines) - {"▧", "▦"} <= {line.strip() for line in lines} | {
                line.rstrip() for line in lines
            }
            assert len(sheet.codes) == 1


def test_a_rare_name_is_among_them(app):
    with app.test_request_context():
        words = plain(get_specimen("ash_label").make(), 32)
    assert "张䶮" in words


def test_the_list_leads_to_each_document_on_each_paper(desk):
    page = desk.get("/printers/specimens").text
    for document in DOCUMENTS:
        assert f'href="/printers/specimens/{document}"' in page
        assert all(f"{document}?columns={columns}" in page for columns in COLUMNS)


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_page_shows_words_and_dots_of_the_same_paper(app, desk, columns):
    page = desk.get(f"/printers/specimens/bill?columns={columns}").text
    assert f'src="/printers/specimens/bill/{columns}.png"' in page
    assert "JYZ26-00042" in page
    row = '<th colspan="3" scope="rowgroup">' if columns == 32 else '<th scope="row">'
    assert f"{row}告别厅（中厅）</th>" in page
    picture = pictured(desk.get(f"/printers/specimens/bill/{columns}.png"))
    with app.test_request_context():
        expected = draw(lay_out(get_specimen("bill").make(), columns), columns)
    assert picture.width == columns * 12
    assert ImageChops.difference(picture.convert("L"), expected.convert("L")).getbbox() is None


@pytest.mark.parametrize(
    "path", ["nothing", "nothing/32.png", "bill?columns=33", "bill/33.png", "bill/480000.png"]
)
def test_what_there_is_not_is_not_found(desk, path):
    assert desk.get(f"/printers/specimens/{path}").status_code == 404


def test_strangers_see_no_paper(app, counter):
    job = counter.print()
    for path in ("specimens", "specimens/bill", "specimens/bill/32.png", f"jobs/{job.id}.png"):
        assert app.test_client().get(f"/printers/{path}").status_code == 302


def test_a_print_job_is_drawn_with_its_marks_on_its_printers_paper(app, desk, counter):
    job = counter.print("S26-00042", lines=3)
    picture = pictured(desk.get(f"/printers/jobs/{job.id}.png"))
    paper = get_print_job(job.id).paper()
    assert any(isinstance(row, Text) and "打印号" in row.text for row in paper.rows)
    expected = draw(lay_out(paper, 32), 32)
    assert ImageChops.difference(picture.convert("L"), expected.convert("L")).getbbox() is None


def test_the_paper_of_another_home_is_not_found(app, counter, machine):
    other = make_counter("XN", machine)
    job = counter.print()
    stranger = Browser(app, other.clerk.id)
    assert stranger.get(f"/printers/jobs/{job.id}.png").status_code == 404


def test_what_is_written_on_a_slip_stays_words_on_the_page(app, desk, monkeypatch):
    said = Slip("<b>单</b>", (Fact("<i>", "<script>"), Text("a\nb")), issuer="&")
    monkeypatch.setitem(app.extensions, SPECIMENS, [Specimen("hostile", "<u>", lambda: said)])
    page = desk.get("/printers/specimens/hostile").text
    assert "&lt;b&gt;单&lt;/b&gt;" in page
    assert not any(tag in page for tag in ("<b>单", "<u>", "<i>", "<script></dd>"))


def test_rows_of_one_kind_stand_in_one_list(app):
    with app.test_request_context():
        paper = paper_of(get_specimen("receipt").make(), 32)
    assert [section.kind for section in paper.sections] == [
        *("fact", "rule", "charge", "rule", "charge", "amount", "rule", "fact", "text", "code"),
    ]


def test_the_pictures_of_our_documents_are_drawn_by_a_command(app, tmp_path):
    told = app.test_cli_runner().invoke(args=["hardware", "draw-specimens", str(tmp_path)])
    assert told.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == PICTURES.keys()
    with Image.open(tmp_path / "receipt-58.png") as picture:
        assert picture.width == 32 * 12 + 48

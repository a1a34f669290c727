"""骨灰寄存单: where, how long, what it costs, what to bring; once, then reprints. And 祭扫凭证."""

from datetime import date

import pytest

from cemetery.keeping.papers import term_of
from cemetery.operations import deposit_ashes, print_storage_receipt
from cemetery.slips import STORAGE_RECEIPT, VisitPass, storage_receipt, visit_pass_slip
from funeral.queries.ash_papers import list_labels
from hardware.errors import AlreadyPrinted, NoPrinter
from hardware.plain import plain
from hardware.queries import list_print_jobs
from hardware.slips import Slip
from hardware.specimens import invented_home
from kernel.errors import NotFound
from kernel.money import yuan2
from kernel.places import get_institution
from tests.billing.test_take_cash import printer_off
from tests.funeral import desk


@pytest.fixture
def deposit(ashes):
    return deposit_ashes(
        certificate_number=ashes.certificate,
        unit_id=ashes.units[0].id,
        months=12,
        by=ashes.keeper,
    )


def test_it_says_where_the_ashes_rest_until_when_and_at_what_price(ashes, deposit):
    printer_off(ashes.home)
    print_storage_receipt(number=deposit.number, by=ashes.keeper)
    [job] = list_print_jobs(ashes.home.id, STORAGE_RECEIPT, deposit.number)
    words = plain(Slip.from_json(job.slip), 32)
    assert term_of(deposit).fee_fen
    for word in (
        deposit.number,
        str(deposit.unit),
        ashes.certificate,
        ashes.case.deceased.name,
        f"￥{yuan2(term_of(deposit).fee_fen)}",
        "期限至",
    ):
        assert word in words
    with pytest.raises(AlreadyPrinted):
        print_storage_receipt(number=deposit.number, by=ashes.keeper)


def test_where_no_price_is_published_it_says_so(ashes, deposit):
    words = plain(storage_receipt(deposit, "张三", None, get_institution(ashes.home.id)), 32)
    assert "没有公布寄存的价格，不收费。" in words
    assert "￥" not in words


def test_the_page_of_the_deposit_prints_it_and_the_label(ashes, deposit, keeper_client):
    page = f"/ashes/{deposit.number}"
    assert str(NoPrinter()) in desk.send(keeper_client, f"{page}/receipt")
    printer_off(ashes.home)
    said = desk.send(keeper_client, f"{page}/receipt")
    assert "骨灰寄存单已交给打印机。" in said
    assert "骨灰寄存单： 等待打印" in said
    assert "骨灰标签： 等待打印" in desk.send(keeper_client, f"{page}/label")
    assert len(list_labels(ashes.case, deposit.portion)) == 1
    assert "骨灰标签已经打印过" in desk.send(keeper_client, f"{page}/label")


def test_a_number_nobody_gave_is_not_found(ashes):
    with pytest.raises(NotFound):
        print_storage_receipt(number="JYG26-99999", by=ashes.keeper)


def test_a_visit_pass_says_when_and_where_large(context):
    visit = VisitPass("骨灰堂", "松3排12号", date(2027, 4, 5), "上午 8:00–10:00", 4, "7K3M9QXZ")
    lines = plain(visit_pass_slip(visit, invented_home()), 32).split("\n")
    assert [line.strip() for line in lines[2:4]] == ["4月5日 星期一", "上午 8:00–10:00"]
    assert any("人数：4 人" in line for line in lines)

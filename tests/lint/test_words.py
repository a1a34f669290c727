"""What is read from paper; what is read from screens is checked on every page in a browser."""

from sqlalchemy import select

from hardware.layout import COLUMNS, Line, lay_out
from hardware.models import PrintJob
from hardware.slips import Slip
from kernel.db import db
from tests.browser.county import make_county
from tests.lint import words


def lines_of(slip: Slip, columns: int) -> list[str]:
    return [block.text for block in lay_out(slip, columns) if isinstance(block, Line)]


def test_a_slip_is_written_as_the_house_speaks(context):
    make_county()
    slips = [Slip.from_json(job.slip) for job in db.session.scalars(select(PrintJob))]
    assert {slip.title for slip in slips} == {
        "收费明细（非发票）",
        "火化工作单",
        "遗体腕带",
        "交班单",
        "取号单",
    }
    lines = {line for slip in slips for columns in COLUMNS for line in lines_of(slip, columns)}
    found = {line: words.faults(line) for line in lines}
    assert {line: faults for line, faults in found.items() if faults} == {}

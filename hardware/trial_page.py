"""The page that shows whether a printer prints what we need."""

from hardware.slips import Amount, Charge, Code, Fact, Rule, Slip, Text
from hardware.specimens import Specimen, invented_home
from kernel.i18n import _

RULER = "123456789+"


def trial_page(name: str, columns: int, institution: str) -> Slip:
    """Widths, sizes, amounts, rare characters and a code, for paper of `columns` cells."""
    ruler = (RULER * columns)[:columns]
    return Slip(
        title=str(_("打印机测试页")),
        issuer=institution,
        rows=(
            Fact(_("打印机"), name),
            Text(ruler),
            Text(_("生僻字：张䶮 李𠮷明 𬭎 㛃")),
            Text(_("标点：：（）《》、，。“”—…￥℃№")),
            Charge(_("金额对齐"), 128_000, 96_000, 32_000),
            Amount(_("应付"), 32_000, bold=True),
            Rule(),
            Text(_("大字"), size=2, centre=True),
            Code("TEST", caption=str(_("扫这个码，应读出 TEST"))),
        ),
    )


SPECIMEN = Specimen(
    "trial_page", _("打印机测试页"), lambda: trial_page("前台", 32, invented_home().name)
)

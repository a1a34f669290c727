"""The days on which families go to the graves, by the sun and by the moon."""

from datetime import date
from enum import StrEnum
from functools import cache

from lunar_python.Lunar import Lunar
from lunar_python.Solar import Solar

from kernel.i18n import _


class Festival(StrEnum):
    QINGMING = "qingming"
    ZHONGYUAN = "zhongyuan"
    HANYI = "hanyi"
    WINTER_SOLSTICE = "winter_solstice"
    NEW_YEARS_EVE = "new_years_eve"

    @property
    def label(self) -> str:
        return FESTIVAL_LABELS[self]


FESTIVAL_LABELS = {
    Festival.QINGMING: _("清明"),
    Festival.ZHONGYUAN: _("中元"),
    Festival.HANYI: _("寒衣"),
    Festival.WINTER_SOLSTICE: _("冬至"),
    Festival.NEW_YEARS_EVE: _("除夕"),
}
# As they are written in a county's terms, whatever language the clerk reads.
NAMES = {
    "清明": Festival.QINGMING,
    "中元": Festival.ZHONGYUAN,
    "寒衣": Festival.HANYI,
    "冬至": Festival.WINTER_SOLSTICE,
    "除夕": Festival.NEW_YEARS_EVE,
}
SOLAR_TERMS = {Festival.QINGMING: "清明", Festival.WINTER_SOLSTICE: "冬至"}
LUNAR_DAYS = {Festival.ZHONGYUAN: (7, 15), Festival.HANYI: (10, 1)}
MIDSUMMER = 6


@cache
def festival_in(festival: Festival, year: int) -> date:
    """The day in this (sun's) year; 除夕 is the one in its first weeks."""
    if festival in SOLAR_TERMS:
        # Within the year's own table both terms stand, whichever day it is asked on.
        terms = Solar.fromYmd(year, MIDSUMMER, 1).getLunar().getJieQiTable()
        found = terms[SOLAR_TERMS[festival]]
        if found.getYear() != year:
            terms = Solar.fromYmd(year + 1, 1, 1).getLunar().getJieQiTable()
            found = terms[SOLAR_TERMS[festival]]
    elif festival is Festival.NEW_YEARS_EVE:
        found = Lunar.fromYmd(year, 1, 1).getSolar().next(-1)
    else:
        found = Lunar.fromYmd(year, *LUNAR_DAYS[festival]).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())

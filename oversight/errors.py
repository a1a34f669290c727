"""Oversight's refusals."""

from kernel.constraints import refuse_on
from kernel.errors import NotAllowed, Refusal
from kernel.i18n import _


class MonthNotOver(Refusal):
    message = _("这个月份还没有开始，不能登记死亡人口。")
    field = "month"


class MonthUnknown(Refusal):
    message = _("请按“2026-11”的写法填写月份。")
    field = "month"


class DeathsNegative(Refusal):
    message = _("死亡人口不能小于零。")
    field = "deaths"


class ZoneAboveAll(Refusal):
    message = _("火葬区死亡人口不能大于全部死亡人口。")
    field = "deaths_in_zone"


class SourceMissing(Refusal):
    message = _("请写明数字的来源，例如公安户籍部门的月报。")
    field = "source"


class OtherRegion(NotAllowed):
    message = _("这个地区不在您的监管范围内。")


class CountedMeanwhile(Refusal):
    message = _("这个月份的死亡人口刚刚由同事登记，请刷新后再改。")


refuse_on("uq_death_counts_region_code", CountedMeanwhile)

"""Oversight's refusals."""

from kernel.errors import Refusal
from kernel.i18n import _


class MonthNotOver(Refusal):
    message = _("这个月份还没有开始，不能登记死亡人口。")
    field = "month"


class ZoneAboveAll(Refusal):
    message = _("火葬区死亡人口不能大于全部死亡人口。")
    field = "deaths_in_zone"


class SourceMissing(Refusal):
    message = _("请写明数字的来源，例如公安户籍部门的月报。")
    field = "source"

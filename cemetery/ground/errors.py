"""The refusals of whoever lays out the ground."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _

# ---- Sites and zones ----


class SiteNameMissing(Refusal):
    message = _("请填写名称。")
    field = "name"


class SiteExists(Refusal):
    message = _("已经有这个名称的安放点，请换一个名称。")
    field = "name"


class HoursMissing(Refusal):
    message = _("请填写开放时间，例如 8:00–17:00。")
    field = "visiting_hours"


class ApprovalMissing(Refusal):
    """殡葬管理条例: it is built only with the approval of the civil-affairs office."""

    message = _("公墓和经营性骨灰堂要填写批准文件的名称和文号。")
    field = "approval"


class KindHasUnits(Refusal):
    message = _("这里已有墓区，不能再改种类。")
    field = "kind"


class ZoneNameMissing(Refusal):
    message = _("请填写区的名称，不要有数字，最多 20 个字，例如 松区。")
    field = "name"


class ZoneExists(Refusal):
    message = _("这里已经有叫这个名称的区，请换一个名称，或在那个区里加排。")
    field = "name"


class UnitKindElsewhere(Refusal):
    message = _("%(site)s里不能设%(unit)s。")
    field = "kind"


class NotCommunal(Refusal):
    """`unit`: what was wanted."""

    message = _("%(unit)s是一家一个，集中安葬请选树葬、花葬、草坪葬或深埋。")
    field = "communal"


class CommunalAlready(Refusal):
    message = _("这个区现在就是这样，没有要更改的。")
    field = "communal"


class ZoneInUse(Refusal):
    """`unit`: one that is somebody's."""

    message = _("%(unit)s有骨灰或已被家属选定。整个区的位置都空着时才能更改。")
    field = "communal"


# ---- Units ----


class RangeWrong(Refusal):
    """`field`: which of the four numbers."""

    message = _("请填写 1 到 %(most)s 之间的数字，后一个不能小于前一个。")

    def __init__(self, field: str, most: int) -> None:
        super().__init__(most=most)
        self.field = field


class TooManyUnits(Refusal):
    message = _("一次最多 %(most)s 个，您填的是 %(count)s 个。请分几次办理。")
    field = "last_row"


class UnitsExist(Refusal):
    message = _("其中有的位置已经有了，可能刚由同事新增。请刷新后核对排号和号码。")
    field = "first_row"


class NoUnitsThere(Refusal):
    message = _("这些排和号里没有可以办理的位置，请核对。")
    field = "first_row"


class CapacityWrong(Refusal):
    message = _("每个位置可以安放 1 到 %(most)s 份骨灰。")
    field = "capacity"


class CapacityBelowTaken(Refusal):
    message = _("%(unit)s已经安放 %(taken)s 份骨灰，容量不能更小。")
    field = "capacity"


class SizeWrong(Refusal):
    """`field`: area or stele_height."""

    message = _("请填写 %(least)s 到 %(most)s 之间的数字。")

    def __init__(self, field: str, least: str, most: str) -> None:
        super().__init__(least=least, most=most)
        self.field = field


class AreaMissing(Refusal):
    message = _("%(unit)s的占地面积有规定，请填写。")
    field = "area"


class AreaOverLimit(Refusal):
    message = _("占地面积最多 %(most)s 平方米。依据：%(basis)s")
    field = "area"


class SteleOverLimit(Refusal):
    message = _("碑高最多 %(most)s 厘米。依据：%(basis)s")
    field = "stele_height"


class ReasonMissing(Refusal):
    message = _("请填写原因。")
    field = "reason"


class UnitInUse(Refusal):
    message = _("%(unit)s有骨灰或已被家属选定，不能停用。")
    field = "first_row"


class UnitOnHold(Refusal):
    """`until`: when the hold of the family that is deciding ends by itself."""

    message = _("%(unit)s正为一家保留到 %(until)s，在那以前不能更改。请过后再办理。")
    field = "first_row"


class UnitsInUse(Refusal):
    """The same, where the database saw it first."""

    message = _("其中有的位置刚刚被家属选定，不能停用。请刷新后再看。")
    field = "first_row"


# ---- Lists from files ----


class FileUnread(Refusal):
    message = _("文件读不出来。请用表格软件另存为 CSV（UTF-8 或 GB18030 编码）后再上传。")
    field = "file"


class FileTooLarge(Refusal):
    message = _("文件太大。一次最多 %(most)s 行，请按区分成几个文件。")
    field = "file"


class ColumnMissing(Refusal):
    message = _("文件的第一行没有“%(column)s”这一列。请用下载的表格填写。")
    field = "file"


class NoRows(Refusal):
    message = _("文件里没有可以读的行。")
    field = "file"


class ImportHasErrors(Refusal):
    message = _("有 %(count)s 行需要改正，没有写入任何内容。请改好文件后重新上传。")


class NothingToApply(Refusal):
    message = _("文件和现在登记的完全相同，没有要写入的内容。")


class ImportApplied(Refusal):
    message = _("这份文件已经写入。")


refuse_on("one_site_of_a_name", SiteExists)
refuse_on("uq_zones_site_id", ZoneExists)
refuse_on("uq_units_zone_id", UnitsExist)
refuse_on("ck_units_nobodys_while_out_of_use", UnitsInUse)

"""Columns of sites, zones and units as people say them."""

from kernel.i18n import _

GROUND_FIELDS = {
    "act": _("办理"),
    "added": _("新增个数"),
    "approval": _("批准文件"),
    "area": _("占地面积（百分之一平方米）"),
    "changed": _("改动个数"),
    "communal": _("集中安葬"),
    "count": _("个数"),
    "done_at": _("办理时间"),
    "file_name": _("文件名"),
    "first_number": _("从几号"),
    "first_row": _("从第几排"),
    "last_number": _("到几号"),
    "last_row": _("到第几排"),
    "out_of_use_reason": _("停用原因"),
    "staged_at": _("上传时间"),
    "staged_by": _("上传人"),
    "stele_height": _("碑高（厘米）"),
    "total": _("总数"),
}
GROUND_RECORDS = {
    "unit_changes": _("位置变动"),
    "unit_imports": _("位置清单"),
}

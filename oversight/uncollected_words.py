"""Records and columns of ashes nobody collects as people say them."""

from kernel.i18n import _

UNCOLLECTED_RECORDS = {
    "uncollected_announcements": _("骨灰认领公告"),
    "uncollected_contacts": _("联系骨灰家属"),
    "uncollected_layings": _("安放无人领取的骨灰"),
}
UNCOLLECTED_FIELDS = {
    "announcement_id": _("骨灰认领公告"),
    "ash_event_id": _("骨灰去向"),
    "result": _("结果"),
    "stopped_at": _("停办时间"),
    "stopped_because": _("不安放的原因"),
    "stopped_by": _("停办人"),
    "waits_since": _("从哪天起等待"),
    "together_id": _("一起申请的集中安葬"),
    "way": _("怎么联系的"),
    "whom": _("联系了谁"),
}

"""Refusals about ashes nobody collects."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NotUncollected(Refusal):
    message = _("这份骨灰现在不在等待领取，不能这样办理。请先看清它现在的去向。")


class LayingUndecided(Refusal):
    message = _(
        "这份骨灰已申请按无人领取安放，现在不能办理%(move)s。"
        "家属来了的，请先在“联系和公告”里登记不安放，再办理。"
    )


class WhomMissing(Refusal):
    message = _("请填写联系了谁，例如 张小三（儿子）。")
    field = "whom"


class ContactTimeWrong(Refusal):
    message = _("联系时间应在 %(since)s 以后、现在以前，请核对。")
    field = "day"


class ContactsMissing(Refusal):
    message = _("公告以前先打电话、寄信，并登记结果。现在还没有登记：%(missing)s。")


class AnnouncementPlaceMissing(Refusal):
    message = _("请填写公告登在哪里，例如 县民政局网站、本馆公告栏。")
    field = "place"


class AnnouncementTooEarly(Refusal):
    message = _("按规定最早 %(day)s 可以公告。在那以前，请继续联系家属。")
    field = "since"


class AnnouncementToCome(Refusal):
    message = _("公告登出以后再登记，开始日期不能晚于今天。")
    field = "since"


class AnnouncementTooShort(Refusal):
    message = _("公告至少 %(days)s 天，截止日期最早填 %(day)s。")
    field = "until"


class NotAnnounced(Refusal):
    message = _("还没有公告。请先公告，公告期满没有人领取，才能申请安放。")


class AnnouncementRuns(Refusal):
    message = _("公告到 %(until)s 为止，期满以前家属随时可以领取，请等到期满以后再办理。")


class LayingReasonMissing(Refusal):
    message = _("请填写为什么安放，例如 多次联系没有回音，公告期满无人领取。")
    field = "reason"


class LayingAsked(Refusal):
    message = _("这份骨灰已经有人申请安放，请打开那一份申请办理。")


class LayingApprovedByAsker(Refusal):
    message = _("申请和批准要由两个人办理，请另一位同事批准。")


class LayingDecided(Refusal):
    message = _("这份申请已经有了决定，请刷新后查看。")


class LayingOutdated(Refusal):
    message = _("申请以后情况有变，这份申请不再适用。请重新核对，需要时另行申请。")


class DeclineReasonMissing(Refusal):
    message = _("请填写为什么不安放，例如 家属来电，下周领取。")
    field = "reason"


class LayingNotApproved(Refusal):
    message = _("安放还没有经另一位同事批准，请先申请和批准。")


class NotInEcoArea(Refusal):
    message = _("无人领取的骨灰安放在公共的生态安葬区，例如 树葬、花葬、草坪葬、深埋。请另选位置。")
    field = "unit"


class PortionsMissing(Refusal):
    message = _("请至少勾选一份骨灰。")
    field = "portions"


class NotInCommunalUnit(Refusal):
    message = _("几份骨灰一起安葬，请选集中安葬的位置。")
    field = "unit_id"


class CommunalUnitTooFull(Refusal):
    message = _("这个位置还能安放 %(free)s 份，这次要安放 %(wanted)s 份。请另选一个位置。")
    field = "unit_id"


class CertificateNotIssued(Refusal):
    message = _("这位逝者还没有火化证明，请先补办，再安放骨灰。")


refuse_on("one_laying_a_waiting", LayingAsked)
refuse_on("ck_uncollected_layings_two_persons", LayingApprovedByAsker)

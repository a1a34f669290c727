"""The refusals of voyages."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _

# ---- Planning ----


class DepartureTimesWrong(Refusal):
    message = _("集合时间不能晚于出发时间，出发时间要在以后。")
    field = "departs_time"


class LastDayWrong(Refusal):
    message = _("报名截止日期不能早于今天，也不能晚于出发那一天。")
    field = "register_until"


class GatheringMissing(Refusal):
    message = _("请填写集合地点。")
    field = "gathers_place"


class WatersMissing(Refusal):
    message = _("请填写撒散的水域或地点。")
    field = "waters"


class ShipMissing(Refusal):
    message = _("请填写船名和船舶证书编号。")
    field = "ship_name"


class VoyageNumberWrong(Refusal):
    """`field`: which of the numbers."""

    message = _("请填写 %(least)s 到 %(most)s 之间的数字。")

    def __init__(self, field: str, least: int, most: int) -> None:
        super().__init__(least=least, most=most)
        self.field = field


class VoyageItemUnlisted(Refusal):
    message = _("这个项目不在出发那天的收费清单里，请另选，或选不收费。")
    field = "item_code"


class VoyageReasonMissing(Refusal):
    message = _("请填写原因，家属会听到这句话。")
    field = "reason"


class VoyageNotToCome(Refusal):
    message = _("这个航次已经出发、办结或取消，不能再改。")


class VoyageOver(Refusal):
    message = _("这个航次已经办结或取消，不能再取消。")


# ---- Registering a family ----


class VoyageNotOpen(Refusal):
    message = _("这个航次不能报名了，请另选航次。")
    field = "voyage"


class RegistrationOver(Refusal):
    message = _("这个航次已过报名截止日期，请另选航次。")
    field = "voyage"


class PortionsFull(Refusal):
    message = _("这个航次的骨灰名额不够了，请在下面另选还有名额的航次。")
    field = "voyage"


class RelativesFull(Refusal):
    message = _("这个航次的亲属名额不够了，请另选航次，或减少随行亲属。")
    field = "voyage"


class TooManyRelatives(Refusal):
    message = _("这个航次每家最多 %(most)s 位亲属随行，现在写了 %(given)s 位。")
    field = "relatives"


class RelativeUnread(Refusal):
    message = _("请每行写一位亲属：姓名，空一格，身份证号码。")
    field = "relatives"


class RelativeWrong(Refusal):
    message = _("%(name)s：%(why)s")
    field = "relatives"


class RelativeTwice(Refusal):
    message = _("%(name)s的身份证号码写了两次，请核对。")
    field = "relatives"


class PortionsUnread(Refusal):
    message = _("请填写骨灰份号，例如 A；有两份的写 A、B。")
    field = "portions"


class ContactMissing(Refusal):
    message = _("请填写联系人姓名。")
    field = "contact"


class ConsentMissing(Refusal):
    message = _("请把告知内容读给家属听，家属同意后勾选，并写下同意的人。")
    field = "agreed_by"


class PortionOnAnotherVoyage(Refusal):
    message = _("这份骨灰已经报名海葬撒散，不能再报一次。请在原来的登记里改航次。")
    field = "portions"


class SameVoyage(Refusal):
    message = _("已经在这个航次，请选别的航次。")
    field = "voyage"


class RegistrationSettled(Refusal):
    message = _("这个登记已经取消或已经出发，不能再改。")


# ---- The day itself ----


class NotBoardingDay(Refusal):
    message = _("骨灰交接在出发当天办理，这个航次 %(day)s 出发。")


class PortionNotOnVoyage(Refusal):
    message = _("这份骨灰不在这个航次的名单上，请核对标签和航次。")
    field = "scanned"
    status = 404


class PortionUnclear(Refusal):
    message = _("这个案件有几份骨灰在名单上，请在名单里点选哪一份。")
    field = "scanned"


class AshesStillResting(Refusal):
    message = _("按登记，这份骨灰还寄存在%(place)s（%(number)s）。请先办理领取，再交接上船。")
    field = "scanned"


class PortionNotWaiting(Refusal):
    message = _("这份骨灰已经交接。")
    field = "scanned"


class PortionNotBoarded(Refusal):
    message = _("这份骨灰没有交接上船。")


class NothingBoarded(Refusal):
    message = _("还没有交接任何骨灰，不能登记出发。没有出海的请取消航次或改期。")


class VoyageNotDeparted(Refusal):
    message = _("登记出发以后才能登记撒散。")


class ScatteringTimeWrong(Refusal):
    message = _("撒散时间要在出发之后、现在之前。")
    field = "scattered_time"


class AshesGone(Refusal):
    message = _("骨灰 %(letter)s 份现在是“%(state)s”，不能登记上船。")
    field = "portions"


class PlaceBilled(Refusal):
    message = _("原航次的费用已经出了账单，两个航次的价格不同。请先在账单上红冲这一项，再改航次。")
    field = "voyage"


class PositionMissing(Refusal):
    message = _("请填写撒散的位置。")
    field = "position"


class CoordinatesWrong(Refusal):
    message = _("经纬度请都填写，纬度在 -90 到 90，经度在 -180 到 180；不知道的都不填。")
    field = "latitude"


class WitnessUnread(Refusal):
    message = _("请每行写一位见证人：姓名，空一格，单位或与逝者的关系。")
    field = "witnesses"


class WitnessesMissing(Refusal):
    message = _("请写两位以上见证人。")
    field = "witnesses"


class NotScattered(Refusal):
    message = _("这份骨灰还没有撒散，不能出具证明。")


refuse_on("ck_voyages_within_portions", PortionsFull)
refuse_on("ck_voyages_within_relatives", RelativesFull)
refuse_on("one_voyage_per_portion", PortionOnAnotherVoyage)

"""What is refused about eco-burial rewards and their payment."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NoRewardPolicy(Refusal):
    message = _("本地区没有公布节地生态安葬奖补政策，不能受理奖补申请。")


class RewardedAlready(Refusal):
    """One deceased, one reward, in all counties of this database (as WaivedAlready)."""

    message = _("这位逝者已有奖补申请，或已在别处领取奖补。按规定一位逝者只奖补一次。")
    field = "identity_number"


class ApplicantMissing(Refusal):
    message = _("请填写申请人姓名。")
    field = "applicant_name"


class HolderMissing(Refusal):
    message = _("请填写户名，与银行账户上的一致。")
    field = "account_holder"


class BankMissing(Refusal):
    message = _("请填写开户银行，写到支行。")
    field = "bank"


class AccountWrong(Refusal):
    """Never repeats the number: refusals may be logged."""

    message = _("账号只有数字，8 到 30 位，请对照银行卡或存折核对。")
    field = "account"
    status = 422


class CrematedBeforeDeath(Refusal):
    message = _("火化日期早于离世日期，请核对。")
    field = "cremated_on"


class CrematedInFuture(Refusal):
    message = _("火化日期不能晚于今天，请核对。")
    field = "cremated_on"


class OperatorMissing(Refusal):
    message = _("政策规定发给承办单位一部分，请填写承办单位和它的账户。")
    field = "operator_name"


class RewardDecided(Refusal):
    message = _("这份申请已经办过这一步，请重新打开页面看现在的状态。")


class DecidedByReceiver(Refusal):
    message = _("受理和批准要由两个人办理，请另一位监管人员决定。")


class NotDecidedHere(Refusal):
    message = _("奖补由民政部门决定。")
    status = 403


class RewardNotDue(Refusal):
    message = _("按政策不符合奖补条件，不能批准：%(reasons)s")


class RewardEvidenceMissing(Refusal):
    message = _("还缺材料，不能批准：%(papers)s。")


class EvidenceNotAsked(Refusal):
    message = _("政策没有要求这一项材料。")
    field = "asked"


class RewardNotMatched(Refusal):
    message = _("政策没有写明这一项可以用数据比对代替，请看原件。")
    field = "met"


class EvidenceReferenceMissing(Refusal):
    message = _("请填写材料的编号（没有编号的写“无编号”），或数据的来源。")
    field = "reference"


class NothingToPayOut(Refusal):
    message = _("现在没有已批准、还没有发放的奖补，不用列名单。")


class PaidOutAlready(Refusal):
    message = _("这份奖补已经列入发放名单，不能再改。")


class ResultNoted(Refusal):
    message = _("这一笔的结果已经登记过。")


class AllNoted(Refusal):
    message = _("名单上每一笔的结果都已经登记。")


class PaidOnWrong(Refusal):
    message = _("发放日期应在列名单当天到今天之间，请核对。")
    field = "paid_on"


class TransferReferenceMissing(Refusal):
    message = _("请填写银行回单或拨款凭证的编号。")
    field = "reference"


class NoFailedTransfer(Refusal):
    message = _("只有未到账的款项可以更正账户。")


refuse_on("one_reward_for_one_deceased", RewardedAlready)
refuse_on("one_payout_at_a_time", PaidOutAlready)
refuse_on("a_result_is_noted_once", ResultNoted)

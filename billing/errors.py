"""What billing refuses, and the sentence it says."""

from kernel.checked_yaml import YamlMistake
from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PolicyError(YamlMistake):
    """A waiver policy file that cannot be used: which file, which line, why."""

    field = "policy"


class CaseError(YamlMistake):
    """A case file that cannot be read: which file, which line, why."""

    field = "case"


class BurialMissing(Refusal):
    message = _("奖补要看怎样安葬：请在案例文件里写reward，至少写明burial。")
    field = "reward"


class PoliciesOverlap(Refusal):
    message = _("“%(one)s”和“%(other)s”在%(region)s同时有效，请先给其中一份写明截止日期。")
    field = "policy"


class UnitsDoNotFit(Refusal):
    message = _("登记的数量以%(unit)s计，不能换算成%(into)s，请核对收费单位。")
    field = "quantity"


class QuantityMissing(Refusal):
    message = _("请先登记数量（以%(unit)s计），数量要大于零。")
    field = "quantity"


class PriceNotChosen(Refusal):
    message = _("本项公布的价格是%(low)s元到%(high)s元，请填写本次的实际价格。")
    field = "price"


class PriceOutsideRange(Refusal):
    message = _("价格%(price)s元不在公布的%(low)s元到%(high)s元之间，不能收取。")
    field = "price"


class PriceIsFixed(Refusal):
    message = _("本项公布的价格是%(published)s元，不能改为%(price)s元。")
    field = "price"


class StandardPriceMissing(Refusal):
    message = _("计算补差需要标准项目“%(item)s”当日公布的价格，请先公布。")
    field = "item_code"


class UnitPriceMissing(Refusal):
    message = _("“%(item)s”没有单价，不能按免费数量计算减免，请核对价目。")
    field = "item_code"


class NotListed(Refusal):
    """条例 art. 50: no item and no charge outside the published list."""

    message = _("%(day)s 的收费清单里没有这一项（%(item)s），不能收费。")
    field = "item_code"


class PolicyInForce(Refusal):
    message = _("本地区同一时间已有一份减免政策，请先给原政策写明截止日期。")
    field = "policy"


class PricesOverlap(Refusal):
    message = _("这一项在同一时间已有公布的价格，请先写明原价格的截止日期。")
    field = "valid_from"


class AlreadyBilled(Refusal):
    message = _("这个案件已经出具账单，不能再加收费用。")


class NothingToBill(Refusal):
    message = _("这个案件还没有可以结算的服务记录。")


class WaivedAlready(Refusal):
    message = _("这位逝者已经享受过一次惠民减免，按规定一位逝者只减免一次。")


class AlreadySigned(Refusal):
    message = _("这张账单已经签过字。")


class SignerMissing(Refusal):
    message = _("请填写签字人的姓名。")
    field = "signer_name"


class NothingDrawn(Refusal):
    message = _("还没有看到签字，请在框里签名。")
    field = "strokes"


class NotEnoughCash(Refusal):
    message = _("实收现金 %(tendered)s 少于应付 %(due)s，请核对。")
    field = "tendered"


class AlreadyPaid(Refusal):
    message = _("这张账单已经付清。")


class PayingElsewhere(Refusal):
    message = _("另有%(amount)s正在付款。请等它完成，或先关闭那笔付款再收。")


class MoreThanOpen(Refusal):
    message = _("未付的只有%(open)s，请核对金额。")
    field = "amount"


class NothingPaid(Refusal):
    message = _("请填写大于零的金额。")
    field = "amount"


class ReferenceMissing(Refusal):
    message = _("请填写凭证上的号码，例如刷卡单的参考号、银行回单号。")
    field = "reference"


class MethodNotOffered(Refusal):
    message = _("这里还没有开通这种付款方式，请改用其他方式。")
    field = "method"


class ReasonMissing(Refusal):
    message = _("请写明原因。")
    field = "reason"


class NothingToGiveBack(Refusal):
    message = _("没有多收的款项，不需要退还。")


class RefundOver(Refusal):
    message = _("这笔退款已经办结。")


class SendsItself(Refusal):
    message = _("这笔款由系统原路退回，不用人工退还。")


class NothingChosen(Refusal):
    message = _("请选择要退的项目。")
    field = "positions"


class AlreadyCredited(Refusal):
    message = _("这些项目已经红冲过，每一项只能红冲一次。")
    field = "positions"


class CreditChangesWaiver(Refusal):
    message = _("退掉这些项目后，其余项目的减免会改变。请整单红冲，再重新出具账单。")
    field = "positions"


class NotPaid(Refusal):
    message = _("这张账单还没有收款，没有收据。")


class ReceiptPrinted(Refusal):
    message = _("收据已经交给打印机，如需再打一份请补打。")


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


class EvidenceMissing(Refusal):
    message = _("还缺材料，不能批准：%(papers)s。")


class EvidenceNotAsked(Refusal):
    message = _("政策没有要求这一项材料。")
    field = "asked"


class NoDataMatch(Refusal):
    message = _("政策没有写明这一项可以用数据核对代替，请看材料。")
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
refuse_on("one_price_at_a_time", PricesOverlap)
refuse_on("one_policy_at_a_time", PolicyInForce)
refuse_on("a_line_is_credited_once", AlreadyCredited)
refuse_on("one_bill_at_a_time", AlreadyBilled)
refuse_on("one_waiver_for_one_deceased", WaivedAlready)

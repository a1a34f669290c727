"""What billing refuses, and the sentence it says."""

from kernel.checked_yaml import YamlMistake
from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PolicyError(YamlMistake):
    """A waiver policy file that cannot be used: which file, which line, why."""

    field = "policy"


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


class NotPaid(Refusal):
    message = _("这张账单还没有收款，没有收据。")


class ReceiptPrinted(Refusal):
    message = _("收据已经交给打印机，如需再打一份请补打。")


class DraftChanged(Refusal):
    message = _("%(who)s在%(at)s保存过这份草稿。您写的内容还在下面，请对照后再保存。")
    field = "source"


class DraftSubmitted(Refusal):
    message = _("这份草稿已经提交审核，要修改请先退回。")


class DraftNotSubmitted(Refusal):
    message = _("这份草稿还没有提交审核。")


class DraftPublished(Refusal):
    message = _("这份草稿已经公布，公布的政策不再改动，请另写新的一版。")


class ReturnReasonMissing(Refusal):
    message = _("请写明退回的原因，让起草人知道要改什么。")
    field = "reason"


class WriterReviews(Refusal):
    """A policy is put in force by two persons, as money of the public depends on it."""

    message = _("写过这份草稿的人不能自己公布，请由另一位监管人员审核。")


class PolicyVersionTaken(Refusal):
    message = _("“%(code)s”的第%(version)s版已经公布，请把version改成更大的数。")
    field = "source"


class PublishedMeanwhile(Refusal):
    message = _("刚才已有人公布了同一版政策，请重新打开页面核对。")


class PolicyBeginsTooEarly(Refusal):
    message = _("“%(title)s”从%(day)s起有效，新的一版要从那以后的日子开始。")
    field = "source"


class BillsIssuedAlready(Refusal):
    message = _("已有%(count)s张账单按原政策出具，不会改动。确实要从%(day)s起生效，请写明理由。")
    field = "early_reason"


class CaseNotReadable(Refusal):
    message = _("账单上没有留下足够的事实，不能重新计算。")


class PeriodWrong(Refusal):
    message = _("结束的月份要在开始的月份之后，也不能晚于本月。")
    field = "period_to"


refuse_on("one_price_at_a_time", PricesOverlap)
refuse_on("one_policy_at_a_time", PolicyInForce)
refuse_on("uq_waiver_policies_code", PublishedMeanwhile)
refuse_on("one_bill_at_a_time", AlreadyBilled)
refuse_on("one_waiver_for_one_deceased", WaivedAlready)

"""What billing refuses, and the sentence it says."""

from kernel.checked_yaml import YamlMistake
from kernel.constraints import refuse_on
from kernel.errors import NotFound, Refusal
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

    message = _("《殡葬管理条例》第五十条：%(day)s 的收费清单里没有这一项（%(item)s），不能收费。")
    field = "item_code"


class NotPublishedThen(NotListed):
    """Drafted, or published only after the day of service: families could not have read it."""

    message = _("《殡葬管理条例》第五十条：%(day)s 还没有公布“%(item)s”的价格，不能收费。")


class SellerNotAllowed(Refusal):
    message = _("%(ground)s。%(seller)s不能收取“%(item)s”。")
    field = "purpose"


class IncludedInAnother(Refusal):
    """条例 art. 42: an item is not split up so that its parts are charged again."""

    message = _(
        "《殡葬管理条例》第四十二条：不得分解项目。“%(part)s”已经包含在“%(whole)s”里，不能另收。"
    )
    field = "item_code"


class GuidedBaseMissing(Refusal):
    message = _("政府指导价请填写基准价，或者文件规定的最高价。")
    field = "base"


class ReferenceRangeMissing(Refusal):
    message = _("参考区间请填写最低价和最高价，最低价不高于最高价。")
    field = "reference_low"


class MarkupMissing(Refusal):
    message = _("差率控制请填写购进价和最高差率。")
    field = "purchase_price"


class PriceOutsideAllowed(Refusal):
    message = _("%(ground)s。允许的价格：%(allowed)s；%(price)s不能公布。")
    field = "price"


class BasicNotGuided(Refusal):
    message = _("发改价格〔2026〕108号：基础项目实行政府指导价，请选择政府指导价。")
    field = "price_mode"


class PriceOrRange(Refusal):
    message = _("请填写一个价格，或者只填写最低价和最高价。")
    field = "price"


class RangeReversed(Refusal):
    message = _("最高价不能低于最低价。")
    field = "price_high"


class ExtraWithoutIncluded(Refusal):
    message = _("填写超出后的单价，要先填写价格包含的数量。")
    field = "included"


class StepWrong(Refusal):
    message = _("计费的最小单位要大于零。")
    field = "round_up_to"


class CodeWrong(Refusal):
    message = _("项目代码用小写字母、数字和下划线，2 到 40 个字符。")
    field = "code"


class IncludesItself(Refusal):
    message = _("“已包含”里不能写项目自己。")
    field = "includes"


class StartsInPast(Refusal):
    """条例 art. 50: what was not published yet is not charged."""

    message = _("《殡葬管理条例》第五十条：公布以前不能按新价格收费，请写今天或以后的日期。")
    field = "valid_from"


class DatesReversed(Refusal):
    message = _("“%(item)s”的截止日期早于开始日期，请核对。")
    field = "valid_to"


class DraftExists(Refusal):
    message = _("这一项已经有一份草稿，请修改那一份，或者先删去。")
    field = "code"


class DraftUnknown(Refusal):
    message = _("这一份草稿已经公布或者删去，请回到收费清单查看。")


class EndsInPast(Refusal):
    message = _("过去的日子已经按这个价格收费，请写今天或以后的日期。")
    field = "valid_to"


class EndedBefore(Refusal):
    message = _("这一项已经写明截止到 %(day)s，不能延后，请起草新版本。")
    field = "valid_to"


class NothingToPublish(Refusal):
    message = _("清单与上一次公布的一样，没有需要公布的改动。")


class ChargedByFact(Refusal):
    message = _("“%(item)s”由登记的事实自动计费，不在这里登记。")
    field = "item_code"


class FactMissing(Refusal):
    message = _("请写明收费的事实，例如 谁、什么时候、做了什么。")
    field = "fact"


class NotYet(Refusal):
    message = _("还没有到的日子不能收费，请核对日期。")
    field = "occurred_on"


class WithdrawReasonMissing(Refusal):
    message = _("请写明撤销的原因。")
    field = "reason"


class ChargeWithdrawn(Refusal):
    message = _("这笔费用已经撤销。")


class FactChargeKept(Refusal):
    message = _("这笔费用来自登记的事实，由管理员撤销。")
    status = 403


class ReturnInstead(Refusal):
    message = _("这笔费用是丧葬用品，请办理退回，费用随着撤销。")


class NotAnArticle(Refusal):
    message = _("这笔费用不是丧葬用品，没有可以退回的。")


class SoldFromStock(Refusal):
    message = _("“%(item)s”是丧葬用品，请在丧葬用品页面登记，库存随着减少。")
    field = "item_code"


class NotGoods(Refusal):
    message = _("“%(item)s”不是清单上的丧葬用品。")
    field = "item_code"


class StockTooLow(Refusal):
    message = _("“%(item)s”库存只有 %(left)s 件，请核对数量或先登记购进。")
    field = "quantity"


class StockRanOut(Refusal):
    message = _("库存已经不够，请核对数量或先登记购进。")
    field = "quantity"


class WholeQuantity(Refusal):
    message = _("丧葬用品按整件登记，数量是 1 到 %(most)s 的整数。")
    field = "quantity"


class MarkupExceeded(Refusal):
    message = _(
        "发改价格〔2026〕108号：丧葬用品实行差率控制。这一批购进价 %(purchase)s，"
        "差率最高 %(percent)s%%，售价不高于 %(ceiling)s，%(price)s不能收取。"
    )
    field = "price"


class PurchasedInFuture(Refusal):
    message = _("购进日期不能晚于今天。")
    field = "received_on"


class DifferenceReasonMissing(Refusal):
    message = _("账面 %(expected)s，实有 %(counted)s，请写明差异的原因。")
    field = "reason"


class NoBatchYet(Refusal):
    message = _("这一种还没有登记过购进，多出来的请先登记购进。")
    field = "counted"


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


class EvidenceMissing(Refusal):
    message = _("减免还缺证明：%(papers)s。请登记看到的证明，文件允许的可以用数据比对代替。")


class EvidenceUnnumbered(Refusal):
    message = _("请填写证明的编号，数据比对的请填写在哪里查到。")
    field = "reference"


class EvidenceNoted(Refusal):
    message = _("这份证明已经登记过。")


class NoDataMatch(Refusal):
    message = _("文件没有写这份证明可以用数据比对代替，请看原件。")
    field = "matched"


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


class AccountUnknown(NotFound):
    message = _("没有找到这张账单。请核对账单上的 16 位短码，或联系殡仪馆。")
    field = "code"


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


class OnlyWaiversAreTried(Refusal):
    message = _("奖补不减少账单，只有减免政策可以在这里试算。")


class PeriodWrong(Refusal):
    message = _("结束的月份要在开始的月份之后，也不能晚于本月。")
    field = "period_to"


class ReceiptVoided(Refusal):
    message = _("这张收据已经作废。")


class ReceiptOfAnother(Refusal):
    message = _("这张收据由%(name)s开具，请由本人或管理员作废。")
    status = 403


class VoidReasonMissing(Refusal):
    message = _("请写明作废的原因。")
    field = "reason"


class ReceiptCounts(Refusal):
    message = _("这张收据没有作废，不用另开。")


class ReceiptReplaced(Refusal):
    message = _("已经另开过一张收据，请核对收据记录。")


class FiscalCodeWrong(Refusal):
    message = _("票据代码是 8 位数字，请核对。")
    field = "code"


class FiscalNumberWrong(Refusal):
    message = _("票据号码是 10 位数字，请核对。")
    field = "fiscal_number"


class FiscalCheckWrong(Refusal):
    message = _("校验码是 6 位数字或字母，请核对。")
    field = "check_code"


class FiscalDayWrong(Refusal):
    message = _("开票日期不能晚于今天，也不能早于收款当天。")
    field = "issued_on"


class FiscalRecorded(Refusal):
    message = _("这张收据已经登记过财政电子票据。")


class FiscalNumberUsed(Refusal):
    message = _("这个票据号码已经登记在另一张收据上，请核对。")
    field = "fiscal_number"


class NoFiscalPlatform(Refusal):
    message = _("还没有接通财政票据平台，请手工登记票据号码。")


class NotYetIssued(Exception):
    """The province's platform has the request and no number yet: the worker asks again."""


class DrawerOpen(Refusal):
    message = _("您的钱箱已有现金进出，备用金不能再改；多出或少了的，请在交班时说明。")
    field = "float"


class NoOpenShift(Refusal):
    message = _("您现在没有打开的钱箱。收第一笔现金时会自动开班。")


class DifferenceUnexplained(Refusal):
    message = _("应有 %(expected)s，清点为 %(counted)s，相差 %(difference)s，请写明原因。")
    field = "explanation"


class SignatureWrong(Refusal):
    message = _("请填写您本人的姓名（%(name)s）作为签名。")
    field = "signed_name"


class PeriodUnknown(Refusal):
    message = _("请选择结算的月份或季度。")
    field = "period"


class PeriodNotOver(Refusal):
    message = _("%(period)s还没有结束，到期后再结算。")
    field = "period"


class PeriodSettled(Refusal):
    message = _("这一期已经结算到%(day)s，之后登记的请放进下一期。")
    field = "period"

    def __init__(self, **facts: object) -> None:
        super().__init__(**({"day": _("最近一期")} | facts))


class NothingToSettle(Refusal):
    message = _("这一期没有待结算的减免，不用出具结算单。")
    field = "period"


class PaidByHome(Refusal):
    message = _("殡仪馆自己承担的减免不向财政结算。")
    field = "payer"


class SettlementPaid(Refusal):
    message = _("这张结算单已经登记过拨付。")


class PaidDayWrong(Refusal):
    message = _("拨付日期不能晚于今天，也不能早于出具结算单的日期。")
    field = "paid_on"


refuse_on("one_price_at_a_time", PricesOverlap)
refuse_on("one_draft_at_a_time", DraftExists)
refuse_on("ck_articles_never_below_nothing", StockRanOut)
refuse_on("one_policy_at_a_time", PolicyInForce)
refuse_on("an_evidence_is_noted_once", EvidenceNoted)
refuse_on("a_line_is_credited_once", AlreadyCredited)
refuse_on("uq_waiver_policies_code", PublishedMeanwhile)
refuse_on("one_bill_at_a_time", AlreadyBilled)
refuse_on("one_waiver_for_one_deceased", WaivedAlready)
refuse_on("uq_receipt_voids_receipt_id", ReceiptVoided)
refuse_on("one_receipt_at_a_time", ReceiptReplaced)
refuse_on("uq_fiscal_receipts_receipt_id", FiscalRecorded)
refuse_on("a_fiscal_number_is_used_once", FiscalNumberUsed)
refuse_on("one_settlement_a_period", PeriodSettled)
refuse_on("an_entry_is_settled_once", PeriodSettled)
refuse_on("uq_settlement_payments_settlement_id", SettlementPaid)

"""Prices and the published list: what is refused, and the sentence it says."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


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


class PricesOverlap(Refusal):
    message = _("这一项在同一时间已有公布的价格，请先写明原价格的截止日期。")
    field = "valid_from"


refuse_on("one_price_at_a_time", PricesOverlap)
refuse_on("one_draft_at_a_time", DraftExists)

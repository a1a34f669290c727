"""The kinds of prices and payments: what every package may name without knowing our tables."""

from enum import StrEnum

from kernel.i18n import _


class ItemClass(StrEnum):
    """国令824号 art. 5; 发改价格〔2026〕108号."""

    BASIC = "basic"
    NON_BASIC = "non_basic"
    GOODS = "goods"
    GROUND = "ground"

    @property
    def label(self) -> str:
        return CLASS_LABELS[self]


CLASS_LABELS = {
    ItemClass.BASIC: _("基础项目"),
    ItemClass.NON_BASIC: _("非基础项目"),
    ItemClass.GOODS: _("丧葬用品"),
    ItemClass.GROUND: _("墓位格位"),
}


class PriceMode(StrEnum):
    GUIDED = "guided"
    REFERENCE_RANGE = "reference_range"
    MARKUP_CAPPED = "markup_capped"
    MARKET = "market"

    @property
    def label(self) -> str:
        return MODE_LABELS[self]


MODE_LABELS = {
    PriceMode.GUIDED: _("政府指导价"),
    PriceMode.REFERENCE_RANGE: _("参考区间"),
    PriceMode.MARKUP_CAPPED: _("差率控制"),
    PriceMode.MARKET: _("市场调节价"),
}


class PaymentMethod(StrEnum):
    CASH = "cash"

    @property
    def label(self) -> str:
        return METHOD_LABELS[self]


METHOD_LABELS = {PaymentMethod.CASH: _("现金")}

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
    """How money comes. The last three run over a provider (billing.rails), by the same names."""

    CASH = "cash"
    POS = "pos"
    TRANSFER = "transfer"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    STRIPE = "stripe"

    @property
    def label(self) -> str:
        return METHOD_LABELS[self]

    @property
    def is_online(self) -> bool:
        """Whether a provider, not a clerk, says that the money is there."""
        return self in ONLINE


METHOD_LABELS = {
    PaymentMethod.CASH: _("现金"),
    PaymentMethod.POS: _("刷卡终端"),
    PaymentMethod.TRANSFER: _("银行转账"),
    PaymentMethod.WECHAT: _("微信支付"),
    PaymentMethod.ALIPAY: _("支付宝"),
    PaymentMethod.STRIPE: _("境外银行卡和钱包"),
}
ONLINE = frozenset({PaymentMethod.WECHAT, PaymentMethod.ALIPAY, PaymentMethod.STRIPE})


class PaymentState(StrEnum):
    """Forward only: pending → paid | closed; closed → paid_late (money after the end)."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"
    PAID_LATE = "paid_late"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    PaymentState.PENDING: _("等待付款"),
    PaymentState.PAID: _("已收款"),
    PaymentState.CLOSED: _("已关闭"),
    PaymentState.PAID_LATE: _("关闭后到账，退回"),
}


class RefundState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return REFUND_LABELS[self]


REFUND_LABELS = {
    RefundState.ASKED: _("待退款"),
    RefundState.DONE: _("已退款"),
    RefundState.FAILED: _("没有退成"),
}


class SignatureKind(StrEnum):
    SCREEN = "screen"
    PAPER = "paper"

    @property
    def label(self) -> str:
        return SIGNATURE_LABELS[self]


SIGNATURE_LABELS = {
    SignatureKind.SCREEN: _("屏幕签字"),
    SignatureKind.PAPER: _("纸质签字"),
}


class FiscalSource(StrEnum):
    TYPED = "typed"
    PLATFORM = "platform"

    @property
    def label(self) -> str:
        return FISCAL_SOURCE_LABELS[self]


FISCAL_SOURCE_LABELS = {
    FiscalSource.TYPED: _("手工登记"),
    FiscalSource.PLATFORM: _("票据平台"),
}

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


class ListSource(StrEnum):
    """Whose list an item stands on (国令824号 art. 5: the nation's; provinces may add)."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"

    @property
    def label(self) -> str:
        return LIST_LABELS[self]


LIST_LABELS = {
    ListSource.NATIONAL: _("国家清单"),
    ListSource.PROVINCIAL: _("省级清单"),
    ListSource.MUNICIPAL: _("市级清单"),
    ListSource.COUNTY: _("县级清单"),
}


class ItemPurpose(StrEnum):
    """What an item is for, whatever its name: who may sell it and what it includes turn on it."""

    TRANSFER = "transfer"
    CARRYING = "carrying"
    DISINFECTION = "disinfection"
    STORAGE = "storage"
    EMBALMING = "embalming"
    PREPARATION = "preparation"
    FAREWELL = "farewell"
    CREMATION = "cremation"
    ASH_CLEANING = "ash_cleaning"
    ASH_DEPOSIT = "ash_deposit"
    ECO_BURIAL = "eco_burial"
    NICHE = "niche"
    GRAVE = "grave"
    GOODS = "goods"
    OTHER = "other"

    @property
    def label(self) -> str:
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    ItemPurpose.TRANSFER: _("遗体接运"),
    ItemPurpose.CARRYING: _("抬运"),
    ItemPurpose.DISINFECTION: _("消毒"),
    ItemPurpose.STORAGE: _("遗体存放"),
    ItemPurpose.EMBALMING: _("遗体防腐"),
    ItemPurpose.PREPARATION: _("遗体整容"),
    ItemPurpose.FAREWELL: _("遗体告别"),
    ItemPurpose.CREMATION: _("遗体火化"),
    ItemPurpose.ASH_CLEANING: _("骨灰清理"),
    ItemPurpose.ASH_DEPOSIT: _("骨灰寄存"),
    ItemPurpose.ECO_BURIAL: _("节地生态安葬"),
    ItemPurpose.NICHE: _("骨灰格位"),
    ItemPurpose.GRAVE: _("墓位"),
    ItemPurpose.GOODS: _("丧葬用品"),
    ItemPurpose.OTHER: _("其他"),
}
# The codes the acts of a home and a columbarium charge by themselves (docs/county-file.md).
PURPOSE_OF_CODE = {
    "transfer": ItemPurpose.TRANSFER,
    "storage": ItemPurpose.STORAGE,
    "preparation": ItemPurpose.PREPARATION,
    "hall_family": ItemPurpose.FAREWELL,
    "hall_small": ItemPurpose.FAREWELL,
    "hall_medium": ItemPurpose.FAREWELL,
    "hall_large": ItemPurpose.FAREWELL,
    "cremation_flat": ItemPurpose.CREMATION,
    "cremation_collecting": ItemPurpose.CREMATION,
    "ash_deposit": ItemPurpose.ASH_DEPOSIT,
    "niche_use": ItemPurpose.NICHE,
    "niche_maintenance": ItemPurpose.NICHE,
    "plot_use": ItemPurpose.GRAVE,
    "plot_maintenance": ItemPurpose.GRAVE,
}


class FactKind(StrEnum):
    """Which record a charge rests on."""

    TRANSFER_ORDER = "transfer_order"
    ADMISSION = "admission"
    FAREWELL = "farewell"
    CREMATION_RUN = "cremation_run"
    ASH_DEPOSIT = "ash_deposit"
    DEPOSIT_RENEWAL = "deposit_renewal"
    STOCK_MOVEMENT = "stock_movement"
    VOYAGE = "voyage"
    RIGHT = "right"
    SWEEP = "sweep"

    @property
    def label(self) -> str:
        return FACT_LABELS[self]


FACT_LABELS = {
    FactKind.TRANSFER_ORDER: _("派车单"),
    FactKind.ADMISSION: _("入馆记录"),
    FactKind.FAREWELL: _("告别仪式"),
    FactKind.CREMATION_RUN: _("火化记录"),
    FactKind.ASH_DEPOSIT: _("骨灰寄存"),
    FactKind.DEPOSIT_RENEWAL: _("骨灰寄存续期"),
    FactKind.STOCK_MOVEMENT: _("丧葬用品进出"),
    FactKind.VOYAGE: _("海葬撒散登记"),
    FactKind.RIGHT: _("使用权"),
    FactKind.SWEEP: _("代客祭扫"),
}


class MovementKind(StrEnum):
    """Why the stock of an article changed."""

    RECEIVED = "received"
    SOLD = "sold"
    RETURNED = "returned"
    COUNTED = "counted"

    @property
    def label(self) -> str:
        return MOVEMENT_LABELS[self]


MOVEMENT_LABELS = {
    MovementKind.RECEIVED: _("购进"),
    MovementKind.SOLD: _("售出"),
    MovementKind.RETURNED: _("退回"),
    MovementKind.COUNTED: _("盘点"),
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

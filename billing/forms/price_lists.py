"""One version of a list item, field by field, and its end."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from wtforms import SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billing.forms.fields import NumberField
from billing.item_draft import ItemDraft, terms_of
from billing.kinds import ItemClass, ItemPurpose, ListSource, PriceMode
from billing.price_rules import PriceRule
from billing.units import Unit
from kernel import clock
from kernel.fields import YearMonthDayField, YuanField
from kernel.i18n import _
from kernel.web import Form

if TYPE_CHECKING:
    from billing.models import TariffItem

AT_MOST_ALL = NumberRange(max=100, message=_("下浮不能超过百分之一百。"))


def _choices(words: type[ItemClass | ItemPurpose | ListSource | PriceMode | Unit]) -> list[object]:
    return [(word.value, word.label) for word in words]


class TariffItemForm(Form):
    """The words of the row, so that a draft is made from it and a version filled in again."""

    code = StringField(_("项目代码"), [InputRequired(_("请填写项目代码。")), Length(max=40)])
    name = StringField(_("项目名称"), [InputRequired(_("请填写项目名称。")), Length(max=60)])
    item_class = SelectField(_("所在清单"), choices=lambda: _choices(ItemClass))
    purpose = SelectField(_("用途"), choices=lambda: _choices(ItemPurpose))
    list_source = SelectField(_("清单级别"), choices=lambda: _choices(ListSource))
    unit = SelectField(_("计价单位"), choices=lambda: _choices(Unit))
    measured_in = SelectField(
        _("登记数量的单位"), choices=lambda: [("", _("与计价单位相同")), *_choices(Unit)]
    )
    price = YuanField(_("价格"), [Optional()])
    price_low = YuanField(_("最低价"), [Optional()])
    price_high = YuanField(_("最高价"), [Optional()])
    included = NumberField(_("价格包含的数量"), [Optional()])
    extra_price = YuanField(_("超出后的单价"), [Optional()])
    round_up_to = NumberField(_("计费的最小单位"), [Optional()], default=Decimal(1))
    price_mode = SelectField(_("价格形式"), choices=lambda: _choices(PriceMode))
    base = YuanField(_("基准价"), [Optional()])
    float_up = NumberField(_("上浮不超过"), [Optional()])
    float_down = NumberField(_("下浮不超过"), [Optional(), AT_MOST_ALL])
    ceiling = YuanField(_("文件规定的最高价"), [Optional()])
    reference_low = YuanField(_("参考区间最低"), [Optional()])
    reference_high = YuanField(_("参考区间最高"), [Optional()])
    purchase_price = YuanField(_("购进价"), [Optional()])
    markup_percent = NumberField(_("差率不超过"), [Optional()])
    includes = SelectMultipleField(_("价格已包含"), validate_choice=False)
    legal_basis = StringField(
        _("依据文件"), [InputRequired(_("请填写依据文件。")), Length(max=200)]
    )
    issuer = StringField(_("发文单位"), [InputRequired(_("请填写发文单位。")), Length(max=100)])
    valid_from = YearMonthDayField(
        _("从哪一天起"), [InputRequired(_("请填写日期。"))], default=clock.today
    )
    valid_to = YearMonthDayField(_("到哪一天止"), [Optional()])
    # Sent by the button that only looks.
    preview = SubmitField(_("核对"))

    def offer(self, names: dict[str, str]) -> None:
        """What a price may include: the purposes, then the items of the list by name."""
        purposes = [(each.value, each.label) for each in ItemPurpose if each not in _NEVER_PART]
        known = {value for value, _label in purposes}
        self.includes.choices = [
            *purposes,
            *((code, name) for code, name in names.items() if code not in known),
        ]

    def draft(self) -> ItemDraft:
        """Of a valid form. Raises the refusals of billing.item_draft.terms_of."""
        terms = terms_of(
            unit=Unit(self.unit.data),
            price_fen=self.price.data,
            price_low_fen=self.price_low.data,
            price_high_fen=self.price_high.data,
            included=self.included.data,
            extra_price_fen=self.extra_price.data,
            measured_in=Unit(self.measured_in.data) if self.measured_in.data else None,
            round_up_to=Decimal(1) if self.round_up_to.data is None else self.round_up_to.data,
        )
        item_class = ItemClass(self.item_class.data)
        is_goods = item_class is ItemClass.GOODS
        offered = {value for value, _label in self.includes.choices}
        return ItemDraft(
            code=(self.code.data or "").strip(),
            name=(self.name.data or "").strip(),
            item_class=item_class,
            purpose=ItemPurpose.GOODS if is_goods else ItemPurpose(self.purpose.data),
            list_source=ListSource(self.list_source.data),
            terms=terms,
            rule=self._rule(),
            includes=tuple(each for each in self.includes.data or () if each in offered),
            legal_basis=(self.legal_basis.data or "").strip(),
            issuer=(self.issuer.data or "").strip(),
            valid_from=cast(date, self.valid_from.data),
            valid_to=self.valid_to.data,
        )

    def _rule(self) -> PriceRule:
        """Only what belongs to the chosen form; what stands in the other fields is not meant."""
        mode = PriceMode(self.price_mode.data)
        if mode is PriceMode.GUIDED:
            return PriceRule(
                mode,
                base_fen=self.base.data,
                float_up_percent=self.float_up.data,
                float_down_percent=self.float_down.data,
                ceiling_fen=self.ceiling.data,
            )
        if mode is PriceMode.REFERENCE_RANGE:
            return PriceRule(
                mode,
                reference_low_fen=self.reference_low.data,
                reference_high_fen=self.reference_high.data,
            )
        if mode is PriceMode.MARKUP_CAPPED:
            return PriceRule(
                mode,
                purchase_price_fen=self.purchase_price.data,
                markup_percent=self.markup_percent.data,
            )
        return PriceRule(mode)

    def fill(self, item: "TariffItem") -> None:
        """As this version says; the dates of a new version are its own."""
        for name in ("code", "name", "item_class", "purpose", "list_source", "unit"):
            self[name].data = getattr(item, name)
        self.measured_in.data = item.measured_in or ""
        for name in ("price", "price_low", "price_high", "extra_price", "base", "ceiling"):
            self[name].data = getattr(item, f"{name}_fen")
        for name in ("reference_low", "reference_high", "purchase_price"):
            self[name].data = getattr(item, f"{name}_fen")
        self.price_mode.data = item.price_mode
        self.included.data, self.round_up_to.data = item.included, item.round_up_to
        self.float_up.data = item.float_up_percent
        self.float_down.data = item.float_down_percent
        self.markup_percent.data = item.markup_percent
        self.includes.data = list(item.includes)
        self.legal_basis.data, self.issuer.data = item.legal_basis, item.issuer
        self.valid_from.data, self.valid_to.data = item.valid_from, item.valid_to


_NEVER_PART = {ItemPurpose.GOODS, ItemPurpose.OTHER}


class EndTariffItemForm(Form):
    valid_to = YearMonthDayField(
        _("最后一天"), [InputRequired(_("请填写日期。"))], default=clock.today
    )

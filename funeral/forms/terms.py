"""A home's terms of booking, field by field."""

from dataclasses import fields

from wtforms import BooleanField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from funeral.terms import Terms
from funeral.time_fields import SpanField
from kernel.fields import WholeNumberField, YearMonthDayField
from kernel.i18n import _
from kernel.web import Form

NUMBER = InputRequired(_("请填写数字。"))


class LayDownTermsForm(Form):
    """Named after funeral.terms.Terms, so that one is made from the other."""

    valid_from = YearMonthDayField(_("从哪一天起施行"), [InputRequired(_("请填写日期。"))])
    lead = SpanField(_("至少提前"))
    days_ahead = WholeNumberField(_("最远预约到第几天"), [NUMBER])
    hold = SpanField(_("选好时间后保留"))
    desk_confirms = BooleanField(_("家属提交后，由殡仪馆确认才算定下"))
    per_claimant = WholeNumberField(_("同一个电话最多几个时间"), [NUMBER])
    per_deceased = WholeNumberField(_("同一位逝者最多几个时间"), [NUMBER])
    changes = WholeNumberField(_("可以更改几次"), [NUMBER])
    change_until = SpanField(_("最晚更改，在开始前"))
    cancel_until = SpanField(_("最晚取消，在开始前"))
    return_from = SpanField(_("取消的时间最早多久放开"))
    return_to = SpanField(_("取消的时间最晚多久放开"))
    offer = SpanField(_("候补的时间保留"))
    after_farewell = SpanField(_("告别结束到火化至少"))
    longest_wait = SpanField(_("告别结束到火化最多"))
    furnace_starts = WholeNumberField(_("同时最多几台入炉"), [NUMBER])
    furnace_window = SpanField(_("“同时”指多久之内"))
    legal_basis = StringField(_("依据的文件或决定"), [Length(max=200)])
    # Sent by the button that only looks.
    preview = SubmitField(_("预览家属看到的内容"))

    def terms(self) -> Terms:
        """What was typed; what could not be read is as before, for the preview only."""
        before = Terms()
        typed = {each.name: self[each.name].data for each in fields(Terms)}
        return Terms(
            **{
                name: getattr(before, name) if value is None else value
                for name, value in typed.items()
            }
        )

    def fill(self, terms: Terms) -> None:
        for each in fields(Terms):
            self[each.name].data = getattr(terms, each.name)

import uuid

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from hardware.screens import ScreenKind
from kernel.i18n import _
from kernel.web import Form


class AddScreenForm(Form):
    """`shows`: a kind, or a kind and what it hangs at ("hall_door:0192…")."""

    name = StringField(
        _("名称"),
        [
            InputRequired(_("请填写屏幕的名称。")),
            Length(max=40, message=_("名称最多 40 个字。")),
        ],
    )
    shows = RadioField(_("显示什么"), [InputRequired(_("请选择屏幕显示什么。"))])

    def offer(self, kinds: dict[str, ScreenKind], institution_id: uuid.UUID) -> None:
        self.shows.choices = [
            choice
            for kind in kinds.values()
            for choice in (
                [
                    SelectChoice(f"{kind.code}:{subject}", f"{kind.label}{_('：')}{name}")
                    for subject, name in kind.subjects(institution_id)
                ]
                if kind.subjects
                else [SelectChoice(kind.code, str(kind.label))]
            )
        ]

    @property
    def kind(self) -> str:
        return str(self.shows.data).partition(":")[0]

    @property
    def subject_id(self) -> uuid.UUID | None:
        subject = str(self.shows.data).partition(":")[2]
        return uuid.UUID(subject) if subject else None

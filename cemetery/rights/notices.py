"""What a family is told when its term ends: no cause, no price, and no threat."""

from datetime import timedelta

from cemetery.rights.models import Right, RightNotice
from cemetery.texting import RIGHT, phone_of
from kernel import clock
from kernel.i18n import _, in_chinese
from kernel.places import get_institution
from kernel.texts.writing import NewText, write_texts

# A text is of use until the next step of the ladder at the latest; what is of persons in it is kept
# for a year, so that what was told can be shown.
USEFUL, KEPT = timedelta(days=7), timedelta(days=365)


def renewal_sentence(right: Right) -> str:
    """Ready to be read out, sent or printed."""
    home = get_institution(right.institution_id)
    facts = {
        "home": home.name,
        "site": right.unit.site.name,
        "unit": str(right.unit),
        "until": clock.say_date(right.until),
    }
    over = right.days_over > 0
    said = (
        _("%(home)s：%(site)s %(unit)s的使用期限已于%(until)s到期，骨灰位置不变。")
        if over
        else _("%(home)s：%(site)s %(unit)s的使用期限到%(until)s，骨灰位置不变。")
    )
    parts = [str(said) % facts, str(_("请在方便的时候来办理续期。"))]
    if home.phone:
        parts.append(str(_("有不明白的，请致电 %(phone)s。")) % {"phone": home.phone})
    parts.append(str(_("请保重。")))
    return "".join(parts)


def text_notice(right: Right, notice: RightNotice) -> None:
    """The same to the holder's phone, in the operation that makes the notice."""
    home = get_institution(right.institution_id)
    with in_chinese():
        facts = {
            "home": home.name,
            "site": right.unit.site.name,
            "unit": str(right.unit),
            "until": clock.say_date(right.until),
            "phone": phone_of(home),
        }
    text = NewText(
        about=(RIGHT, right.id),
        cause=f"right_notices/{notice.id}",
        wording="right_ended" if right.days_over > 0 else "right_ends",
        phone=right.holder.phone,
        facts=facts,
        useful_until=clock.now() + USEFUL,
        forget_on=clock.today() + KEPT,
    )
    write_texts(right.institution_id, [text])


def say_step(days: int) -> str:
    """ "到期前 90 天", "到期当天", "到期后 180 天"."""
    if days < 0:
        return str(_("到期前 %(days)s 天")) % {"days": -days}
    if days == 0:
        return str(_("到期当天"))
    return str(_("到期后 %(days)s 天")) % {"days": days}

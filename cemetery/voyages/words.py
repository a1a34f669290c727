"""What families are told: the consent they give, and what the desk says when a voyage changes."""

from cemetery.voyages.kinds import VoyageKind, VoyageState
from cemetery.voyages.models import Voyage, VoyageRegistration
from kernel import clock
from kernel.i18n import _
from kernel.places import get_institution

CONSENT = _(
    "骨灰撒散以后不能取回，也不再有单独的安放位置。需要留作纪念的，请在撒散以前分份保留。"
    "遇有大风、大雾等情况，航次会改期或取消，我们会电话告知。"
)


def say_times(voyage: Voyage) -> str:
    """ "11月24日 星期二 上午 8:30集合，上午 9:00出发"."""
    return str(_("%(day)s %(gathers)s集合，%(departs)s出发")) % {
        "day": clock.say_day(clock.day_of(voyage.gathers_at)),
        "gathers": clock.say_time(voyage.gathers_at),
        "departs": clock.say_time(voyage.departs_at),
    }


def told_sentence(registration: VoyageRegistration) -> str:
    """Ready to be read out or sent; names nobody who died."""
    voyage = registration.voyage
    home = get_institution(voyage.institution_id)
    facts = {
        "home": home.name,
        "kind": VoyageKind(voyage.kind).label,
        "times": say_times(voyage),
        "place": voyage.gathers_place,
        "number": registration.number,
        "reason": voyage.reason or "",
    }
    if voyage.state == VoyageState.CARRIED_OUT and registration.has_come_back:
        said = _(
            "%(home)s：您登记的%(kind)s（%(number)s）有骨灰这次没有撒散，已带回，请来电商量怎样办理。"
        )
    elif voyage.state == VoyageState.CANCELLED:
        said = _("%(home)s：您登记的%(kind)s（%(number)s）因%(reason)s取消，请来电改选航次。")
    elif voyage.changed_at and voyage.changed_at > registration.registered_at:
        said = _("%(home)s：您登记的%(kind)s（%(number)s）因%(reason)s改期，%(times)s，%(place)s。")
    else:
        said = _("%(home)s：您已登记%(kind)s（%(number)s），%(times)s，%(place)s。")
    parts = [str(said) % facts]
    if home.phone:
        parts.append(str(_("如有不便，请致电 %(phone)s。")) % {"phone": home.phone})
    return "".join(parts)

"""What the desk says to a family when their times have changed."""

from typing import TYPE_CHECKING

from funeral.queries import schedule
from kernel import clock
from kernel.i18n import _
from kernel.places import get_institution

if TYPE_CHECKING:
    from funeral.models import Plan


def told_sentence(plan: "Plan") -> str:
    """Ready to be read out or sent: names no cause and no price."""
    farewell, cremation = schedule.farewell_of(plan), schedule.cremation_of(plan)
    home = get_institution(plan.institution_id)
    parts = [str(_("%(home)s：时间有调整。")) % {"home": home.name}]
    if farewell:
        parts.append(
            str(_("告别仪式：%(day)s %(time)s，%(hall)s。"))
            % {
                "day": clock.say_day(clock.local(farewell.starts_at).date()),
                "time": clock.say_time(farewell.starts_at),
                "hall": farewell.resource.name,
            }
        )
    if cremation:
        parts.append(
            str(_("火化：%(day)s 约%(time)s。"))
            % {
                "day": clock.say_day(clock.local(cremation.starts_at).date()),
                "time": clock.say_time(cremation.starts_at),
            }
        )
    if home.phone:
        parts.append(str(_("如有不便，请致电 %(phone)s。")) % {"phone": home.phone})
    return "".join(parts)

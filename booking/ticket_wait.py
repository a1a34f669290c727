"""How long a family will probably wait at the windows, from what today really took."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import quantiles

from kernel.i18n import _

# Fewer families say nothing about the next one.
ENOUGH = 4
STEP = 5  # minutes: nobody should read more exactness into it than there is


def say_wait(before: int, took: Sequence[timedelta], windows: int) -> str:
    """ "约 10–25 分钟": the middle half of today's service times, for those before, shared by the
    open windows. Empty where nobody is before, no window is open or today has too little to tell.
    """
    if not before or not windows or len(took) < ENOUGH:
        return ""
    quick, _middle, slow = quantiles([each / timedelta(minutes=1) for each in took], n=4)
    least = int(before * quick / windows // STEP) * STEP
    most = max(-int(-before * slow / windows // STEP) * STEP, least + STEP)
    return str(_("约 %(least)s–%(most)s 分钟")) % {"least": least, "most": most}

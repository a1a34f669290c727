"""The screen at the door of a hall: now and next, and a name only where the family wants one."""

import uuid
from typing import TYPE_CHECKING

from flask import render_template

from funeral.kinds import ResourceKind
from funeral.live import board_topic
from funeral.queries.ceremonies import list_ceremonies
from funeral.queries.schedule import get_resource, list_resources
from hardware.screens import ScreenKind
from kernel import clock
from kernel.i18n import _

if TYPE_CHECKING:
    from hardware.models import Screen


def _draw(screen: "Screen") -> str:
    hall_id = screen.subject_id or uuid.UUID(int=0)
    ceremonies = list_ceremonies(screen.institution_id, hall_id)
    now = [each for each in ceremonies if each.has_begun][:1]
    later = [each for each in ceremonies if not each.has_begun][:1]
    return render_template(
        "funeral/hall_door.html",
        hall=get_resource(hall_id),
        ceremonies=[*((_("现在"), each) for each in now), *((_("接下来"), each) for each in later)],
        now=clock.now(),
    )


def _halls(institution_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    return [(hall.id, hall.name) for hall in list_resources(institution_id, ResourceKind.HALL)]


HALL_DOOR = ScreenKind(
    code="hall_door",
    label=_("告别厅门口屏"),
    draw=_draw,
    topics=lambda screen: [board_topic(screen.institution_id)],
    subjects=_halls,
)

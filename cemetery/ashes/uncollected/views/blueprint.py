"""The blueprint of ashes nobody collects, and what its forms share."""

from collections.abc import Callable

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.saying import say_portion
from cemetery.rights.views.blueprint import Chooser
from kernel.i18n import _
from kernel.web import Form

uncollected = Blueprint("uncollected", __name__, cli_group=None)


def carried_out(
    portion: AshPortion,
    form: Form,
    act: Callable[[], object],
    title: str,
    done: str,
    *,
    chooser: Callable[[], Chooser] | None = None,
) -> ResponseReturnValue:
    """One thing done about one portion: its form, or back to its attempts."""
    page = url_for("uncollected.get_uncollected", portion_id=portion.id)
    number = queries.number_of(portion)
    return form.carry_out_and_return(act, page, done) or render_template(
        "ashes/_act.html",
        form=form,
        title=title,
        name=queries.name_of(portion),
        number=number,
        now=say_portion(portion),
        back_to=page,
        back_label=_("联系和公告 %(number)s") % {"number": number},
        chooser=chooser() if chooser else None,
    )

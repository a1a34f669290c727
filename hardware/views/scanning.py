"""One box for every code: what it is, how it stands, what the reader may do with it now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from hardware.forms import ReadCodeForm
from hardware.scanning import acts_on, resolve
from hardware.views.blueprint import hardware
from kernel.people.actors import Role
from kernel.web import asker, may_open, open_to


@hardware.route("/code", methods=["GET", "POST"])
@open_to(*Role)
def read_code() -> ResponseReturnValue:
    """Posted, so that no code stands in an address, a log or the browser's history.

    Whoever may do nothing with it learns only what kind of code it is and whether it counts.
    """
    form = ReadCodeForm()
    scanned = form.carry_out(lambda: resolve(form.code.data or ""))
    acts = acts_on(scanned) if scanned else []
    open_acts = [act for act in acts if may_open(act.endpoint)]
    return render_template(
        "hardware/read_code.html",
        form=form,
        scanned=scanned,
        acts=open_acts,
        may_know=not acts or bool(open_acts),
        names_people=asker().role is not Role.OFFICER,
    )

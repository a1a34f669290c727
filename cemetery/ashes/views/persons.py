"""Whose ashes from elsewhere are, put right."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from cemetery.ashes import operations
from cemetery.ashes.errors import KeptElsewhere
from cemetery.ashes.forms import CorrectAdmittedForm
from cemetery.ashes.people import own_case
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.queries.corrections import count_corrections
from cemetery.ashes.views.blueprint import KEEPERS, ashes, carried_out, home_id
from funeral.fields import version_in
from kernel.fields import CountyField
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import asker, open_to

if TYPE_CHECKING:
    from kernel.people.deceased import Deceased


@ashes.route("/portions/<uuid:portion_id>/person", methods=["GET", "POST"])
@open_to(*KEEPERS)
def correct_admitted(portion_id: uuid.UUID) -> ResponseReturnValue:
    """Of an own case the case's page corrects it; of another house's, that house."""
    portion = queries.get_portion(portion_id)
    if portion.institution_id != home_id():
        raise KeptElsewhere(home=get_institution(portion.institution_id).name)
    case = own_case(portion)
    if case:
        return redirect(url_for("funeral.get_case", number=case.number))
    form = CorrectAdmittedForm(data=_as_registered(portion.deceased))
    form.identity_number.description = _("现在是 %(number)s；不改就不填") % {
        "number": portion.deceased.shown_identity
    }
    return carried_out(
        portion,
        form,
        lambda: operations.correct_admitted(
            portion_id=portion.id,
            version=version_in(form.version.data),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
            **form.told(),
        ),
        _("更正逝者的登记"),
        _("已更正。"),
    )


def _as_registered(person: "Deceased") -> dict[str, Any]:
    """Everything but the number, which no page shows in full."""
    return {
        "version": count_corrections(person.id),
        "deceased_name": person.name,
        "identity_kind": person.identity_kind,
        "sex": person.sex,
        "born_on": person.born_on,
        "died_on": person.died_on,
        "household_registration": CountyField.written(person.household_registration),
    }

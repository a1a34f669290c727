"""A site's terms of visits: every version for staff, a new one by the administrator."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.visits import operations
from cemetery.visits.errors import NoVisitTerms
from cemetery.visits.forms import LayDownVisitTermsForm
from cemetery.visits.models import VisitTerms
from cemetery.visits.queries import terms as queries
from cemetery.visits.terms import Terms
from cemetery.visits.views.blueprint import KEEPER, STAFF, visits
from cemetery.visits.words import say_terms
from kernel import clock
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to


@visits.get("/visits/<uuid:site_id>/terms")
@open_to(*STAFF)
def list_visit_terms(site_id: uuid.UUID) -> ResponseReturnValue:
    site = queries.get_site(site_id)
    versions = queries.list_terms(site.id)
    names = staff_names({each.laid_down_by for each in versions})
    return render_template(
        "visits/list_visit_terms.html",
        site=site,
        versions=versions,
        current=queries.find_terms(site.id, clock.today()),
        said={each.id: say_terms(queries.terms_in(each)) for each in versions},
        who={each.id: say_who(each.laid_down_by, names) for each in versions},
    )


@visits.route("/visits/<uuid:site_id>/terms/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def lay_down_visit_terms(site_id: uuid.UUID) -> ResponseReturnValue:
    site = queries.get_site(site_id)
    form = LayDownVisitTermsForm()
    if not form.is_submitted():
        form.fill(_terms_before(site_id))
        form.legal_basis.data, form.valid_from.data = "", clock.today()
    laid_down = form.carry_out(lambda: _lay_down(site_id, form))
    if laid_down:
        flash(_("新的祭扫办法已保存。"))
        return redirect(url_for("visits.list_visit_terms", site_id=site.id))
    return render_template("visits/lay_down_visit_terms.html", form=form, site=site)


def _lay_down(site_id: uuid.UUID, form: LayDownVisitTermsForm) -> VisitTerms:
    return operations.lay_down_visit_terms(
        site_id=site_id,
        valid_from=cast(date, form.valid_from.data),
        terms=form.terms(),
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _terms_before(site_id: uuid.UUID) -> Terms:
    try:
        return queries.terms_of(site_id)
    except NoVisitTerms:
        return Terms()

"""A home's terms of booking: every version for staff, the one in force for everybody."""

from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.forms import LayDownTermsForm
from funeral.models import BookingTerms
from funeral.queries import terms as queries
from funeral.terms_words import say_terms
from funeral.views.blueprint import HOME, funeral, home_id
from funeral.views.resources import KEEPER
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.places import InstitutionKind, find_institution, list_institutions
from kernel.web import PUBLIC, asker, open_to


@funeral.get("/terms")
@open_to(*HOME)
def list_terms() -> ResponseReturnValue:
    versions = queries.list_terms(home_id())
    current = queries.find_terms(home_id(), clock.today())
    names = staff_names({each.laid_down_by for each in versions})
    return render_template(
        "funeral/list_terms.html",
        versions=versions,
        current=current,
        said={each.id: _sentences(each) for each in versions},
        defaults=say_terms(queries.terms_of(home_id())),
        who={each.id: say_who(each.laid_down_by, names) for each in versions},
    )


@funeral.route("/terms/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def lay_down_terms() -> ResponseReturnValue:
    """Sent by 预览, nothing is laid down: the page shows what families would read."""
    form = LayDownTermsForm()
    if not form.is_submitted():
        form.fill(queries.terms_of(home_id()))
        form.legal_basis.data, form.valid_from.data = "", clock.today()
    elif not form.preview.data and form.validate():
        try:
            operations.lay_down_terms(
                institution_id=home_id(),
                valid_from=cast(date, form.valid_from.data),
                terms=form.terms(),
                by=asker(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("新的预约办法已保存。"))
            return redirect(url_for("funeral.list_terms"))
    return render_template(
        "funeral/lay_down_terms.html", form=form, sentences=say_terms(form.terms())
    )


@funeral.get("/booking-terms")
@funeral.get("/booking-terms/<code>")
@open_to(PUBLIC)
def show_terms(code: str = "") -> ResponseReturnValue:
    homes = list_institutions(InstitutionKind.FUNERAL_HOME)
    if not code and len(homes) == 1:
        return redirect(url_for("funeral.show_terms", code=homes[0].code))
    if not code:
        return render_template("funeral/list_homes_with_terms.html", homes=homes)
    home = find_institution(code)
    if home is None or home.kind != InstitutionKind.FUNERAL_HOME:
        raise NotFound
    current = queries.find_terms(home.id, clock.today())
    coming = [each for each in queries.list_terms(home.id) if each.valid_from > clock.today()]
    return render_template(
        "funeral/show_terms.html",
        home=home,
        homes=homes,
        current=current,
        sentences=say_terms(queries.terms_of(home.id)),
        coming=[(each, _sentences(each)) for each in reversed(coming)],
    )


def _sentences(version: BookingTerms) -> list[str]:
    return say_terms(queries.terms_in(version))

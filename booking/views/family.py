"""From the first page to where the deceased is: who, of whom, from where."""

import secrets

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing.classes import WaiverClass
from billing.facts import Facts
from billing.policy_questions import classes_of
from billing.queries import find_policy
from booking import operations
from booking.answers import SOON, Answers
from booking.forms import (
    ELSEWHERE,
    HERE,
    UNKNOWN,
    ChooseIdentityKindForm,
    StartDraftForm,
    TellClaimantForm,
    TellDeceasedForm,
    TellHouseholdForm,
    TellTransferForm,
)
from booking.models import Draft
from booking.views.blueprint import booking
from booking.views.steps import OPENED, TOKEN, WAITS, is_under_way, question, save, show
from funeral.queries.pick_ups import list_pick_ups
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.people.actors import family
from kernel.people.deceased import ASKED_KINDS, IdentityKind
from kernel.places import (
    Institution,
    InstitutionKind,
    find_institution,
    get_institution,
    list_institutions,
)
from kernel.regions import full_name, get_region_named
from kernel.web import PUBLIC, open_to

COUNTED = (WaiverClass.RESIDENT, WaiverClass.DIBAO, WaiverClass.TEKUN, WaiverClass.YOUFU)
# Classes of people who had no papers; asked only where the deceased has none.
WITHOUT_PAPERS = {
    *(WaiverClass.UNNAMED, WaiverClass.STREET_CHILD, WaiverClass.VAGRANT),
    *(WaiverClass.FOUNDLING, WaiverClass.UNREGISTERED_INFANT),
}


@booking.route("/", methods=["GET", "POST"])
@open_to(PUBLIC)
def start_draft() -> ResponseReturnValue:
    homes = list_institutions(InstitutionKind.FUNERAL_HOME)
    form = StartDraftForm()
    form.home.choices = [SelectChoice(home.code, full_name(home.region_code)) for home in homes]
    if len(homes) == 1:
        del form.home
    if homes and form.validate_on_submit():
        token = secrets.token_urlsafe(32)
        operations.start_draft(
            institution_id=_chosen(form, homes).id, token=token, by=family("new")
        )
        session[TOKEN] = token
        return redirect(url_for("booking.tell_claimant"))
    return render_template(
        "booking/start_draft.html",
        form=form,
        homes=homes,
        offered={home.code: {"hint": home.name} for home in homes},
        under_way=is_under_way(),
        booked=session.get(OPENED, []),
        waits=session.get(WAITS, []),
    )


def _chosen(form: StartDraftForm, homes: list[Institution]) -> Institution:
    if form.home is None:
        return homes[0]
    home = find_institution(form.home.data)
    if home is None:
        raise NotFound
    return home


@booking.route("/book/who", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("tell_claimant")
def tell_claimant(draft: Draft, answers: Answers) -> ResponseReturnValue:
    form = TellClaimantForm(obj=answers)
    if form.validate_on_submit():
        try:
            return save(
                draft,
                answers,
                claimant_name=form.claimant_name.data.strip(),
                relation=form.relation.data,
                phone=form.phone.data,
            )
        except Refusal as refusal:
            form.show(refusal)
    return show("tell_claimant", form=form)


@booking.route("/book/deceased", methods=["GET", "POST"], defaults={"kind": IdentityKind.ID_CARD})
@booking.route("/book/deceased/<kind>", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("tell_deceased")
def tell_deceased(draft: Draft, answers: Answers, kind: str) -> ResponseReturnValue:
    """`kind`: an IdentityKind; most people have an ID card."""
    if kind not in ASKED_KINDS:
        raise NotFound
    form = TellDeceasedForm(data=answers.about_deceased() if answers.identity_kind == kind else {})
    form.keep_what_applies(IdentityKind(kind))
    if form.validate_on_submit():
        try:
            return save(draft, answers, identity_kind=kind, **form.told())
        except Refusal as refusal:
            form.show(refusal)
    return show("tell_deceased", form=form, kind=kind)


@booking.route("/book/without-number", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("tell_deceased")
def choose_identity_kind(_draft: Draft, answers: Answers) -> ResponseReturnValue:
    form = ChooseIdentityKindForm(kind=answers.identity_kind)
    if form.validate_on_submit():
        return redirect(url_for("booking.tell_deceased", kind=form.kind.data))
    return show("tell_deceased", "choose_identity_kind", form=form)


@booking.route("/book/household", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("tell_household")
def tell_household(draft: Draft, answers: Answers) -> ResponseReturnValue:
    home = get_institution(draft.institution_id)
    county = home.region_code
    form = TellHouseholdForm(data=_household(answers, county))
    form.offer_classes(_classes(home, answers))
    if form.validate_on_submit():
        try:
            return save(
                draft,
                answers,
                household_registration=_region_code(form, county),
                waiver_class=form.waiver_class.data,
            )
        except Refusal as refusal:
            form.show(refusal)
    return show("tell_household", form=form, county=full_name(county))


def _household(answers: Answers, county: str) -> dict[str, str | None]:
    known = answers.household_registration
    if known is None:
        return {"waiver_class": answers.waiver_class}
    where = {"": UNKNOWN, county: HERE}.get(known, ELSEWHERE)
    region = full_name(known) if where == ELSEWHERE else ""
    return {"household": where, "region": region, "waiver_class": answers.waiver_class}


def _region_code(form: TellHouseholdForm, county: str) -> str:
    """Empty where the family does not know. Raises RegionUnknown, RegionAmbiguous."""
    if form.household.data == ELSEWHERE:
        return get_region_named(form.region.data).code
    return county if form.household.data == HERE else ""


def _classes(home: Institution, answers: Answers) -> list[WaiverClass]:
    """Those every county counts, and those this county's policy treats apart."""
    today = clock.today()
    as_if_today = Facts(None, WaiverClass.RESIDENT, today, today, today)
    policy = find_policy(home.id, as_if_today)
    apart = classes_of(policy) if policy else frozenset()
    if answers.identity_kind == IdentityKind.ID_CARD:
        wanted = {*COUNTED, *apart} - WITHOUT_PAPERS
    else:
        wanted = {*COUNTED, *apart, *WITHOUT_PAPERS}
    return [each for each in WaiverClass if each in wanted]


@booking.route("/book/transfer", methods=["GET", "POST"])
@open_to(PUBLIC)
@question("tell_transfer")
def tell_transfer(draft: Draft, answers: Answers) -> ResponseReturnValue:
    known = {None: None, "": "no"}.get(answers.pick_up_from, "yes")
    form = TellTransferForm(
        pick_up=known, pick_up_from=answers.pick_up_from, pick_up_at=answers.pick_up_at or SOON
    )
    form.offer_times(list_pick_ups(draft.institution_id, but_for=draft.plan_id))
    if form.validate_on_submit():
        wanted = form.pick_up.data == "yes"
        at = form.pick_up_at.data if wanted and form.pick_up_at else ""
        return save(
            draft,
            answers,
            pick_up_from=form.pick_up_from.data.strip() if wanted else "",
            pick_up_at=at,
            # What is held has another hearse, or none: the time is asked for again.
            starts_at=answers.starts_at if at == (answers.pick_up_at or "") else None,
        )
    return show("tell_transfer", form=form)

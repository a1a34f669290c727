"""Ashes in the columbarium: the list, one deposit, the way to make one."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from billing.queries import find_standing_bill
from cemetery import operations, queries
from cemetery.ashes.kinds import MoveKind, may
from cemetery.ashes.labels import labels_of, print_label_of
from cemetery.ashes.people import whose
from cemetery.ashes.queries.portions import (
    get_portion,
    list_portions_of,
    name_of,
    number_of,
    portions_by_id,
)
from cemetery.ashes.saying import say_sum
from cemetery.deposit_papers import agreement_of, certificate_of
from cemetery.documents import AGREEMENTS, DEPOSIT_CERTIFICATE
from cemetery.errors import UnitTaken
from cemetery.forms import DepositAshesForm
from cemetery.keeping.queries import list_paper_numbers, list_renewals_of
from cemetery.law import AgreementKind
from cemetery.price import usual_prices
from cemetery.rights.fees import FeeLine
from cemetery.rights.grounds import asks_registration
from cemetery.slips import STORAGE_RECEIPT
from cemetery.texting import DEPOSIT
from cemetery.views.blueprint import KEEPERS, cemetery
from cemetery.views.plates import drawn
from cemetery.wall import KEEPING, Wall, ZoneChoice, list_zones, open_wall
from funeral.queries.cases import get_case
from funeral.queries.certificates import find_certificate
from hardware.papers import Paper
from hardware.queries import list_documents, list_print_jobs
from hardware.releasing import release
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.finding import find_people, veiled
from kernel.places import get_institution
from kernel.texts.queries import list_texts_about
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from billing.models import Bill
    from cemetery.models import AshDeposit, Unit
    from funeral.models import FuneralCase
    from kernel.people.deceased import Deceased

# The words of the list's filter, by what stands in its address (queries.list_deposits).
DEPOSIT_STATES = {"open": _("寄存中"), "overdue": _("已到期"), "collected": _("已领取")}


@cemetery.route("/ashes", methods=["GET", "POST"])
@open_to(*KEEPERS)
def list_deposits() -> ResponseReturnValue:
    """Looked for by POST, so that no identity number stands in an address."""
    if request.method == "POST":
        return redirect(_place_of(request.form.get("search", "").strip()))
    search = request.args.get("search", "").strip()
    found = find_people(search) if search else None
    state = request.args.get("state", "")
    page = queries.list_deposits(
        found=found,
        state=state,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    portions = portions_by_id(deposit.portion_id for deposit in page.items)
    return render_template(
        "cemetery/list_deposits.html",
        page=page,
        names={key: name_of(portion) for key, portion in portions.items()},
        search=search,
        found=found,
        state=state,
        states=DEPOSIT_STATES,
        zones=_zones(),
    )


def _place_of(wanted: str) -> str:
    """A number or plate leads to its record, anything else into the list."""
    deposit = queries.find_deposit(wanted) if wanted else None
    if deposit:
        return url_for("cemetery.get_deposit", number=deposit.number)
    plate = queries.find_plate(wanted) if wanted else None
    if plate:
        return url_for("cemetery.get_unit", unit_id=plate.unit_id)
    return url_for("cemetery.list_deposits", search=veiled(wanted))


@cemetery.route("/cases/<number>/ashes", methods=["GET", "POST"])
@open_to(*KEEPERS)
def deposit_ashes(number: str) -> ResponseReturnValue:
    case = get_case(number)
    certificate = find_certificate(case.id)
    form = DepositAshesForm(certificate_number=certificate.number if certificate else "")
    del form.receipt
    letter = request.args.get("portion", "A")
    return _deposit(
        form,
        case.institution_id,
        {"case_number": case.number, "portion": letter},
        case.deceased,
        name=case.deceased.name,
        family=case.claimant.name,
        case=case,
        bill=find_standing_bill(case.id),
        back_to=url_for("funeral.get_case", number=case.number),
        back_label=_("案件 %(number)s") % {"number": case.number},
    )


@cemetery.route("/portions/<uuid:portion_id>/deposit", methods=["GET", "POST"])
@open_to(*KEEPERS)
def deposit_portion(portion_id: uuid.UUID) -> ResponseReturnValue:
    """Of ashes that came from another house or county; those of an own case begin at the case."""
    portion = get_portion(portion_id)
    person = whose(portion)
    if person.case:
        number, letter = person.case.number, portion.letter
        return redirect(url_for("cemetery.deposit_ashes", number=number, portion=letter))
    form = DepositAshesForm()
    if not usual_prices(portion.institution_id):
        del form.receipt
    return _deposit(
        form,
        portion.institution_id,
        {"portion_id": portion.id},
        portion.deceased,
        name=person.name,
        family=person.family.name,
        back_to=url_for("ashes.get_portion", portion_id=portion.id),
        back_label=_("骨灰 %(number)s") % {"number": number_of(portion)},
    )


def _deposit(
    form: DepositAshesForm,
    institution_id: uuid.UUID,
    of: dict[str, Any],
    deceased: "Deceased",
    *,
    case: "FuneralCase | None" = None,
    bill: "Bill | None" = None,
    **shown: str,
) -> ResponseReturnValue:
    """`of`: which ashes, as the operation takes it."""
    nearest: list[Unit] = []
    if form.validate_on_submit() and form.chosen_unit:
        try:
            deposit = operations.deposit_ashes(
                certificate_number=form.certificate_number.data or "",
                unit_id=form.chosen_unit,
                months=form.months.data or 0,
                receipt=(form.receipt.data or "") if form.receipt else "",
                household_registration=form.household_registration.code,
                **of,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except UnitTaken as refusal:
            form.show(refusal)
            nearest = _nearest(form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("骨灰已寄存，铭牌二维码可以打印。"))
            return redirect(url_for("cemetery.get_deposit", number=deposit.number))
    wall = _open_wall(institution_id, form)
    form.unit_id.choices = _choices(wall, nearest)
    if wall is None or not asks_registration(wall.zone.zone.site, deceased):
        del form.household_registration
    return render_template(
        "cemetery/deposit_ashes.html",
        form=form,
        case=case,
        wall=wall,
        chosen=_chosen_in(wall, form),
        nearest=nearest,
        prices=usual_prices(institution_id),
        bill=bill,
        **shown,
    )


def deposit_link(deposit_id: uuid.UUID) -> str | None:
    """Where the deposit behind a charge is shown (billing.fact_links)."""
    number = queries.find_deposit_number(deposit_id)
    return number and url_for("cemetery.get_deposit", number=number)


@cemetery.get("/ashes/<number>")
@open_to(*KEEPERS)
def get_deposit(number: str) -> ResponseReturnValue:
    return _show(queries.get_deposit(number), Form())


@cemetery.post("/ashes/<number>/certificate")
@open_to(*KEEPERS)
def release_deposit_certificate(number: str) -> ResponseReturnValue:
    deposit, address = queries.get_deposit(number), current_app.config["PUBLIC_URL"]
    return _release(deposit, lambda: certificate_of(deposit, address))


@cemetery.post("/ashes/<number>/agreement")
@open_to(*KEEPERS)
def release_deposit_agreement(number: str) -> ResponseReturnValue:
    deposit = queries.get_deposit(number)
    return _release(deposit, lambda: agreement_of(deposit))


def _release(deposit: "AshDeposit", make: Callable[[], Paper]) -> ResponseReturnValue:
    form = Form()
    if form.carry_out(lambda: release(make, institution_id=deposit.institution_id, by=asker())):
        flash(_("PDF 已生成，可以打开。"))
        return redirect(url_for("cemetery.get_deposit", number=deposit.number, _anchor="documents"))
    return _show(deposit, form)


def _show(deposit: "AshDeposit", form: Form) -> ResponseReturnValue:
    plate = queries.live_plate(deposit)
    portion, numbers = get_portion(deposit.portion_id), list_paper_numbers(deposit)
    person, kinds = whose(portion), (DEPOSIT_CERTIFICATE, AGREEMENTS[AgreementKind.DEPOSIT])
    return render_template(
        "cemetery/get_deposit.html",
        deposit=deposit,
        whose=person,
        receipts=list_print_jobs(deposit.institution_id, STORAGE_RECEIPT, numbers[-1]),
        renewals=[
            (renewal, [FeeLine.from_json(fee) for fee in renewal.fees])
            for renewal in list_renewals_of([deposit.id])
        ],
        portion=portion,
        labels=labels_of(portion),
        institution=get_institution(deposit.institution_id),
        plate=plate,
        drawn=drawn(plate) if plate else None,
        revoked=[plate for plate in deposit.plates if plate.revoked_at],
        overdue=deposit.collected_at is None and deposit.until < clock.today(),
        texts=list_texts_about(DEPOSIT, deposit.id),
        documents=list_documents(deposit.institution_id, numbers, kinds),
        form=form,
        new_form=Form,
    )


@cemetery.post("/ashes/<number>/receipt")
@open_to(*KEEPERS)
def print_storage_receipt(number: str) -> ResponseReturnValue:
    found, form = queries.get_deposit(number), Form()
    return form.act_and_return(
        lambda: operations.print_storage_receipt(
            number=found.number, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("cemetery.get_deposit", number=found.number),
        _("骨灰寄存单已交给打印机。"),
    )


@cemetery.post("/ashes/<number>/label")
@open_to(*KEEPERS)
def print_ash_label(number: str) -> ResponseReturnValue:
    """For the portion kept here."""
    found, form = queries.get_deposit(number), Form()
    return form.act_and_return(
        lambda: print_label_of(
            get_portion(found.portion_id), by=asker(), key=form.idempotency_key.data
        ),
        url_for("cemetery.get_deposit", number=found.number),
        _("骨灰标签已交给打印机。"),
    )


def ashes_panel(case: "FuneralCase") -> Markup:
    """The ashes on the case page: where they rest, or the way to deposit them."""
    portions = list_portions_of(case.id)
    return Markup(  # noqa: S704 - our own template, escaped as every page is
        render_template(
            "cemetery/_ashes_panel.html",
            case=case,
            certificate=find_certificate(case.id),
            deposits=queries.list_deposits_of_case(case.id),
            portions=portions,
            said=say_sum(portions),
            may_deposit=not portions
            or any(may(MoveKind.DEPOSIT, each.stands) for each in portions),
            may_keep=getattr(current_user, "role", None) in KEEPERS,
        )
    )


def _zones() -> tuple[ZoneChoice, ...]:
    institution_id = asker().institution_id
    return list_zones(institution_id, KEEPING) if institution_id else ()


def _open_wall(institution_id: uuid.UUID, form: DepositAshesForm) -> Wall | None:
    asked = form.unit_id.data or request.args.get("unit", "")
    wall = open_wall(
        institution_id,
        kinds=KEEPING,
        zone=request.args.get("zone", ""),
        row=request.args.get("row", 0, type=int),
        number=request.args.get("number", 0, type=int),
        unit=asked,
    )
    if wall and not form.is_submitted():
        form.unit_id.data = str(wall.chosen.unit.id) if wall.chosen else asked
    return wall


def _chosen_in(wall: Wall | None, form: DepositAshesForm) -> "Unit | None":
    """What is chosen, where the plan shows it."""
    found = queries.find_unit(form.chosen_unit) if wall and form.chosen_unit else None
    return found if found and wall and found.zone_id == wall.zone.id else None


def _choices(wall: Wall | None, nearest: "list[Unit]") -> list[SelectChoice]:
    """The free units of the row; after a refusal those nearest to the one that is gone."""
    if nearest:
        return [SelectChoice(str(unit.id), str(unit)) for unit in nearest]
    free = [place.unit for place in wall.places if place.is_free] if wall else []
    return [
        SelectChoice(str(unit.id), _("%(number)s号") % {"number": unit.number}) for unit in free
    ]


def _nearest(form: DepositAshesForm) -> "list[Unit]":
    unit = queries.find_unit(form.chosen_unit) if form.chosen_unit else None
    return queries.nearest_free_units(unit) if unit else []

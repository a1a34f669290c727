"""接运: the desk's orders, and the driver's page with one large button at a time."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.errors.trips import ForNobody, NotYourTrip
from funeral.fields import moment
from funeral.forms.trips import (
    AssignTransferForm,
    CancelTransferForm,
    EndTripForm,
    OrderTransferForm,
    PickUpRemainsForm,
    StartTripForm,
    TripMomentForm,
)
from funeral.kinds import CustodyStep, ResourceKind
from funeral.models import Occupancy, TransferOrder
from funeral.panels import Expected, expected_families
from funeral.queries import cases, schedule, trips
from funeral.queries.pick_ups import pick_up_of
from funeral.queries.plans import get_plan
from funeral.queries.trips import Trip, TripState
from funeral.steps import DESK
from funeral.views.blueprint import funeral, home_id
from funeral.views.scanning import traced
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import list_staff
from kernel.web import Form, asker, open_to

DRIVERS = (Role.DRIVER, *DESK)


@dataclass(frozen=True)
class Shown:
    """A trip and whom it is for: the deceased's name, and where a click on it leads."""

    trip: Trip
    name: str
    href: str


@funeral.get("/transfer")
@open_to(*DESK)
def list_transfers() -> ResponseReturnValue:
    everything = request.args.get("all") == "1"
    page = trips.list_orders(
        home_id(),
        open_only=not everything,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc" if everything else "asc"),
    )
    return render_template(
        "funeral/list_transfers.html", page=page, shown=_shown(page.items), everything=everything
    )


@funeral.route("/transfer/new", methods=["GET", "POST"])
@open_to(*DESK)
def order_transfer() -> ResponseReturnValue:
    """For `?case=` a case's number, or `?plan=` the plan of a booking."""
    case = cases.get_case(request.args["case"]) if request.args.get("case") else None
    plan_id = request.args.get("plan", None, uuid.UUID)
    booked = expected_families({plan_id}).get(plan_id) if plan_id and not case else None
    form = OrderTransferForm()
    if not form.is_submitted():
        _fill_in(form, case.plan_id if case else plan_id, booked)
    if form.validate_on_submit():
        try:
            if case is None and booked is None:
                raise ForNobody
            order = operations.order_transfer(
                institution_id=home_id(),
                case_number=case.number if case else None,
                plan_id=plan_id if booked else None,
                pick_up_from=form.pick_up_from.data or "",
                contact=form.contact.data or "",
                wanted_at=moment(form.wanted_on, form.wanted_at),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("派车单已登记，请指定灵车和接运员。"))
            return redirect(url_for("funeral.assign_transfer", order_id=order.id))
    return render_template("funeral/order_transfer.html", form=form, case=case, booked=booked)


@funeral.route("/transfer/<uuid:order_id>", methods=["GET", "POST"])
@open_to(*DESK)
def assign_transfer(order_id: uuid.UUID) -> ResponseReturnValue:
    order = trips.get_order(order_id)
    [shown] = _shown([order])
    form = AssignTransferForm()
    hearses = schedule.list_resources(home_id(), ResourceKind.HEARSE)
    form.hearse_id.choices = [
        SelectChoice("", _("请选择")),
        *(SelectChoice(str(hearse.id), hearse.name) for hearse in hearses),
    ]
    form.driver_id.choices = [
        SelectChoice("", _("请选择")),
        *(SelectChoice(str(p.id), p.name) for p in list_staff(home_id(), Role.DRIVER)),
    ]
    if not form.is_submitted():
        case = shown.trip.case
        plan_id = case.plan_id if case else order.plan_id
        taken = _hearse_taken(plan_id) if order.hearse_id is None else None
        hearse_id = taken.resource_id if taken else order.hearse_id
        form.hearse_id.data, form.driver_id.data = str(hearse_id), str(order.driver_id)
    if form.validate_on_submit():
        try:
            operations.assign_transfer(
                order_id=order.id,
                hearse_id=uuid.UUID(form.hearse_id.data),
                driver_id=uuid.UUID(form.driver_id.data),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已派车。"))
            return redirect(url_for("funeral.list_transfers"))
    return render_template("funeral/assign_transfer.html", form=form, shown=shown, states=TripState)


@funeral.route("/transfer/<uuid:order_id>/cancel", methods=["GET", "POST"])
@open_to(*DESK)
def cancel_transfer(order_id: uuid.UUID) -> ResponseReturnValue:
    order = trips.get_order(order_id)
    form = CancelTransferForm()
    if form.validate_on_submit():
        try:
            operations.cancel_transfer(
                order_id=order.id,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("派车单已取消。"))
            return redirect(url_for("funeral.list_transfers"))
    return render_template("funeral/cancel_transfer.html", form=form, shown=_shown([order])[0])


@funeral.get("/trips")
@open_to(*DRIVERS)
def list_trips() -> ResponseReturnValue:
    """Mine, today's and whatever is not back yet."""
    mine = trips.list_trips_of_driver(uuid.UUID(asker().id), clock.today())
    return render_template("funeral/list_trips.html", shown=_shown(mine))


@funeral.get("/trips/<uuid:order_id>")
@open_to(*DRIVERS)
def get_trip(order_id: uuid.UUID) -> ResponseReturnValue:
    return _show_trip(_mine(order_id))


@funeral.post("/trips/<uuid:order_id>/start")
@open_to(*DRIVERS)
def start_trip(order_id: uuid.UUID) -> ResponseReturnValue:
    form = StartTripForm()
    return _record(
        order_id,
        form,
        lambda: operations.start_trip(
            order_id=order_id,
            odometer=form.odometer.data,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


@funeral.post("/trips/<uuid:order_id>/arrive")
@open_to(*DRIVERS)
def arrive_at_pick_up(order_id: uuid.UUID) -> ResponseReturnValue:
    form = TripMomentForm()
    return _record(
        order_id,
        form,
        lambda: operations.arrive_at_pick_up(
            order_id=order_id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
    )


@funeral.post("/trips/<uuid:order_id>/pick-up")
@open_to(*DRIVERS)
def pick_up_remains(order_id: uuid.UUID) -> ResponseReturnValue:
    """A scan that is refused leaves a trace, as every scan of a wristband."""
    form = PickUpRemainsForm()
    scanned = form.wristband.data or ""

    def pick_up() -> TransferOrder:
        with traced(scanned, CustodyStep.PICKED_UP):
            return operations.pick_up_remains(
                order_id=order_id,
                wristband=scanned,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )

    return _record(order_id, form, pick_up)


@funeral.post("/trips/<uuid:order_id>/end")
@open_to(*DRIVERS)
def end_trip(order_id: uuid.UUID) -> ResponseReturnValue:
    form = EndTripForm()
    return _record(
        order_id,
        form,
        lambda: operations.end_trip(
            order_id=order_id,
            odometer=form.odometer.data,
            empty_reason=form.empty_reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
    )


def _fill_in(form: OrderTransferForm, plan_id: uuid.UUID | None, booked: Expected | None) -> None:
    """What the family already told: where the hearse is to come, and when."""
    if booked:
        form.pick_up_from.data = booked.pick_up_from
    taken = _hearse_taken(plan_id)
    if taken:
        starts_at = clock.local(taken.starts_at)
        form.wanted_on.data, form.wanted_at.data = starts_at.date(), starts_at.time()


def _hearse_taken(plan_id: uuid.UUID | None) -> Occupancy | None:
    """The time on a hearse that belongs to this plan."""
    return pick_up_of(get_plan(plan_id)) if plan_id else None


def _record(
    order_id: uuid.UUID, form: Form, act: Callable[[], TransferOrder]
) -> ResponseReturnValue:
    """One moment of the trip; a refusal is said on the same page."""
    if form.validate_on_submit():
        try:
            act()
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记。"))
            return redirect(url_for("funeral.get_trip", order_id=order_id))
    return _show_trip(_mine(order_id), form)


def _show_trip(order: TransferOrder, form: Form | None = None) -> ResponseReturnValue:
    """`form`: the one that was refused, with its sentence; the others are drawn fresh."""
    [shown] = _shown([order])
    return render_template(
        "funeral/get_trip.html",
        shown=shown,
        states=TripState,
        form=form,
        start=form if type(form) is StartTripForm else StartTripForm(formdata=None),
        pick_up=form if isinstance(form, PickUpRemainsForm) else PickUpRemainsForm(formdata=None),
        end=form if isinstance(form, EndTripForm) else EndTripForm(formdata=None),
        arrive=TripMomentForm(formdata=None),
        back_to="funeral.list_trips" if asker().role is Role.DRIVER else "funeral.list_transfers",
    )


def _mine(order_id: uuid.UUID) -> TransferOrder:
    """A driver opens only its own trips: an address of a home is on the page."""
    order = trips.get_order(order_id)
    if asker().role is Role.DRIVER and asker().id != str(order.driver_id):
        raise NotYourTrip
    return order


def _shown(orders: list[TransferOrder]) -> list[Shown]:
    listed = trips.with_cases(orders)
    waiting = {trip.order.plan_id for trip in listed if trip.case is None and trip.order.plan_id}
    expected = expected_families(waiting)
    return [_named(trip, expected) for trip in listed]


def _named(trip: Trip, expected: dict[uuid.UUID, Expected]) -> Shown:
    if trip.case is not None:
        case = trip.case
        return Shown(trip, case.deceased.name, url_for("funeral.get_case", number=case.number))
    family = expected.get(trip.order.plan_id) if trip.order.plan_id else None
    if family is None:
        return Shown(trip, str(_("预约已取消")), "")
    return Shown(trip, family.name, family.href)

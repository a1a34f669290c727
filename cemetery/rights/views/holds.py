"""From a place on the wall to a right: choose, hold, see the fees, agree."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing.queries import find_reward_policy
from billing.rewards import Burial
from billing.rewards.questions import most_fen
from cemetery.ashes.people import case_of_house, whose
from cemetery.ashes.queries.portions import get_any_portion, get_portion, number_of
from cemetery.errors import UnitTaken
from cemetery.models import UnitKind
from cemetery.rights import operations
from cemetery.rights.errors import HoldExpired
from cemetery.rights.fees import FeeOffer, offer_fees
from cemetery.rights.forms import GrantRightForm, HoldUnitForm
from cemetery.rights.grounds import Living
from cemetery.rights.kinds import Ground
from cemetery.rights.queries import get_hold
from cemetery.rights.rules import rules
from cemetery.rights.views.blueprint import KEEPERS, choose, rights
from funeral.queries.cases import get_case
from funeral.queries.certificates import find_certificate
from funeral.queries.waivers import waiver_facts
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.fields import CountyField
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from cemetery.ashes.people import Whose
    from cemetery.rights.models import Right, UnitHold
    from funeral.models import FuneralCase

# What a unit is, as the reward policies call the burial there.
BURIALS = {
    UnitKind.NICHE: Burial.NICHE,
    UnitKind.WALL: Burial.WALL,
    UnitKind.TREE: Burial.TREE,
    UnitKind.FLOWER: Burial.FLOWER,
    UnitKind.LAWN: Burial.LAWN,
    UnitKind.DEEP: Burial.DEEP,
}


@rights.route("/cases/<number>/right", methods=["GET", "POST"])
@open_to(*KEEPERS)
def hold_unit(number: str) -> ResponseReturnValue:
    case = get_case(number)
    back_to = url_for("funeral.get_case", number=case.number)
    label = _("案件 %(number)s") % {"number": case.number}
    shown = {"case": case, "back_to": back_to, "back_label": label}
    return _hold(HoldUnitForm(), case.institution_id, {"case_number": case.number}, shown)


@rights.route("/portions/<uuid:portion_id>/right", methods=["GET", "POST"])
@open_to(*KEEPERS)
def hold_for_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    """For ashes that came from another house or county; those of an own case begin at the case."""
    portion = get_portion(portion_id)
    person = whose(portion)
    if person.case:
        return redirect(url_for("rights.hold_unit", number=person.case.number))
    back_to = url_for("ashes.get_portion", portion_id=portion.id)
    shown = {
        "whose": person,
        "back_to": back_to,
        "back_label": _("骨灰 %(number)s") % {"number": number_of(portion)},
    }
    return _hold(HoldUnitForm(), portion.institution_id, {"portion_id": portion.id}, shown)


@rights.route("/rights/new", methods=["GET", "POST"])
@open_to(*KEEPERS)
def hold_for_living() -> ResponseReturnValue:
    """Where nobody has died: the exceptions of rights.yaml."""
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotFound
    shown = {"back_to": url_for("rights.list_rights"), "back_label": _("使用权")}
    return _hold(HoldUnitForm(), institution_id, {}, shown)


def _hold(
    form: HoldUnitForm, institution_id: uuid.UUID, whom: dict[str, Any], shown: dict[str, Any]
) -> ResponseReturnValue:
    """`whom`: it is for, as the operation takes it, empty where nobody has died; `shown`: of it."""
    gone = False
    if form.validate_on_submit() and form.chosen_unit:
        try:
            hold = operations.hold_unit(
                unit_id=form.chosen_unit,
                **whom,
                for_name=form.for_name.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except UnitTaken as refusal:
            form.show(refusal)
            gone = True
        except Refusal as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("rights.grant_right", hold_id=hold.id))
    return render_template(
        "rights/hold_unit.html",
        form=form,
        **{"case": None, "whose": None, **shown},
        chooser=choose(institution_id, form, gone=gone),
        minutes=rules().hold_minutes,
        exceptions=rules().exceptions_on(clock.today()),
    )


@rights.route("/rights/holds/<uuid:hold_id>", methods=["GET", "POST"])
@open_to(*KEEPERS)
def grant_right(hold_id: uuid.UUID) -> ResponseReturnValue:
    hold = get_hold(hold_id)
    case, person = _for_whom(hold)
    if hold.released_at:
        raise HoldExpired
    form = GrantRightForm(**(_prefilled_from_afar(person) if person else _prefilled(case)))
    form.ground.choices = _grounds(case, person)
    if hold.ashes_id:
        del form.person_identity
    sent = form.validate_on_submit() and request.form.get("step") != "look"
    if sent:
        try:
            right = _grant(form, hold)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("使用权已办理。请生成协议，双方签字。"))
            return redirect(url_for("rights.get_right", number=right.number))
    offer = _offer(form, hold, case)
    return render_template(
        "rights/grant_right.html",
        form=form,
        hold=hold,
        case=case,
        whose=person,
        back_to=_choosing(hold, case),
        offer=offer,
        reward=_reward(hold, case),
        most=rules().most_years,
        extensions=rules().hold_extensions,
        exceptions=rules().exceptions_on(clock.today()),
        new_form=Form,
    )


def _for_whom(hold: "UnitHold") -> "tuple[FuneralCase | None, Whose | None]":
    """Of an own case, of ashes that came from elsewhere, or neither where nobody has died."""
    case = case_of_house(hold.case_id, hold.institution_id)
    if case or hold.ashes_id is None:
        return case, None
    return None, whose(get_any_portion(hold.ashes_id))


def _choosing(hold: "UnitHold", case: "FuneralCase | None") -> str:
    """Where the family chose this place."""
    if case:
        return url_for("rights.hold_unit", number=case.number)
    if hold.ashes_id:
        portion = get_any_portion(hold.ashes_id)
        return url_for("rights.hold_for_ashes", portion_id=portion.id)
    return url_for("rights.hold_for_living")


def _grant(form: GrantRightForm, hold: "UnitHold") -> "Right":
    living = None
    if hold.ashes_id is None:
        living = Living(hold.for_name, form.person_identity.data or "")
    return operations.grant_right(
        hold_id=hold.id,
        ground=Ground(form.ground.data),
        ground_paper=form.ground_paper.data or "",
        holder=form.holder,
        household_registration=form.household_registration.code,
        years=form.years.data or 0,
        agreed=form.agreed.data or "",
        living=living,
        receipt=form.receipt.data or "",
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _offer(form: GrantRightForm, hold: "UnitHold", case: "FuneralCase | None") -> FeeOffer:
    """For the years that were typed, else for the whole term; the form agrees to what it shows."""
    years = form.years.data or 0
    if not 1 <= years <= rules().most_years:
        years = rules().most_years
    offer = offer_fees(hold.unit, case, years, clock.today())
    form.agreed.data = offer.fingerprint
    return offer


def _prefilled(case: "FuneralCase | None") -> dict[str, object]:
    """What the case says already; the identity number is read from the card in hand."""
    if case is None:
        return {}
    certificate = find_certificate(case.id)
    return {
        "ground": Ground.CREMATION if certificate else Ground.DEATH,
        "ground_paper": certificate.number if certificate else "",
        "holder_name": case.claimant.name,
        "relation": case.claimant.relation,
        "holder_phone": case.claimant.phone,
        "household_registration": CountyField.written(case.deceased.household_registration),
    }


def _prefilled_from_afar(person: "Whose") -> dict[str, object]:
    """What is known of the family; the certificate's number is read from the one in hand."""
    return {
        "ground": Ground.CREMATION,
        "holder_name": person.family.name,
        "relation": person.family.relation,
        "holder_phone": person.family.phone,
    }


def _grounds(case: "FuneralCase | None", person: "Whose | None") -> list[SelectChoice]:
    papers = (Ground.CREMATION,) if person else (Ground.CREMATION, Ground.DEATH)
    living = [each.ground for each in rules().exceptions_on(clock.today())]
    grounds = papers if case or person else [each for each in living if each is not Ground.SPOUSE]
    return [SelectChoice(each.value, each.label) for each in grounds]


def _reward(hold: "UnitHold", case: "FuneralCase | None") -> dict[str, object] | None:
    """What the county pays for a burial of this kind, at most; None where it pays nothing."""
    burial = BURIALS.get(UnitKind(hold.unit.zone.kind))
    if burial is None or case is None:
        return None
    region = get_institution(hold.institution_id).region_code
    policy = find_reward_policy(region, waiver_facts(case))
    fen = most_fen(policy, burial) if policy else 0
    return {"burial": burial, "fen": fen} if fen else None


@rights.post("/rights/holds/<uuid:hold_id>/extend")
@open_to(*KEEPERS)
def extend_hold(hold_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.extend_hold(
            hold_id=hold_id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("rights.grant_right", hold_id=hold_id),
        _("已延长保留。"),
    )


@rights.post("/rights/holds/<uuid:hold_id>/release")
@open_to(*KEEPERS)
def release_hold(hold_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    hold = get_hold(hold_id)
    if form.validate_on_submit():
        operations.release_hold(
            hold_id=hold_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
        flash(_("已取消保留，这个位置可以由其他家属选择。"))
    return redirect(_choosing(hold, _for_whom(hold)[0]))

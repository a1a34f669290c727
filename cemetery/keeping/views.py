"""A further term of a deposit, with its fee first; another niche for it."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.ashes.queries.portions import name_of
from cemetery.errors import UnitTaken
from cemetery.keeping import operations
from cemetery.keeping.errors import DepositOver
from cemetery.keeping.forms import MoveDepositForm, RenewDepositForm
from cemetery.keeping.kinds import RelocateReason
from cemetery.keeping.locking import Kept, find_kept
from cemetery.keeping.offers import offer_term
from cemetery.keeping.queries import find_number_of_renewal
from cemetery.operations import LONGEST_TERM_MONTHS
from cemetery.rights.fees import Offer
from cemetery.rights.grounds import asks_registration
from cemetery.rights.queries import list_rights_of
from cemetery.rights.views.blueprint import KEEPERS, choose
from cemetery.wall import KEEPING
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to

if TYPE_CHECKING:
    from cemetery.models import AshDeposit

keeping = Blueprint("keeping", __name__, cli_group=None)
USUAL_MONTHS = 12


@keeping.route("/ashes/<number>/renew", methods=["GET", "POST"])
@open_to(*KEEPERS)
def renew_deposit(number: str) -> ResponseReturnValue:
    kept, form = _kept(number), RenewDepositForm()
    if not asks_registration(kept.deposit.unit.site, kept.portion.deceased):
        del form.household_registration
    if form.validate_on_submit() and request.form.get("step") != "look":
        try:
            operations.renew_deposit(
                number=kept.deposit.number,
                months=form.months.data or 0,
                agreed=form.agreed.data or "",
                receipt=form.receipt.data or "",
                household_registration=_registration(form),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已续期。请打印新的寄存单，生成续期协议，双方签字。"))
            return _to(kept.deposit)
    offer = _offer(kept, form)
    form.agreed.data = offer.fingerprint
    return render_template(
        "keeping/renew_deposit.html",
        kept=kept,
        name=name_of(kept.portion),
        form=form,
        offer=offer,
        most=LONGEST_TERM_MONTHS,
    )


@keeping.route("/ashes/<number>/move", methods=["GET", "POST"])
@open_to(*KEEPERS)
def move_deposit(number: str) -> ResponseReturnValue:
    kept, form, gone = _kept(number), MoveDepositForm(), False
    if form.validate_on_submit() and form.chosen_unit:
        try:
            operations.move_deposit(
                number=kept.deposit.number,
                unit_id=form.chosen_unit,
                reason=RelocateReason(form.reason.data),
                told=form.told.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except UnitTaken as refusal:
            form.show(refusal)
            gone = True
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("骨灰已换到新格位，旧铭牌已停用。请打印新的寄存单和铭牌卡片，交给家属。"))
            return _to(kept.deposit)
    chooser = choose(
        kept.deposit.institution_id, form, gone=gone, own=_families(kept), kinds=KEEPING
    )
    return render_template(
        "keeping/move_deposit.html",
        kept=kept,
        name=name_of(kept.portion),
        form=form,
        chooser=chooser,
    )


def renewal_link(renewal_id: uuid.UUID) -> str | None:
    """Where the deposit behind a charge is shown (billing.fact_links)."""
    number = find_number_of_renewal(renewal_id)
    return number and url_for("cemetery.get_deposit", number=number)


def _kept(number: str) -> Kept:
    kept = find_kept(number)
    if kept.deposit.collected_at:
        raise DepositOver
    return kept


def _families(kept: Kept) -> set[uuid.UUID]:
    """Whose units may be shared: of the same person's ashes, and by rights that name it."""
    rights = list_rights_of(kept.portion.ashes_id)
    return {kept.portion.ashes_id, *(right.id for right in rights if right.is_living)}


def _registration(form: RenewDepositForm) -> str | None:
    """As typed; None where nobody was asked."""
    return form.household_registration.code if form.household_registration else None


def _offer(kept: Kept, form: RenewDepositForm) -> Offer:
    """For the months that were typed, else for a year; the form agrees to what it shows."""
    months = form.months.data or 0
    months = months if 1 <= months <= LONGEST_TERM_MONTHS else USUAL_MONTHS
    return offer_term(kept.deposit, kept.case, months)


def _to(deposit: "AshDeposit") -> ResponseReturnValue:
    return redirect(url_for("cemetery.get_deposit", number=deposit.number))

"""A deposit goes on for a further term."""

from billing.kinds import FactKind
from billing.operations import record_charge
from cemetery.errors import TermTooLong
from cemetery.keeping.errors import RenewalTooLong, TermFeeChanged
from cemetery.keeping.locking import Kept, lock_kept
from cemetery.keeping.models import DepositRenewal
from cemetery.keeping.offers import offer_term
from cemetery.models import AshDeposit
from cemetery.operations import LONGEST_TERM_MONTHS
from cemetery.rights.errors import ReceiptMissing
from cemetery.rights.fees import Offer
from cemetery.rights.grounds import ensure_guest_term, note_registration
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("骨灰寄存续期"))
def renew_deposit(
    *,
    number: str,
    months: int,
    agreed: str,
    by: Actor,
    receipt: str = "",
    household_registration: str | None = None,
    idempotency_key: str | None = None,
) -> AshDeposit:
    """From the old end on, however long ago that was, so that no day is without a term.

    `agreed`: the fingerprint of the Offer the family was shown. `household_registration`: as
    typed, where nobody knew it; it is known from now on. Raises NotFound, DepositOver,
    KeptElsewhere, LayingUndecided, RegistrationDiffers, TermTooLong, RenewalTooLong,
    GuestTermTooLong, GuestTermReached, TermFeeChanged, ReceiptMissing.
    """
    kept = lock_kept(number, str(_("续期")), by)
    note_registration(kept.portion.deceased, household_registration)
    _ensure_months(kept, months)
    offer = offer_term(kept.deposit, kept.case, months)
    if offer.fingerprint != agreed:
        raise TermFeeChanged
    if offer.needs_receipt and not receipt.strip():
        raise ReceiptMissing
    renewal = DepositRenewal(
        id=new_id(),
        institution_id=kept.deposit.institution_id,
        deposit_id=kept.deposit.id,
        since=offer.since,
        until=offer.until,
        months=months,
        fees=[line.as_json() for line in offer.lines],
        receipt=receipt.strip() if offer.needs_receipt else None,
        agreed_at=clock.now(),
        agreed_by=str(by),
    )
    db.session.add(renewal)
    kept.deposit.until = offer.until
    _charge(kept, renewal, offer, by)
    return kept.deposit


def _ensure_months(kept: Kept, months: int) -> None:
    """Never more than twenty years, nor paid for more than twenty years ahead; less for guests.

    Raises TermTooLong, RenewalTooLong, GuestTermTooLong, GuestTermReached.
    """
    deposit, registration = kept.deposit, kept.portion.deceased.household_registration
    if not 1 <= months <= LONGEST_TERM_MONTHS:
        raise TermTooLong(most=LONGEST_TERM_MONTHS)
    last = clock.add_months(clock.today(), LONGEST_TERM_MONTHS)
    until = clock.add_months(deposit.until, months)
    if until > last:
        raise RenewalTooLong(until=last.isoformat(), years=LONGEST_TERM_MONTHS // 12)
    term = {"since": deposit.since, "renewed": deposit.until, "until": until}
    ensure_guest_term(deposit.unit.site, registration, **term)


def _charge(kept: Kept, renewal: DepositRenewal, offer: Offer, by: Actor) -> None:
    if kept.case is None:
        return
    term = f"{renewal.since.isoformat()}–{renewal.until.isoformat()}"
    for line in offer.lines:
        record_charge(
            institution_id=renewal.institution_id,
            case_id=kept.case.id,
            item_code=line.code,
            quantity=line.quantity,
            chosen_price_fen=line.chosen_fen,
            fact=f"{kept.deposit.unit.site.name} {kept.deposit.unit} {term}",
            fact_kind=FactKind.DEPOSIT_RENEWAL,
            fact_id=renewal.id,
            occurred_on=clock.today(),
            by=by,
        )

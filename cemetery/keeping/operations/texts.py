"""Before a deposit ends its family is told on its phone, as the agreement promises.

The steps are those of the ladder of rights that send a text before the end (law/rights.yaml).
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from cemetery.ashes.people import family_of
from cemetery.keeping.locking import portion_of
from cemetery.keeping.queries import last_renewal, list_ending
from cemetery.rights.kinds import Way
from cemetery.rights.rules import rules
from cemetery.texting import DEPOSIT, phone_of
from kernel import clock
from kernel.i18n import _, in_chinese
from kernel.operations import operation
from kernel.people.deceased import IdentityKind
from kernel.places import get_institution
from kernel.texts.writing import NewText, write_texts

if TYPE_CHECKING:
    from cemetery.models import AshDeposit
    from kernel.people.actors import Actor

# As the texts of rights: of use for a week, kept for a year (cemetery/rights/notices.py).
USEFUL, KEPT = timedelta(days=7), timedelta(days=365)


@operation(_("给寄存快到期的家属发短信"))
def text_ending_deposits(*, day: date, by: "Actor") -> int:
    """The step of each end that has come by this day, once, however often it runs; how many end.

    Parents of an infant are called by a person and get no text. Of ashes from elsewhere only
    where a phone came with them. What is over its term is the business of uncollected ashes.
    """
    steps = sorted(step.days for step in rules().ladder if step.days <= 0 and Way.SMS in step.ways)
    if not steps:
        return 0
    ending = list_ending(day, day - timedelta(days=steps[0]))
    for deposit in ending:
        began, come = _began(deposit), [deposit.until + timedelta(days=days) for days in steps]
        # Nobody is told on the day of a short term that it will end.
        due = [each for each in come if began < each <= day]
        text = _text_of(deposit, due[-1]) if due else None
        if text:
            write_texts(deposit.institution_id, [text])
    return len(ending)


def _began(deposit: "AshDeposit") -> date:
    """The term that runs."""
    renewal = last_renewal(deposit)
    return renewal.since if renewal else deposit.since


def _text_of(deposit: "AshDeposit", due: date) -> NewText | None:
    portion, home = portion_of(deposit), get_institution(deposit.institution_id)
    phone = family_of(portion).phone
    if not phone or portion.deceased.identity_kind == IdentityKind.INFANT:
        return None
    with in_chinese():
        facts = {
            "home": home.name,
            "site": deposit.unit.site.name,
            "unit": str(deposit.unit),
            "until": clock.say_date(deposit.until),
            "phone": phone_of(home),
        }
    return NewText(
        about=(DEPOSIT, deposit.id),
        cause=f"deposit_ends/{deposit.id}/{due.isoformat()}",
        wording="deposit_ends",
        phone=phone,
        facts=facts,
        useful_until=clock.now() + USEFUL,
        forget_on=clock.today() + KEPT,
    )

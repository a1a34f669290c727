"""A text to the family whose ashes wait; it calls nobody and counts as no attempt."""

from datetime import timedelta

from cemetery.ashes.models import AshPortion
from cemetery.ashes.people import family_of
from cemetery.ashes.uncollected.kinds import Standing, Step
from cemetery.ashes.uncollected.queries.waiting import list_due, standings_of
from cemetery.texting import ASHES, phone_of
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.deceased import IdentityKind
from kernel.places import get_institution
from kernel.texts.writing import NewText, write_texts

USEFUL, KEPT = timedelta(days=7), timedelta(days=365)


@operation(_("给骨灰待领的家属发短信"))
def text_families(*, by: Actor) -> int:
    """Once a waiting, when the telephone is due; how many portions are at that step. Parents of an
    infant are called by a person and get no text. Of ashes from elsewhere only where a phone came
    with them."""
    portions = list_due(Step.PHONE)
    standings = standings_of([portion.id for portion in portions])
    for portion in portions:
        text = _text_of(portion, standings[portion.id])
        if text:
            write_texts(portion.institution_id, [text])
    return len(portions)


def _text_of(portion: AshPortion, standing: Standing) -> NewText | None:
    phone = family_of(portion).phone
    if not phone or portion.deceased.identity_kind == IdentityKind.INFANT:
        return None
    home = get_institution(portion.institution_id)
    return NewText(
        about=(ASHES, portion.id),
        # Of one family, however many portions.
        cause=f"ashes_wait/{portion.ashes_id}/{standing.since}",
        wording="ashes_wait",
        phone=phone,
        facts={"home": home.name, "phone": phone_of(home)},
        useful_until=clock.now() + USEFUL,
        forget_on=clock.today() + KEPT,
    )

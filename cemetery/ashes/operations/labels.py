"""The label of ashes that came from another house or county."""

import uuid

from cemetery.ashes.chain import lock_ours
from cemetery.ashes.models import AshPortion
from cemetery.ashes.people import whose
from cemetery.ashes.queries.portions import code_of, number_of
from cemetery.ashes.slips import portion_label
from funeral.ash_slips import ASH_LABEL
from hardware.kinds import JobKind
from hardware.printing import print_once
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("打印外来骨灰的标签"))
def print_portion_label(
    *, portion_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> AshPortion:
    """Raises KeptElsewhere, AlreadyPrinted, NoPrinter, GlyphMissing."""
    portion = lock_ours(portion_id, by)
    home = get_institution(portion.institution_id)
    print_once(
        institution_id=home.id,
        slip=portion_label(portion, whose(portion), home, code_of(portion)),
        document=ASH_LABEL,
        number=number_of(portion),
        kind=JobKind.LABEL,
        by=by,
    )
    return portion

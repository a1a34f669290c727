"""What the number of a voyage or of a registration says when it is scanned."""

from cemetery.voyages.kinds import PortionState, VoyageKind, VoyageState
from cemetery.voyages.queries import find_registration, find_voyage
from cemetery.voyages.words import say_times
from funeral.queries.cases import get_case_by_id
from hardware.scanning import Act, Finder, Scanned, Standing
from kernel.counters import NumberKind
from kernel.i18n import _

STANDINGS = {
    VoyageState.CARRIED_OUT: Standing.USED,
    VoyageState.CANCELLED: Standing.VOIDED,
}


def find_scanned_voyage(number: str) -> Scanned | None:
    voyage = find_voyage(number)
    if voyage is None:
        return None
    state = VoyageState(voyage.state)
    return Scanned(
        kind=str(VoyageKind(voyage.kind).label),
        title=voyage.number,
        standing=STANDINGS.get(state, Standing.VALID),
        state=f"{state.label} {say_times(voyage)}",
        page=Act(str(_("打开航次")), "voyages.get_voyage", {"number": voyage.number}),
        record=f"voyages/{voyage.id}",
    )


def find_scanned_registration(number: str) -> Scanned | None:
    registration = find_registration(number)
    if registration is None:
        return None
    case, voyage = get_case_by_id(registration.case_id), registration.voyage
    standing, said = Standing.VALID, str(VoyageState(voyage.state).label)
    if registration.withdrawn_at:
        standing, said = Standing.VOIDED, str(PortionState.WITHDRAWN.label)
    return Scanned(
        kind=str(_("海葬撒散登记")),
        title=registration.number,
        standing=standing,
        state=f"{said} {say_times(voyage)}",
        whose=case.deceased.name,
        page=Act(str(_("打开登记")), "voyages.get_registration", {"number": registration.number}),
        record=f"voyage_registrations/{registration.id}",
        case=case.number,
    )


FINDERS: dict[str, Finder] = {
    NumberKind.VOYAGE: find_scanned_voyage,
    NumberKind.VOYAGE_REGISTRATION: find_scanned_registration,
}

"""From the record of a scattered portion to what its certificate says."""

from decimal import Decimal

from cemetery.voyages.documents import Scattered, scattering_certificate
from cemetery.voyages.errors import NotScattered
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.models import Voyage, VoyagePortion
from funeral.queries.cases import get_case_by_id
from hardware.papers import Paper
from kernel import clock
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.places import get_institution


def certificate_of(portion: VoyagePortion) -> Paper:
    """Raises NotScattered."""
    if portion.scattered_at is None:
        raise NotScattered
    registration, case = portion.registration, get_case_by_id(portion.case_id)
    voyage, home = registration.voyage, get_institution(portion.institution_id)
    return scattering_certificate(
        Scattered(
            kind=VoyageKind(voyage.kind),
            number=portion.certificate_number,
            issuer=home.name,
            deceased=case.deceased.name,
            certificate_number=registration.certificate_number,
            portion=portion.letter,
            holder=case.claimant.name,
            relation=str(Relation(case.claimant.relation).label),
            at=_moment(portion),
            position=say_position(voyage),
            voyage=f"{voyage.number} {voyage.waters}",
            ship=f"{voyage.ship_name} {voyage.ship_licence}".strip(),
            witnesses=say_witnesses(voyage),
            made_on=clock.day_of(portion.scattered_at),
            phone=home.phone,
        )
    )


def say_position(voyage: Voyage) -> str:
    """ "长江嘉鱼段，北纬29.97010度，东经113.93920度"."""
    if voyage.latitude is None or voyage.longitude is None:
        return voyage.scattered_place or ""
    north = _("北纬%(degrees)s度") if voyage.latitude >= 0 else _("南纬%(degrees)s度")
    east = _("东经%(degrees)s度") if voyage.longitude >= 0 else _("西经%(degrees)s度")
    said = (_said(north, voyage.latitude), _said(east, voyage.longitude))
    return str(_("，")).join((voyage.scattered_place or "", *said))


def say_witnesses(voyage: Voyage) -> str:
    """ "李明（县民政局）、王兰（子女）"."""
    said = [
        str(_("%(name)s（%(unit)s）")) % {"name": name, "unit": unit}
        for name, unit in voyage.witnesses or []
    ]
    return str(_("、")).join(said)


def _said(words: str, degrees: Decimal) -> str:
    return str(words) % {"degrees": f"{abs(degrees):f}"}


def _moment(portion: VoyagePortion) -> str:
    at = portion.scattered_at
    return f"{clock.say_date(clock.day_of(at))} {clock.say_clock(at)}" if at else ""

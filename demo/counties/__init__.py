"""The demo counties as their files say: published prices, invented institutions and staff."""

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from demo.counties.ladders import RungEntry, read_rungs
from demo.counties.rooms import RoomsEntry, read_rooms, read_terms
from demo.counties.sites import SiteEntry, read_sites
from demo.counties.tariff import GoodsEntry, TariffEntry, read_goods, read_tariff
from demo.counties.voyages import VoyageEntry, read_voyages
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.terms import Terms
from kernel.checked_yaml import Value, YamlMistake, read_file
from kernel.people.actors import Role
from kernel.places import InstitutionKind

FOLDER = Path(__file__).parent
COUNTIES = ("jiayu", "dongwuzhumuqin")


class CountyFileMistake(YamlMistake):
    """A demo county's file that cannot be loaded: file, line, reason."""


@dataclass(frozen=True)
class InstitutionEntry:
    code: str
    kind: InstitutionKind
    name: str
    credit_code: str
    address: str
    phone: str


@dataclass(frozen=True)
class StaffEntry:
    """`institution` is the code of one above."""

    login: str
    name: str
    role: Role
    institution: str


@dataclass(frozen=True)
class ResourceEntry:
    """What funeral.operations.add_resource asks for."""

    kind: ResourceKind
    variety: HallClass | CrematorType
    name: str
    capacity: int | None
    setup_minutes: int
    use_minutes: int
    cleanup_minutes: int
    opens: time
    closes: time


@dataclass(frozen=True)
class CertificatesEntry:
    """Blank certificate paper; `first` and `last` as printed."""

    prefix: str
    first: str
    last: str
    received_from: str


@dataclass(frozen=True)
class DeathsEntry:
    """同期死亡人口 of the month the demo is loaded in: all, and in the cremation zone."""

    all: int
    in_zone: int
    source: str


@dataclass(frozen=True)
class County:
    region: str
    waiver_policy: str
    # Of demo/policies; without it nothing is paid for an eco-burial, and the ground begins empty.
    reward_policy: str | None
    institutions: tuple[InstitutionEntry, ...]
    staff: tuple[StaffEntry, ...]
    tariff: tuple[TariffEntry, ...]
    goods: tuple[GoodsEntry, ...]
    resources: tuple[ResourceEntry, ...]
    cabinets: int
    hearses: tuple[str, ...]
    rooms: tuple[RoomsEntry, ...]
    booking_terms: Terms
    unclaimed: tuple[RungEntry, ...]
    certificates: CertificatesEntry
    voyages: tuple[VoyageEntry, ...]
    sites: tuple[SiteEntry, ...]
    deaths: DeathsEntry | None


def read_county(name: str) -> County:
    """One of COUNTIES. Raises CountyFileMistake."""
    found = read_file(FOLDER / f"{name}.yaml", CountyFileMistake).fields(
        *("region", "waiver_policy", "institutions", "staff"),
        *(
            "tariff",
            "halls",
            "cremators",
            "cabinets",
            "hearses",
            "rooms",
            "booking_terms",
            "unclaimed",
            "certificates",
            "sites",
        ),
        optional=("deaths", "goods", "reward_policy", "voyages"),
    )
    return County(
        region=found["region"].text(),
        waiver_policy=found["waiver_policy"].text(),
        reward_policy=found["reward_policy"].text() if "reward_policy" in found else None,
        institutions=tuple(_read_institution(value) for value in found["institutions"].items()),
        staff=tuple(_read_staff(value) for value in found["staff"].items()),
        tariff=read_tariff(found["tariff"]),
        goods=read_goods(found["goods"]) if "goods" in found else (),
        resources=(
            *_read_resources(ResourceKind.HALL, found["halls"]),
            *_read_resources(ResourceKind.CREMATOR, found["cremators"]),
        ),
        cabinets=found["cabinets"].whole(),
        hearses=tuple(value.text() for value in found["hearses"].items()),
        rooms=read_rooms(found["rooms"]),
        booking_terms=read_terms(found["booking_terms"]),
        unclaimed=read_rungs(found["unclaimed"]),
        certificates=_read_certificates(found["certificates"]),
        voyages=read_voyages(found["voyages"]) if "voyages" in found else (),
        sites=read_sites(found["sites"]),
        deaths=_read_deaths(found["deaths"]) if "deaths" in found else None,
    )


def _read_institution(value: Value) -> InstitutionEntry:
    found = value.fields("code", "kind", "name", "credit_code", "address", "phone")
    return InstitutionEntry(
        code=found["code"].text(),
        kind=found["kind"].choice(InstitutionKind),
        name=found["name"].text(),
        credit_code=found["credit_code"].text(),
        address=found["address"].text(),
        phone=found["phone"].text(),
    )


def _read_staff(value: Value) -> StaffEntry:
    found = value.fields("login", "name", "role", "institution")
    return StaffEntry(
        login=found["login"].text(),
        name=found["name"].text(),
        role=found["role"].choice(Role),
        institution=found["institution"].text(),
    )


def _read_resources(kind: ResourceKind, value: Value) -> tuple[ResourceEntry, ...]:
    shared = value.fields(
        "setup_minutes", "use_minutes", "cleanup_minutes", "opens", "closes", "rooms"
    )
    entries = []
    for room in shared["rooms"].items():
        fields = room.fields("variety", "name", optional=("capacity",))
        entries.append(
            ResourceEntry(
                kind=kind,
                variety=(
                    fields["variety"].choice(HallClass)
                    if kind is ResourceKind.HALL
                    else fields["variety"].choice(CrematorType)
                ),
                name=fields["name"].text(),
                capacity=fields["capacity"].whole() if "capacity" in fields else None,
                setup_minutes=shared["setup_minutes"].whole(),
                use_minutes=shared["use_minutes"].whole(),
                cleanup_minutes=shared["cleanup_minutes"].whole(),
                opens=shared["opens"].time_of_day(),
                closes=shared["closes"].time_of_day(),
            )
        )
    return tuple(entries)


def _read_certificates(value: Value) -> CertificatesEntry:
    found = value.fields("prefix", "first", "last", "received_from")
    return CertificatesEntry(**{name: field.text() for name, field in found.items()})


def _read_deaths(value: Value) -> DeathsEntry:
    found = value.fields("all", "in_zone", "source")
    return DeathsEntry(
        all=found["all"].whole(), in_zone=found["in_zone"].whole(), source=found["source"].text()
    )

"""Relatives and witnesses as they are typed: one a line, a name and what tells who it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from cemetery.voyages.errors import (
    PortionsUnread,
    RelativeTwice,
    RelativeUnread,
    RelativeWrong,
    WitnessesMissing,
    WitnessUnread,
)
from kernel.people.identity import BadIdentityNumber, parse_identity_number

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WITNESSES = 2


@dataclass(frozen=True)
class Relative:
    name: str
    identity_number: str


@dataclass(frozen=True)
class Witness:
    """`unit`: the office or work unit, or how he belongs to the family."""

    name: str
    unit: str


def read_letters(written: str) -> tuple[str, ...]:
    """ "A", "A、B", "AB", in order and once each. Raises PortionsUnread."""
    said = "".join(each for each in written.upper() if each not in " 　、，,")
    if not said or any(each not in LETTERS for each in said) or len(set(said)) != len(said):
        raise PortionsUnread
    return tuple(sorted(said))


def check_relatives(relatives: Iterable[Relative]) -> tuple[Relative, ...]:
    """Each with a number that passed every check. Raises RelativeUnread, RelativeWrong,
    RelativeTwice."""
    checked: dict[str, Relative] = {}
    for each in relatives:
        if not each.name.strip() or not each.identity_number.strip():
            raise RelativeUnread
        try:
            number = parse_identity_number(each.identity_number).number
        except BadIdentityNumber as refusal:
            raise RelativeWrong(name=each.name.strip(), why=str(refusal)) from None
        if number in checked:
            raise RelativeTwice(name=each.name.strip())
        checked[number] = Relative(each.name.strip(), number)
    return tuple(checked.values())


def check_witnesses(witnesses: Iterable[Witness]) -> list[list[str]]:
    """As a voyage keeps them. Raises WitnessUnread, WitnessesMissing."""
    said = [[each.name.strip(), each.unit.strip()] for each in witnesses]
    if any(not name or not unit for name, unit in said):
        raise WitnessUnread
    if len({name for name, _unit in said}) < WITNESSES:
        raise WitnessesMissing
    return said


def lines_of(written: str | None) -> list[tuple[str, str]]:
    """Each line as its first word and the rest, which may be empty."""
    lines = [line.strip() for line in (written or "").splitlines() if line.strip()]
    parted = [line.replace("，", " ").replace(",", " ").split(maxsplit=1) for line in lines]
    return [(words[0], words[1].strip() if words[1:] else "") for words in parted if words]

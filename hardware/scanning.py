"""One place that says what a scanned code is, how it stands and what may be done with it now.

Each package adds the codes it knows (wired in wsgi.py), so that hardware need not know theirs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app

from hardware.codes import NUMBER, Reading, Shape, read
from hardware.errors import OfAnotherHome
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.places import find_institution
from kernel.scope import seeing, seen_institutions

Record = TypeVar("Record")


class Standing(StrEnum):
    """Whether a code still counts."""

    VALID = "valid"
    USED = "used"
    REVOKED = "revoked"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        return STANDING_LABELS[self]

    @property
    def tag(self) -> str:
        return STANDING_TAGS[self]


STANDING_LABELS = {
    Standing.VALID: _("有效"),
    Standing.USED: _("已办结"),
    Standing.REVOKED: _("已停用"),
    Standing.VOIDED: _("已作废"),
}
STANDING_TAGS = {
    Standing.VALID: "here",
    Standing.USED: "done",
    Standing.REVOKED: "flagged",
    Standing.VOIDED: "flagged",
}


@dataclass(frozen=True)
class Act:
    """A page where something may be done; its own door says for whom.

    `values`: what stands in its address, never a token. `sends`: fields posted to it instead of a
    link, where what was scanned must go along.
    """

    label: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sends: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scanned:
    """`kind`: what it is; `title`: the number of its record; `state`: a sentence.

    `whose`: the deceased's name; `people`: label and names of others, for the same eyes.
    `page`: where the record is shown; `acts`: what the state allows now. `record`: as the journal
    names it. `case`: the number of its case, if it has one.
    """

    kind: str
    title: str
    standing: Standing
    state: str
    whose: str = ""
    people: tuple[tuple[str, str], ...] = ()
    page: Act | None = None
    acts: tuple[Act, ...] = ()
    record: str = ""
    case: str = ""


Finder = Callable[[str], Scanned | None]
FINDERS = "code_finders"
# Takes what was found, gives what another package can do with it.
MoreActs = Callable[[Scanned], Iterable[Act]]
MORE_ACTS = "acts_on_codes"


def add_finders(app: Flask, finders: Mapping[str, Finder]) -> None:
    """By Shape or NumberKind; where several know a shape, the first to find it answers."""
    known = app.extensions.setdefault(FINDERS, {})
    for shape, find in finders.items():
        known.setdefault(shape, []).append(find)


def add_acts(app: Flask, acts: MoreActs) -> None:
    app.extensions.setdefault(MORE_ACTS, []).append(acts)


def acts_on(scanned: Scanned) -> list[Act]:
    """Everything its state allows, for whomever; its own page comes last."""
    acts = [*scanned.acts]
    for more in current_app.extensions.get(MORE_ACTS, []):
        acts += more(scanned)
    return [*acts, scanned.page] if scanned.page else acts


def resolve(text: str) -> Scanned:
    """What was scanned, in the reader's scope.

    Raises a ScanRefused for what is not ours, CodeUnknown, OfAnotherHome.
    """
    readings = read(text, current_app.config["PUBLIC_URL"])
    scanned = _find(readings.each)
    if scanned:
        return scanned
    if _is_of_another(readings.each):
        raise OfAnotherHome
    raise readings.otherwise


def known(get: Callable[[str], Record], text: str) -> Record | None:
    """The record a query gets, None where it raises NotFound."""
    try:
        return get(text)
    except NotFound:
        return None


def find_trial(_text: str) -> Scanned:
    return Scanned(
        kind=str(_("打印机测试码")),
        title="",
        standing=Standing.VALID,
        state=str(_("扫码枪读得出来，可以使用。")),
    )


def _find(readings: Iterable[Reading]) -> Scanned | None:
    finders = current_app.extensions.get(FINDERS, {})
    answers = (find(each.text) for each in readings for find in finders.get(each.shape, ()))
    return next((scanned for scanned in answers if scanned), None)


def _is_of_another(readings: Iterable[Reading]) -> bool:
    """A number says whose it is, known or not; of a token only our tables tell."""
    seen = seen_institutions()
    if seen is None:
        return False
    numbers = (NUMBER.fullmatch(each.text) for each in readings)
    for number in filter(None, numbers):
        home = find_institution(number[1])
        return home is None or home.id not in seen
    guessless = [each for each in readings if each.shape in {Shape.TOKEN, Shape.ORDER}]
    with seeing(None):
        return _find(guessless) is not None


TRIAL_FINDERS: dict[str, Finder] = {Shape.TRIAL: find_trial}

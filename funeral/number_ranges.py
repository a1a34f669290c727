"""Ranges of printed numbers, as people write and read them: "JY000101-000200"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from funeral.errors import HeldNumbersWrong, NumberRangeWrong, PrefixWrong, TooManyBlanks

# A delivery is a box or two; more is a slip of the finger.
MOST, MOST_HELD = 5000, 50_000
PREFIX = re.compile(r"[\w-]{0,12}")
# What stands before the last run of digits belongs to both ends of the range.
WRITTEN = re.compile(r"(.*?)(\d{1,9})(?:[-~至到](?:(.*?)(\d{1,9})))?")
DASHES = str.maketrans(dict.fromkeys("–—－~～〜", "-"))


@dataclass(frozen=True)
class NumberRange:
    """`digits`: how many are printed, leading zeros included."""

    prefix: str
    first: int
    last: int
    digits: int

    def __iter__(self) -> Iterator[str]:
        return (self.number(serial) for serial in range(self.first, self.last + 1))

    def number(self, serial: int) -> str:
        return f"{self.prefix}{serial:0{self.digits}d}"


def one_spelling(number: str) -> str:
    """However it was typed or scanned: no spaces, capitals, half-width letters and digits."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper().translate(DASHES)


def read_range(prefix: str, first: str, last: str) -> NumberRange:
    """A delivery. Raises PrefixWrong, NumberRangeWrong, TooManyBlanks."""
    prefix, first, last = one_spelling(prefix), one_spelling(first), one_spelling(last)
    if not PREFIX.fullmatch(prefix) or "_" in prefix:
        raise PrefixWrong
    if not all(re.fullmatch(r"[0-9]{1,9}", end) for end in (first, last)):
        raise NumberRangeWrong
    if int(last) < int(first) or len(last) < len(first):
        raise NumberRangeWrong
    count = int(last) - int(first) + 1
    if count > MOST:
        raise TooManyBlanks(most=MOST, count=count)
    return NumberRange(prefix, int(first), int(last), len(first))


def read_numbers(written: str) -> list[str]:
    """Every number of the ranges and single numbers, one a line or between commas.

    Raises HeldNumbersWrong, TooManyBlanks.
    """
    numbers: list[str] = []
    for part in re.split(r"[\n,，;；、]", written):
        spelled = one_spelling(part)
        if not spelled:
            continue
        found = WRITTEN.fullmatch(spelled)
        if found is None:
            raise HeldNumbersWrong(written=part.strip()[:20])
        prefix, first, other, last = found.groups()
        if other and other != prefix:
            raise HeldNumbersWrong(written=part.strip()[:20])
        last = last or first
        # "000101-150" means 000150, as people say it.
        last = first[: len(first) - len(last)] + last
        try:
            numbers += read_range(prefix, first, last)
        except (NumberRangeWrong, PrefixWrong):
            raise HeldNumbersWrong(written=part.strip()[:20]) from None
        if len(numbers) > MOST_HELD:
            raise TooManyBlanks(most=MOST_HELD, count=len(numbers))
    return numbers


def say_ranges(numbers: Iterable[str]) -> str:
    """ "JY000101-000103、JY000110": the shortest way to say many numbers."""
    split = sorted(re.fullmatch(r"(.*?)(\d+)", number).groups() for number in numbers)  # type: ignore[union-attr]  # every number ends in digits
    runs: list[tuple[str, str, str]] = []
    for prefix, digits in split:
        if runs and runs[-1][0] == prefix and _follows(runs[-1][2], digits):
            runs[-1] = (prefix, runs[-1][1], digits)
        else:
            runs.append((prefix, digits, digits))
    return "、".join(
        f"{prefix}{first}" if first == last else f"{prefix}{first}-{last}"
        for prefix, first, last in runs
    )


def _follows(before: str, after: str) -> bool:
    return len(before) == len(after) and int(after) == int(before) + 1

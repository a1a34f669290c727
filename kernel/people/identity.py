"""Citizen identity numbers (公民身份号码, GB 11643): read, checked, and shown masked.

Only for people who have one. An unnamed body or an unregistered infant has the paper kind "无" and
never passes through here: no number is made up for it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _

LENGTH = 18
# Numbers given out from 1984 to 1999: two-digit year, no check digit.
OLD_LENGTH = 15
# GB 11643, after ISO 7064 MOD 11-2.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# Nobody born earlier was alive when the first numbers were given out in 1984.
EARLIEST_YEAR = 1870

_BETWEEN = re.compile(r"[\s\-]+")


class Sex(StrEnum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSTATED = "9"

    @property
    def label(self) -> str:
        return SEX_LABELS[self]


SEX_LABELS = {
    Sex.UNKNOWN: _("未知"),
    Sex.MALE: _("男"),
    Sex.FEMALE: _("女"),
    Sex.UNSTATED: _("未说明"),
}


@dataclass(frozen=True)
class IdentityNumber:
    """A number that passed every check, and what it says of its owner.

    `region_hint`: the county code of the first registration, perhaps long abolished (320503, 81…
    to 83… for residents from Hong Kong, Macau and Taiwan); not where the person lived or died.
    """

    number: str
    born_on: date
    sex: Sex
    region_hint: str


class BadIdentityNumber(Refusal):
    """None of these repeats the number or a part of it: refusals may be logged."""

    message = _("身份证号码填写有误，请核对。")
    field = "identity_number"
    status = 422


class IdentityNumberMissing(BadIdentityNumber):
    message = _("请填写身份证号码。")


class IdentityNumberHasOtherCharacters(BadIdentityNumber):
    message = _("身份证号码只有数字，最后一位可以是 X，请核对。")


class IdentityNumberWrongLength(BadIdentityNumber):
    message = _("身份证号码应为 18 位，现在是 %(length)d 位，请核对。")


class BirthDateImpossible(BadIdentityNumber):
    message = _("身份证号码中的出生日期不存在，请核对第 7 至 14 位。")


class BirthInFuture(BadIdentityNumber):
    message = _("身份证号码中的出生日期晚于今天，请核对第 7 至 14 位。")


class CheckDigitWrong(BadIdentityNumber):
    message = _("身份证号码的最后一位与前面的数字不符，请从头逐位核对。")


def parse_identity_number(text: str) -> IdentityNumber:
    """18 digits, or 15 old ones, which become 18; spaces and hyphens do not matter.

    Raises a BadIdentityNumber that says what to look at.
    """
    number = one_spelling(text)
    _check_shape(number)
    born_on = _birth_date(number)
    if check_digit(number[:17]) != number[17]:
        raise CheckDigitWrong
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdentityNumber(number, born_on, sex, region_hint=number[:6])


def one_spelling(text: str) -> str:
    """However it was typed, scanned or is printed on an old card: the same number, unchecked."""
    number = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    return _with_century(number) if re.fullmatch(rf"[0-9]{{{OLD_LENGTH}}}", number) else number


def check_digit(first_17: str) -> str:
    """The 18th character for these 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_17, strict=True))
    return CHECK_DIGITS[total % 11]


def masked(number: str) -> str:
    """ "4211**********0018"; of shorter papers (passports) less is shown, of the shortest none."""
    shown = min(4, len(number) // 4)
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]


def _check_shape(number: str) -> None:
    if not number:
        raise IdentityNumberMissing
    if not re.fullmatch(r"[0-9]+X?", number) or (number[-1] == "X" and len(number) == OLD_LENGTH):
        raise IdentityNumberHasOtherCharacters
    if len(number) != LENGTH:
        raise IdentityNumberWrongLength(length=len(number))


def _with_century(old: str) -> str:
    first_17 = f"{old[:6]}19{old[6:]}"
    return first_17 + check_digit(first_17)


def _birth_date(number: str) -> date:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BirthDateImpossible from None
    if born_on.year < EARLIEST_YEAR:
        raise BirthDateImpossible
    if born_on > clock.today():
        raise BirthInFuture
    return born_on

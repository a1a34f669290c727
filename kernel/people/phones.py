"""Telephone numbers: one spelling for each, so that one number has one blind index.

Mainland: digits only ("13800138000", "07138371234", "4008208820").
Elsewhere: E.164 ("+85291234567").
Numbering: 电信网编号计划 for the mainland; ITU-T E.164 for the rest.
"""

import re
import unicodedata

from kernel.errors import Refusal
from kernel.i18n import _

MAINLAND = "86"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Beijing and the 02x cities have eight digits after the area code, the others seven or eight.
_LANDLINE = re.compile(r"0(?:10|2\d)[2-9]\d{7}|0[3-9]\d{2}[2-9]\d{6,7}", re.ASCII)
_NATIONAL_400 = re.compile(r"400\d{7}", re.ASCII)
_WITHOUT_AREA_CODE = re.compile(r"[2-9]\d{6,7}", re.ASCII)

_NEIGHBOURS = {
    "852": re.compile(r"[2-9]\d{7}", re.ASCII),
    "853": re.compile(r"[268]\d{7}", re.ASCII),
    "886": re.compile(r"9\d{8}|[2-8]\d{7,8}", re.ASCII),
}
_FOREIGN = re.compile(r"[1-9]\d{6,14}", re.ASCII)

# Also the "(0)" people write in foreign numbers, which is not dialled from here.
_BETWEEN = re.compile(r"[\s\-]*\(0\)|[\s\-\u2010-\u2015().·/]+")


class BadPhone(Refusal):
    """None of these repeats the number: refusals may be logged."""

    message = _("电话号码填写有误，请核对。境外号码请以 + 和国家或地区代码开头。")
    field = "phone"
    status = 422


class PhoneMissing(BadPhone):
    message = _("请填写电话号码。")


class PhoneHasOtherCharacters(BadPhone):
    message = _("电话号码只填数字，请核对。")


class MobileWrongLength(BadPhone):
    message = _("手机号码应为 11 位，现在是 %(length)d 位，请核对。")


class AreaCodeMissing(BadPhone):
    message = _("固定电话请加上区号，例如 0713-8371234。")


def normalise_phone(text: str) -> str:
    """The one spelling of this number. Raises a BadPhone that says what to look at."""
    number = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    if not number:
        raise PhoneMissing
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise PhoneHasOtherCharacters
    international = number.removeprefix("+") if number.startswith("+") else None
    if number.startswith("00"):
        international = number.removeprefix("00")
    if international is None:
        return _mainland(number)
    if international.startswith(MAINLAND):
        return _mainland_from_abroad(international.removeprefix(MAINLAND))
    return _elsewhere(international)


def masked_phone(number: str) -> str:
    """ "138****8000", "+852****4567": enough for its owner to know it again."""
    shown = min(4 if number.startswith("+") else 3, max(0, len(number) - 8))
    return number[:shown] + "*" * (len(number) - shown - 4) + last4(number)


def last4(number: str) -> str:
    """The last four digits, which a family gives with its booking code."""
    return number[-4:]


def _mainland(number: str) -> str:
    for pattern in (_MOBILE, _LANDLINE, _NATIONAL_400):
        if pattern.fullmatch(number):
            return number
    if number.startswith(MAINLAND) and _MOBILE.fullmatch(number.removeprefix(MAINLAND)):
        return number.removeprefix(MAINLAND)
    if _WITHOUT_AREA_CODE.fullmatch(number):
        raise AreaCodeMissing
    if re.match(r"1[3-9]", number):
        raise MobileWrongLength(length=len(number))
    raise BadPhone


def _mainland_from_abroad(number: str) -> str:
    """From abroad the area code loses its 0: +86 713 8371234."""
    return f"0{number}" if _LANDLINE.fullmatch(f"0{number}") else _mainland(number)


def _elsewhere(number: str) -> str:
    for country, pattern in _NEIGHBOURS.items():
        if number.startswith(country):
            subscriber = number.removeprefix(country).removeprefix("0")
            if not pattern.fullmatch(subscriber):
                raise BadPhone
            return f"+{country}{subscriber}"
    if not _FOREIGN.fullmatch(number):
        raise BadPhone
    return f"+{number}"

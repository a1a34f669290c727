"""机动车号牌 (GA 36): read, checked, one spelling. No database.

Province character, a letter of the issuing office, five characters, or six on a car of new energy;
no letter I or O anywhere after the office's letter, since they look like 1 and 0.
"""

import re
import unicodedata

from cemetery.visits.errors import (
    NumberPlateLooksAlike,
    NumberPlateProvince,
    NumberPlateUnread,
    NumberPlateWrongLength,
    TooManyCars,
)

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SHORT, LONG = 7, 8
# 警, 学, 挂, 港, 澳, 使, 领 stand last on plates of their own kinds.
_PLATE = re.compile(
    rf"[{PROVINCES}][A-Z](?:[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9警学挂港澳使领]|"
    # New energy: D or F (and A–K since 2020) first for small cars, last for large ones.
    r"[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])"
)
_BETWEEN = re.compile(r"[\s\-·•.]+")


def normalise_number_plate(written: str) -> str:
    """ "鄂L12345". Raises a NumberPlateUnread that says what to look at."""
    plate = _BETWEEN.sub("", unicodedata.normalize("NFKC", written)).upper()
    if not plate or plate[0] not in PROVINCES:
        raise NumberPlateProvince
    if len(plate) not in {SHORT, LONG}:
        raise NumberPlateWrongLength(length=len(plate))
    if re.search("[IO]", plate[2:]):
        raise NumberPlateLooksAlike
    if not _PLATE.fullmatch(plate):
        raise NumberPlateUnread
    return plate


def normalise_number_plates(written: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Each car once. Raises TooManyCars and as above."""
    plates = tuple(dict.fromkeys(normalise_number_plate(each) for each in written if each.strip()))
    if len(plates) > most:
        raise TooManyCars(most=most)
    return plates

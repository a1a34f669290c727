"""Invented persons and numbers, all with correct check digits and all recognisable as invented.

Every given name begins with 示 (示范), so that an invented person is seen at a glance.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel.people.identity import Sex, check_digit

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
SECOND = {
    Sex.FEMALE: "兰芳梅英秀珍莲桂荣华云霞",
    Sex.MALE: "平安国民德福生明山林海贵",
}

# GB 32100: letters that look like digits are left out.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# 12: 机构编制机关登记的事业单位
PUBLIC_INSTITUTION = "12"


@dataclass(frozen=True)
class InventedPerson:
    name: str
    sex: Sex
    born_on: date
    identity_number: str


def invented_name(serial: int, sex: Sex) -> str:
    """The same serial always gives the same name; 240 names for each sex before one comes again."""
    second = SECOND[sex]
    surname = SURNAMES[serial % len(SURNAMES)]
    return f"{surname}示{second[serial // len(SURNAMES) % len(second)]}"


def invented_identity_number(region_code: str, born_on: date, sex: Sex, serial: int) -> str:
    """18 digits as GB 11643 checks them; the order number's parity says the sex."""
    county = region_code[:6].ljust(6, "0")
    order = serial % 500 * 2 + (1 if sex is Sex.MALE else 0)
    first_17 = f"{county}{born_on:%Y%m%d}{order:03d}"
    return first_17 + check_digit(first_17)


def invented_person(serial: int, region_code: str) -> InventedPerson:
    """Between about 60 and 95 years of age, men and women in turn."""
    sex = Sex.MALE if serial % 2 else Sex.FEMALE
    born_on = date(1931, 1, 1) + timedelta(days=serial * 1237 % 12_700)
    return InventedPerson(
        name=invented_name(serial // 2, sex),
        sex=sex,
        born_on=born_on,
        identity_number=invented_identity_number(region_code, born_on, sex, serial),
    )


def invented_credit_code(region_code: str, serial: int) -> str:
    """统一社会信用代码 (GB 32100) around an organisation code (GB 11714) that begins with DEM."""
    body = f"DEM{serial:05d}"
    first_17 = f"{PUBLIC_INSTITUTION}{region_code[:6]}{body}{_organisation_check(body)}"
    return first_17 + _credit_check(first_17)


def is_credit_code(code: str) -> bool:
    return (
        len(code) == 18  # noqa: PLR2004 (GB 32100)
        and set(code) <= set(CREDIT_ALPHABET)
        and code[16] == _organisation_check(code[8:16])
        and code[17] == _credit_check(code[:17])
    )


def _organisation_check(body: str) -> str:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(LETTERS.index(c) * w for c, w in zip(body, weights, strict=True))
    return "0123456789X0"[11 - total % 11]


def _credit_check(first_17: str) -> str:
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(first_17))
    return CREDIT_ALPHABET[-total % 31]

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import clock
from kernel.people.identity import (
    BadIdentityNumber,
    BirthDateImpossible,
    BirthInFuture,
    CheckDigitWrong,
    IdentityNumber,
    IdentityNumberHasOtherCharacters,
    IdentityNumberMissing,
    IdentityNumberWrongLength,
    Sex,
    check_digit,
    masked,
    parse_identity_number,
)

PRINTED_IN_THE_STANDARD = "11010519491231002X"


def numbered(first_17):
    return first_17 + check_digit(first_17)


@st.composite
def first_17_digits(draw):
    region = draw(st.integers(110000, 839999))
    born_on = draw(st.dates(date(1900, 1, 1), date(2026, 11, 22)))
    return f"{region}{born_on:%Y%m%d}{draw(st.integers(1, 999)):03d}", born_on


def test_the_number_printed_in_the_standard_says_who_it_is():
    assert parse_identity_number(PRINTED_IN_THE_STANDARD) == IdentityNumber(
        PRINTED_IN_THE_STANDARD, date(1949, 12, 31), Sex.FEMALE, "110105"
    )


def test_an_odd_17th_digit_is_a_mans():
    assert parse_identity_number("440524188001010014").sex is Sex.MALE


@given(first_17_digits())
def test_every_number_made_by_the_rule_is_read(made):
    first_17, born_on = made
    with clock.frozen(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        read = parse_identity_number(numbered(first_17))
    assert (read.born_on, read.region_hint) == (born_on, first_17[:6])
    assert read.sex is (Sex.MALE if int(first_17[16]) % 2 else Sex.FEMALE)


@given(first_17_digits(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(made, place, added):
    number = numbered(made[0])
    wrong = str((int(number[place]) + added) % 10)
    with pytest.raises(BadIdentityNumber):
        parse_identity_number(number[:place] + wrong + number[place + 1 :])


@given(first_17_digits(), st.integers(0, 15))
def test_two_digits_changed_round_are_always_noticed(made, place):
    number = numbered(made[0])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(BadIdentityNumber):
            parse_identity_number(swapped)


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",  # a Chinese keyboard's digits
    ],
)
def test_spaces_case_and_wide_digits_do_not_matter(written):
    assert parse_identity_number(written).number == PRINTED_IN_THE_STANDARD


def test_an_old_number_of_15_digits_becomes_one_of_18():
    read = parse_identity_number("110105491231002")
    assert read.number == PRINTED_IN_THE_STANDARD


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "320503", "330113", "440524"])
def test_residents_of_hong_kong_macau_taiwan_and_abolished_counties_are_accepted(region):
    assert parse_identity_number(numbered(f"{region}19500101001")).region_hint == region


@pytest.mark.parametrize(
    ("written", "refusal", "said"),
    [
        ("", IdentityNumberMissing, "请填写身份证号码。"),
        ("  ", IdentityNumberMissing, "请填写身份证号码。"),
        ("无", IdentityNumberHasOtherCharacters, "只有数字"),
        ("1101051949123100XX", IdentityNumberHasOtherCharacters, "只有数字"),
        ("1101051949X2310021", IdentityNumberHasOtherCharacters, "只有数字"),
        ("11010549123100X", IdentityNumberHasOtherCharacters, "只有数字"),
        ("X", IdentityNumberHasOtherCharacters, "只有数字"),
        ("1101051949123100", IdentityNumberWrongLength, "现在是 16 位"),
        ("11010519491231002XX", IdentityNumberHasOtherCharacters, "只有数字"),
        ("1101051949123100211", IdentityNumberWrongLength, "现在是 19 位"),
        (numbered("11010519490230002"), BirthDateImpossible, "出生日期不存在"),
        (numbered("11010519491331002"), BirthDateImpossible, "出生日期不存在"),
        (numbered("11010500000101002"), BirthDateImpossible, "出生日期不存在"),
        (numbered("11010518491231002"), BirthDateImpossible, "出生日期不存在"),
        ("110105190229001", BirthDateImpossible, "出生日期不存在"),
        ("110105194912310020", CheckDigitWrong, "最后一位"),
    ],
)
def test_each_mistake_has_its_own_sentence(written, refusal, said):
    with pytest.raises(refusal) as refused:
        parse_identity_number(written)
    assert said in str(refused.value)
    assert refused.value.field == "identity_number"


def test_nobody_is_born_tomorrow_but_a_child_may_be_born_today():
    with clock.frozen(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        with pytest.raises(BirthInFuture):
            parse_identity_number(numbered("42110220261123001"))
        assert parse_identity_number(numbered("42110220261122001")).born_on == clock.today()


@given(st.text())
def test_no_refusal_repeats_what_was_typed(text):
    with pytest.raises(BadIdentityNumber) as refused:
        parse_identity_number(f"4211021950{text}?")
    assert "4211021950" not in f"{refused.value} {refused.value!r} {refused.value.facts}"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("421102195001010018", "4211**********0018"),
        ("E12345678", "E1*****78"),
        ("1234", "1**4"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_ends(number, shown):
    assert masked(number) == shown


def test_each_sex_has_its_word():
    assert [str(sex.label) for sex in Sex] == ["未知", "男", "女", "未说明"]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.people.phones import (
    AreaCodeMissing,
    BadPhone,
    MobileWrongLength,
    PhoneHasOtherCharacters,
    PhoneMissing,
    last4,
    masked_phone,
    normalise_phone,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),  # a Chinese keyboard's digits
        ("+86 138 0013 8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("19912345678", "19912345678"),
        ("16612345678", "16612345678"),
        ("17012345678", "17012345678"),
        ("0713-8371234", "07138371234"),
        ("（0713）8371234", "07138371234"),
        ("+86 713 8371234", "07138371234"),
        ("+86 (0)713 8371234", "07138371234"),
        ("+86 0713 8371234", "07138371234"),
        ("010-65529988", "01065529988"),
        ("+86 10 6552 9988", "01065529988"),
        ("0519 8512 3456", "051985123456"),
        ("400-820-8820", "4008208820"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 91234567", "+85291234567"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 0912 345 678", "+886912345678"),
        ("+886 2 2345 6789", "+886223456789"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+1 650-253-0000", "+16502530000"),
    ],
)
def test_one_number_has_one_spelling_however_it_is_written(written, kept):
    assert normalise_phone(written) == kept
    assert normalise_phone(kept) == kept


@pytest.mark.parametrize(
    ("written", "refusal", "said"),
    [
        ("", PhoneMissing, "请填写电话号码"),
        (" - ", PhoneMissing, "请填写电话号码"),
        ("无", PhoneHasOtherCharacters, "只填数字"),
        ("1380013800O", PhoneHasOtherCharacters, "只填数字"),
        ("138+0013800", PhoneHasOtherCharacters, "只填数字"),
        ("1380013800", MobileWrongLength, "现在是 10 位"),
        ("138001380001", MobileWrongLength, "现在是 12 位"),
        ("8371234", AreaCodeMissing, "区号"),
        ("85123456", AreaCodeMissing, "区号"),
        ("12012345678", BadPhone, "请核对"),
        ("+86 138 0013 800", MobileWrongLength, "现在是 10 位"),
        ("0713-1371234", BadPhone, "请核对"),
        ("010-6552998", BadPhone, "请核对"),
        ("4008208", AreaCodeMissing, "区号"),
        ("+852 1123 4567", BadPhone, "境外号码"),
        ("+853 9123 4567", BadPhone, "境外号码"),
        ("+886 1234", BadPhone, "境外号码"),
        ("+1", BadPhone, "境外号码"),
        ("+0123456789", BadPhone, "境外号码"),
        ("+1234567890123456", BadPhone, "境外号码"),
    ],
)
def test_each_mistake_has_its_own_sentence(written, refusal, said):
    with pytest.raises(BadPhone) as refused:
        normalise_phone(written)
    assert type(refused.value) is refusal
    assert said in str(refused.value)
    assert refused.value.field == "phone"


@given(st.from_regex(r"\+?[0-9 \-]{0,18}", fullmatch=True))
def test_a_kept_number_is_its_own_spelling(written):
    try:
        kept = normalise_phone(written)
    except BadPhone:
        return
    assert normalise_phone(kept) == kept


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_is_taken_and_masked_in_the_middle(number):
    assert normalise_phone(number) == number
    assert masked_phone(number) == f"{number[:3]}****{number[7:]}"
    assert last4(number) == number[7:]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+85291234567", "+852****4567"),
        ("07138371234", "071****1234"),
        ("4008208820", "40****8820"),
        ("+1234567", "****4567"),
    ],
)
def test_a_masked_number_hides_at_least_four_characters(number, shown):
    assert masked_phone(number) == shown

"""What a text can be by its look alone: ours in order of likelihood, or politely something else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware import errors
from hardware.codes import Reading, Shape, read
from kernel.counters import NumberKind
from kernel.errors import Refusal
from tests import world

OURS = "https://ly.example.cn"
TOKEN = "7K3M90XZ7K3M91XZ"
BOOKING = "7K3M90XZ"


def first(text, address=OURS):
    return read(text, address).each[0]


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        "7k3m-90xz-7k3m-91xz",
        "7K3M 9OXZ 7K3M 9lXZ",
        "７Ｋ３Ｍ９０ＸＺ７Ｋ３Ｍ９１ＸＺ",
        f"]Q1{TOKEN}\r",
        f"\x02{TOKEN}\r\n",
        f"\ufeff{TOKEN}",
        "7K3M–90XZ—7K3M－91XZ",
        f"HTTPS://LY.EXAMPLE.CN/P/{TOKEN}",
        f"http://ly.example.cn/c/{TOKEN.lower()}",
        f"https://ly.example.cn:443/P/{TOKEN}?from=wechat",
        f"ly.example.cn/P/{TOKEN}/",
    ],
)
def test_a_token_is_known_however_scanners_input_methods_and_people_write_it(text):
    assert first(text) == Reading(Shape.TOKEN, TOKEN)


@pytest.mark.parametrize("kind", NumberKind)
def test_a_business_number_is_known_by_its_letter(kind):
    written = Reading(kind, f"JY{kind}26-00042")
    for text in (
        written.text,
        written.text.lower(),
        f"ＪＹ{kind}２６－０００４２",
        f"JY{kind}2600042",
    ):
        assert first(text) == written


def test_what_looks_like_two_things_is_looked_for_in_a_fixed_order():
    shapes = [reading.shape for reading in read(TOKEN, OURS).each]
    assert shapes == [Shape.TOKEN, Shape.PRINTED]
    shapes = [reading.shape for reading in read("JY000101", OURS).each]
    assert shapes == [Shape.SHORT, Shape.PRINTED]
    assert first("JY-000101") == Reading(Shape.SHORT, "JY000101")
    assert [reading.shape for reading in read("F" * 32, OURS).each] == [Shape.ORDER]
    assert [reading.shape for reading in read("test", OURS).each] == [Shape.TRIAL]


def test_the_port_belongs_to_our_address():
    here = "http://127.0.0.1:8080"
    assert first(f"HTTP://127.0.0.1:8080/P/{TOKEN}", here).text == TOKEN
    with pytest.raises(errors.ForeignAddress):
        read(f"HTTP://127.0.0.1:9090/P/{TOKEN}", here)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", errors.NothingScanned),
        (" \r\n\t", errors.NothingScanned),
        ("]Q1", errors.NothingScanned),
        ("7" * 10_000, errors.ScanTooLong),
        ("ﷺ" * 100, errors.ScanUnreadable),
        ("7K3M\x1d90XZ", errors.ScanUnreadable),
        ("7K3M\x0090XZ", errors.ScanUnreadable),
        ("\ud800", errors.ScanUnreadable),
        (f"https://ly.example.cn.evil.com/P/{TOKEN}", errors.ForeignAddress),
        (f"https://evil.com/ly.example.cn/P/{TOKEN}", errors.ForeignAddress),
        (f"https://ly.example.cn@evil.com/P/{TOKEN}", errors.ForeignAddress),
        ("https://[", errors.NotACode),
        ("wxp://f2f0AbCdEf", errors.PaymentCodeScanned),
        ("HTTPS://QR.ALIPAY.COM/FKX01234", errors.PaymentCodeScanned),
        ("42122119500304001", errors.CodeUnknown),
        ("张三", errors.NotACode),
        ("WIFI:T:WPA;S:x;P:secret;;", errors.NotACode),
        ("<script>alert(1)</script>", errors.NotACode),
        ("'; DROP TABLE cases; --", errors.NotACode),
        ("😀", errors.NotACode),
    ],
)
def test_what_is_not_ours_is_refused_and_said(text, refusal):
    with pytest.raises(Refusal) as refused:
        raise read(text, OURS).otherwise
    assert type(refused.value) is refusal


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("134567890123456789", errors.PaymentCodeScanned),
        ("281234567890123456", errors.PaymentCodeScanned),
        ("6212345678901234567", errors.PaymentCodeScanned),
        ("6901234567892", errors.BarcodeScanned),
        ("12345670", errors.BarcodeScanned),
        ("6901234567893", errors.CodeUnknown),
        (TOKEN, errors.CodeUnknown),
        ("嘉000101", errors.NotACode),
    ],
)
def test_digits_may_be_a_printed_number_so_only_then_a_shops_or_a_phones(text, refusal):
    readings = read(text, OURS)
    assert Shape.PRINTED in {reading.shape for reading in readings.each}
    assert readings.otherwise is refusal


def test_an_identity_number_is_recognised_and_never_repeated():
    number = world.identity_number()
    wrong_digit = number[:17] + ("0" if number[17] != "0" else "1")
    for text in (number, f"{number[:6]} {number[6:14]} {number[14:]}", wrong_digit, number.lower()):
        with pytest.raises(errors.IdentityNumberScanned) as refused:
            read(text, OURS)
        said = str(refused.value)
        assert said.startswith("这是身份证号码，不是本系统的编码。")
        assert number[:6] not in said


@given(st.text() | st.from_regex(r"https?://[!-~]{0,40}") | st.text("0123456789X", max_size=40))
@example("\x85")
@example("//")
@example("https://ly.example.cn:99999999/P/")
def test_no_text_at_all_breaks_it(text):
    with pytest.raises(Refusal) as refused:
        raise read(text, OURS).otherwise
    assert str(refused.value).endswith("。")

"""Every sentence in the source, shown in a test or not: calm Chinese, with its English."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.lint import words


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str]]:
    return list(words.sentences())


@pytest.fixture(scope="module")
def english() -> Catalog:
    file = words.ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as catalogue:
        return read_po(catalogue, locale="en")


def test_every_sentence_in_the_source_is_written_as_the_house_speaks(sentences):
    assert len(sentences) > 100
    wrong = {
        where: found
        for where, sentence in sentences
        if sentence not in words.QUOTING
        and (found := words.faults(words.PLACEHOLDER.sub("某", sentence)))
    }
    assert wrong == {}


def test_every_sentence_is_chinese_in_the_source(sentences):
    assert [
        where
        for where, sentence in sentences
        if words.has_letters(words.PLACEHOLDER.sub("", sentence))
        and not words.has_chinese(sentence)
    ] == []


def test_a_percent_sign_in_a_template_is_written_twice(sentences):
    """Templates format every sentence, so a single one breaks the page."""
    single = re.compile(r"%(?!\()")
    assert [
        where
        for where, sentence in sentences
        if where.startswith("templates/") and single.search(sentence.replace("%%", ""))
    ] == []


def test_every_sentence_has_its_english(sentences, english):
    missing = sorted(
        {
            f"{where} {sentence}"
            for where, sentence in sentences
            if (message := english.get(sentence)) is None or not message.string or message.fuzzy
        }
    )
    assert missing == []


def test_a_translation_keeps_the_places_for_names_and_numbers(english):
    wrong = [
        message.id
        for message in english
        if message.id
        and message.string
        and set(words.PLACEHOLDER.findall(message.id))
        != set(words.PLACEHOLDER.findall(message.string))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("请填写姓名,再继续", "半角标点"),
        ("费用(元)", "半角标点"),
        ("请核对.", "半角标点"),
        ("需要补充!", "「!」"),
        ("点击 Submit 继续", "外文「Submit」"),
        ("请选择客户类别", "应为「经办人」"),
        ("已经登记 😀", "表情"),
    ],
)
def test_the_lint_sees_what_it_should(text, fault):
    assert any(fault in found for found in words.faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "上午 8:30，一号厅（小厅），600 元。",
        "收据号 JY26-00001，见 https://example.org/b/7K3M。",
        "火化率为 61.4%，下载 XLSX。",
    ],
)
def test_the_lint_lets_good_chinese_pass(text):
    assert words.faults(text) == []

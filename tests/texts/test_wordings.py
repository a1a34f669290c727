"""What texts say: calm, whole, approved, and nothing of who died, why, or what it costs."""

import re
from pathlib import Path

import pytest

from cemetery.texting import WORDINGS
from kernel.texts.wording import Wording, WordingMistake, list_wordings, read_wordings
from tests.lint import words

DOCUMENT = Path(__file__).parents[2] / "docs" / "sms.md"
UNSAID = re.compile(r"元|费|去世|离世|逝|遗体|火化|病|！|\{name\}|\{deceased\}")


@pytest.mark.parametrize("wording", read_wordings(WORDINGS), ids=lambda each: each.name)
def test_a_sentence_is_as_the_house_writes_to_the_bereaved(wording: Wording):
    assert wording.says.endswith("请保重。")
    assert not UNSAID.search(wording.says)
    assert words.faults(wording.fill(dict.fromkeys(wording.facts, "某"))) == []
    assert "http" not in wording.says


def test_the_templates_to_have_approved_are_documented():
    told = DOCUMENT.read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in told.splitlines() if line.startswith("| `")}
    assert set(rows) == {each.name for each in list_wordings()}
    awaited = {name for name, line in rows.items() if line.endswith("| yes |")}
    assert awaited == {each.name for each in list_wordings() if each.is_awaited}


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("schema: 2\ntexts: {a: {says: 好。}}", 1),
        ("schema: 1\ntexts:\n  a: {says: '{不 是}好。'}", 3),
        ("schema: 1\ntexts:\n  a: {says: 好。, awaited: often}", 3),
        ("schema: 1\ntexts:\n  a: {words: 好。}", 3),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path, written, line):
    path = tmp_path / "texts.yaml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(WordingMistake) as mistake:
        read_wordings(path)
    assert mistake.value.facts["line"] == line

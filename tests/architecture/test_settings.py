import re
from pathlib import Path

from kernel.settings import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    rows = {line.split("`")[1] for line in told.splitlines() if line.startswith("| `")}
    assert rows == {name.upper() for name in Settings.model_fields}


def test_no_secret_has_a_default() -> None:
    secret = re.compile(r"secret|_key$|database_url|mchid|appid|app_id|serial")
    names = [name for name in Settings.model_fields if secret.search(name)]
    assert len(names) > 10
    for name in names:
        assert Settings.model_fields[name].default == ""

"""The rules of the house, checked; CONTRIBUTING.md says why."""

import importlib
import inspect
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from flask import Flask

from kernel.operations import registry

ROOT = Path(__file__).parents[2]
PACKAGES = ["kernel", "hardware", "billing", "funeral", "cemetery", "booking", "oversight", "demo"]
FILES = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|services?|common|misc)(_|$|\.)")


def test_only_kernel_db_commits() -> None:
    commits = [file for file in FILES if re.search(r"\bsession\.commit\(", file.read_text())]
    assert commits == [ROOT / "kernel/db.py"]


def test_only_the_clock_reads_the_time() -> None:
    reading = re.compile(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(")
    assert [f for f in FILES if reading.search(f.read_text())] == [ROOT / "kernel/clock.py"]


def modules_of_operations() -> list[str]:
    files = [
        file
        for package in PACKAGES[1:-1]
        for file in (
            *(ROOT / package).rglob("operations.py"),
            *(ROOT / package).rglob("operations/*.py"),
        )
    ]
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]


@pytest.mark.parametrize("module_name", modules_of_operations())
def test_every_public_function_of_operations_is_an_operation(module_name: str) -> None:
    module = importlib.import_module(module_name)
    package = module_name.split(".", maxsplit=1)[0]
    own = [
        name
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and not name.startswith("_")
        and function.__module__ == module.__name__
    ]
    assert [name for name in own if f"{package}.{name}" not in registry] == []


def operations_of_the_product(app: Flask) -> dict[str, object]:
    assert app
    return {name: run for name, run in registry.items() if name.split(".")[0] in PACKAGES}


def test_operations_take_named_arguments_and_say_who_asked(app: Flask) -> None:
    for name, run in operations_of_the_product(app).items():
        parameters = inspect.signature(run).parameters  # type: ignore[arg-type]
        assert {p.kind for p in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}, name
        assert "by" in parameters, name


def test_every_operation_has_a_test_that_names_it(app: Flask) -> None:
    tests = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("*.py"))
    untested = [
        name
        for name in operations_of_the_product(app)
        if not re.search(rf"\b{name.split('.')[1]}\b", tests)
    ]
    assert untested == []


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "open_to")
    ]
    assert silent == []


def test_every_template_compiles(app: Flask) -> None:
    for name in app.jinja_env.list_templates(filter_func=lambda n: not n.startswith("govuk_")):
        app.jinja_env.get_template(name)


def test_every_package_has_its_command_group(app: Flask) -> None:
    groups = set(app.cli.list_commands(None))  # type: ignore[arg-type]
    assert groups >= set(PACKAGES)


def test_no_file_is_long() -> None:
    long = [file for file in FILES if len(file.read_text().splitlines()) > 400]
    assert long == []


def test_no_file_is_a_drawer() -> None:
    names = [file.relative_to(ROOT) for file in FILES if FORBIDDEN_NAMES.search(file.name)]
    assert names == []


def test_nothing_happens_at_import() -> None:
    """No secrets, folders or servers appear because somebody imported the app."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [sys.executable, "-c", "import wsgi"],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "VAR_DIR": folder, "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
            capture_output=True,
        )
        assert list(Path(folder).iterdir()) == []
        assert ran.stdout == b""

"""Work for the worker is known to it: a module that nobody imports is never run."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("kernel", "hardware", "billing", "funeral", "cemetery", "booking", "oversight")
SAY = "import sys, wsgi; print(*sys.modules)"


def test_every_module_of_jobs_comes_with_the_program():
    """In a process of its own: other tests import what the program may have forgotten."""
    known = subprocess.run(
        [sys.executable, "-c", SAY], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*jobs.py")]
    modules = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files}
    assert modules - set(known) == set()

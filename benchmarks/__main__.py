"""./run bench [NAME] [--json]: one line a figure: name, value, unit, raw limit, ratio."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

from benchmarks import billing, finding, hardware, replanning, rush, schedule, waivers
from benchmarks.rows import Row

BENCHMARKS: dict[str, Callable[[], Iterator[Row]]] = {
    "billing": billing.measure,
    "finding": finding.measure,
    "hardware": hardware.measure,
    "rush": rush.measure,
    "rush-killed": rush.measure_killed,
    "schedule": schedule.measure,
    "replanning": replanning.measure,
    "waivers": waivers.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    names = [asked.name] if asked.name else sorted(BENCHMARKS)
    rows = [row for name in names for row in BENCHMARKS[name]()]
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(
            f"{row.name:<44}{row.value:>12,.1f} {row.unit:<10}{row.limit:>12,.1f}{row.ratio:>8.1%}"
        )


if __name__ == "__main__":
    main()

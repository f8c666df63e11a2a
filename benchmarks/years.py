"""Twenty years of a five-sector district in one go: import, compile and export, and what a year costs as years grow.

The activity data are those of the made-up district, its last year written again for each year. For 5, 10 and 20 years a
new workspace is made; each year's filled template is imported, compiled under the provincial guideline and exported as
JSON with all tables, then the years are put side by side. Templates are written before the clock runs: that is the
sender's work. The cost of a year should stay the same however many there are.

    python benchmarks/years.py
"""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path

from tabulate import tabulate

from ghginv import folders
from ghginv.workbooks import build, layout, prefill
from ghginv.workspace import export, series
from ghginv.workspace.create import create
from ghginv.workspace.import_workbook import import_workbook

REGION = "440300"  # a region that was in force in all years
YEARS = (5, 10, 20)
LAST, MODEL = 2024, "2023"
AIM_PERCENT = 20


def tables(folder: Path, year: int) -> list[Path]:
    """The district's activity data of its last year, as if they were those of ``year``."""
    written = []
    for path in folders.files("inventories", "guangming-demo/activity/*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["year"] == MODEL]
        written.append(folder / f"{year}-{path.name}")
        with written[-1].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(
                {**row, "year": year, "vintage": row["vintage"] and moved(row["vintage"], year)} for row in rows
            )
    return written


def moved(vintage: str, year: int) -> str:
    """The year of origin, as many years before as in the model."""
    return str(int(vintage) + year - int(MODEL))


def workbook(folder: Path, year: int) -> Path:
    """The filled template of a year."""
    entries: dict[str, list[prefill.Entry]] = {}
    for path in tables(folder, year):
        for sheet, rows in prefill.read(path, layout.load(), year).items():
            entries.setdefault(sheet, []).extend(rows)
    path = folder / f"{year}.xlsx"
    build.build_inventory_template(path, REGION, year, "zh", entries)
    return path


def one_go(workbooks: list[Path], folder: Path) -> dict[str, float]:
    """Seconds by step for these years."""
    spent = dict.fromkeys(("import", "compile", "export", "series"), 0.0)
    workspace = create(folder, REGION)
    for path in workbooks:
        begin = time.perf_counter()
        import_workbook(workspace, path)
        imported = time.perf_counter()
        run = workspace.compile(int(path.stem))
        compiled = time.perf_counter()
        export.export(run, folder / f"{path.stem}.json", "json")
        done = time.perf_counter()
        for name, seconds in zip(spent, (imported - begin, compiled - imported, done - compiled), strict=False):
            spent[name] += seconds
    begin = time.perf_counter()
    series.series(workspace, "category")
    spent["series"] = time.perf_counter() - begin
    return spent


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        books = [workbook(root, year) for year in range(LAST - max(YEARS) + 1, LAST + 1)]
        one_go(books[-1:], root / "warm")
        rows = []
        for count in YEARS:
            spent = one_go(books[-count:], root / str(count))
            rows.append([count, *(round(each, 2) for each in spent.values()), sum(spent.values()) / count])
    print(tabulate(rows, ["years", *spent, "s a year"], floatfmt=".2f"))
    first, last = rows[0][-1], rows[-1][-1]
    print(f"a year among {YEARS[-1]} costs {last / first:.2f} times one among {YEARS[0]} (aim: within {AIM_PERCENT} %)")


if __name__ == "__main__":
    main()

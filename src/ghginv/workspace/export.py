"""``export``: a run as a workbook with live formulas, as tables, or in the words of others."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.runs import Run, listed

PARQUET = ("emissions", "activity", "parameters")


def export(run: Run, path: Path, layout: str, lang: str = "zh") -> list[Path]:
    """Write a run to ``path``: a file, or for several files a folder; each file appears whole or not at all.

    Raises UsageError when the ending of ``path`` does not go with the layout.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with run.workspace.overlaid(), tempfile.TemporaryDirectory(dir=path.parent, prefix=".export") as folder:
        written = LAYOUTS[layout](run, Path(folder) / path.name, lang)
        return [_placed(each, path.parent / each.relative_to(folder)) for each in written]


def _placed(temporary: Path, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o644)
    return Path(shutil.move(temporary, path))


def _guideline(run: Run, path: Path, lang: str) -> list[Path]:
    """The result workbook: the guideline's tables as live formulas."""
    from ghginv.workbooks import results

    results.write_results(run.inventory, path, lang)
    return [path]


def _parquet(run: Run, path: Path, lang: str) -> list[Path]:
    path.mkdir()
    written = []
    for name in PARQUET:
        run.table(name, lang).to_parquet(path / f"{name}.parquet", index=False)
        written.append(path / f"{name}.parquet")
    return written


def _csv(run: Run, path: Path, lang: str) -> list[Path]:
    """A file a table."""
    from ghginv.reports import files

    path.mkdir()
    written = [path / f"{name}.csv" for name in run.tables()]
    for name, file in zip(run.tables(), written, strict=True):
        files.write_csv(run.table(name, lang), file)
    return written


def _json(run: Run, path: Path, lang: str) -> list[Path]:
    """One document: what the run is made of, and all its tables."""
    from ghginv.reports import files

    tables = {name: files.records(run.table(name, lang)) for name in run.tables()}
    files.write_json({"about": run.about, "tables": tables}, path)
    return [path]


def _crt(run: Run, path: Path, lang: str) -> list[Path]:
    from ghginv.reports import interchange

    return _tables(path, {"CRT": interchange.crt(run.inventory, lang)})


def _gpc(run: Run, path: Path, lang: str) -> list[Path]:
    """The reporting table of the Global Protocol; the run must be one under it."""
    names = [name for name in ("gpc", "gpc-summary") if name in run.tables()]
    if not names:
        raise UsageError(Finding("export-guideline", found=run.about["guideline"], expected="gpc"))
    return _tables(path, {name: run.table(name, lang) for name in names})


def _iamc(run: Run, path: Path, lang: str) -> list[Path]:
    from ghginv.reports import interchange

    return _tables(path, {"data": interchange.iamc(_years(run))})


def _primap2(run: Run, path: Path, lang: str) -> list[Path]:
    """The data as CSV and the metadata as YAML beside it."""
    from ghginv.reports import files, interchange

    data, meta = interchange.primap2(_years(run))
    table, described = path.with_suffix(".csv"), path.with_suffix(".yaml")
    data.to_csv(table, index=False, lineterminator="\n")
    files.write_yaml({**meta, "data_file": table.name}, described)
    return [table, described]


def _years(run: Run):  # type: ignore[no-untyped-def]
    """The run and, for the other years of its region under its guideline and GWP set, the newest run of each."""
    same = ("region", "guideline", "gwp")
    newest = {
        each["year"]: each["run"]
        for each in listed(run.workspace)
        if all(each[name] == run.about[name] for name in same)
    }
    newest[run.about["year"]] = run.id
    return {year: Run(run.workspace, found).inventory for year, found in sorted(newest.items())}


def _tables(path: Path, tables: Mapping[str, object]) -> list[Path]:
    """One table as CSV, or all as a workbook or a JSON document, by the ending of the name."""
    from ghginv.reports import files

    if path.suffix == ".csv":
        files.write_csv(next(iter(tables.values())), path)
    elif path.suffix == ".xlsx":
        files.write_workbook(tables, path)
    elif path.suffix == ".json":
        files.write_json({name: files.records(table) for name, table in tables.items()}, path)
    else:
        raise UsageError(Finding("export-ending", found=path.name, expected=".csv | .xlsx | .json"))
    return [path]


LAYOUTS: Mapping[str, Callable[[Run, Path, str], list[Path]]] = {
    "guideline": _guideline,
    "gpc": _gpc,
    "crt": _crt,
    "iamc": _iamc,
    "primap2": _primap2,
    "parquet": _parquet,
    "csv": _csv,
    "json": _json,
}

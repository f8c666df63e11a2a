"""``export``: a run as a workbook with live formulas, or as Parquet files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ghginv.workspace.runs import Run

PARQUET = ("emissions", "activity", "parameters")


def export(run: Run, path: Path, layout: str, lang: str = "zh") -> list[Path]:
    """Write a run to ``path``: a file, or for Parquet a folder; a file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with run.workspace.overlaid():
        if layout == "parquet":
            path.mkdir(exist_ok=True)
            return [_parquet(run, name, path / f"{name}.parquet") for name in PARQUET]
        return [_workbook(run, path, lang)]


def _workbook(run: Run, path: Path, lang: str) -> Path:
    from ghginv.workbooks import results

    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".xlsx")
    os.close(handle)
    temporary = Path(name)
    try:
        results.write_results(run.inventory, temporary, lang)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _parquet(run: Run, name: str, path: Path) -> Path:
    temporary = path.with_suffix(".part")
    run.table(name).to_parquet(temporary, index=False)
    temporary.replace(path)
    return path

"""A plan as a folder of two CSV files, ``facts.csv`` and ``indicators.csv``, as the shipped plans are."""

from __future__ import annotations

from pathlib import Path

from ghginv.budget import plan_folder
from ghginv.domain import target_tables
from ghginv.domain.plan_tables import Written
from ghginv.errors import InputError
from ghginv.findings import Finding

TABLES = (target_tables.FACTS, target_tables.INDICATORS)


def read_folder(folder: Path) -> dict[str, list[Written]]:
    """The rows of both tables as written. InputError with every fault of the files."""
    paths = {name: folder / f"{name}.csv" for name in TABLES}
    if not all(path.is_file() for path in paths.values()):
        expected = "、".join(path.name for path in paths.values())
        raise InputError(Finding("target-folder", file=str(folder), found=folder.name, expected=expected))
    rows: dict[str, list[Written]] = {}
    faults: list[Finding] = []
    for name, path in paths.items():
        rows[name], wrong = plan_folder.read_table(path, target_tables.table(name))
        faults += wrong
    if faults:
        raise InputError(*faults)
    return rows

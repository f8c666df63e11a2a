"""Accounts below a district: parks, communities, campuses, buildings, ports, scenic areas, under codes of one's own.

They are rows of ``emission_factors/regions/own.csv`` in the workspace, so that the same engine, templates and tables
serve them. A code is that of the district it lies in, a hyphen and a name: ``440311-P1``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from ghginv import folders
from ghginv.domain import regions
from ghginv.errors import UsageError
from ghginv.findings import Finding

FILE = "regions/own.csv"
COLUMNS = ("code", "parent", "zh", "short", "en", "level", "grid", "valid_from", "valid_to", "note")
_CODE = re.compile(r"(?P<parent>[0-9A-Z-]+)-[0-9A-Z]{1,8}")


def add(folder: Path, code: str, name: str, kind: str, note: str = "") -> None:
    """Make an account of a kind (``regions.ACCOUNTS``) known in a workspace folder.

    UsageError when the code is not one of our own, its district is unknown or the code is taken.
    """
    match = _CODE.fullmatch(code)
    parent = match["parent"] if match else ""
    with folders.overlaid(folder):
        if not parent or not regions.known(parent) or regions.known(code):
            raise UsageError(Finding("account-code", found=code, details={"kinds": " ".join(regions.ACCOUNTS)}))
    row = {"code": code, "parent": parent, "zh": name, "short": name, "en": name, "level": kind, "note": note}
    write(folder, row)


def is_own(code: str) -> bool:
    """Is it a code of one's own below a district?"""
    return regions.find_code(code).level in regions.ACCOUNTS


def row(code: str) -> dict[str, str]:
    """A region as a row of the list."""
    found = regions.find_code(code)
    return {name: str(getattr(found, name) or "") for name in COLUMNS}


def write(folder: Path, row: Mapping[str, str]) -> None:
    """Add a row to the workspace's own list of regions; the file appears whole or not at all."""
    path = folder / "emission_factors" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [dict(each) for _, each in folders.rows(path)] if path.exists() else []
    temporary = path.with_suffix(".part")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept, {name: row.get(name, "") for name in COLUMNS}])
    temporary.replace(path)
    folders.forget()

"""The document of evidence on which entries of execution rest: a CSV of the rows behind each account-month.

A row is what one activity adds to one account of one month. Kilograms of the rows of an account-month add up to its
entry exactly: grams are summed and each row takes what the running sum grew by in whole kilograms.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from ghginv.domain.monthly import VERIFIED, weakest

COLUMNS = ("kind", "account", "year", "month", "emissions_kg", "status", "basis", "submission", "sheet", "cell",
           "activity_ids", "deducted", "item", "category", "quantity", "unit", "formula", "parameters")  # fmt: skip
_NUMBERS = ("year", "month", "emissions_kg")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
_GRAMS = 1000
_PLACE = ["kind", "account", "month"]


def weighed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with ``grams`` as rows of evidence in whole kilograms, in order of account, month and activity.

    Half a kilogram is rounded up in the sum of an account-month; every row is off by less than one.
    """
    ordered = rows.sort_values([*_PLACE, "activity_ids", "category"], kind="stable", ignore_index=True)
    ordered = ordered.astype({"grams": "int64"})
    sums = ordered.groupby(_PLACE, sort=False)["grams"].cumsum()
    until = (2 * sums + _GRAMS) // (2 * _GRAMS)
    before = until.groupby([ordered[name] for name in _PLACE], sort=False).shift(fill_value=0)
    return ordered.assign(emissions_kg=(until - before).astype("int64"))[list(COLUMNS)]


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Account-months of rows: ``kind, account, month, emissions_kg, status, submission, sheet, cell, basis``.

    The status is the least sure of the rows; the place is that of the largest row, with ``+n`` where there are more.
    """
    groups: dict[tuple[str, str, int], list[dict[Hashable, Any]]] = {}
    for row in rows.to_dict("records"):
        groups.setdefault((row["kind"], row["account"], int(row["month"])), []).append(row)
    found = [
        {**dict(zip(_PLACE, place, strict=True)), **_total(groups[place])} for place in sorted(groups)
    ]  # fmt: skip
    columns = [*_PLACE, "emissions_kg", "status", "submission", "sheet", "cell", "basis"]
    return pd.DataFrame(found, columns=columns).astype({"month": "int64", "emissions_kg": "int64"})


def _total(rows: Sequence[Mapping[Hashable, Any]]) -> dict[str, Any]:
    """What the rows of one account-month come to."""
    largest = max(rows, key=lambda row: abs(int(row["emissions_kg"])))
    statuses = [str(row["status"]) for row in rows if row["status"]]
    more = f" +{len(rows) - 1}" if len(rows) > 1 else ""
    return {
        "emissions_kg": sum(int(row["emissions_kg"]) for row in rows),
        "status": VERIFIED if VERIFIED in statuses else weakest(statuses),
        **{name: largest[name] for name in ("submission", "sheet", "basis")},
        "cell": f"{largest['cell']}{more}",
    }


def written(rows: pd.DataFrame) -> bytes:
    """Rows of evidence as the bytes of a CSV file; text that a spreadsheet would take for a formula is quoted."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows[list(COLUMNS)].itertuples(index=False):
        writer.writerow([_safe(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def read(content: bytes) -> pd.DataFrame:
    """The rows of a document of evidence; none of one in another form."""
    return _read(content).copy()


@lru_cache(maxsize=40)
def _read(content: bytes) -> pd.DataFrame:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        reader = csv.DictReader(io.StringIO(""))
    rows = [{name: _plain(row[name]) for name in COLUMNS} for row in reader]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(_NUMBERS, "int64"))


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return repr(float(value)) if isinstance(value, float) else value


def _plain(text: str) -> str:
    return text.removeprefix("'")

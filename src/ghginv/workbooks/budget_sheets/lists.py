"""Sheets that list what is given, with live sums and differences: parameters, baseline, bounds, reserves, lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import Field, Placed, missing
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.budget_sheets.material import BudgetMaterial, given
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd

_PARAMETERS = ("parameter", "name", "year", "version", "value", "unit", "source", "evidence", "note")


def names(material: BudgetMaterial) -> dict[str, Any]:
    """Names of regions and industries by code."""
    return {"regions": material.regions, "industries": material.industries}


def listing(
    book: BudgetBook, key: str, rows: Sequence[frames.Record], keys: Sequence[str], *, sums: Sequence[str] = (),
    filtered: bool = False, prepare: Callable[[int], None] | None = None,
) -> tuple[BudgetSheet, Placed]:  # fmt: skip
    """A sheet with one table and a row of live ``sums``; ``prepare`` is told the number of the first row, from 1."""
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), frames.widths(book, rows, keys))
    sheet.note(book.word(f"about.{key}"))
    first = sheet.row
    if prepare:
        prepare(first + 2)
    total: frames.Record = {keys[0]: book.word("row.sum"), f"{keys[0]}.style": "text"}
    total |= {name: _summed(name, rows, keys, first + 2) for name in sums}
    placed = sheet.table(frames.fields(book, rows, keys), rows, total if sums else None)
    if filtered and rows:
        sheet.sheet.autofilter(first, 0, first + len(rows), len(keys) - 1)
    sheet.finish(first + 1)
    return sheet, placed


def parameters(book: BudgetBook, material: BudgetMaterial) -> Placed:
    """What the total is made from, each with its source; other sheets refer to these cells."""
    frame = material.parameters
    known = [key for key in _PARAMETERS if key in frame.columns and key != "parameter"]
    rows = frames.records(frame)
    for row in rows:
        row["unit"] = book.unit(str(row.get("unit") or ""))
        row["year"] = row.get("year") or None
        if not row.get("name"):
            row["name"] = book.word(f"parameter.{row.get('parameter') or 'other'}")
    shown = list(dict.fromkeys(["name", *known]))
    return listing(book, "parameters", rows, shown)[1]


def baseline(book: BudgetBook, material: BudgetMaterial) -> None:
    """Emissions of the base year by region and industry, added up live from the list on a sheet of its own."""
    frame = material.baseline
    assert frame is not None
    rows = frames.records(frame)
    for row in rows:
        row["region_name"] = material.regions.get(row["region"], "")
        row["industry_name"] = material.industries.get(row["industry"], "")
    first = ["region", "region_name", "industry", "industry_name", "layer", "year", "emissions_t"]
    present = [key for key in first if key in frame.columns or key.endswith("_name")]
    rest = [key for key in ("source", "evidence", "note") if key in frame.columns]
    _, placed = listing(book, "baseline-lines", rows, [*present, *rest], sums=["emissions_t"], filtered=True)
    _pivot(book, material, placed, frame)


def _pivot(book: BudgetBook, material: BudgetMaterial, placed: Placed, frame: pd.DataFrame) -> None:
    regions, industries = (list(dict.fromkeys(frame[key])) for key in ("region", "industry"))
    sums = frame.groupby(["region", "industry"])["emissions_t"].sum()
    widths = [22.0, 20.0, *[max(13.0, len(material.industries.get(each, "")) + 3.0) for each in industries], 15.0]
    sheet = BudgetSheet(book, "baseline", book.word("sheet.baseline"), widths)
    sheet.note(book.word("about.baseline"))
    head = sheet.row
    at = {key: placed.range(key, outside=True) for key in ("region", "industry", "emissions_t")}
    titles = {code: f"{code}\n{material.industries.get(code, '')}".strip() for code in industries}
    rows: list[frames.Record] = []
    last = column_letter(1 + len(industries))
    for number, region in enumerate(regions, start=head + 2):
        row: frames.Record = {"region": region, "name": material.regions.get(region, "")}
        for code in industries:
            criteria = f"({at['region']}=$A{number})*({at['industry']}={quoted(code)})"
            row[code] = Live(f"=SUMPRODUCT({criteria}*{at['emissions_t']})", float(sums.get((region, code), 0.0)))
        row["sum"] = Live(f"=SUM(C{number}:{last}{number})", sum(row[code].value for code in industries))
        rows.append(row)
    columns = [*industries, "sum"]
    total: frames.Record = {"region": book.word("row.sum")}
    for place, code in enumerate(columns, start=2):
        letter = column_letter(place)
        cells = f"{letter}{head + 2}:{letter}{head + 1 + len(regions)}"
        total[code] = Live(f"=SUM({cells})", sum(row[code].value for row in rows))
    fields = [Field("region", titled(book, "region")), Field("name", titled(book, "name"))]
    fields += [Field(code, titles[code], "whole") for code in industries]
    sheet.table([*fields, Field("sum", book.word("row.sum"), "whole")], rows, total)
    sheet.finish(head + 1)
    sheet.sheet.freeze_panes(head + 1, 2)


def bounds(book: BudgetBook, material: BudgetMaterial) -> None:
    """What binds, with the room that is left, and what cannot hold together."""
    (rows, keys), (clashes, clashing) = (
        _told(book, frame, material) for frame in (material.bounds, material.conflicts)
    )
    live = bool(rows) and {"limit_t", "amount_t"} <= set(keys)
    keys = [*keys, "left_t"] if live else keys
    both = zip_longest(frames.widths(book, rows, keys), frames.widths(book, clashes, clashing), fillvalue=0.0)
    room = [max(pair) for pair in both]
    sheet = BudgetSheet(book, "bounds", book.word("sheet.bounds"), [*room, *[16.0] * (4 - len(room))])
    sheet.note(book.word("about.bounds"))
    sheet.heading(book.word("heading.bounds"))
    for line, row in enumerate(rows if live else (), start=sheet.row + 2):
        if row.get("kind"):
            row["kind"] = book.word(f"kind.{row['kind']}")
        if row["limit_t"] is not None and row["amount_t"] is not None:
            limit, amount = (column_letter(keys.index(key)) for key in ("limit_t", "amount_t"))
            left = round(row["limit_t"] - row["amount_t"], 3) + 0.0
            row["left_t"] = Live(f"=ROUND({limit}{line}-{amount}{line},3)", left)
    _table_or_none(sheet, rows, keys)
    sheet.heading(book.word("heading.conflicts"))
    _table_or_none(sheet, clashes, clashing)
    sheet.finish()


def _told(book: BudgetBook, frame: pd.DataFrame | None, material: BudgetMaterial) -> tuple[list[Any], list[str]]:
    """Rows and columns of a table that may be missing."""
    if frame is None or frame.empty:
        return [], []
    shown = frames.shown(book, frame)
    return frames.records(shown, names(material)), frames.keys(shown)


def _table_or_none(sheet: BudgetSheet, rows: Sequence[frames.Record], keys: Sequence[str]) -> None:
    if rows:
        sheet.table(frames.fields(sheet.book, rows, keys), rows)
    else:
        sheet.note(sheet.book.word("row.none"))


def reserves(book: BudgetBook, material: BudgetMaterial) -> Placed | None:
    """Reserves by year, region and kind, with their sums; None where there are none."""
    if not given(material.reserves):
        return None
    rows, keys = _told(book, material.reserves, material)
    for row in rows:
        if row.get("kind"):
            row["kind"] = book.word(f"kind.{row['kind']}")
    return listing(book, "reserves", rows, keys, sums=["amount_t"])[1]


def lines(book: BudgetBook, material: BudgetMaterial) -> Placed | None:
    """Every line of the version; None where there are none."""
    if not given(material.lines):
        return None
    rows, keys = _told(book, material.lines, material)
    for row in rows:
        row["kind"] = book.word(f"kind.{row['kind']}")
    return listing(book, "lines", rows, keys, filtered=True)[1]


def versions(book: BudgetBook, material: BudgetMaterial) -> None:
    """What differs from the version before, difference and sums live."""
    rows, plain = _told(book, material.versions, material)
    about = [key for key in plain if key not in ("before_t", "after_t", "difference_t", "reason")]
    keys = [*about, "before_t", "after_t", "difference_t", *[key for key in plain if key == "reason"]]
    before, after = (column_letter(keys.index(key)) for key in ("before_t", "after_t"))

    def differences(first: int) -> None:
        for line, row in enumerate(rows, start=first):
            told = [row.get(key) or 0.0 for key in ("before_t", "after_t")]
            left = round(told[1] - told[0], 3) + 0.0
            row["difference_t"] = Live(f"=ROUND({after}{line}-{before}{line},3)", left)

    for row in rows:
        if row.get("kind"):
            row["kind"] = book.word(f"kind.{row['kind']}")
    listing(book, "versions", rows, keys, sums=["before_t", "after_t", "difference_t"], prepare=differences)


def _summed(key: str, rows: Sequence[frames.Record], keys: Sequence[str], first: int) -> Live:
    """The sum of a column whose first cell stands in row ``first``, from 1."""
    letter = column_letter(list(keys).index(key))
    values: list[Any] = [value.value if isinstance(value := row.get(key), Live) else value for row in rows]
    shown = math.fsum(float(value) for value in values if not missing(value))
    return Live(f"=SUM({letter}{first}:{letter}{first + max(len(rows), 1) - 1})", shown)


def titled(book: BudgetBook, key: str) -> str:
    """The title of a column."""
    return frames.titled(book, key)


def column_letter(place: int) -> str:
    """The letters of a column, from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def quoted(text: str) -> str:
    """A text within a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'

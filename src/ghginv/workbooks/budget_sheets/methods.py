"""The sheet of methods: their inputs, what each gives to whom (live where it is arithmetic), how far they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ghginv.workbooks.account_page import Field, Placed, missing
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import composites, frames
from ghginv.workbooks.budget_sheets.composites import named_rows
from ghginv.workbooks.budget_sheets.live_methods import Lines, Source, formulas
from ghginv.workbooks.budget_sheets.material import Compared, given
from ghginv.workbooks.results_sheets.page import A3, Live

if TYPE_CHECKING:
    import pandas as pd

_SPREAD = {"min": "MIN", "max": "MAX", "median": "MEDIAN", "mean": "AVERAGE"}
_WIDE = 260.0
_COLUMN = 14.0
_NOTES = ("note", "note_en")


def methods(book: BudgetBook, key: str, compared: Compared, names: Mapping[str, str]) -> Placed:
    """Write the sheet ``key``; returns where the amounts stand."""
    units = [str(unit) for unit in compared.amounts.index]
    inputs = [str(each) for each in compared.inputs.columns]
    chosen = [str(each) for each in compared.amounts.columns]
    columns = 2 + max(len(inputs), len(chosen), 7)
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), [20.0, 22.0, *[_COLUMN] * (columns - 2)])
    sheet.note(book.word("about.methods", year=compared.year))
    total = compared.total_t if compared.total_t is not None else float(compared.amounts.iloc[:, 0].sum())
    options = _options(sheet, compared, total)
    labels = [{"unit": unit, "name": names.get(unit, "")} for unit in units]
    sheet.heading(book.word("heading.inputs"))
    source = _inputs(sheet, compared, labels, total, options)
    indices = composites.write(sheet, compared, source, labels)
    sheet.heading(book.word("heading.amounts"))
    placed = _amounts(sheet, compared, source, labels, indices)
    sheet.heading(book.word("heading.spread"))
    _spread(sheet, compared, labels, placed)
    _measures(sheet, compared)
    sheet.finish()
    if sum(sheet.widths) > _WIDE:
        sheet.sheet.set_paper(A3)
    sheet.sheet.freeze_panes(0, 2)
    return placed


def _options(sheet: BudgetSheet, compared: Compared, total: float) -> dict[str, tuple[float, str]]:
    """The total and the options of methods, a cell each, to which the formulas refer."""
    found: dict[str, tuple[float, str]] = {}
    rows: list[frames.Record] = [{"name": sheet.book.word("row.shared"), "value": total, "value.style": "whole"}]
    known = [(name, float(value)) for name, value in compared.options.items() if isinstance(value, int | float)]
    rows += [{"name": sheet.book.word(f"option.{name}"), "value": value} for name, value in known]
    placed = sheet.table([Field("name", ""), Field("value", "", "ratio")], rows, titles=False)
    for at, (name, value) in enumerate([("total", total), *known]):
        cell = placed.cell(at, "value")
        found[name] = (value, f"$B${cell[1:]}")
    return found


def _inputs(sheet: BudgetSheet, compared: Compared, labels: list[frames.Record], total: float,
            options: dict[str, tuple[float, str]]) -> Source:  # fmt: skip
    frame = compared.inputs.reindex(compared.amounts.index)
    keys = [str(each) for each in frame.columns]
    told = [{**label, **row} for label, row in zip(labels, frames.records(frame), strict=True)]
    fields = [Field("unit", sheet.book.word("col.unit-code")), Field("name", sheet.book.word("col.name"))]
    fields += [Field(key, _input_title(sheet.book, key), "quantity") for key in keys]
    placed = sheet.table(fields, told)
    numbers = {str(key): frame[key].to_numpy(dtype="float64") for key in frame.columns}
    return Source(numbers, placed, total, options["total"][1], options)


def _input_title(book: BudgetBook, key: str) -> str:
    kind, _, code = key.partition(":")
    return f"{book.word(f'direction.{kind}')}\n{code}" if code else _two_lines(book.word(f"input.{key}"))


def _two_lines(title: str) -> str:
    """A title with what stands in its brackets on a line of its own."""
    return title.replace("（", "\n（", 1).replace(" (", "\n(", 1)


def method_name(book: BudgetBook, compared: Compared, method: str) -> str:
    """The name of a method in the language of the workbook."""
    return compared.names[method][book.lang != "zh"] if method in compared.names else method


def _amounts(sheet: BudgetSheet, compared: Compared, source: Source, labels: list[frames.Record],
             indices: Mapping[str, Any]) -> Placed:  # fmt: skip
    book = sheet.book
    told = {str(key): compared.amounts[key].to_numpy(dtype="float64") for key in compared.amounts.columns}
    first = sheet.row + 2
    last = first + len(labels)  # the row of sums; below it what is left, how, factors
    found = {
        key: formulas(key, source, values, indices, f"{_letter(place)}${last + 3}")
        for place, (key, values) in enumerate(told.items(), start=2)
    }
    rows: list[frames.Record] = []
    for at, label in enumerate(labels):
        row: frames.Record = dict(label)
        for key, values in told.items():
            lines = found[key]
            row[key] = Live(lines.formulas[at], float(values[at])) if lines else float(values[at])
        rows.append(row)
    fields = [Field("unit", book.word("col.unit-code")), Field("name", book.word("col.name"))]
    fields += [Field(key, _two_lines(method_name(book, compared, key)), "whole") for key in told]
    below = {"unit": book.word("row.sum")}
    for place, (key, values) in enumerate(told.items(), start=2):
        letter = _letter(place)
        cells = f"{letter}{first}:{letter}{first + len(rows) - 1}"
        below[key] = Live(f"=SUM({cells})", float(values.sum()))  # type: ignore[assignment]
    placed = sheet.table(fields, rows, below)
    sheet.table(fields, _checks(book, told, found, source, last), titles=False)
    return placed


def _checks(book: BudgetBook, told: Mapping[str, Any], found: Mapping[str, Lines | None], source: Source,
            last: int) -> list[frames.Record]:  # fmt: skip
    """Below the sums, which stand in row ``last``: what is left of the total, how a column was made, its factor."""
    check: frames.Record = {"unit": book.word("row.check")}
    how: frames.Record = {"unit": book.word("row.how")}
    factors: frames.Record = {"unit": book.word("row.factor")}
    for place, (key, values) in enumerate(told.items(), start=2):
        left = round(float(values.sum()) - source.total, 3)
        check[key] = Live(f"=ROUND({_letter(place)}{last}-{source.total_cell},3)", left + 0.0)
        lines = found[key]
        factors[key], factors[f"{key}.style"] = lines.factor if lines else None, "ratio"
        word = "value" if lines is None else "live" if lines.factor is None else "bounded"
        how[key], how[f"{key}.style"] = book.word(f"how.{word}"), "centre"
    return [check, how, factors] if any(each and each.factor for each in found.values()) else [check, how]


def _spread(sheet: BudgetSheet, compared: Compared, labels: list[frames.Record], placed: Placed) -> None:
    """Least, most, middle and mean of the methods that give nobody a debt; further columns as they are given."""
    book = sheet.book
    values = compared.amounts.to_numpy(dtype="float64")
    sound = [at for at in range(values.shape[1]) if (values[:, at] >= 0).all()]
    whole = len(sound) == values.shape[1]
    others = named_rows(compared.spread) if given(compared.spread) else {}
    extra = list(dict.fromkeys(key for row in others.values() for key in row if key not in _SPREAD))
    rows: list[frames.Record] = []
    functions: dict[str, Any] = {"min": np.min, "max": np.max, "median": np.median, "mean": np.mean}
    for at, label in enumerate(labels):
        row: frames.Record = {**label, **{key: others.get(label["unit"], {}).get(key) for key in extra}}
        for key, function in _SPREAD.items() if sound else ():
            cells = _cells(placed, at, sound, whole)
            row[key] = Live(f"={function}({cells})", float(functions[key](values[at, sound])))
        if sound:
            line = sheet.row + 2 + at
            most, least = row["max"].value, row["min"].value
            row["ratio"] = Live(f'=IF(C{line}>0,D{line}/C{line},"")', most / least if least > 0 else "")
        rows.append(row)
    fields = [Field("unit", book.word("col.unit-code")), Field("name", book.word("col.name"))]
    fields += [Field(key, book.word(f"col.{key}"), "whole") for key in _SPREAD]
    fields += [Field("ratio", book.word("col.max-min"), "ratio")]
    fields += [Field(key, book.word(f"col.{key}"), "whole") for key in extra]
    sheet.table(fields, rows)


def _cells(placed: Placed, row: int, sound: Sequence[int], whole: bool) -> str:
    keys = [key for key in placed.columns if key not in ("unit", "name")]
    if whole:
        return f"{placed.cell(row, keys[0])}:{placed.cell(row, keys[-1])}"
    return ",".join(placed.cell(row, keys[at]) for at in sound)


def _measures(sheet: BudgetSheet, compared: Compared) -> None:
    """What each method means for equity and cost, why others could not run, how alike their ranks are."""
    book = sheet.book
    if given(compared.methods):
        sheet.heading(book.word("heading.measures"))
        _by_name(sheet, compared, compared.methods, None)
    if compared.refused:
        sheet.heading(book.word("heading.refused"))
        for method, reason in compared.refused.items():
            sheet.note(f"{method_name(book, compared, method)}：{reason}")
    if given(compared.correlation):
        sheet.heading(book.word("heading.correlation"))
        _by_name(sheet, compared, compared.correlation, "ratio")


def _by_name(sheet: BudgetSheet, compared: Compared, frame: pd.DataFrame | None, style: str | None) -> None:
    """A table of which each row, and maybe each column, is a method."""
    book, told = sheet.book, named_rows(frame)
    keys = list(dict.fromkeys(key for row in told.values() for key in row))
    keys = [key for key in keys if key not in _NOTES]
    rows: list[frames.Record] = [
        {"unit": method, "name": method_name(book, compared, method), **row} for method, row in told.items()
    ]
    fields = [Field("unit", book.word("col.method")), Field("name", book.word("col.name"))]
    for key in keys:
        values = [row.get(key) for row in rows if not missing(row.get(key))]
        title = _two_lines(method_name(book, compared, key) if style else frames.titled(book, key))
        fields.append(Field(key, title, style or frames.style_of(key, values)))
    sheet.table(fields, rows)
    note = _NOTES[book.lang != "zh"]
    for row in rows:
        if row.get(note):
            sheet.note(f"{row['name']}：{row[note]}")


def _letter(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))

"""The sheet of the blend: weights of methods, what they give together, live, beside what was decided."""

from __future__ import annotations

from collections.abc import Mapping

from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.budget_sheets.lists import column_letter
from ghginv.workbooks.budget_sheets.material import Compared
from ghginv.workbooks.budget_sheets.methods import method_name
from ghginv.workbooks.results_sheets.page import Live


def blend(book: BudgetBook, key: str, compared: Compared, names: Mapping[str, str], amounts: Placed) -> None:
    """Write the sheet ``key``; weights of methods that are not among the amounts stand without formulas."""
    chosen = [method for method in compared.blend if method in compared.amounts.columns]
    sheet = BudgetSheet(book, key, book.word(f"sheet.{key}"), [20.0, 24.0, *[16.0] * max(len(chosen) + 3, 4)])
    sheet.note(book.word("about.blend", year=compared.year))
    weights = _weights(sheet, compared)
    order = {method: at for at, method in enumerate(compared.blend)}
    first = sheet.row + 2
    units = [str(unit) for unit in compared.amounts.index]
    rows: list[frames.Record] = []
    cells = [f"$C${weights.first + 1 + order[method]}" for method in chosen]
    for at, unit in enumerate(units):
        line = first + at
        row: frames.Record = {"unit": unit, "name": names.get(unit, "")}
        for method in chosen:
            value = float(compared.amounts[method].iloc[at])
            row[method] = Live(f"={amounts.outside(at, method)}", value)
        terms = "+".join(f"{cell}*{column_letter(2 + place)}{line}" for place, cell in enumerate(cells)) or "0"
        row["blend_t"] = Live(f"={terms}", sum(compared.blend[method] * row[method].value for method in chosen))
        if unit in compared.chosen:
            decided, blended = column_letter(3 + len(chosen)), column_letter(2 + len(chosen))
            row["chosen_t"] = float(compared.chosen[unit])
            left = round(row["chosen_t"] - row["blend_t"].value, 3) + 0.0
            row["difference_t"] = Live(f"=ROUND({decided}{line}-{blended}{line},3)", left)
        rows.append(row)
    keys = [*chosen, "blend_t", *(["chosen_t", "difference_t"] if compared.chosen else [])]
    total: frames.Record = {"unit": book.word("row.sum")}
    for place, name in enumerate(keys, start=2):
        letter = column_letter(place)
        shown = sum(_value(row.get(name)) for row in rows)
        summed = f"SUM({letter}{first}:{letter}{first + len(rows) - 1})"
        small = name == "difference_t"  # what is left of a sum is no more than noise
        total[name] = Live(f"=ROUND({summed},3)" if small else f"={summed}", round(shown, 3) + 0.0 if small else shown)
    fields = [Field("unit", book.word("col.unit-code")), Field("name", book.word("col.name"))]
    fields += [Field(method, method_name(book, compared, method), "whole") for method in chosen]
    styles = {"difference_t": "tonnes"}
    fields += [Field(name, frames.titled(book, name), styles.get(name, "whole")) for name in keys[len(chosen) :]]
    sheet.table(fields, rows, total)
    sheet.finish()
    sheet.sheet.freeze_panes(0, 2)


def _weights(sheet: BudgetSheet, compared: Compared) -> Placed:
    book = sheet.book
    rows: list[frames.Record] = [
        {"method": method, "name": method_name(book, compared, method), "weight": float(weight)}
        for method, weight in compared.blend.items()
    ]
    first = sheet.row + 2
    summed = Live(f"=SUM(C{first}:C{first + len(rows) - 1})", float(sum(compared.blend.values())))
    fields = [Field("method", book.word("col.method")), Field("name", book.word("col.name"))]
    placed = sheet.table([*fields, Field("weight", book.word("col.weight"), "ratio")], rows,
                         {"method": book.word("row.sum"), "weight": summed})  # fmt: skip
    sheet.row += 1
    return placed


def _value(cell: object) -> float:
    if isinstance(cell, Live):
        return float(cell.value)
    return float(cell) if isinstance(cell, int | float) else 0.0

"""The matrix 区×行业 of each year, with live sums and checks against budgets of regions, industries and the total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.workbooks.account_page import Field, Placed
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.budget_sheets.lists import column_letter
from ghginv.workbooks.budget_sheets.material import BudgetMaterial
from ghginv.workbooks.results_sheets.page import A3, Live

if TYPE_CHECKING:
    import pandas as pd

_WIDE = 260.0


def matrix(book: BudgetBook, material: BudgetMaterial, totals: Placed, reserves: Placed | None) -> None:
    """Write the sheet, a block a year."""
    wide = max((len(each.columns) for each in material.matrix.values()), default=1)
    sheet = BudgetSheet(book, "matrix", book.word("sheet.matrix"), [20.0, 22.0, *[14.0] * (wide + 3)])
    sheet.note(book.word("about.matrix"))
    for year, frame in sorted(material.matrix.items()):
        sheet.heading(book.word("heading.year", year=year))
        block = _Block(book, material, int(year), frame, sheet.row)
        fields, rows = block.table()
        sheet.table(fields, rows)
        _close(sheet, material, int(year), block, totals, reserves)
    sheet.finish()
    if sum(sheet.widths) > _WIDE:
        sheet.sheet.set_paper(A3)
    sheet.sheet.freeze_panes(0, 2)


class _Block:
    """One year's table, rows from 1; ``at`` is the row of its header, from 0."""

    def __init__(self, book: BudgetBook, material: BudgetMaterial, year: int, frame: pd.DataFrame, at: int):
        self.book, self.material, self.frame = book, material, frame
        self.regions = [str(each) for each in frame.index]
        self.industries = [str(each) for each in frame.columns]
        self.values = frame.fillna(0.0).to_numpy(dtype="float64")
        self.rows = material.region_totals.get(year, {})
        self.columns = material.industry_totals.get(year, {})
        self.first = at + 2
        self.last = self.first + len(self.regions) - 1
        self.end = column_letter(1 + len(self.industries))
        self.sum, self.margin = column_letter(2 + len(self.industries)), column_letter(3 + len(self.industries))

    @property
    def grand(self) -> str:
        """The cell of the grand total."""
        return f"{self.sum}{self.last + 1}"

    @property
    def total(self) -> float:
        """Its value."""
        return float(self.values.sum())

    def table(self) -> tuple[list[Field], list[frames.Record]]:
        """Columns and rows: cells, sums, budgets, differences."""
        rows = [self._row(at, region) for at, region in enumerate(self.regions)]
        rows.append(self._sums())
        if self.columns:
            rows += [self._margins(), self._differences()]
        word = self.book.word
        fields = [Field("region", word("col.region")), Field("name", word("col.name"))]
        titles = {code: f"{code}\n{self._industry(code)}".strip() for code in self.industries}
        fields += [Field(f"industry {code}", title, "whole") for code, title in titles.items()]
        fields.append(Field("sum", word("row.sum"), "whole"))
        if self.rows:
            fields += [Field("margin", word("col.budget"), "whole"), Field("check", word("col.open_t"), "tonnes")]
        return fields, rows

    def _industry(self, code: str) -> str:
        return self.material.industries.get(code, "")

    def _row(self, at: int, region: str) -> frames.Record:
        line = self.first + at
        row: frames.Record = {"region": region, "name": self.material.regions.get(region, "")}
        row |= {f"industry {code}": float(self.values[at, place]) for place, code in enumerate(self.industries)}
        summed = float(self.values[at].sum())
        row["sum"] = Live(f"=SUM(C{line}:{self.end}{line})", summed)
        if region in self.rows:
            budget = float(self.rows[region])
            row["margin"] = budget
            row["check"] = Live(f"=ROUND({self.sum}{line}-{self.margin}{line},3)", round(summed - budget, 3) + 0.0)
        return row

    def _sums(self) -> frames.Record:
        row: frames.Record = {"region": self.book.word("row.sum")}
        for place, code in enumerate(self.industries):
            row[f"industry {code}"] = self._down(2 + place, float(self.values[:, place].sum()))
        row["sum"] = self._down(2 + len(self.industries), self.total)
        if self.rows:
            budgets = sum(float(self.rows.get(each, 0)) for each in self.regions)
            row["margin"] = self._down(3 + len(self.industries), budgets)
        return row

    def _down(self, place: int, shown: float) -> Live:
        letter = column_letter(place)
        return Live(f"=SUM({letter}{self.first}:{letter}{self.last})", shown)

    def _margins(self) -> frames.Record:
        row: frames.Record = {"region": self.book.word("col.budget")}
        for code in self.industries:
            row[f"industry {code}"] = self.columns.get(code)
        return row

    def _differences(self) -> frames.Record:
        row: frames.Record = {"region": self.book.word("col.open_t")}
        for place, code in enumerate(self.industries):
            if code in self.columns:
                letter = column_letter(2 + place)
                left = float(self.values[:, place].sum()) - float(self.columns[code])
                formula = f"=ROUND({letter}{self.last + 1}-{letter}{self.last + 2},3)"
                row[f"industry {code}"] = Live(formula, round(left, 3) + 0.0)
        return row


def _close(sheet: BudgetSheet, material: BudgetMaterial, year: int, block: _Block, totals: Placed,
           reserves: Placed | None) -> None:  # fmt: skip
    """Matrix and reserves against the total of the year: nothing may be left."""
    known = {int(row["year"]): row for row in frames.records(material.totals)}
    if year not in known:
        return
    at = sorted(known).index(year) + totals.count - len(known)  # the base year may stand first
    total = known[year].get("total_t") or (known[year].get("total_kg") or 0.0) / 1000
    held = _reserved(material.reserves, year)
    rows: list[frames.Record] = [{"name": sheet.book.word("row.matrix"), "value": Live(f"={block.grand}", block.total)}]
    if reserves is not None:
        criteria = f"{reserves.range('year', outside=True)},{year}"
        formula = f"=SUMIFS({reserves.range('amount_t', outside=True)},{criteria})"
        rows.append({"name": sheet.book.word("sheet.reserves"), "value": Live(formula, held)})
    rows.append({"name": sheet.book.word("row.total"), "value": Live(f"={totals.outside(at, 'total_t')}", total)})
    line = sheet.row + 1
    parts = [f"C{line + number}" for number in range(len(rows))]
    left = total - block.total - (held if reserves is not None else 0.0)
    formula = f"=ROUND({parts[-1]}-{'-'.join(parts[:-1])},3)"
    rows.append({"name": sheet.book.word("col.open_t"), "value": Live(formula, round(left, 3) + 0.0)})
    sheet.table([Field("region", ""), Field("name", ""), Field("value", "", "whole")], rows, titles=False)


def _reserved(frame: pd.DataFrame | None, year: int) -> float:
    if frame is None or frame.empty:
        return 0.0
    return float(frame.loc[frame["year"] == year, "amount_t"].sum())

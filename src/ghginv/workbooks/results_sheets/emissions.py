"""The sheet of all emission rows, which gathers those of the formulas so that every total is a sum over one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.layouts import Criteria, Layout
from ghginv.domain import categories, items
from ghginv.formulas import find
from ghginv.workbooks.results_sheets.formulas import Calculation
from ghginv.workbooks.results_sheets.page import A3, Book, Field, Live, Page

if TYPE_CHECKING:
    import pandas as pd

_WIDTHS = {
    "row": 6, "item": 16, "gas": 9, "mass": 20, "gwp": 8, "co2e": 20, "memo": 16, "family": 9, "part": 20,
    "direction": 9, "scope": 7, "level": 11, "line_scope": 10, "formula": 28, "activity_id": 22, "enterprise": 16,
    "fuel_sector": 16, "fuel_name": 14, "group": 18, "approach": 16, "energy": 18,
}  # fmt: skip
_STYLES = {"mass": "grams", "co2e": "grams", "energy": "quantity", "gwp": "value", "row": "whole"}
LINE_WIDTH = 34


class Emissions:
    """The sheet of all emission rows, linked to the sheets of their formulas; totals are sums over its columns.

    ``rows`` are the emission rows placed in ``tables``; each table has a column that says in which line a row counts.
    """

    def __init__(
        self,
        book: Book,
        rows: pd.DataFrame,
        tables: Sequence[Layout],
        calculations: Mapping[str, Calculation],
        caption: str,
    ):
        self.book = book
        lines = {layout.column: layout for layout in tables if layout.takes_rows}
        titles = {key: book.word("header.table_line", table=book.names[of.name]) for key, of in lines.items()}
        first, *others = (
            Field(key, book.word(f"header.{key}"), _WIDTHS[key], _STYLES.get(key, "text")) for key in _WIDTHS
        )
        fields = [first, *(Field(key, title, LINE_WIDTH) for key, title in titles.items()), *others]
        self.page = Page(book, "emissions", caption, fields)
        keys = {key: {line.line: line.key(book.lang) for line in of.lines} for key, of in lines.items()}
        equations = {name: find(name).equation.title(book.lang) for name in calculations}
        for number, record in enumerate(rows.to_dict("records")):
            of = calculations[record["formula"]]
            values = {
                "row": number + 1,
                **{key: names.get(record[key], "") for key, names in keys.items()},
                "item": items.find_code(record["item"]).name(book.lang),
                "gas": record["gas"],
                **{key: self._shown(key, record[key]) for key in _CRITERIA},
                "formula": equations[record["formula"]],
                "activity_id": record["activity_id"],
                "enterprise": record["enterprise"],
                "fuel_sector": record["sector"],
                "fuel_name": record["fuel"],
                "group": record["group_name"],
                "approach": book.word(f"approach.{record['approach']}") if record["approach"] else "",
                **_linked(of, of.places[record["activity_id"], record["choice_id"]], record),
            }
            self.page.put(number, values)
        self.page.finish(freeze=4, filtered=True, paper=A3)

    def _shown(self, key: str, value: str) -> str:
        """What stands in a column that sums are narrowed by."""
        if key in ("memo", "direction"):
            return self.book.word(f"{key}.{value}")
        return categories.SECTORS[value][self.book.lang != "zh"] if key == "part" else value

    def sum(self, measure: str, **criteria: str) -> str:
        """A SUMIFS over the rows; criteria are pairs of a column and an Excel expression."""
        return self._sumifs(measure, list(criteria.items()))

    def sums(self, measure: str, criteria: Sequence[Criteria], **wanted: str) -> str:
        """The sum of the rows that meet all criteria: a SUMIFS for each alternative."""
        alternatives, always = [], list(wanted.items())
        for key, (is_one_of, values) in (item for each in criteria for item in each.items()):
            shown = [self._shown(key, value) for value in values]
            if is_one_of:
                alternatives.append([(key, f'"{text}"') for text in shown])
            else:
                always += [(key, f'"<>{text}"') for text in shown]
        return "+".join(self._sumifs(measure, [*always, *each]) for each in product(*alternatives))

    def _sumifs(self, measure: str, criteria: Sequence[tuple[str, str]]) -> str:
        pairs = "".join(f",{self.page.range(key)},{wanted}" for key, wanted in criteria)
        return f"SUMIFS({self.page.range(measure)}{pairs})" if pairs else f"SUM({self.page.range(measure)})"


_CRITERIA = ("memo", "family", "part", "direction", "scope", "level", "line_scope")


def _linked(of: Calculation, number: int, record: Mapping[str, object]) -> dict[str, Live]:
    values = {
        "mass": record["mass_g"] / GRAMS_PER_TONNE,  # type: ignore[operator]
        "gwp": record["gwp"],
        "co2e": record["co2e_g"] / GRAMS_PER_TONNE,  # type: ignore[operator]
    }
    if record["approach"] == "apparent":
        values["energy"] = record["energy"]
    return {key: Live(f"={of.page.outside(number, key)}", value) for key, value in values.items()}  # type: ignore[arg-type]

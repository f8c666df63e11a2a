"""What the sheets of a carbon budget in an account workbook share: words, pages that go on, the entries behind sums.

A sum of a market is a formula over the sheet of entries 分录, exact in every text that a block or kind may have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import AccountBook, AccountSheet, Field, Placed

if TYPE_CHECKING:
    import pandas as pd

KG, FEN = 1000, 100
AMOUNTS = ("pre", "held", "frozen", "used", "cancelled", "to_deduct")
_GIVEN = ("ets-pre", "ets-final")


class SideSheets:
    """Facts and tables of a side, the pages that were written, and the sheet of entries."""

    def __init__(self, book: AccountBook, facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]):
        self.book, self.facts, self.lang = book, facts, book.lang
        self.tables = {name: frame.astype(object).where(frame.notna(), None).to_dict("records")
                       for name, frame in tables.items()}  # fmt: skip
        self.used: dict[str, AccountSheet] = {}
        self.rows: Placed | None = None
        self.moves: Placed | None = None
        self.final = self.consumed = self.left = self.lit = "0"
        self.due: dict[tuple[str, int], tuple[str, str]] = {}
        self.still: list[tuple[Mapping[str, Any], str, float | None]] = []
        self.room: list[tuple[Mapping[str, Any], str, float | None]] = []

    def word(self, key: str, **details: object) -> str:
        """A word of the budget's part."""
        return self.book.word(f"side.{key}", **details)

    def light(self, code: str) -> str:
        """A light in words."""
        return self.book.word(f"side.light.{code}")

    def mark(self, status: str) -> str:
        """An evidence mark in words."""
        return self.book.word(f"mark.{status}") if status else ""

    def fields(self, **styles: str) -> list[Field]:
        """Columns by key with their styles."""
        return [Field(key, self.book.word(f"col.side.{key}"), style) for key, style in styles.items()]

    def page(self, key: str, widths: tuple[float, ...]) -> AccountSheet:
        """The sheet of this key, where it ended, or a new one."""
        known = self.book.pages.get(key)
        page = known or AccountSheet(self.book, key, self.book.word(f"sheet.{key}"), widths)
        page.widen(widths)
        self.used[key] = page
        return page

    def entries(self) -> None:
        """The entries behind it all: emissions by month, and what moved instruments."""
        page = self.page("entries", (12, 14, 32, 13, 16, 12, 16, 16, 16, 16, 16, 16, 16, 14, 10, 10, 16))
        page.heading(self.word("rows"))
        rows = [
            {"entry": each["entry"], "number": each["month"],
             "place": f"{each['region']} {each['industry']} {each['layer']}",
             "status": self.word(f"status.{each['status']}"), "submission": each["submission"],
             "cell": f"{each['sheet']}!{each['cell']}" if each["cell"] else "",
             "emissions": each["emissions_kg"] / KG,
             "guessed": each["emissions_kg"] / KG if each["status"] in ("estimated", "filled") else 0.0}
            for each in self.tables["budget_rows"]
        ]  # fmt: skip
        styles = {"entry": "text", "number": "whole", "place": "text", "status": "text", "submission": "text",
                  "cell": "text", "emissions": "exact", "guessed": "exact"}  # fmt: skip
        placed = page.table(self.fields(**styles), rows)
        self.rows = placed if rows else None
        page.heading(self.word("moves"))
        rows = [
            {"entry": each["entry_id"], "day": each["effective"], "kind": self.kind(each), "block": each["block"],
             "instrument": each["instrument"], "vintage": each["vintage"], "use": self._use(each),
             "unit": each["unit"], "for_year": each["year"] or None, "paid": each["paid_fen"] / FEN,
             **{name: each[name] / KG for name in AMOUNTS},
             "allocated": sum(each[name] for name in AMOUNTS[:3]) / KG if each["kind"] in _GIVEN else 0.0}
            for each in self.tables["moves"]
        ]  # fmt: skip
        styles = {"entry": "text", "day": "text", "kind": "text", "instrument": "text", "block": "text",
                  "vintage": "year", **dict.fromkeys((*AMOUNTS, "allocated"), "exact"), "use": "text", "unit": "text",
                  "for_year": "year", "paid": "tonnes"}  # fmt: skip
        if rows:
            self.moves = page.table(self.fields(**styles), rows)
            page.note(self.word("units"))
        else:
            page.note(self.word("no-moves"))

    def kind(self, each: Mapping[str, Any]) -> str:
        """The kind of an entry in words; of a reversal, what it undoes."""
        name = self.word(f"kind.{each['kind']}")
        return self.word("undone", kind=name) if each["undoes"] else name

    def _use(self, each: Mapping[str, Any]) -> str:
        return self.word(f"use.{each['use']}") if each["use"] else ""

    def sums(self, column: str, **criteria: str) -> str:
        """The sum of a column of the entries that meet all criteria, each an Excel expression."""
        assert self.moves is not None
        return summed(self.moves, column, **criteria)


def summed(placed: Placed, column: str, **criteria: str) -> str:
    """A formula for the sum of a column of the rows that meet all criteria; no sign in a text is a wildcard."""
    tests = "*".join(f"({placed.range(key, outside=True)}={wanted})" for key, wanted in criteria.items())
    return f"SUMPRODUCT({tests}*{placed.range(column, outside=True)})"


def quoted(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'

"""The workbook 企业碳账户: an enterprise's account with live formulas from the single emission up to the grade.

It takes the facts and tables of ``enterprise.account`` as they are; what may be shown of others was decided there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.workbooks import account_budget, account_rating, account_summary, writing
from ghginv.workbooks.account_page import AccountBook, Link, Placed, missing
from ghginv.workbooks.account_standing import Standing
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd

SHEETS = "summary emissions sources intensity peers quota compliance offset green carry rating outputs unknown".split()
SHEETS += ["deadlines", "details", "entries"]
DIRECT, INDIRECT = "1", "2"


def write(
    facts: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    remarks: Sequence[str],
    path: Path,
    lang: str = "zh",
    side: tuple[Mapping[str, Any], Mapping[str, pd.DataFrame]] | None = None,
) -> None:
    """Write an account to ``path``; ``facts``, ``tables`` and ``remarks`` are those of ``enterprise.account.Account``.

    ``side``: facts and tables of the enterprise's side of a carbon budget, added to the sheets.
    InputError when the file cannot be written.
    """
    with writing.opened(path) as workbook:
        book = AccountBook(workbook, lang, account_budget.APPENDED if side else ())
        title = book.word("title", name=facts["name"], year=facts["year"])
        writing.titled(workbook, title)
        left_out = {"unknown"} if tables["unknown"].empty else set()
        shown = [key for key in SHEETS if key not in left_out | (set() if side else set(account_budget.ADDED))]
        for key in shown:
            workbook.add_worksheet(book.word(f"sheet.{key}"))
        _Account(book, facts, tables).write(title, remarks, shown, side)


class _Account(Standing):
    """Writes the sheets; those that others refer to come first."""

    def write(self, title: str, remarks: Sequence[str], shown: Sequence[str], side: Any = None) -> None:
        details = self._details()
        years = self._emissions(details)
        sources = self._sources(details)
        outputs = self.outputs()
        intensity = self.intensity(years, outputs)
        peers = self.peers(intensity)
        quota = self.quota(years)
        self.compliance(quota, years)
        green = self.green()
        if "unknown" in shown:
            self.unknown()
        grade = account_rating.write(self.book, self.facts, self.tables, intensity, peers, self.rows_of_intensity)
        more = account_budget.appended(self.book, *side) if side else []
        account_summary.write(
            self.book, title, self.facts, self.tables, remarks, shown,
            {"years": years, "quota": quota, "green": green, "intensity": intensity, "sources": sources},
            grade, self.rows_of_intensity, more,
        )  # fmt: skip

    def _details(self) -> Placed:
        """All emission rows, in the order of their numbers."""
        widths = (7, 13, 16, 11, 24, 9, 7, 16, 10, 16, 10, 14, 14, 26, 24, 28)
        sheet = self.sheet("details", widths)
        sheet.note(self.book.word("about.details"))
        known = {each["item"]: self.named(each, "item") for each in self.tables["sources"]}
        rows = [
            {
                **each,
                "month": self.month(each["month"]),
                "item": known.get(each["item"], each["item"]),
                "activity": each["quantity"],
                "unit": self.book.unit(each["unit"]),
                "counted": bool(each["counted"]),
                "filled": self.book.word(f"filled.{each['filled']}") if each["filled"] else "",
                "cell": f"{each['sheet']}!{each['cell']}",
                "item_code": each["item"],
                "place": int(each["month"]),
            }
            for each in self.tables["details"]
        ]
        keys = {
            "number": "whole", "facility": "text", "month": "centre", "category": "centre", "item": "text",
            "gas": "centre", "scope": "centre", "activity": "quantity", "unit": "centre", "co2e_t": "tonnes",
            "counted": "centre", "filled": "text", "submission": "text", "file": "text", "cell": "text",
            "formula": "text",
        }  # fmt: skip
        first = sheet.row
        placed = sheet.table([self.field(key, style) for key, style in keys.items()], rows)
        if rows:
            sheet.sheet.autofilter(first, 0, sheet.row - 1, len(keys) - 1)
        sheet.finish(first + 1)
        return placed

    def month(self, month: int) -> str:
        return self.book.word("month.n", month=int(month)) if month else self.book.word("month.0")

    def _sumifs(self, details: Placed, **criteria: str) -> str:
        """The sum of the counted details that meet all criteria, each an Excel expression."""
        criteria = {"counted": _quoted(self.book.word("yes")), **criteria}
        pairs = "".join(f",{details.range(key, outside=True)},{wanted}" for key, wanted in criteria.items())
        return f"SUMIFS({details.range('co2e_t', outside=True)}{pairs})"

    def _emissions(self, details: Placed) -> Placed:
        """Years, the account's own live; then its months, all live."""
        sheet = self.sheet("emissions", (16, 18, 18, 18, 14, 14, 16, 32))
        styles = {
            "year": "year", "direct_t": "tonnes", "indirect_t": "tonnes", "total_t": "tonnes", "filled_share": "share",
            "status": "centre", "submission": "text", "run": "text",
        }  # fmt: skip
        rows = []
        first = sheet.row + 2  # heading and header stand above
        sheet.heading(self.book.word("table.years"))
        for at, each in enumerate(self.tables["years"], start=first + 2):
            row = {**each, "status": self.book.word(f"status.{each['status']}")}
            if each["year"] == self.facts["year"]:
                for key, scope in (("direct_t", DIRECT), ("indirect_t", INDIRECT)):
                    row[key] = Live(f"={self._sumifs(details, scope=_quoted(scope))}", each[key])
            row["total_t"] = Live(f"=B{at}+C{at}", each["total_t"])
            rows.append(row)
        years = sheet.table([self.field(key, style) for key, style in styles.items()], rows)
        sheet.heading(self.book.word("table.months"))
        at = sheet.row + 2
        rows = []
        for number, each in enumerate(self.tables["months"], start=at):
            month = self.month(each["month"])
            live = {
                key: Live(f"={self._sumifs(details, month=f'$A{number}', scope=_quoted(scope))}", each[key])
                for key, scope in (("direct_t", DIRECT), ("indirect_t", INDIRECT))
            }
            share = each["filled_t"] / each["total_t"] if each["total_t"] else None
            total = Live(f"=B{number}+C{number}", each["total_t"])
            rows.append({"month": month, **live, "total_t": total, "filled_share": share})
        fields = [self.field("month"), *(self.field(key, styles[key]) for key in styles if key.endswith("_t"))]
        end = at + len(rows) - 1
        whole = {
            key: Live(f"=SUM({letter}{at}:{letter}{end})", sum(each[key] for each in self.tables["months"]))
            for key, letter in (("direct_t", "B"), ("indirect_t", "C"), ("total_t", "D"))
        }
        last = {"month": self.book.word("sum"), **whole} if rows else None
        sheet.table([*fields, self.field("filled_share", "share")], rows, last)
        sheet.note(self.book.word("note.annual"))
        sheet.note(self.book.word("note.sums"))
        sheet.finish()
        return years

    def _sources(self, details: Placed) -> Placed:
        """Category, item, gas, scope: live sums, each leading to its first detail."""
        sheet = self.sheet("sources", (12, 34, 24, 10, 8, 18, 10, 8, 10))
        styles = {
            "category": "centre", "name": "text", "item": "text", "gas": "centre", "scope": "centre",
            "co2e_t": "tonnes", "share": "share", "rows": "whole", "first": "centre",
        }  # fmt: skip
        at, rows = sheet.row + 2, []
        end = at + len(self.tables["sources"])
        for number, each in enumerate(self.tables["sources"], start=at):
            live = self._sumifs(
                details, category=f"$A{number}", item=f"$C{number}", gas=f"$D{number}", scope=f"$E{number}"
            )
            link = Link(details.outside(int(each["first"]) - 1, "number"), f"→ {int(each['first'])}")
            share = Live(f"=IF($F${end}=0,0,F{number}/$F${end})", each["share"] if not missing(each["share"]) else 0)
            rows.append(
                {
                    **each, "name": self.named(each, "category"), "item": self.named(each, "item"),
                    "co2e_t": Live(f"={live}", each["co2e_t"]), "share": share, "first": link,
                }
            )  # fmt: skip
        total = sum(each["co2e_t"] for each in self.tables["sources"])
        whole = {"category": self.book.word("sum"), "co2e_t": Live(f"=SUM(F{at}:F{max(end - 1, at)})", total)}
        fields = [self.field(key, style) for key, style in styles.items()]
        placed = sheet.table(fields, rows, whole if rows else None)
        sheet.finish(2)
        return placed


def _quoted(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'

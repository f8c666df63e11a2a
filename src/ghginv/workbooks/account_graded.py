"""How an enterprise was judged, in an account workbook: evaluation with its points, appeals, warnings received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghginv.workbooks.account_page import AccountSheet, missing
from ghginv.workbooks.account_side import KG, SideSheets
from ghginv.workbooks.results_sheets.page import Live


class Graded(SideSheets):
    """The tables that follow the rating."""

    def judged(self) -> None:
        """Warnings received, the evaluation with its points, appeals."""
        page = self.page("rating", (34, 16, 16, 50, 16, 22, 14, 16, 16, 16, 40))
        page.heading(self.word("evaluation", year=self.facts["year"]))
        for each in self.tables["evaluation"]:
            self._evaluated(page, each)
        if not self.tables["evaluation"]:
            page.note(self.word("unevaluated"))
        if self.tables["appeals"]:
            page.heading(self.word("appeals"))
            rows = [{"figure": str(each["at"])[:10], "entry": each["entry"], "document": each["document"],
                     "amount": each["amount_kg"] / KG} for each in self.tables["appeals"]]  # fmt: skip
            page.table(self.fields(figure="text", entry="text", document="text", amount="exact"), rows)
        page.heading(self.word("warnings"))
        rows = [{"figure": f"{each['year']}-{each['month']:02d}", "light": self.light(each["light"]),
                 "ahead": self.light(each["forecast_light"]), "actions": each[f"actions_{self.lang}"],
                 "level": str(each["level"]), "document": each["document"]}
                for each in self.tables["warnings"]]  # fmt: skip
        if rows:
            styles = {"figure": "text", "light": "text", "ahead": "text", "actions": "text", "level": "text",
                      "document": "text"}  # fmt: skip
            page.table(self.fields(**styles), rows)
        else:
            page.note(self.word("no-warnings"))

    def _evaluated(self, page: AccountSheet, each: Mapping[str, Any]) -> None:
        lang, first = self.lang, page.row + 2
        rows = [{"figure": line[lang], "points": line["points"], "weight": line["weight"], "value": line["value"],
                 "unit": line["unit"], "target_value": line["target"], "completion": line["completion"],
                 "status": self.mark(line["status"])} for line in self.tables["indicators"]]  # fmt: skip
        end = first + len(rows) - 1
        points = sum(line["points"] or 0 for line in self.tables["indicators"])
        total = {"figure": self.book.word("sum"), "points": Live(f"=SUM(B{first}:B{end})", points)}
        styles = {"figure": "text", "points": "ratio", "weight": "ratio", "unit": "text", "value": "quantity",
                  "target_value": "quantity", "completion": "share", "status": "text"}  # fmt: skip
        page.table(self.fields(**styles), rows, total)
        score = "—" if missing(each["score"]) else f"{each['score']:.2f}"
        told = {"grade": each[f"grade_{lang}"], "score": score, "possible": f"{each['possible']:g}",
                "rank": each["rank"] if not missing(each["rank"]) else "—", "of": each["of"]}  # fmt: skip
        page.note(self.word("graded", **told))
        page.note(self.word("rule", rule=each[f"rule_{lang}"], mark=self.mark(each["status"]),
                            published=each[f"published_{lang}"]))  # fmt: skip
        if each[f"why_{lang}"]:
            page.note(each[f"why_{lang}"], "warning")
        if each["appealed"]:
            page.note(self.word("appealed"))

"""The carbon budget in an account workbook: how the budget came about, months, what is left, lights, grade; live.

Tables are appended to the sheets that an account has already, or make sheets of their own. Amounts are whole kg in the
tables and exact tonnes on the sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.workbooks import writing
from ghginv.workbooks.account_graded import Graded
from ghginv.workbooks.account_markets import Markets
from ghginv.workbooks.account_page import AccountBook, AccountSheet, Field, Link
from ghginv.workbooks.account_side import KG, summed
from ghginv.workbooks.results_sheets.page import Live

if TYPE_CHECKING:
    import pandas as pd

APPENDED = ("emissions", "quota", "compliance", "green", "rating")
ADDED = ("offset", "carry", "deadlines", "entries")
ALONE = ("summary", "quota", "emissions", "compliance", "offset", "green", "carry", "rating", "deadlines",
         "entries")
"""Sheets that get tables of the budget, those that there are only for it, all of a workbook of the budget alone."""


class Budget(Markets, Graded):
    """Writes the tables of a side: ``facts`` and ``tables`` are those of ``workspace.budgets.enterprise_side.Side``."""

    def write(self) -> list[dict[str, Any]]:
        """Write all tables; returns the lines of the first sheet: ``figure, value, unit, note``."""
        self.entries()
        self.ways()
        self.months()
        self.years()
        self.allowances()
        self.standing()
        self.obligations()
        self.deadlines()
        self.offsets()
        self.green()
        self.carry()
        self.judged()
        for page in self.used.values():
            page.finish()
        return self.lines()

    def ways(self) -> None:
        """How the budget of the year came about."""
        page = self.page("quota", (30, 20, 34, 18, 18, 18, 18, 16, 14))
        if not self.facts["has_budget"]:
            self.final = "0"
            page.note(self.word("no-budget"))
            return
        page.heading(self.word("ways", year=self.facts["year"], budget=self.facts["budget_name"]))
        rows = [{"way": each[self.lang], "amount": each["amount_kg"] / KG} for each in self.tables["ways"]]
        first = page.row + 2
        total = Live(f"=SUM(B{first}:B{first + len(rows) - 1})", self.facts["final_kg"] / KG)
        placed = page.table(self.fields(way="text", amount="exact"), rows, {"way": self.word("final"), "amount": total})
        self.final = placed.outside(len(rows), "amount")
        page.note(self.word("views"))

    def months(self) -> None:
        """The months, each a sum of its entries, against the plan."""
        page = self.page("emissions", (16, 20, 20, 18, 20, 20, 16, 12))
        page.heading(self.word("months", year=self.facts["year"]))
        rows, first = [], page.row + 2
        for number, each in enumerate(self.tables["budget_months"], start=first):
            month = int(each["month"])
            shown = self.book.word("month.n", month=month) if month else self.word("whole-year")
            row: dict[str, Any] = {"month": shown}
            if self.rows is not None and each["emissions_kg"] is not None:
                for key, column in (("emissions", "emissions"), ("estimated", "guessed")):
                    sums = summed(self.rows, column, number=str(month))
                    row[key] = Live(f"={sums}", each[f"{key}_kg"] / KG)
            if each["share"] is not None:
                plan = Live(f"=ROUND({self.final}*E{number},3)", each["plan_kg"] / KG)
                row |= {"season": each["share"], "plan": plan}
                if self.monthly and month <= self.facts["month"]:
                    row["cumulative"] = Live(f"=SUM(B${first}:B{number})", self._upto(month))
            rows.append(row)
        end = first + len(rows) - 1
        total = {
            "month": self.book.word("sum"),
            "emissions": Live(f"=SUM(B{first}:B{end})", self.facts["consumed_kg"] / KG),
            "estimated": Live(f"=SUM(C{first}:C{end})", self.facts["estimated_kg"] / KG),
        }
        styles = {"month": "text", "emissions": "exact", "estimated": "exact", "cumulative": "exact", "season": "share",
                  "plan": "exact"}  # fmt: skip
        self.plans = page.table(self.fields(**styles), rows, total if rows else None)
        self.consumed = self.plans.outside(len(rows), "emissions") if rows else "0"
        page.note(self.word("estimates"))

    @property
    def monthly(self) -> bool:
        """Whether there are months: once a year is verified there is only the whole."""
        return any(each["month"] and each["emissions_kg"] is not None for each in self.tables["budget_months"])

    def _upto(self, month: int) -> float:
        told = [each["emissions_kg"] for each in self.tables["budget_months"] if 1 <= each["month"] <= month]
        return sum(int(each) for each in told if each is not None) / KG

    def years(self) -> None:
        """The years of the budget and where it stands; the own year follows the other sheets."""
        page = self.page("quota", ())
        rows, own = [], self.facts["year"]
        page.heading(self.word("years"))
        for number, each in enumerate(self.tables["budget_years"], start=page.row + 2):
            row = {key: each[f"{key}_kg"] / KG for key in ("final", "consumed", "projects")}
            if each["year"] == own:
                row |= {"final": Live(f"={self.final}", row["final"]),
                        "consumed": Live(f"={self.consumed}", row["consumed"])}  # fmt: skip
            row["left"] = Live(f"=B{number}-D{number}-E{number}", each["left_kg"] / KG)
            rows.append({"year": str(each["year"]), **row, "settled": bool(each["settled"])})
        styles = {"year": "text", "final": "exact", "settled": "text", "consumed": "exact", "projects": "exact",
                  "left": "exact"}  # fmt: skip
        page.table(self.fields(**styles), rows)
        page.heading(self.word("places", year=own))
        rows = []
        for number, each in enumerate(self.tables["places"], start=page.row + 2):
            amounts = {key: each[f"{key}_kg"] / KG for key in ("final", "consumed", "projects")}
            left = Live(f"=D{number}-E{number}-F{number}", each["left_kg"] / KG)
            names = {"region": f"{each['region']} {each['region_name']}", "layer": each[f"layer_{self.lang}"],
                     "industry": f"{each['industry']} {each['industry_name']}"}  # fmt: skip
            rows.append({**names, **amounts, "left": left})
        styles = {"region": "text", "layer": "text", "industry": "text", "final": "exact", "consumed": "exact",
                  "projects": "exact", "left": "exact"}  # fmt: skip
        page.table(self.fields(**styles), rows)

    def standing(self) -> None:
        """Budget less emissions, the newest month against the plan, where the year may end."""
        page, facts = self.page("compliance", (44, 22, 22, 22, 22, 22)), self.facts
        page.heading(self.word("standing", year=facts["year"]))
        at = page.row + 2
        amounts = {name: facts[f"{name}_kg"] / KG for name in ("final", "consumed", "projects", "left", "ver", "est")}
        lines = [
            ("final", Live(f"={self.final}", amounts["final"])),
            ("consumed", Live(f"={self.consumed}", amounts["consumed"])),
            ("ver", amounts["ver"]), ("est", Live(f"=B{at + 1}-B{at + 2}", amounts["est"])),
            ("projects", amounts["projects"]),
            ("left", Live(f"=B{at}-B{at + 1}-B{at + 4}", amounts["left"])),
            ("net-left", Live(f"=B{at + 5}", amounts["left"])),
        ]  # fmt: skip
        rows = [{"figure": self.word(f"row.{key}"), "value": value} for key, value in lines]
        self.left = page.table(self.fields(figure="text", value="exact"), rows).outside(5, "value")
        page.note(self.word("views"))
        for each in self.tables["progress"]:
            self._progress(page, each)

    def _progress(self, page: AccountSheet, each: Mapping[str, Any]) -> None:
        page.heading(self.word("progress", month=int(each["month"])))
        at, month = page.row + 2, int(each["month"])
        told = {name: each[f"{name}_kg"] / KG for name in ("plan", "executed", "p10", "p50", "p90")}
        plan = Live(f"={self.plans.outside(month - 1, 'plan')}", told["plan"])
        executed = Live(f"={self.plans.outside(month - 1, 'cumulative')}", told["executed"])
        grey, green, yellow, red = (self.light(code) for code in ("grey", "green", "yellow", "red"))
        light = (f'=IF(B{at + 4}<B{at + 6},"{grey}",IF(B{at + 1}<=B{at},"{green}",'
                 f'IF(B{at + 1}<=ROUND(B{at}*(1+B{at + 5}),6),"{yellow}","{red}")))')  # fmt: skip
        lines: list[tuple[str, Any, str]] = [
            ("plan", plan, "exact"),
            ("executed", executed if self.monthly else told["executed"], "exact"),
            ("gap", Live(f'=IF(B{at}=0,"",(B{at + 1}-B{at})/B{at})', _shown(each["gap"])), "share"),
            ("light", Live(light, self.light(each["light"])), "centre"),
            ("coverage", each["coverage"], "share"),
            ("threshold", self.parameter("light_red_gap_over"), "share"),
            ("grey", self.parameter("budget_monitoring_coverage_grey"), "share"),
        ]  # fmt: skip
        ahead: list[tuple[str, Any, str]] = [
            ("p10", told["p10"], "exact"), ("p50", told["p50"], "exact"), ("p90", told["p90"], "exact"),
            ("over", Live(f"={self.final}-B{at + 8}", (self.facts["final_kg"] - int(each["p50_kg"])) / KG), "exact"),
            ("forecast_light", self.light(each["forecast_light"]), "centre"),
        ]  # fmt: skip
        rows = [{"figure": self.word(f"row.{key}"), "value": value, "value.style": style}
                for key, value, style in (lines if self.facts["verified"] else [*lines, *ahead])]  # fmt: skip
        placed = page.table(self.fields(figure="text", value="exact"), rows)
        self.lit = placed.outside(3, "value")
        page.note(self.word("lights") if self.facts["verified"] else self.word("forecast", **self.how(each)))

    def how(self, each: Mapping[str, Any]) -> dict[str, str]:
        """Method, band and season of a forecast in words."""
        band, _, detail = str(each["band"]).partition(":")
        told = {name: self.word(f"{name}.{each[name]}") for name in ("method", "profile")}
        return told | {"band": self.word(f"band.{band}", detail=detail)}

    def parameter(self, name: str) -> float | None:
        """A parameter in percent as a share."""
        found = next((each for each in self.tables["parameters"] if each["parameter"] == name), None)
        return float(found["value"]) / 100 if found else None

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the first sheet, each leading to where it is worked out."""
        facts = self.facts
        found: list[dict[str, Any]] = []
        if facts["has_budget"]:
            values = (("final", self.final), ("consumed", self.consumed), ("left", self.left))
            found += [{"figure": self.word(f"line.{key}"), "value": Live(f"={at}", facts[f"{key}_kg"] / KG),
                       "value.style": "exact", "unit": "t"} for key, at in values]  # fmt: skip
            found[-1]["note"] = self.word("view")
        if self.tables["progress"]:
            told = {"month": facts["month"], "forecast": self.light(facts["forecast_light"])}
            note = self.word("whole-year") if facts["verified"] else self.word("light-of", **told)
            lit = Live(f"={self.lit}", self.light(facts["light"]))
            found.append({"figure": self.word("line.light"), "value": lit, "note": note})
        return found + self.market_lines()


def _shown(value: float | None) -> float | str:
    """What a formula shows; empty text for no number."""
    return "" if value is None else value


def appended(book: AccountBook, facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Add the tables of a side to the sheets of an account; returns lines for its first sheet."""
    return Budget(book, facts, tables).write()


def write(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], remarks: Sequence[str], path: Path, lang: str = "zh"
) -> None:
    """Write a workbook of the budget alone, for a year without an account. InputError when it cannot be written."""
    with writing.opened(path) as workbook:
        book = AccountBook(workbook, lang, ALONE)
        title = book.word("title", name=facts["name"], year=facts["year"])
        writing.titled(workbook, title)
        for key in ALONE:
            workbook.add_worksheet(book.word(f"sheet.{key}"))
        _summary(book, title, facts, Budget(book, facts, tables).write(), remarks)


def _summary(
    book: AccountBook, title: str, facts: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], remarks: Sequence[str]
) -> None:
    page = AccountSheet(book, "summary", title, (42, 34, 16, 44))
    for remark in remarks:
        page.note(remark, "warning")
    page.row += 1
    styles = {"figure": "text", "value": "tonnes", "unit": "centre", "note": "text"}
    page.table([Field(key, book.word(f"col.{key}"), style) for key, style in styles.items()], lines)
    page.row += 1
    names = ("enterprise", "region", "industry", "budget_name", "budget", "version")
    rows = [{"figure": book.word(f"fact.{key}"), "value": str(facts[key])} for key in names]
    page.table([Field("figure", ""), Field("value", "")], rows, titles=False)
    page.row += 1
    for key in ALONE[1:]:
        name = book.word(f"sheet.{key}")
        row = {"figure": Link(f"'{name}'!A1", name), "value": book.word(f"about.side.{key}")}
        page.table([Field("figure", ""), Field("value", "")], [row], titles=False)
    page.finish(landscape=False)


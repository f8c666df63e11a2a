"""An enterprise's side of a carbon budget 碳预算中的企业: its budget, emissions, lights, instruments, warnings, grade.

What all enterprises share is read once; of it nothing but an enterprise's own rows ever enters its tables. Notes and
titles of documents stay out, since people name others in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.budgets import enterprise_deadlines, enterprise_markets, execution, settlement
from ghginv.workspace.budgets import enterprise_judged as judged
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.ledger.books import Books
    from ghginv.budget.monitoring.board import Board

WAYS = ("way", "zh", "en", "amount_kg")
PLACES = ("region", "region_name", "industry", "industry_name", "layer", "layer_zh", "layer_en", "final_kg",
          "consumed_kg", "projects_kg", "left_kg")  # fmt: skip
YEARS = ("year", "final_kg", "carried_kg", "borrowed_kg", "consumed_kg", "projects_kg", "left_kg", "settled")
MONTHS = ("month", "emissions_kg", "estimated_kg", "share", "plan_kg")
ROWS = ("month", "region", "industry", "layer", "emissions_kg", "status", "submission", "sheet", "cell", "entry")
PROGRESS = ("month", "budget_kg", "plan_kg", "executed_kg", "gap", "rate", "p10_kg", "p50_kg", "p90_kg", "method",
            "band", "light", "forecast_light", "alert", "coverage", "profile")  # fmt: skip
ALWAYS = ("original", "adjustment", "virement", "carried", "borrowed")
GUESSED = ("estimated", "filled")
_MARKET_LAYERS = {"ETSN": ("CEA",), "ETSL": ("SZA", "GDEA")}


@dataclass(frozen=True)
class Side:
    """What a budget says of one enterprise in a year: plain facts and tables, in whole kg (certificates in kWh).

    ``facts``: ``enterprise, name, year, budget, budget_name, version, basis, settled, verified`` (no month is an
    estimate any more), ``has_budget, month, light, forecast_light, region, industry`` and the year's ``final_kg,
    est_kg, ver_kg, consumed_kg, projects_kg, left_kg, estimated_kg``.
    ``tables``: ``ways`` (how the budget came about), ``places``, ``budget_years``, ``budget_months``, ``budget_rows``,
    ``progress``, those of ``enterprise_markets``, those of ``enterprise_judged``, ``deadlines``, ``parameters``.
    """

    facts: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]


class Sides:
    """The sides of all enterprises in a year of an issued budget.

    InputError before the budget is issued, or for a year that it does not have.
    """

    def __init__(self, budget: Budget, year: int):
        self.budget, self.year = budget, year
        self.books: Books = settlement.issued_books(budget)
        if year not in self.books.years:
            expected = "、".join(map(str, sorted(self.books.years)))
            raise InputError(Finding("budget-settle-year", found=str(year), expected=expected))

    @cached_property
    def names(self) -> dict[str, str]:
        """The enterprises of the plan and whoever holds instruments, with their names (or codes), by code."""
        facilities = self.books.facilities
        found = dict(zip(facilities["enterprise"], facilities["name"], strict=True))
        held = {each.enterprise for each in self._accounts.values() if each.enterprise}
        return {code: str(found.get(code) or code) for code in sorted({*filter(None, found), *held})}

    @cached_property
    def _accounts(self) -> dict[str, Any]:
        from ghginv.budget.ledger import accounts

        return {text: accounts.parse(text) for text in map(str, self.books.legs["account"].unique())}

    @cached_property
    def _moved(self) -> dict[int, pd.DataFrame]:
        """What moved the budget of each year, of enterprises alone."""
        from ghginv.budget.settlement import statement

        found = {}
        for year in sorted(self.books.years):
            moved = statement.moves(self.books.entries, self.books.legs, year)
            found[year] = moved[moved["enterprise"] != ""]
        return found

    @cached_property
    def _statements(self) -> dict[int, pd.DataFrame]:
        """The final account of each year by enterprise."""
        from ghginv.budget.settlement import statement

        return {year: statement.by_place(moved, ["enterprise"]) for year, moved in self._moved.items()}

    @cached_property
    def _at_places(self) -> pd.DataFrame:
        """That of the year by enterprise, region, industry and layer."""
        from ghginv.budget.settlement import statement

        return statement.by_place(self._moved[self.year], ["enterprise", "region", "industry", "layer"])

    @cached_property
    def _months(self) -> pd.DataFrame:
        return execution.months(self.budget, self.year)

    @cached_property
    def _board(self) -> Board | None:
        """The board of enterprises at the newest month that has data; None before there is any."""
        return judged.board(self.budget, self.year, self._months)

    def of(self, enterprise: str) -> Side | None:
        """The side of an enterprise; None where it has neither a budget of its own nor instruments."""
        with self.budget.workspace.overlaid():
            statements = self._statements[self.year]
            mine = statements.loc[enterprise].to_dict() if enterprise in statements.index else {}
            markets = self._markets(enterprise)
            if not mine and markets.moves.empty:
                return None
            tables = {**self._budget(enterprise, mine), **self._emissions(enterprise), **markets.tables()}
            tables |= judged.tables(self.budget, self.year, enterprise)
            progress = self._progress(enterprise)
            tables["budget_months"] = self._planned(enterprise, tables["budget_months"], progress)
            warned = not tables["warnings"].empty
            deadlines = enterprise_deadlines.deadlines(self.year, markets.units, warned=warned)
            used = enterprise_deadlines.parameters(self.year, markets.units, markets.used)
            tables |= {"progress": progress, "deadlines": deadlines, "parameters": used}
            return Side(self._facts(enterprise, mine, tables), tables)

    def _markets(self, enterprise: str) -> enterprise_markets.Markets:
        from ghginv.budget import layers

        known = layers.of_year(self.books.facilities, self.year)
        own = known[known["enterprise"] == enterprise]
        other = "GDEA" if own["region"].astype(str).str.startswith("4403").any() else "SZA"
        units = {each for layer in own["layer"] for each in _MARKET_LAYERS.get(str(layer), ())} - {other}
        region = str(own["region"].iloc[0]) if len(own) else self.books.regions.root
        return enterprise_markets.Markets(self.books, enterprise, self.year, units, region)

    def _budget(self, enterprise: str, mine: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
        """How the budget of the year came about, where it stands, and the other years."""
        import pandas as pd

        from ghginv.budget.settlement import statement

        words = {name: (zh, en) for name, (zh, en, _) in statement.columns().items()} | {"other": ("其他", "other")}
        shown = [name for name in words if name in ALWAYS or mine.get(f"{name}_kg")]
        ways = [[name, *words[name], int(mine.get(f"{name}_kg", 0))] for name in shown]
        return {
            "ways": pd.DataFrame(ways, columns=list(WAYS)),
            "places": self._places(enterprise),
            "budget_years": pd.DataFrame(list(self._years(enterprise)), columns=list(YEARS)),
        }

    def _years(self, enterprise: str) -> Iterator[list[Any]]:
        for year, table in self._statements.items():
            if enterprise in table.index:
                row = table.loc[enterprise]
                yield [year, *(int(row[name]) for name in YEARS[1:-1]), year in self.books.closed]

    def _places(self, enterprise: str) -> pd.DataFrame:
        import pandas as pd

        every = self._at_places
        mine = every[every.index.get_level_values("enterprise") == enterprise].droplevel("enterprise")
        day, books, rows = f"{self.year}-12-31", self.books, []
        for (region, industry, layer), row in mine.iterrows():
            known = self.budget.rules.layer(layer)
            names = (known.zh, known.en) if known else (layer, layer)
            amounts = [int(row[name]) for name in PLACES[7:]]
            rows.append([region, books.regions.name(region, day), industry, books.industries.name(industry, day),
                         layer, *names, *amounts])  # fmt: skip
        return pd.DataFrame(rows, columns=list(PLACES))

    def _emissions(self, enterprise: str) -> dict[str, pd.DataFrame]:
        """The account-months in force with their cells, and the months they make; month 0 is a verified year."""
        rows = self._months[self._months["enterprise"] == enterprise]
        own = rows[list(ROWS)].reset_index(drop=True)
        guessed = own["emissions_kg"].where(own["status"].isin(GUESSED), 0)
        months = own.assign(estimated_kg=guessed).groupby("month")[["emissions_kg", "estimated_kg"]].sum()
        return {"budget_rows": own, "budget_months": months.astype("int64").reset_index()}

    def _progress(self, enterprise: str) -> pd.DataFrame:
        import pandas as pd

        board = self._board
        if board is None or enterprise not in board.table.index:
            return pd.DataFrame(columns=list(PROGRESS))
        row = board.table.loc[enterprise]
        told = {name: row[name] for name in PROGRESS[1:]} | {"month": board.situation.month}
        return pd.DataFrame([told], columns=list(PROGRESS))

    def _planned(self, enterprise: str, months: pd.DataFrame, progress: pd.DataFrame) -> pd.DataFrame:
        """Twelve months with the plan up to each where there is one; a verified year is a row of its own."""
        import pandas as pd

        from ghginv.budget.monitoring import progress as plans

        board = self._board
        if progress.empty or board is None:
            return months.assign(share=None, plan_kg=None)[list(MONTHS)]
        shares = board.profile.cumulative.loc[enterprise]
        budget = int(progress["budget_kg"].iloc[0])
        path = [int(each) for each in plans.path(budget, shares)]
        whole = months[months["month"] == 0].assign(share=None, plan_kg=None)
        told = months.set_index("month").reindex(range(1, 13))
        told = told.assign(share=[float(shares[month]) for month in told.index], plan_kg=path)
        found = pd.concat([each for each in (told.rename_axis("month").reset_index(), whole) if len(each)])
        return found[list(MONTHS)].astype({"emissions_kg": "Int64", "estimated_kg": "Int64"}).reset_index(drop=True)

    def _facts(
        self, enterprise: str, mine: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]
    ) -> dict[str, Any]:
        names = ("final_kg", "consumed_est_kg", "consumed_ver_kg", "consumed_kg", "projects_kg", "left_kg")
        short = {name: name.replace("consumed_est", "est").replace("consumed_ver", "ver") for name in names}
        amounts = {short[name]: int(mine.get(name, 0)) for name in names}
        board = tables["progress"].to_dict("records")
        last = board[0] if board else {}
        plan = self.budget.plan_in_force
        return {
            "enterprise": enterprise, "name": self.names.get(enterprise, enterprise), "year": self.year,
            "budget": self.budget.id, "budget_name": plan.name, "version": self.budget.standing.issued,
            "basis": self.budget.rules.basis, "settled": self.year in self.books.closed,
            "has_budget": bool(mine), "verified": amounts["ver_kg"] > 0 and amounts["est_kg"] == 0,
            **amounts, "estimated_kg": int(tables["budget_months"]["estimated_kg"].fillna(0).sum()),
            "month": int(last.get("month", 0)), "light": str(last.get("light", "")),
            "forecast_light": str(last.get("forecast_light", "")), "region": _first(tables["places"], "region_name"),
            "industry": _first(tables["places"], "industry_name"),
        }  # fmt: skip


def renamed(side: Side, name: str) -> Side:
    """The same under the name that the enterprise itself gave."""
    return replace(side, facts={**side.facts, "name": name})


def _first(table: pd.DataFrame, column: str) -> str:
    return str(table[column].iloc[0]) if len(table) else ""

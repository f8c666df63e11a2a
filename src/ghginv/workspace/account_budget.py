"""An enterprise's account together with its side of a carbon budget 企业碳账户: which budget, figures, tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace import account as accounts_of
from ghginv.workspace.account import Accounts
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.enterprise.account import Account
    from ghginv.workspace.budgets.enterprise_side import Side, Sides

_KG, _FEN = 1000, 100
_NO_RUN = "account-no-run"
_VIEWS = {"zh": "官方口径，与净口径相等", "en": "official view, equal to the net view"}
_SURE = {
    "zh": "核定 {:,.3f}；月度估计 {:,.3f}，其中估算、填补 {:,.3f}",
    "en": "verified {:,.3f}; monthly estimates {:,.3f}, of it estimated or filled {:,.3f}",
}


@dataclass(frozen=True)
class View:
    """An account, the enterprise's side of a budget, or both; and what to know before using them."""

    account: Account | None
    side: Side | None
    remarks: tuple[Finding, ...]


class Views:
    """The accounts of a year with their sides of a carbon budget, the only issued one that has the year unless named.

    A year in progress may have a budget and no account yet. UsageError for an unknown budget or rule; InputError for a
    named budget that is not issued or does not have the year, and where there is neither account nor budget.
    """

    def __init__(self, workspace: Workspace, year: int, rules: str = "", budget: str = ""):
        self.workspace, self.year, self.named = workspace, year, budget
        self.sides, self.remarks = sides(workspace, year, budget)
        self.accounts: Accounts | None = None
        try:
            self.accounts = Accounts(workspace, year, rules)
        except InputError as refusal:
            if self.sides is None or [each.code for each in refusal.findings] != [_NO_RUN]:
                raise
            self.refusal = refusal

    def find(self, text: str) -> str:
        """The credit code of an enterprise by code, name or part of it; UsageError where none or several are meant."""
        known = self.sides.names if self.sides else {}
        if self.accounts is None:
            return accounts_of.the_one(text, known, self.year)
        written, register = text.strip(), self.accounts.register.index
        alone = [code for code, name in known.items() if written in (code, name) and code not in register]
        return alone[0] if len(alone) == 1 else self.accounts.find(text)

    def side(self, enterprise: str) -> Side | None:
        """The enterprise's side under the name that its account bears; None where it has none."""
        from ghginv.workspace.budgets.enterprise_side import renamed

        found = self.sides.of(enterprise) if self.sides else None
        if found is None or self.accounts is None or enterprise not in self.accounts.register.index:
            return found
        return renamed(found, str(self.accounts.register.loc[enterprise, "name"]))

    def view(self, enterprise: str) -> View:
        """Account and side of an enterprise. InputError where it has neither."""
        there = self.accounts is not None and enterprise in self.accounts.register.index
        account = self.accounts.account(enterprise) if there and self.accounts else None
        side = self.side(enterprise)
        if account is None and side is None:
            raise InputError(Finding("account-budget-none", found=enterprise, details={"year": self.year}))
        remarks = [*(account.remarks if account else [Finding("account-budget-only")]), *self.remarks]
        if self.named and side is None:
            remarks.append(Finding("account-budget-none", found=enterprise, details={"year": self.year}))
        return View(account, side, tuple(remarks))


def sides(workspace: Workspace, year: int, named: str) -> tuple[Sides | None, list[Finding]]:
    """The sides of the budget to be shown; a remark where several could be meant."""
    from ghginv.workspace.budgets import budget
    from ghginv.workspace.budgets.budget import Budget
    from ghginv.workspace.budgets.enterprise_side import Sides

    if named:
        return Sides(budget.find(workspace, named), year), []
    known = [Budget(workspace, each) for each in budget.names(workspace)]
    meant = [each for each in known if each.standing.issued and year in each.plan_in_force.years]
    if len(meant) == 1:
        return Sides(meant[0], year), []
    several = Finding("account-budget-several", found=str(year), expected="、".join(each.id for each in meant))
    return None, [several] if meant else []


def figures(view: View, lang: str = "zh") -> list[dict[str, Any]]:
    """The key figures, a row each: ``figure, value, unit, note``; those of the budget last."""
    rows = accounts_of.figures(view.account, lang) if view.account else []
    return rows + (_of_side(view.side, lang) if view.side else [])


def spoken(rows: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Key figures as a person reads them: their names and lights in words, not as ids."""
    from ghginv.reports import wording

    known = {**wording.words(lang, "reports/budget"), **wording.words(lang, "reports/account")}
    named = ((row, _called(row["figure"], known, lang), known.get(f"light.{row['value']}")) for row in rows)
    return [{**row, "figure": figure, "value": light or row["value"]} for row, figure, light in named]


def _called(figure: str, words: Mapping[str, str], lang: str) -> str:
    """The name of a figure; of ``held_CEA_2026`` that of what stands before, with what it is of."""
    from ghginv.domain import items

    if known := words.get(f"figure.{figure}"):
        return known
    parts = figure.split("_")
    for cut in range(len(parts) - 1, 0, -1):
        if known := words.get(f"figure.{'_'.join(parts[:cut])}"):
            of = "_".join(parts[cut:])
            item = items.load()[of].name(lang) if items.known(of) else of.replace("_", " ")
            return known.format(of=words.get(f"stage.{of}", item))
    return figure


def table(view: View, name: str) -> pd.DataFrame:
    """One of the tables; UsageError names the known ones."""
    tables = {**(view.side.tables if view.side else {}), **(view.account.tables() if view.account else {})}
    if name not in tables:
        raise UsageError(Finding("account-table-unknown", found=name, details={"known": "、".join(tables)}))
    return tables[name]


def _of_side(side: Side, lang: str) -> list[dict[str, Any]]:
    """The figures of a side: budget, emissions, what is left, lights, markets, grade, deadlines."""
    facts, tables = side.facts, {name: frame.to_dict("records") for name, frame in side.tables.items()}
    rows: list[tuple[str, Any, str, str]] = []
    if facts["has_budget"]:
        ways = "；".join(f"{each[lang]} {each['amount_kg'] / _KG:,.3f}" for each in tables["ways"])
        told = _SURE[lang].format(*(facts[f"{name}_kg"] / _KG for name in ("ver", "est", "estimated")))
        view = _VIEWS[lang]
        rows += [("budget_t", facts["final_kg"] / _KG, "t", ways),
                 ("budget_emissions_t", facts["consumed_kg"] / _KG, "t", told),
                 ("budget_left_t", facts["left_kg"] / _KG, "t", view)]  # fmt: skip
    for each in tables["progress"]:
        month = f"{facts['year']}-{int(each['month']):02d}"
        band = f"P10 {each['p10_kg'] / _KG:,.3f} P90 {each['p90_kg'] / _KG:,.3f}"
        rows += [("budget_plan_t", each["plan_kg"] / _KG, "t", month), ("budget_light", each["light"], "", month),
                 ("budget_forecast_t", each["p50_kg"] / _KG, "t", band),
                 ("budget_forecast_light", each["forecast_light"], "", month)]  # fmt: skip
    every = [*rows, *_markets(tables), *_judged(tables, lang)]
    return [dict(zip(("figure", "value", "unit", "note"), row, strict=True)) for row in every]


def _markets(tables: Mapping[str, list[dict[Any, Any]]]) -> list[tuple[str, Any, str, str]]:
    rows: list[tuple[str, Any, str, str]] = []
    for each in tables["allowances"]:
        others = [name for name in ("pre", "frozen", "used", "to_deduct") if each[name]]
        note = "；".join(f"{name} {each[name] / _KG:,.0f}" for name in others)
        rows.append((f"held_{each['instrument']}_{each['vintage']}", each["held"] / _KG, "t", note))
    for each in tables["obligations"]:
        if each["due_kg"] == each["due_kg"] and each["due_kg"] is not None:
            name, due = f"{each['unit']}_{each['year']}", int(each["due_kg"])
            still = max(0, due - each["allowances_kg"] - each["credits_kg"])
            rows += [(f"due_{name}", due / _KG, "t", ""), (f"still_due_{name}", still / _KG, "t", "")]
            if each["most_kg"] == each["most_kg"] and each["most_kg"] is not None:
                room = (int(each["most_kg"]) - each["credits_kg"]) / _KG
                rows.append((f"offset_room_{name}", room, "t", f"{each['parameter']} [{each['status']}]"))
    if any(each["paid_fen"] for each in tables["moves"]):
        rows.append(("paid_net_cny", sum(each["paid_fen"] for each in tables["moves"]) / _FEN, "元", ""))
    for each in tables["certificates"]:
        rows.append((f"certificates_{each['block']}", each["held"] / _KG, "MWh", f"{each['consumption'] / _KG:,.0f}"))
    return rows


def _judged(tables: Mapping[str, list[dict[Any, Any]]], lang: str) -> list[tuple[str, Any, str, str]]:
    rows: list[tuple[str, Any, str, str]] = [("warnings", len(tables["warnings"]), "", "")]
    for each in tables["evaluation"]:
        rows.append(("evaluation", each[f"grade_{lang}"], "", f"{each[f'rule_{lang}']} [{each['status']}]"))
        rows.append(("evaluation_score", each["score"], "", each[f"why_{lang}"]))
    for each in tables["deadlines"]:
        day = each["date"] or f"{each['value']} {each['unit']}"
        rows.append(("deadline", day, "", f"{each[lang]}：{each['citation']} [{each['status']}]"))
    return rows

"""``budget settle``: the final account of a year 决算, what stands in its way, and the closing of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.store.audit import today
from ghginv.workspace.budgets import circumstances, ledger
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.execution import EVIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.ledger.books import Books

_KG = 1000
SIDES = ("region", "industry", "enterprise")


@dataclass(frozen=True, slots=True)
class Settled:
    """A year that was closed: the budget afterwards, how many entries closing posted, the digest of its balances."""

    budget: Budget
    entries: int
    sealed: str
    findings: list[Finding]


def obstacles(budget: Budget, year: int, day: str = "") -> list[Finding]:
    """What refuses the closing of a year (errors), and what to know before it (warnings)."""
    from ghginv.budget.ledger import invariants
    from ghginv.budget.settlement.obstacles import obstacles as standing_in_the_way

    held = issued_books(budget)
    breaches = invariants.check(held) if year in held.years - held.closed else []
    return list(standing_in_the_way(held, year, day or today(), errors(breaches)))


def settle(budget: Budget, year: int, document: str, *, effective: str = "", note: str = "") -> Settled:
    """Close a year on a final account that somebody else signed: holds released, surpluses carried over, sealed.

    All of it is one transaction. InputError with all that stands in the way, and for a day that has not come.
    """
    from ghginv.budget.ledger import replay
    from ghginv.budget.ledger.guards.paper import real_day
    from ghginv.budget.settlement import closing
    from ghginv.store import journal

    day = effective or today()
    if not real_day(day) or day > today():
        raise InputError(Finding("budget-settle-day", found=day, expected=today()))
    found = obstacles(budget, year, day)
    if refused := errors(found):
        raise InputError(*refused)
    signed = ledger.signed(budget, document)
    if any(each["document"] == signed and each["kind"] == EVIDENCE for each in budget.documents()):
        raise InputError(Finding("budget-document-unsigned", found=document))
    paper = {"effective": day, "document": signed}
    with budget.workspace.writing() as database:
        posted = len(ledger.append(budget, database, closing.releases(issued_books(budget), year, **paper)).entries)
        posted += len(ledger.append(budget, database, closing.carried(issued_books(budget), year, **paper)).entries)
        sealed = replay.digest_of_year(journal.legs(database, budget.id), year)
        told = {"year": year, "sealed": sealed, "document": paper["document"], "effective": paper["effective"],
                "remarks": [{"code": each.code, "found": each.found, "details": dict(each.details)} for each in found],
                "totals": {name: int(value) for name, value in _city(budget, year).items()}}  # fmt: skip
        made = budget.write(database, "settle", circumstances.of(budget, "settle", {}), note=note, detail=told)
    return Settled(made, posted, sealed, found)


def _city(budget: Budget, year: int) -> Mapping[str, Any]:
    table = statement(budget, year, "region")
    return table.loc[budget.plan_in_force.regions.root].filter(like="_kg")


def statement(budget: Budget, year: int, side: str = "region") -> pd.DataFrame:
    """The statement of a year by region, industry or enterprise (kg); see ``budget.settlement.statement``.

    UsageError for another side, InputError for a year without budget.
    """
    from ghginv.budget.settlement import statement as made

    if side not in SIDES:
        raise UsageError(Finding("budget-by-unknown", found=side, expected="、".join(SIDES)))
    held = issued_books(budget)
    if year not in held.years:
        expected = "、".join(map(str, sorted(held.years)))
        raise InputError(Finding("budget-settle-year", found=str(year), expected=expected))
    with budget.workspace.overlaid():
        moved = made.moves(held.entries, held.legs, year)
        if side == "enterprise":
            return made.by_place(moved[moved["enterprise"] != ""], ["enterprise"])
        return made.by_node(moved, held.regions if side == "region" else held.industries, side, year)


def table(budget: Budget, year: int, side: str = "region") -> list[dict[str, Any]]:
    """The statement as rows in t, for the terminal: nodes that have a budget or emissions."""
    names = names_of(budget, year)
    rows = []
    for code, row in statement(budget, year, side).iterrows():
        amounts = {name.removesuffix("_kg") + "_t": int(kg) / _KG for name, kg in row.items() if name.endswith("_kg")}
        if any(amounts.values()):
            rate = None if row["rate"] != row["rate"] else round(100 * float(row["rate"]), 2)
            rows.append({side: code, "name": names.get(str(code), str(code)), **amounts, "rate": rate})
    return rows


def heads(lang: str = "zh") -> dict[str, str]:
    """What the columns of ``table`` are called."""
    from ghginv.budget.settlement import statement as made

    side = lang == "en"
    told = {name: names[side] for name, names in {**_HEADS, **made.columns()}.items()}
    return {"rate": ("执行率 %", "rate %")[side]} | {f"{name}_t": f"{word} t" for name, word in told.items()}


_HEADS = {
    "other": ("其他", "other"), "final": ("最终预算", "final budget"), "left": ("剩余", "left"),
    "consumed": ("排放合计", "consumed"), "consumed_est": ("排放（估计）", "consumed, estimated"),
    "consumed_ver": ("排放（核定）", "consumed, verified"),
    "consumed_rest": ("排放（未解释）", "consumed, unexplained"),
    "reserves": ("预备", "reserves"), "projects": ("项目预占和占用", "held for projects"),
    "carried_out": ("结转下年", "carried out"),
}  # fmt: skip


def issued_books(budget: Budget) -> Books:
    """The books of an issued budget; InputError before it is issued."""
    refuse_unissued(budget)
    return ledger.books(budget)


def refuse_unissued(budget: Budget) -> None:
    """InputError before a budget is issued."""
    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))


def names_of(budget: Budget, year: int) -> dict[str, str]:
    """Names by code, of nodes as of the year and of enterprises."""
    plan, day = budget.plan_in_force, f"{year}-12-31"
    found = {code: tree.name(code, day) for tree in (plan.regions, plan.industries) for code in tree.nodes}
    facilities = plan.tables["facilities"]
    return found | dict(zip(facilities["enterprise"], facilities["name"], strict=True))


def closed(budget: Budget, year: int) -> bool:
    """Whether a year has been settled."""
    return any(each["step"] == "settle" and each["detail"]["year"] == year for each in budget.events)

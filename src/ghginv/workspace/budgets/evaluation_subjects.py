"""Who is evaluated, and what the budget itself knows of them: from ledger, execution, events and plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import circumstances, execution, settlement
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.evaluation.figures import Subject
    from ghginv.budget.evaluation.known import Known
    from ghginv.budget.trees import Tree

SIDES = {"region": "region", "department": "industry", "enterprise": "enterprise"}
_PERCENT = 100
_RED = "red"


def subjects(budget: Budget, year: int, kind: str, codes: Iterable[str] = ()) -> list[Subject]:
    """Districts, departments or enterprises with a budget of the year; with ``codes`` these alone, any node.

    UsageError for a code that has no budget of this kind.
    """
    from ghginv.budget.evaluation.figures import Subject

    names, day = settlement.names_of(budget, year), f"{year}-12-31"
    table = settlement.statement(budget, year, SIDES[kind])
    known = [str(code) for code, row in table.iterrows() if row["final_kg"] or row["consumed_kg"]]
    wanted = list(dict.fromkeys(codes)) or _usual(budget, year, kind, known)
    if unknown := [code for code in wanted if code not in table.index]:
        expected = "、".join(known[:20]) or "-"
        raise UsageError(Finding("budget-evaluate-no-subject", found="、".join(unknown), expected=expected,
                                 details={"year": year}))  # fmt: skip
    sectors = _sectors(budget, year) if kind == "enterprise" else {}
    tree = _tree(budget, kind)
    named = {code: tree.name(code, day) for code in wanted} if tree else names
    return [Subject(code, named.get(code, code), kind, sectors.get(code, "")) for code in wanted]


def _usual(budget: Budget, year: int, kind: str, known: list[str]) -> list[str]:
    if kind == "enterprise":
        return known
    if kind == "region":
        return [code for code in circumstances.districts(budget, year) if code in known]
    tree = budget.plan_in_force.industries
    departments = [code for code in known if tree.nodes[code].kind == "department"]
    return departments or [code for code in tree.leaves(f"{year}-12-31") if code in known]


def _tree(budget: Budget, kind: str) -> Tree | None:
    plan = budget.plan_in_force
    return {"region": plan.regions, "department": plan.industries}.get(kind)


def _sectors(budget: Budget, year: int) -> dict[str, str]:
    """The industry in which an enterprise has most of its budget."""
    lines = budget.lines(budget.standing.issued)
    mine = lines[(lines["year"] == year) & (lines["enterprise"] != "")].sort_values("amount_kg")
    return dict(zip(mine["enterprise"], mine["industry"], strict=True))


def known(budget: Budget, year: int, kind: str, codes: Iterable[str]) -> Known:
    """What the budget knows of these subjects."""
    from ghginv.budget.evaluation.known import Known

    column, tree, day = SIDES[kind], _tree(budget, kind), f"{year}-12-31"
    below = {code: frozenset(tree.subtree(code, day)) if tree else frozenset({code}) for code in codes}
    table = settlement.statement(budget, year, column)
    held = settlement.issued_books(budget)
    return Known(
        year=year,
        column=column,
        codes=below,
        final_kg=_column(_whole(table), "final_kg", below),
        consumed_kg=_column(table, "consumed_kg", below),
        prior_kg=_prior(held.entries, held.legs, year, column, below),
        months=execution.months(budget, year),
        keys=held.entries["key"].tolist(),
        enterprises=_enterprises(held.entries, held.legs, year) if kind == "department" else None,
        red=_red(budget, year, kind, below),
        breaches=_breaches(budget, year, column, below),
        cuts=_cuts(budget, year, column, below, table),
    )


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """The statement with budgets as they were before part of them was carried into the next year."""
    return table.assign(final_kg=table["final_kg"] + table["carried_out_kg"])


def _column(table: pd.DataFrame, name: str, codes: Iterable[str]) -> dict[str, int]:
    return {code: int(table.loc[code, name]) for code in codes if code in table.index}


def _prior(
    entries: pd.DataFrame, legs: pd.DataFrame, year: int, column: str, codes: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Corrections of the closed year by subject, in whichever later year they were posted; kg."""
    from ghginv.budget.ledger import balances, consumption

    mine = entries.loc[[consumption.prior_year(str(key)) == year for key in entries["key"]], ["entry", "entry_id"]]
    undone = set(mine["entry_id"]) & set(entries["reverses"])
    mine = mine[~mine["entry_id"].isin(undone)]
    chosen = legs[legs["entry"].isin(mine["entry"])].reset_index(drop=True)
    if chosen.empty:
        return {}
    places = balances.coordinates(chosen["account"]).assign(amount_kg=chosen["amount_kg"])
    places = places[places["kind"] == consumption.PRIOR]
    return {code: int(places.loc[places[column].isin(each), "amount_kg"].sum()) for code, each in codes.items()}


def _enterprises(entries: pd.DataFrame, legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """``industry, enterprise, final_kg, consumed_kg`` of the year."""
    from ghginv.budget.settlement import statement

    moved = statement.moves(entries, legs, year)
    return _whole(statement.by_place(moved[moved["enterprise"] != ""], ["industry", "enterprise"])).reset_index()


def _red(budget: Budget, year: int, kind: str, codes: Iterable[str]) -> dict[str, int] | None:
    """In how many months each subject was in red, by the last warning of each month; None where nobody watched."""
    months = {
        each["detail"]["month"]: each["detail"]["lights"]
        for each in budget.events
        if each["step"] == "warn" and each["detail"]["year"] == year
    }
    if not months:
        return None
    return {code: sum(lights.get(f"{SIDES[kind]}:{code}") == _RED for lights in months.values()) for code in codes}


def _breaches(
    budget: Budget, year: int, column: str, codes: Mapping[str, frozenset[str]]
) -> dict[str, int] | None:
    """How many projects of each subject were flagged for what they emitted in the year; None without any project.

    Of what was reported twice the newest counts: who rectified it reports again.
    """
    from ghginv.budget.ledger.accounts import parse
    from ghginv.workspace.budgets.projects import Projects

    known = Projects(budget).known.values()
    if not known:
        return None
    counts = dict.fromkeys(codes, 0)
    for project in known:
        last = next((each for each in reversed(project.actuals) if each["year"] == year), None)
        if last and last["flags"]:
            places = {getattr(parse(hold.place), column) for hold in project.holds}
            for code, below in codes.items():
                counts[code] += bool(places & below)
    return counts


def _cuts(
    budget: Budget, year: int, column: str, codes: Mapping[str, frozenset[str]], table: pd.DataFrame
) -> dict[str, tuple[Fraction, Fraction | None]]:
    """Cumulative cuts of emissions per GDP (of industries: per value added) since the base year, percent.

    Only where twelve months or four quarters of the year are known and the base year has both figures. The target is
    the city's cut at an even rate: what a node is held to while no target of its own is handed in.
    """
    from ghginv.budget.evaluation.figures import exact

    if column == "enterprise":
        return {}
    plan, found = budget.plan_in_force, {}
    name = "gdp" if column == "region" else "value_added"
    told = execution.indicators(budget, year)
    told = told[told["indicator"] == name]
    target = _even_cut(budget, year)
    for code, below in codes.items():
        now = _economy(told, column, code)
        base = plan.tables["indicators"]
        base = base[(base["indicator"] == name) & (base["year"] == plan.base_year) & (base[column] == code)]
        emitted = plan.tables["baseline"]
        emitted = emitted[emitted["year"].isin([0, plan.base_year]) & emitted[column].isin(below)]
        before = float(emitted["emissions_t"].sum())
        if now is None or base.empty or not before or not float(base["value"].iloc[0]):
            continue
        first = (exact(before) or Fraction(0)) / (exact(float(base["value"].iloc[0])) or Fraction(1))
        last = Fraction(int(table.loc[code, "consumed_kg"]), 1000) / now
        found[code] = (_PERCENT * (1 - last / first), target)
    return found


def _economy(told: pd.DataFrame, column: str, code: str) -> Fraction | None:
    """GDP or value added of a whole year, in 10^8 CNY."""
    from ghginv.budget.evaluation.figures import exact

    mine = told[told[column] == code]
    if column == "region":
        mine = mine[mine["industry"] == ""]
    whole = set(mine["month"]) in ({3, 6, 9, 12}, set(range(1, 13)), {12}, {0})
    if mine.empty or not whole or set(mine["unit"]) - {"10^8 CNY", "亿元"}:
        return None
    value = exact(float(mine["value"].sum()))
    return value if value else None


def _even_cut(budget: Budget, year: int) -> Fraction | None:
    """The cut since the base year that the plan's intensity target asks for by this year, at an even rate; percent."""
    from ghginv.budget.evaluation.figures import exact

    plan = budget.plan_in_force
    path = plan.tables["path"]
    rows = path[(path["parameter"] == "intensity_cut") & path["year"].isin([0, plan.last_year])]
    if rows.empty:
        return None
    passed = (year - plan.base_year) / (plan.last_year - plan.base_year)
    return exact(round(_PERCENT * (1 - (1 - float(rows["value"].iloc[0]) / _PERCENT) ** passed), 6))

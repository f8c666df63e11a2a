"""A total of each year made into lines: 条 × 块, layers, enterprises and reserves, exact to the kilogram.

total → city reserves → regions held by the city and districts → their reserves → industries → the matrix (prior: the
baseline; bounds: the plan's) → whole units with all margins kept → layers → streets → enterprises. What regions and
industries weigh against each other is decided before: by a method, a blend or by hand. Everything is in whole units of
the rules (tonnes); kilograms of a total that are no whole unit go to the city's general reserve, named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ghginv.budget import baseline as budget_baseline
from ghginv.budget import lines as budget_lines
from ghginv.budget.allocation.matrix_report import MatrixReport
from ghginv.budget.decomposition import bounds as _bounds
from ghginv.budget.decomposition import cells as _cells
from ghginv.budget.decomposition import enterprises as _enterprises
from ghginv.budget.decomposition import industries as _industries
from ghginv.budget.decomposition import regions as _regions
from ghginv.budget.decomposition.context import Context, of_year
from ghginv.budget.trees import last_day
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan
    from ghginv.budget.rules import Rules

STEPS = ("year", "step", "region", "industry", "weight", "amount_kg", "why")


@dataclass(frozen=True)
class Decomposition:
    """``lines`` as ``budget.lines``; ``matrices`` kg by year, regions × industries (without reserves).

    ``report``: STEPS, a row for what each reserve, region, department and industry got and which bound it stands at;
    ``fits``: the report of each year's matrix in units of the rules; ``findings``: what to know, by year.
    """

    lines: pd.DataFrame
    matrices: Mapping[int, pd.DataFrame]
    report: pd.DataFrame
    findings: list[Finding]
    fits: Mapping[int, MatrixReport] = field(default_factory=dict)


def decompose(
    plan: Plan,
    rules: Rules,
    totals_kg: Mapping[int, int],
    *,
    regions: Any = None,
    industries: Any = None,
    enterprises: str | Mapping[str, str] = "grandfather",
    contraction_rate: float = 0.0,
    below: str = "baseline",
) -> Decomposition:
    """The lines of every year of ``totals_kg`` (year → kg).

    ``regions`` and ``industries``: weights of districts, of industries or departments: a Series by code, the same each
    year, or a DataFrame code × year (NaN: not there in the year); any unit, only proportions count; None is the
    baseline. Regions held by the city may be left out and get their fixed bound, else their share of the baseline.
    ``enterprises``: a method of ``decomposition.enterprises.METHODS``, or one by layer; ``contraction_rate`` % of the
    base year a year. ``below``: what streets and parks share a district's cells by: ``baseline`` or ``requests``
    (baseline scaled to what they ask).

    Lines of a year add up to its total exactly; so do reserve and children to each node, on both sides. InputError with
    the year and the code of everything that cannot be: see ``templates/findings/budget_matrix.csv``.
    """
    if below not in ("baseline", "requests"):
        raise InputError(Finding("budget-decompose-method", found=below, expected="baseline、requests"))
    _check(plan, totals_kg)
    chosen = _enterprises.choice(enterprises, contraction_rate)
    years = []
    for year in sorted(totals_kg):
        weights = _weights(regions, year, "regions"), _weights(industries, year, "industries")
        try:
            years.append(_year(plan, rules, year, int(totals_kg[year]), weights, chosen, below))
        except InputError as fault:
            raise of_year(fault, year) from None
    table = budget_lines.ordered(pd.concat([each.lines for each in years], ignore_index=True))
    return Decomposition(
        table,
        {year: each.matrix for year, each in zip(sorted(totals_kg), years, strict=True)},
        pd.DataFrame([step for each in years for step in each.context.steps], columns=list(STEPS)),
        [finding for each in years for finding in each.context.findings],
        {year: each.fit for year, each in zip(sorted(totals_kg), years, strict=True)},
    )


@dataclass(frozen=True)
class _Year:
    context: Context
    lines: pd.DataFrame
    matrix: pd.DataFrame
    fit: MatrixReport


def _check(plan: Plan, totals: Mapping[int, int]) -> None:
    """Years of the plan, whole kilograms, none negative."""
    faults = []
    if not totals or any(year not in plan.years for year in totals):
        odd = "、".join(str(year) for year in totals if year not in plan.years) or "–"
        faults.append(Finding("budget-decompose-years", found=odd, expected=f"{plan.years[0]}–{plan.years[-1]}"))
    for year, kg in totals.items():
        if isinstance(kg, bool) or kg != kg or int(kg) != kg or kg < 0:
            faults.append(Finding("budget-decompose-total", sheet=str(year), found=str(kg)))
    if faults:
        raise InputError(*faults)


def _weights(given: Any, year: int, side: str) -> Mapping[str, float] | None:
    """The weights of a year out of a Series, a mapping or a table code × year, whose blanks are codes not there."""
    if given is None:
        return None
    if not hasattr(given, "columns"):
        return dict(given.items())
    column = next((each for each in given.columns if str(each) == str(year)), None)
    if column is None:
        raise InputError(Finding("budget-decompose-weight-year", sheet=str(year), found=side))
    return dict(given[column].dropna().items())


def _year(
    plan: Plan,
    rules: Rules,
    year: int,
    total_kg: int,
    weights: tuple[Mapping[str, float] | None, Mapping[str, float] | None],
    chosen: _enterprises.Choice,
    below: str,
) -> _Year:
    total, odd_kg = divmod(total_kg, rules.unit_kg)
    context = _context(plan, rules, year, total)
    context.step("total", total, region=context.root, why="given")
    if odd_kg:
        context.note("budget-decompose-odd-kilograms", odd_kg, rules.unit_kg)
    of_cells = _cells.ranges(context)
    shares = _regions.share(context, weights[0], of_cells.side(0))
    rows = {row: shares.cells[row] for row in context.rows}
    narrowed = of_cells.under(rows)
    columns = _industries.share(context, sum(rows.values()), weights[1], narrowed.side(1))
    matrix, report = _cells.matrix(context, rows, columns, of_cells)
    asked = _asked(context) if below == "requests" else {}
    amounts = _cells.layered(context, matrix, of_cells, asked)
    named = _enterprises.share(context, amounts, chosen, context.baseline)
    found = _lines(context, shares.reserves, named, odd_kg)
    return _Year(context, found, (matrix * rules.unit_kg).astype("int64"), report)


def _context(plan: Plan, rules: Rules, year: int, total: int) -> Context:
    day, tree = last_day(year), plan.regions
    base = {key: kg for key, kg in budget_baseline.read(plan, rules, year).items() if kg}
    at_root = tree.root in {region for region, _, _ in base}
    rows = (*((tree.root,) if at_root else ()), *tree.children(tree.root, day))
    above = {code: row for row in rows for code in (tree.subtree(row, day) if row != tree.root else (row,))}
    branches = plan.industries
    leaves = [code for code in branches.subtree(branches.root, day) if not branches.children(code, day)]
    columns = tuple(dict.fromkeys((*leaves, *sorted({industry for _, industry, _ in base}))))
    budgeted = tuple(layer.id for layer in rules.layers if layer.budgeted)
    limits, notes = _bounds.read(plan, year, rules.unit_kg, above, columns, budgeted)
    context = Context(plan, rules, year, total, base, limits, rows, columns, above, findings=notes)
    low, high = limits.total
    if total < low or (high is not None and total > high):
        expected = f"{context.tonnes(low)}–{'' if high is None else context.tonnes(high)}"
        raise InputError(context.finding("budget-decompose-total-bound", context.tonnes(total), expected))
    return context


def _asked(context: Context) -> dict[str, float]:
    """What streets ask for ÷ their baseline, by region: for the whole street, else all its industries added up."""
    table = context.plan.tables["requests"]
    asked: dict[str, dict[str, float]] = {}
    for row in table[table["year"] == context.year].to_dict("records"):
        if context.above.get(row["region"], row["region"]) != row["region"]:
            asked.setdefault(row["region"], {})[row["industry"]] = float(row["requested_t"])
    base: dict[str, int] = {}
    for (region, _, _), kg in context.baseline.items():
        base[region] = base.get(region, 0) + kg
    whole = {region: parts.get("", sum(parts.values())) for region, parts in asked.items()}
    return {region: tonnes * 1000 / base[region] for region, tonnes in whole.items() if base.get(region)}


def _lines(
    context: Context,
    reserves: Mapping[tuple[str, str], int],
    cells_of: Mapping[tuple[str, str, str, str], int],
    odd_kg: int,
) -> pd.DataFrame:
    unit = context.rules.unit_kg
    kept = {key: units * unit for key, units in reserves.items()}
    if odd_kg:
        kept[context.root, "general"] = kept.get((context.root, "general"), 0) + odd_kg
    rows: list[tuple[object, ...]] = [
        (context.year, f"reserve.{kind}", region, "", "", "", kg) for (region, kind), kg in kept.items() if kg
    ]
    rows += [(context.year, "available", *key, units * unit) for key, units in cells_of.items() if units]
    return pd.DataFrame(rows, columns=list(budget_lines.COLUMNS)).astype({"year": "int64", "amount_kg": "int64"})

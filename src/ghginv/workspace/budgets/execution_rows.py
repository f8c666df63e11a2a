"""From what was reported to rows of evidence: the formulas of the library on monthly activity data, at their places.

There is no second formula: rows are compiled as an inventory is, under the workspace's guideline, and of the emissions
those of the budget's basis count. Each row knows its activities, formula and parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ghginv
from ghginv.findings import Finding
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.execution.places import Places
    from ghginv.calculation.inventory import Inventory
    from ghginv.domain.records import Parameter


@dataclass(frozen=True)
class Computed:
    """Rows of evidence with ``grams`` and ``enterprise_of`` (whose they are), and remarks."""

    rows: pd.DataFrame
    findings: list[Finding]


def places(budget: Budget, year: int) -> Places:
    """Where rows of a year are posted, by the plan and the version in force."""
    from ghginv.budget.execution.places import Places, beside, received
    from ghginv.store import journal

    database = budget.workspace.database
    entries = journal.entries(database, budget.id)
    held = received(entries, journal.legs(database, budget.id), year) if beside(entries) else frozenset()
    return Places(budget.plan_in_force, budget.lines(budget.standing.issued), year, held)


def monthly(budget: Budget, year: int, months: Sequence[int] = ()) -> Computed:
    """What was reported of the months of a year (of all, or those named) as rows of evidence.

    Indicators are less what enterprises report.
    """
    from ghginv.budget.execution import remainders
    from ghginv.store import execution

    where = places(budget, year)
    reported = execution.rows(budget.workspace.database, year)
    mine = reported[reported["region"].isin(list(budget.plan_in_force.regions.nodes))]
    mine = mine[mine["month"].isin(list(months))] if months else mine
    rows, findings = remainders.remaining(mine, where)
    found = computed(budget, year, rows)
    placed, gone = _placed(found, where)
    return Computed(_columns(placed, "estimate", basis(budget)), [*findings, *gone])


def basis(budget: Budget) -> str:
    """The basis of the budget 核算口径: of its plan, else of its rule set."""
    return budget.plan_in_force.facts.get("basis") or budget.rules.basis


def computed(budget: Budget, year: int, rows: pd.DataFrame, measured: Iterable[Parameter] = ()) -> pd.DataFrame:
    """Activity rows with their emissions on the budget's basis: the rows' columns, ``grams``, formula, parameters.

    A row without emissions on this basis (heat bought, nothing left) is left out. InputError for a missing factor.
    """
    from ghginv.budget.execution.basis import counted

    given = rows[rows["quantity"].notna() & (rows["quantity"] != 0)]
    if given.empty:
        return _none(given)
    emissions = counted(_compiled(budget, year, given, measured).emissions, basis(budget))
    names = {"source_category": "last", "formula": "last", "parameter_ids": "last"}
    sums = emissions.groupby("activity_id", sort=True).agg({"grams": "sum", **names}).reset_index()
    found = given.merge(sums, on="activity_id", suffixes=("", "_counted"))
    return found.rename(columns={"parameter_ids": "parameters"})


def _none(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[:0].assign(grams=0, source_category="", formula="", parameters="")


def _compiled(budget: Budget, year: int, rows: pd.DataFrame, measured: Iterable[Parameter]) -> Inventory:
    from ghginv.calculation.inventory import Inputs, compile_inventory
    from ghginv.factors import guidelines, library

    settings = budget.workspace.settings
    with budget.workspace.overlaid():
        guideline = guidelines.load(settings.guideline)
        inputs = Inputs(
            region=budget.plan_in_force.region,
            year=year,
            guideline=guideline,
            gwp_set=budget.plan_in_force.facts.get("gwp") or settings.gwp or guideline.gwp,
            library=library.load().with_local(measured),
            submissions=(),
            version=ghginv.__version__,
        )
        return compile_inventory(_table(budget, year, rows), inputs)


def _table(budget: Budget, year: int, rows: pd.DataFrame) -> Any:
    """The rows as activity data of the calculation, each at the region whose factors serve it."""
    import pyarrow as pa

    from ghginv.budget.execution.basis import ELECTRICITY, factor_region

    tree, power = budget.plan_in_force.regions, budget.rules.power_factor
    served = [
        factor_region(code, tree.ancestors(code) if code in tree.nodes else (), budget.workspace.settings.region, power,
                      electricity=category in ELECTRICITY)
        for code, category in zip(rows["region"], rows["category"], strict=True)
    ]  # fmt: skip
    numbers = {"year": pa.int64(), "month": pa.int64(), "vintage": pa.int64(), "quantity": pa.float64()}
    columns = ("activity_id", "submission", "region", "year", "month", "enterprise", "facility", "category", "item",
               "technology", "quantity", "unit", "vintage", "file", "sheet", "cell")  # fmt: skip
    given = rows.assign(region=served, year=year)
    return pa.table({name: pa.array(given[name].tolist(), numbers.get(name, pa.string())) for name in columns})


def _placed(rows: pd.DataFrame, where: Places) -> tuple[pd.DataFrame, list[Finding]]:
    """Each row at the account it uses, an indicator above cells spread over them; facilities that are gone."""
    import pandas as pd

    found, findings = [], []
    for row in rows.to_dict("records"):
        if row["form"] == "indicator":
            shares = where.of_indicator(row["region"], row["industry"], row["category"])
            found += _spread(row, {account.text: kg for account, kg in shares.items()})
            continue
        account = where.of_enterprise(row["enterprise"], row["facility"], int(row["month"]), row["category"])
        if account is None:
            told = {"enterprise": row["enterprise"], "facility": row["facility"], "month": row["month"]}
            findings.append(
                Finding("budget-execution-gone", row["file"], row["sheet"], row["cell"], row["facility"], details=told)
            )
            continue
        found.append({**row, "account": account.text})
    columns = [*rows.columns, "account"]
    return pd.DataFrame(found, columns=columns), findings


def _spread(row: Mapping[str, Any], shares: Mapping[str, int]) -> list[dict[str, Any]]:
    """A row at each of several accounts, its grams shared by weight; shared figures are estimates."""
    from fractions import Fraction

    from ghginv.domain.monthly import ESTIMATED, weakest
    from ghginv.domain.remainders import largest_remainder

    grams = largest_remainder({name: Fraction(kg) for name, kg in shares.items()}, abs(int(row["grams"])))
    sign = 1 if row["grams"] >= 0 else -1
    status = row["status"] if len(shares) == 1 else weakest([row["status"], ESTIMATED])
    return [{**row, "account": name, "grams": sign * part, "status": status} for name, part in grams.items()]


def _columns(rows: pd.DataFrame, kind: str, on: str) -> pd.DataFrame:
    """Rows under the names of evidence; ``enterprise_of`` beside them."""
    named = rows.rename(columns={"activity_id": "activity_ids", "enterprise": "enterprise_of"})
    return named.assign(kind=kind, basis=on, category=named["source_category"])


def verified(budget: Budget, year: int, filed: Sequence[Mapping[str, Any]]) -> Computed:
    """What verified annual filings of enterprises emitted on the budget's basis, at their accounts, as month 0."""
    from ghginv.store import submissions
    from ghginv.workspace.remainder import activity_of

    where = places(budget, year)
    ids = [each["submission"] for each in filed]
    database = budget.workspace.database
    rows = activity_of(database, filed).to_pandas()
    known = {enterprise for enterprise, _ in where.facilities(0)}
    rows = rows[rows["enterprise"].isin(known)]
    rows = rows.assign(category=[_regional(*pair) for pair in zip(rows["category"], rows["item"], strict=True)])
    rows = rows[rows["category"] != ""].assign(form="enterprise", status="verified", deducted="", industry="")
    found = computed(budget, year, rows, submissions.measured(database, ids))
    lost = rows[rows["quantity"].notna() & (rows["quantity"] != 0) & ~rows["activity_id"].isin(found["activity_id"])]
    placed, gone = _placed(found.assign(month=0), where)
    beside = [_uncounted(row, basis(budget)) for row in lost.to_dict("records") if not row["category"].startswith("E.")]
    return Computed(_columns(placed, "verified", basis(budget)), [*gone, *beside])


_SOLD = {"X.1": "E.2", "X.2": "E.4", "X.3": "", "X.4": "", "X.5": ""}


def _regional(category: str, item: str) -> str:
    """The category of a region's inventory for a row of an enterprise's account; empty for what is no part of it."""
    if category in _SOLD:
        return _SOLD[category]
    if category.split(".")[0] == "1" and item in ("electricity", "heat"):
        return "E.1" if item == "electricity" else "E.3"
    return category


def _uncounted(row: Mapping[str, Any], on: str) -> Finding:
    told = {name: row[name] for name in ("enterprise", "item", "category")}
    place = (row["file"], row["sheet"], row["cell"])
    return Finding("budget-execution-uncounted", *place, found=row["item"], expected=on, details=told)

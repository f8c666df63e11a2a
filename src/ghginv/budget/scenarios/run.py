"""A scenario file on a base year: emissions by source and year, before and after the measures, and what each did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from ghginv.budget.scenarios import acting, checks, future
from ghginv.budget.scenarios.acting import Acting
from ghginv.budget.scenarios.emissions import KEY, Base, emissions
from ghginv.budget.scenarios.future import FACTORS, Sources
from ghginv.budget.scenarios.plan import Plan
from ghginv.domain import categories
from ghginv.errors import InputError
from ghginv.findings import Finding

_STEPS = 1000  # stages of a scenario: 0 before the measures, then one a measure


@dataclass(frozen=True)
class Result:
    """What became of a base year.

    ``cells``: ``scenario, source, at, choice_id, before_g, after_g, counts`` with ``category`` (of the activity),
    ``source_category, item, gas, memo, scope, sector, driver`` and ``FACTORS``; whole grams of CO2e.
    ``effects``: ``scenario, measure, step, at, ramp, share, asked_t, there_t, effect_g``; of what counts.
    """

    plan: Plan
    sources: Sources
    cells: pd.DataFrame
    effects: pd.DataFrame
    findings: list[Finding]

    def totals(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """``scenario, at`` and the columns of ``by``, with ``before_g`` and ``after_g`` of what counts."""
        counted = self.cells[self.cells["counts"]]
        keys = ["scenario", *by, "at"]
        return counted.groupby(keys, sort=False)[["before_g", "after_g"]].sum().reset_index()


def run(plan: Plan, base: Base, scenarios: Iterable[str] | None = None, variant: str = "") -> Result:
    """Compute scenarios (all where None). InputError: another region or base year, a measure or switch that names
    nothing, keys without a factor."""
    _same_base(plan, base)
    names = [name for name in plan.scenarios if scenarios is None or name in set(scenarios)]
    found = future.sources(plan, base)
    ahead = pd.concat(
        [future.activities(plan, found, name, variant).assign(scenario=name, stage=at * _STEPS)
         for at, name in enumerate(names)], ignore_index=True,
    )  # fmt: skip
    cells = _described(plan, found, ahead, _emitted(found, ahead))
    before = cells[cells["counts"]].groupby(["scenario", "source", "at"])["before_g"].sum().rename("co2e_g")
    acts = {
        name: acting.act(plan, found, name, before.loc[name].reset_index() if name in before.index else _none())
        for name in names
    }
    cells, effects = _acted(found, ahead, cells, acts)
    findings = [*_told(plan, found, cells), *(finding for each in acts.values() for finding in each.findings)]
    return Result(plan, found, cells, effects, checks.once(findings))


def _none() -> pd.DataFrame:
    return pd.DataFrame({"source": [], "at": [], "co2e_g": []})


def _same_base(plan: Plan, base: Base) -> None:
    region, year = str(base.about["region"]), int(base.about["year"])
    if plan.facts["region"] != region:
        raise InputError(Finding("scenario-base-region", found=region, expected=plan.facts["region"]))
    if plan.horizon.base != year:
        raise InputError(Finding("scenario-base-year", found=str(year), expected=str(plan.horizon.base)))


def _emitted(found: Sources, activity: pd.DataFrame) -> pd.DataFrame:
    """Emissions of activities (``source, at, stage, quantity, factor, power`` …): those columns of it and grams."""
    numbered = activity.reset_index(drop=True).assign(row=range(len(activity)))
    keyed = numbered.merge(found.table[["source", *KEY]], on="source")
    rows = emissions(found.base, keyed)
    return numbered[["row", "scenario", "source", "at", "stage"]].merge(rows, on="row").drop(columns="row")


def _described(plan: Plan, found: Sources, ahead: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The cells with what they are about, whether they count, and the factors that made them."""
    cells = rows.rename(columns={"co2e_g": "before_g"}).drop(columns="stage")
    cells = cells.merge(found.base.lines.rename(columns={"power": "powered"}), on="choice_id")
    cells = cells.merge(found.table[["source", "category", "item", "driver"]], on="source")
    cells = cells.merge(ahead[["scenario", "source", "at", *FACTORS]], on=["scenario", "source", "at"])
    cells["power"] = cells["power"].where(cells["powered"], 1.0)
    cells["sector"] = [categories.sector(code) for code in cells["source_category"]]
    cells["counts"] = counts(cells, plan.basis)
    return cells.sort_values(["scenario", "source", "at", "choice_id"], ignore_index=True)


def counts(cells: pd.DataFrame, basis: str) -> pd.Series:
    """What counts: what the guideline counts, or 碳排放双控: CO2 of energy and processes and of net bought power.

    Where a guideline counts no bought electricity, that of its memo item (``indirect``) is added for the latter.
    """
    counted = cells["memo"] == ""
    if basis == "inventory":
        return counted
    fossil = (cells["gas"] == "CO2") & cells["sector"].isin(["energy", "processes"])
    bought = bool((counted & cells["powered"]).any())
    return fossil & (counted | ((cells["memo"] == "indirect") & (not bought)))


def _acted(found: Sources, ahead: pd.DataFrame, cells: pd.DataFrame, acts: dict[str, Acting]
           ) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Cells after the measures, and the effect of each measure in whole grams."""
    staged = pd.concat(
        [ahead[ahead["scenario"] == name].merge(each.steps, on=["source", "at"]) for name, each in acts.items()],
        ignore_index=True,
    )
    shares = pd.concat([each.shares.assign(scenario=name) for name, each in acts.items()], ignore_index=True)
    shares["effect_g"] = 0
    current = cells.set_index(["scenario", "source", "at", "choice_id"])["before_g"].copy()
    if not staged.empty:
        staged["quantity"] = staged["quantity"] * staged["left"].astype(float)
        staged["factor"] = staged["factor"] * staged["left"].astype(float)
        staged["stage"] = staged["stage"] + staged["step"].astype("int64")
        after = _emitted(found, staged)
        counted = cells.set_index(["scenario", "source", "at", "choice_id"])["counts"]
        after["step"] = after["stage"] % _STEPS
        for (name, step), rows in after.groupby(["scenario", "step"], sort=True):
            index = pd.MultiIndex.from_frame(rows[["scenario", "source", "at", "choice_id"]])
            grams = pd.Series(rows["co2e_g"].to_numpy(), index=index)
            saved = (current.loc[index] - grams)[counted.loc[index].to_numpy()].groupby(level="at").sum()
            current.loc[index] = grams
            mine = (shares["scenario"] == name) & (shares["step"] == step)
            shares.loc[mine, "effect_g"] = shares.loc[mine, "at"].map(saved).fillna(0).astype("int64")
    cells = cells.assign(after_g=current.to_numpy())
    return cells, shares


def _told(plan: Plan, found: Sources, cells: pd.DataFrame) -> Iterable[Finding]:
    """What the reader must know: what stays constant because nobody named it, deposits whose age is held."""
    yield from future.idle(plan, found)
    base = cells[(cells["at"] == plan.horizon.base) & cells["counts"]]
    first = base["scenario"].iloc[0] if len(base) else ""
    for category, item in future.unmapped(found):
        mine = base[(base["scenario"] == first) & (base["category"] == category) & (base["item"] == item)]
        if len(mine):
            tonnes = f"{mine['before_g'].sum() / acting.GRAMS:,.0f}"
            yield Finding("scenario-unmapped", found=f"{category} {item}".strip(), details={"tonnes": tonnes})
    aged = found.table[(found.table["vintage"] != 0) & (found.table["origin"] < 0)]
    if len(aged):
        named = "、".join(sorted({f"{c} {i}" for c, i in zip(aged["category"], aged["item"], strict=True)})[:4])
        yield Finding("scenario-age-held", found=str(len(aged)), details={"named": named})

"""The total of a plan by year 总额: a path drawn from its parameters, in whole kilograms, with remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from ghginv.budget.trajectory import checked, intensity, paths, plan_inputs
from ghginv.budget.trajectory.paths import Drawn
from ghginv.budget.trajectory.plan_inputs import Inputs, Parameter
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.rules import Rules

_SLACK = 1 + 1e-9


@dataclass(frozen=True)
class Totals:
    """The total by year, and what it rests on.

    ``table``: a row a year, ``year`` (int), ``total_kg`` (int64, whole units of the rules), ``emissions_t`` (as drawn),
    ``change`` (% against the year before), ``gdp`` (10^8 CNY), ``gdp_version``, ``growth`` (%), ``intensity``
    (t/10^4 CNY), ``intensity_cut`` (% against the base year), ``energy`` (tce, from the energy intensity target) and
    ``energy_intensity`` (tce/10^4 CNY); NaN where the plan has no figure. ``parameters``: the numbers used with source
    and evidence. ``remarks``: what should be known before the total is approved.
    """

    table: pd.DataFrame
    path: str
    parameters: tuple[Parameter, ...]
    remarks: list[Finding]
    inputs: Inputs

    @property
    def kg(self) -> pd.Series:
        """The total in kg (int64) by year."""
        return self.table.set_index("year").total_kg

    @property
    def cumulative_kg(self) -> int:
        """The sum of all years."""
        return int(self.table.total_kg.sum())

    @property
    def parameter_table(self) -> pd.DataFrame:
        """The parameters as a table."""
        return plan_inputs.listed(self.parameters)


def totals(
    plan: Plan | Inputs, path: str = "intensity", gdp_version: str = "", *, rules: Rules | None = None,
    **settings: float | Mapping[int, float],
) -> Totals:  # fmt: skip
    """The total of a plan on one of the paths of ``emission_factors/budget_paths.csv``.

    ``gdp_version`` chooses among publications and forecasts of GDP; where the plan has several and none is chosen, it
    is refused. ``settings`` replace parameters of the path table (``intensity_cut=18``, ``gdp_growth={2026: 4.1, …}``),
    shift growth (``gdp_shift=0.5``) or choose among caps (``cap_year=2060``). With ``rules`` totals are multiples of
    their ``unit_kg``; where the path spends a cap of the period, the years add up to it still. InputError: what the
    curves refuse, parameters missing; UsageError: unknown path or setting.
    """
    taken = plan if isinstance(plan, Inputs) else plan_inputs.inputs(plan, gdp_version)
    given = taken.changed(settings)
    drawn = paths.draw(path, given)
    unit = rules.unit_kg if rules else 1
    kilograms = rounded(drawn.amounts, unit, keep_sum=drawn.spends)
    table, used = _table(given, drawn, kilograms)
    used = (*drawn.used, *used)
    remarks = [*given.remarks, *_remarks(given, table, paths.path(path).id)]
    return Totals(table, paths.path(path).id, tuple(dict.fromkeys(used)), remarks, given)


def rounded(amounts_t: pd.Series, unit_kg: int = 1, *, keep_sum: bool = False) -> pd.Series:
    """Tonnes by year as whole kilograms (int64), multiples of ``unit_kg``, exactly half a unit upwards.

    ``keep_sum`` rounds running sums instead, so that the years add up to the rounded sum; no year is off by more than
    one unit.
    """
    units = [Fraction(value) * 1000 / unit_kg for value in amounts_t]
    if keep_sum:
        sums = [Fraction(0)]
        for value in units:
            sums.append(sums[-1] + value)
        steps = [_half_up(each) for each in sums]
        whole = [after - before for before, after in pairwise(steps)]
    else:
        whole = [_half_up(value) for value in units]
    return (
        checked.series([0.0] * len(whole), amounts_t.index, "total_kg")
        .astype("int64")
        .add([value * unit_kg for value in whole])
    )


def _half_up(value: Fraction) -> int:
    return int((value + Fraction(1, 2)).__floor__())


def _table(given: Inputs, drawn: Drawn, kilograms: pd.Series) -> tuple[pd.DataFrame, tuple[Parameter, ...]]:
    """The columns of Totals.table, and what they rest on besides the path."""
    import pandas as pd

    amounts = drawn.amounts
    before = amounts.shift().fillna(given.emissions.value)
    table = pd.DataFrame({"total_kg": kilograms, "emissions_t": amounts, "change": 100 * (amounts / before - 1)})
    try:
        gdp, used = paths.gdp(given)
    except InputError:  # a path that needs GDP was refused when it was drawn
        gdp, used = pd.Series(dtype="float64"), ()
    here = gdp.reindex(amounts.index)
    start = given.emissions.value / gdp.iloc[0] if len(gdp) else float("nan")
    table["gdp"], table["gdp_version"] = here, given.gdp_version if len(gdp) else ""
    table["growth"] = (100 * (gdp / gdp.shift() - 1)).reindex(amounts.index)
    table["intensity"] = amounts / (here * 1e4)
    table["intensity_cut"] = 100 * (1 - amounts / here / start)
    table["energy"], more = _energy(given, gdp, amounts)
    table["energy_intensity"] = table.energy / (here * 1e4)
    return table.rename_axis("year").reset_index(), (*used, *more)


def _energy(given: Inputs, gdp: pd.Series, amounts: pd.Series) -> tuple[pd.Series, tuple[Parameter, ...]]:
    """Energy use on the path to the energy intensity target, NaN where the plan has no energy or no target."""
    rows = given.rows("energy_intensity_cut")
    if given.energy is None or not rows or gdp.empty:
        return checked.series([float("nan")] * len(amounts), amounts.index, "energy"), ()
    path = intensity.intensity_target(given.energy.value, gdp.iloc[0], rows[0].value, gdp, base_year=given.base_year)
    return path.reindex(amounts.index), (given.energy, rows[0])


def _remarks(given: Inputs, table: pd.DataFrame, path: str) -> Iterator[Finding]:
    """What should be known: a total that rises, that passes a cap, a target or what was given from above."""
    if path == "intensity":
        yield from _rising(given, table)
    amounts = table.set_index("year").emissions_t
    for row in given.rows("cumulative_cap"):
        spent = float(amounts.sum())
        if not row.year and spent > row.value * _SLACK:
            yield Finding("budget-total-over-cap", found=f"{spent:.0f}", expected=f"{row.value:.0f}")
    for year, row in given.yearly("total").items():
        if path != "given" and amounts[year] > row.value * _SLACK:
            yield Finding(
                "budget-total-over-given",
                found=f"{amounts[year]:.0f}",
                expected=f"{row.value:.0f}",
                details={"year": year},
            )
    for row in given.rows("target_emissions"):
        year = row.year or given.years[-1]
        if year in amounts.index and amounts[year] > row.value * _SLACK:
            yield Finding(
                "budget-total-over-target",
                found=f"{amounts[year]:.0f}",
                expected=f"{row.value:.0f}",
                details={"year": year},
            )
    for row in given.rows("energy_total"):
        year = row.year or given.years[-1]
        energy = table.set_index("year").energy.get(year, float("nan"))
        if energy > row.value * _SLACK:
            yield Finding(
                "budget-total-over-energy", found=f"{energy:.0f}", expected=f"{row.value:.0f}", details={"year": year}
            )


def _rising(given: Inputs, table: pd.DataFrame) -> Iterator[Finding]:
    """Years in which GDP grows faster than the cut allows: the target is met and the total rises all the same."""
    most = intensity.break_even_growth(given.one("intensity_cut").value, given.years[-1] - given.base_year)
    years = table[table.growth > most + 1e-9]
    if not years.empty:
        named = "、".join(str(year) for year in years.year)
        highest = f"{years.growth.max():.2f}"
        yield Finding("budget-total-rises", found=highest, expected=f"{most:.2f}", details={"years": named})

"""Two dual controls side by side 能耗双控与碳排放双控: intensity and total of energy, intensity and total of CO2.

Energy dual control bounds energy per GDP and total energy; carbon dual control bounds CO2 per GDP and total CO2. What
stands between them is the carbon content of energy: it must fall by ``1 - (1 - c)/(1 - e)`` for both cuts to be met,
and that part is won by non-fossil energy, not by saving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ghginv.budget.trajectory import checked, curves, intensity, paths
from ghginv.budget.trajectory.plan_totals import totals

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan

_INDICATORS = {
    "energy_intensity": ("energy", "单位生产总值能耗", "energy per GDP"),
    "energy_total": ("energy", "能源消费总量", "total energy use"),
    "co2_intensity": ("carbon", "单位生产总值二氧化碳排放", "CO2 per GDP"),
    "co2_total": ("carbon", "二氧化碳排放总量", "total CO2"),
}
_CONTROLS = {"energy": ("能耗双控", "dual control of energy"), "carbon": ("碳排放双控", "dual control of carbon")}


@dataclass(frozen=True)
class DualControl:
    """Both controls of a region.

    ``table``: a row a year and indicator, ``year, indicator, zh, en, control, base, target, outcome, gap`` (outcome
    less target), ``cut_target, cut_outcome`` (% against the base year), ``met``; NaN outcomes are not judged (``met``
    None). ``summary``: a row a control, ``control, zh, en, cut, annual_cut, break_even_growth, total_base,
    total_target`` and ``implied_co2``: the CO2 of the last year if only that control is met and, for energy, its carbon
    content stays. ``carbon_content_cut``: how far CO2 per unit of energy must fall (%) for both intensity targets.
    """

    table: pd.DataFrame
    summary: pd.DataFrame
    carbon_content_cut: float


def dual_control(
    *, base_emissions: float, base_energy: float, co2_cut: float, energy_cut: float, gdp: pd.Series, base_year: int,
    emissions: Any = None, energy: Any = None, co2_totals: Any = None, energy_total: float | None = None,
) -> DualControl:  # fmt: skip
    """Targets and outcomes of both controls by year.

    ``gdp``: by year, base year first, constant prices; ``emissions`` and ``energy``: outcomes by year (actual or
    forecast; without them both follow their targets). Targets of totals are ``co2_totals`` by year and ``energy_total``
    of the last year (straight line to it); else intensity target × GDP. Units are those of the arguments. InputError:
    base of zero, years missing, a cut typed as 0.17.
    """
    years = tuple(int(year) for year in gdp.index if year > base_year)
    starts = {"co2": checked.amount(base_emissions, "emissions"), "energy": checked.amount(base_energy, "energy")}
    cuts = {"co2": co2_cut, "energy": energy_cut}
    implied = {
        what: intensity.intensity_target(starts[what], gdp.loc[base_year], cuts[what], gdp, base_year=base_year)
        for what in starts
    }
    totals_of = dict(implied)
    if co2_totals is not None:
        totals_of["co2"] = _series(co2_totals, years)
    if energy_total is not None:
        totals_of["energy"] = curves.linear(starts["energy"], energy_total, years, base_year=base_year)
    outcomes = {"co2": emissions, "energy": energy}
    happened = {what: implied[what] if outcomes[what] is None else _series(outcomes[what], years) for what in starts}
    table = _table(years, starts, implied, totals_of, happened, gdp, base_year)
    content = 100 * (1 - (1 - checked.cut(co2_cut)) / (1 - checked.cut(energy_cut)))
    return DualControl(table, _summary(years, starts, cuts, implied, totals_of, base_year), content)


def plan_dual_control(
    plan: Plan, path: str = "intensity", gdp_version: str = "", *, emissions: Any = None, energy: Any = None,
    **settings: float | Mapping[int, float],
) -> DualControl:  # fmt: skip
    """Both controls of a plan: CO2 totals are those of the path, outcomes by default what the targets imply.

    InputError ``budget-total-no-energy`` where the plan has no energy use of the base year, else as :func:`totals`.
    """
    made = totals(plan, path, gdp_version, rules=None, **settings)
    given = made.inputs
    if given.energy is None:
        raise checked.refuse("budget-total-no-energy", found=str(given.base_year))
    gdp, _ = paths.gdp(given)
    energy_total, drawn = given.rows("energy_total"), made.table.set_index("year").emissions_t
    found = dual_control(
        base_emissions=given.emissions.value, base_energy=given.energy.value, co2_cut=given.one("intensity_cut").value,
        energy_cut=given.one("energy_intensity_cut").value, gdp=gdp, base_year=given.base_year,
        emissions=drawn if emissions is None else emissions, energy=energy, co2_totals=drawn,
        energy_total=energy_total[0].value if energy_total else None,
    )  # fmt: skip
    return replace(found, table=found.table[found.table.year.isin(given.years)].reset_index(drop=True))


def _series(values: Any, years: tuple[int, ...]) -> pd.Series:
    """Outcomes by year, NaN where a year has none yet."""
    given = checked.by_year(values)
    return checked.series([given.get(year, float("nan")) for year in years], years, "outcome")


def _table(
    years: tuple[int, ...],
    starts: Mapping[str, float],
    implied: Mapping[str, pd.Series],
    totals_of: Mapping[str, pd.Series],
    happened: Mapping[str, pd.Series],
    gdp: pd.Series,
    base_year: int,
) -> pd.DataFrame:
    import pandas as pd

    base_gdp, rows = float(gdp.loc[base_year]), []
    for year in years:
        for indicator, (control, zh, en) in _INDICATORS.items():
            what = "co2" if control == "carbon" else "energy"
            relative = indicator.endswith("intensity")
            per = float(gdp.loc[year]) if relative else 1.0
            base = starts[what] / (base_gdp if relative else 1.0)
            target = float((implied if relative else totals_of)[what].loc[year]) / per
            outcome = float(happened[what].loc[year]) / per
            met = None if outcome != outcome else outcome <= target * (1 + 1e-9)
            cuts = (100 * (1 - target / base), 100 * (1 - outcome / base))
            rows.append((year, indicator, zh, en, control, base, target, outcome, outcome - target, *cuts, met))
    columns = [
        "year",
        "indicator",
        "zh",
        "en",
        "control",
        "base",
        "target",
        "outcome",
        "gap",
        "cut_target",
        "cut_outcome",
        "met",
    ]
    return pd.DataFrame(rows, columns=columns)


def _summary(
    years: tuple[int, ...], starts: Mapping[str, float], cuts: Mapping[str, float], implied: Mapping[str, pd.Series],
    totals_of: Mapping[str, pd.Series], base_year: int,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    span, rows = years[-1] - base_year, []
    for control, what in (("energy", "energy"), ("carbon", "co2")):
        last = float(implied[what].iloc[-1])
        co2 = last / starts["energy"] * starts["co2"] if what == "energy" else last
        cut = (cuts[what], intensity.annual_cut(cuts[what], span), intensity.break_even_growth(cuts[what], span))
        rows.append((control, *_CONTROLS[control], *cut, starts[what], float(totals_of[what].iloc[-1]), co2))
    columns = [
        "control",
        "zh",
        "en",
        "cut",
        "annual_cut",
        "break_even_growth",
        "total_base",
        "total_target",
        "implied_co2",
    ]
    return pd.DataFrame(rows, columns=columns)

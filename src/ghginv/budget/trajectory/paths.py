"""The paths a total can be set on, as data (``emission_factors/budget_paths.csv``), and how each is drawn from
inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ghginv import folders
from ghginv.budget.trajectory import checked, curves, intensity, peaks, spending
from ghginv.budget.trajectory.plan_inputs import Inputs, Parameter, missing
from ghginv.errors import UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class PathKind:
    """A row of the registry: ``needs`` are parameters of the path table (``gdp`` is the indicator)."""

    id: str
    zh: str
    en: str
    needs: tuple[str, ...]
    citation: str
    status: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A path as drawn, in t by year of the plan; ``spends`` where its years add up to a cap of the period."""

    amounts: pd.Series
    used: tuple[Parameter, ...]
    spends: bool = False


@folders.remembered
def load() -> dict[str, PathKind]:
    """All paths by id, in the order of the registry."""
    rows = folders.rows(folders.file("emission_factors", "budget_paths.csv"))
    kinds = (
        PathKind(row["path"], row["zh"], row["en"], tuple(row["needs"].split()), row["citation"], row["status"])
        for _, row in rows
    )
    return {kind.id: kind for kind in kinds}


def path(name: str) -> PathKind:
    """The path of this id or name. UsageError ``budget-total-path-unknown``."""
    known = load()
    found = next((each for each in known.values() if name in (each.id, each.zh, each.en)), None)
    if found is None or found.id not in _DRAWN:
        raise UsageError(Finding("budget-total-path-unknown", found=name, expected="、".join(known)))
    return found


def draw(name: str, given: Inputs) -> Drawn:
    """A path drawn from inputs. InputError where a parameter it needs is missing or impossible."""
    return _DRAWN[path(name).id](given)


def gdp(given: Inputs) -> tuple[pd.Series, tuple[Parameter, ...]]:
    """GDP by year of inputs, base year first, from GDP as given or else from growth, and what was used.

    InputError: no GDP of the base year, years that have neither.
    """
    if given.gdp is None:
        raise checked.refuse("budget-total-no-gdp", found=str(given.base_year))
    stated, growth = {row.year: row for row in given.later_gdp}, given.yearly("gdp_growth")
    shift = next((row for row in given.rows("gdp_shift")), None)
    values, used = {given.base_year: checked.amount(given.gdp.value, "gdp")}, [given.gdp]
    for year in range(given.base_year + 1, given.years[-1] + 1):
        row = stated.get(year) or growth.get(year)
        if row is None:
            gone = checked.missing(range(given.base_year + 1, given.years[-1] + 1), {*stated, *growth})
            raise checked.refuse("budget-total-years", found=gone, expected=f"{given.base_year + 1}–{given.years[-1]}")
        grown = row.value / values[year - 1] - 1 if row.parameter == "gdp" else checked.rate(row.value)
        values[year] = values[year - 1] * (1 + grown + (checked.rate(shift.value) if shift else 0))
        used.append(row)
    return checked.series(values.values(), values, "gdp"), (*used, *([shift] if shift else []))


def cap(given: Inputs) -> tuple[Parameter, int]:
    """The cumulative cap and its last year: that of the whole period, else the only one, or the one of ``cap_year``.

    InputError: none, several long ones and none chosen, one that ends within the period.
    """
    chosen = next((int(row.value) for row in given.rows("cap_year")), None)
    rows = given.rows("cumulative_cap")
    if chosen is None:
        rows = tuple(row for row in rows if not row.year) or rows
    else:
        rows = tuple(row for row in rows if (row.year or given.years[-1]) == chosen)
    if not rows:
        raise missing("cumulative_cap")
    if len(rows) > 1:
        raise checked.refuse(
            "budget-total-cap-year", found="、".join(str(row.year) for row in rows), expected="cap_year"
        )
    last = rows[0].year or given.years[-1]
    if last < given.years[-1]:
        raise checked.refuse("budget-total-cap-year", found=str(last), expected=f">= {given.years[-1]}")
    return rows[0], last


def _intensity(given: Inputs) -> Drawn:
    path_gdp, used = gdp(given)
    cut = given.one("intensity_cut")
    amounts = intensity.intensity_target(
        given.emissions.value, path_gdp.iloc[0], cut.value, path_gdp, base_year=given.base_year
    )
    return Drawn(amounts.loc[list(given.years)], (given.emissions, cut, *used))


def _linear(given: Inputs) -> Drawn:
    return _to_target(given, curves.linear)


def _geometric(given: Inputs) -> Drawn:
    return _to_target(given, curves.geometric)


def _to_target(given: Inputs, curve: Callable[..., pd.Series]) -> Drawn:
    target = given.one("target_emissions")
    year = target.year or given.years[-1]
    amounts = curve(given.emissions.value, target.value, given.years, base_year=given.base_year, target_year=year)
    return Drawn(amounts, (given.emissions, target))


def _constant_rate(given: Inputs) -> Drawn:
    quota, last = cap(given)
    years = range(given.years[0], last + 1)
    amounts = spending.constant_rate(given.emissions.value, quota.value, years, base_year=given.base_year)
    return Drawn(amounts.loc[list(given.years)], (given.emissions, quota), last == given.years[-1])


def _linear_to_zero(given: Inputs) -> Drawn:
    quota, _ = cap(given)
    amounts = spending.linear_to_zero(
        given.emissions.value, quota.value, given.years, base_year=given.base_year, start_included=False
    )
    return Drawn(amounts, (given.emissions, quota))


def _capped(given: Inputs) -> Drawn:
    quota, last = cap(given)
    growth = given.one("initial_growth")
    amounts = spending.capped(
        given.emissions.value, growth.value, quota.value, given.years, base_year=given.base_year,
        horizon=last - given.base_year,
    )  # fmt: skip
    whole = last == given.years[-1] and given.years[0] == given.base_year + 1
    return Drawn(amounts, (given.emissions, quota, growth), whole)


def _peak(given: Inputs) -> Drawn:
    return _to_peak(given, peaks.peak_family)


def _quadratic_peak(given: Inputs) -> Drawn:
    return _to_peak(given, peaks.quadratic_peak_from)


def _to_peak(given: Inputs, curve: Callable[..., pd.Series]) -> Drawn:
    year, growth, decline = (given.one(name) for name in ("peak_year", "initial_growth", "decline_rate"))
    amounts = curve(given.emissions.value, growth.value, given.base_year, int(year.value), decline.value, given.years)
    return Drawn(amounts, (given.emissions, year, growth, decline))


def _given(given: Inputs) -> Drawn:
    rows = given.yearly("total")
    if not rows:
        raise missing("total")
    if gone := checked.missing(given.years, rows):
        raise checked.refuse("budget-total-years", found=gone, expected=f"{given.years[0]}–{given.years[-1]}")
    values = [checked.amount(rows[year].value, "total") for year in given.years]
    return Drawn(checked.series(values, given.years, "given"), tuple(rows[year] for year in given.years))


_DRAWN: dict[str, Callable[[Inputs], Drawn]] = {
    "intensity": _intensity,
    "linear": _linear,
    "geometric": _geometric,
    "constant_rate": _constant_rate,
    "linear_to_zero": _linear_to_zero,
    "capped": _capped,
    "peak": _peak,
    "quadratic_peak": _quadratic_peak,
    "given": _given,
}

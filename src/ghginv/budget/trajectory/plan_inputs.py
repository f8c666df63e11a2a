"""What a total is made from, taken from a plan: base year, GDP in a version, the parameters with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ghginv.budget.trajectory import checked
from ghginv.domain import plan_tables
from ghginv.errors import UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan

NOT_IN_PLAN = ("gdp_shift", "cap_year")
"""Settings that only a call has: percentage points added to growth in every year; which cap, by its year."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number a total rests on: ``year`` 0 is the whole period; who says so and how well it is known."""

    parameter: str
    year: int
    value: float
    unit: str
    version: str
    source: str
    evidence: str
    note: str = ""


@dataclass(frozen=True)
class Inputs:
    """What a total is made from: ``emissions`` (t), ``gdp`` (10^8 CNY) and ``energy`` (tce) are those of the base year.

    ``energy`` and ``gdp`` are None where the plan has none; ``later_gdp`` holds GDP of later years where it is given
    itself and not by growth; ``parameters`` are the rows of the path table.
    """

    name: str
    region: str
    base_year: int
    years: tuple[int, ...]
    emissions: Parameter
    gdp: Parameter | None = None
    energy: Parameter | None = None
    later_gdp: tuple[Parameter, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    gdp_version: str = ""
    price_base: str = ""
    remarks: tuple[Finding, ...] = ()

    def rows(self, parameter: str) -> tuple[Parameter, ...]:
        """The rows of a parameter, by year."""
        return tuple(row for row in self.parameters if row.parameter == parameter)

    def one(self, parameter: str) -> Parameter:
        """The one row of a parameter of the whole period. InputError ``budget-total-parameter`` where there is none."""
        found = sorted(self.rows(parameter), key=lambda row: row.year)
        if not found:
            raise missing(parameter)
        return found[0]

    def yearly(self, parameter: str) -> dict[int, Parameter]:
        """The rows of a parameter by year of the plan, a row without year standing for all; years may be missing."""
        found: dict[int, Parameter] = {}
        for row in sorted(self.rows(parameter), key=lambda row: row.year):
            found |= dict.fromkeys([row.year] if row.year else self.years, row)
        return {year: row for year, row in sorted(found.items()) if year in self.years}

    def changed(self, settings: Mapping[str, float | Mapping[int, float]]) -> Inputs:
        """The same with other values: a number for the whole period or a mapping by year.

        UsageError ``budget-total-setting`` for a name that is no parameter.
        """
        known = choices()
        kept = list(self.parameters)
        for name, value in settings.items():
            if name not in known and name not in NOT_IN_PLAN:
                raise UsageError(
                    Finding("budget-total-setting", found=name, expected="、".join((*known, *NOT_IN_PLAN)))
                )
            kept = [row for row in kept if row.parameter != name]
            years = value if isinstance(value, Mapping) else {0: value}
            said = (known.get(name, ""), "", "给定 as given in the call", "own")
            kept += [Parameter(name, int(year), float(number), *said) for year, number in years.items()]
        return replace(self, parameters=tuple(kept))


def choices() -> dict[str, str]:
    """The parameters of the path table with their units."""
    table = plan_tables.load().table("path")
    column = table.column("parameter") if table else None
    return {choice.id: choice.unit for choice in column.choices} if column else {}


def missing(parameter: str) -> Exception:
    """The error of a parameter that a path needs and the plan does not give."""
    table = plan_tables.load().table("path")
    column = table.column("parameter") if table else None
    choice = column.choice(parameter) if column else None
    return checked.refuse("budget-total-parameter", found=parameter, name_zh=choice.zh if choice else parameter,
                          name_en=choice.en if choice else parameter)  # fmt: skip


def inputs(plan: Plan, gdp_version: str = "") -> Inputs:
    """What the totals of a plan are made from, with GDP in one of its versions.

    Emissions of the base year are the indicator of the whole region, else the sum of the baseline; where both stand and
    differ, a remark. InputError: unknown version, or several and none chosen; GDP in prices of different years; no
    emissions.
    """
    version = _version(plan, gdp_version)
    prices, gdp, later = _gdp(plan, version)
    emissions, remarks = _emissions(plan)
    parameters = [row for row in _path(plan) if row.parameter != "gdp_growth" or row.version in ("", version)]
    named = {row.year for row in parameters if row.parameter == "gdp_growth" and row.version}
    parameters = [row for row in parameters if row.parameter != "gdp_growth" or row.version or row.year not in named]
    return Inputs(
        plan.name, plan.region, plan.base_year, plan.years, emissions, gdp, _indicator(plan, "energy"), later,
        tuple(parameters), version, prices, tuple(remarks),
    )  # fmt: skip


def _version(plan: Plan, wanted: str) -> str:
    """The version of GDP asked for, or the only one; refused where it is unknown or must be chosen."""
    indicators, path = plan.tables["indicators"], plan.tables["path"]
    growth = path[path.parameter == "gdp_growth"]
    gdp = indicators[
        (indicators.indicator == "gdp") & (indicators.region == plan.region) & (indicators.year >= plan.base_year)
    ]
    known = sorted({*growth.version, *gdp.version} - {""})
    if wanted in known or (not wanted and (growth.version == "").any()) or (not wanted and not known):
        return wanted
    if not wanted and len(known) == 1:
        return known[0]
    raise checked.refuse("budget-total-gdp-version", found=wanted or "—", expected="、".join(known) or "—")


def _gdp(plan: Plan, version: str) -> tuple[str, Parameter | None, tuple[Parameter, ...]]:
    """The prices, GDP of the base year, GDP of later years where given."""
    table = plan.tables["indicators"]
    rows = table[(table.indicator == "gdp") & (table.region == plan.region) & (table.industry == "")]
    rows = rows[rows.version.isin(["", version]) & rows.year.isin([plan.base_year, *plan.years])]
    rows = rows.sort_values("version").drop_duplicates("year", keep="last").sort_values("year")
    stated = sorted({*rows.price_base, plan.facts["price_base"]} - {""})
    if len(stated) > 1:
        raise checked.refuse(
            "budget-total-prices", found="、".join(stated), expected=plan.facts["price_base"] or stated[0]
        )
    found = {int(row.year): _parameter("gdp", row) for row in rows.itertuples()}
    return "".join(stated), found.pop(plan.base_year, None), tuple(found.values())


def _emissions(plan: Plan) -> tuple[Parameter, list[Finding]]:
    """Emissions of the base year, and whether indicator and baseline say the same."""
    baseline = plan.tables["baseline"]
    rows = baseline[baseline.year.isin([0, plan.base_year])]
    stated = _indicator(plan, "emissions")
    if rows.empty and stated is None:
        raise checked.refuse("budget-total-no-base", found=str(plan.base_year))
    summed = float(rows.sort_values(["region", "industry", "layer"]).emissions_t.sum())
    if stated is None:
        evidence = "、".join(sorted(set(rows.evidence)))
        return Parameter("emissions", plan.base_year, summed, "t", "", "基线之和 sum of the baseline", evidence), []
    if rows.empty or abs(summed - stated.value) <= 0.5:
        return stated, []
    details = {"year": plan.base_year}
    return stated, [
        Finding("budget-total-base-differs", found=f"{summed:.0f}", expected=f"{stated.value:.0f}", details=details)
    ]


def _indicator(plan: Plan, name: str) -> Parameter | None:
    """An indicator of the whole region in the base year, with its source."""
    table = plan.tables["indicators"]
    rows = table[
        (table.indicator == name)
        & (table.region == plan.region)
        & (table.industry == "")
        & (table.year == plan.base_year)
    ]
    rows = rows.sort_values("version")
    return next((_parameter(name, row) for row in rows.itertuples()), None)


def _path(plan: Plan) -> Iterable[Parameter]:
    """The rows of the path table, in an order of their own."""
    rows = plan.tables["path"].sort_values(["parameter", "year", "version"])
    return (_parameter(row.parameter, row) for row in rows.itertuples())


def _parameter(name: str, row: Any) -> Parameter:
    return Parameter(name, int(row.year), float(row.value), row.unit, row.version, row.source, row.evidence, row.note)


def listed(parameters: Iterable[Parameter]) -> pd.DataFrame:
    """Parameters as a table, each once."""
    import pandas as pd

    rows = [[getattr(row, name) for name in Parameter.__dataclass_fields__] for row in dict.fromkeys(parameters)]
    return pd.DataFrame(rows, columns=list(Parameter.__dataclass_fields__))

"""What if 假如: the total over growth × cut, peak year × decline, or any other parameters of a path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from ghginv.budget.trajectory import plan_inputs
from ghginv.budget.trajectory.plan_inputs import Inputs
from ghginv.budget.trajectory.plan_totals import totals
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.plan import Plan
    from ghginv.budget.rules import Rules

MOST = 10_000  # rows of a table


def what_if(
    plan: Plan | Inputs, variations: Mapping[str, Sequence[Any]], *, path: str = "intensity", gdp_version: str = "",
    rules: Rules | None = None, **settings: float | Mapping[int, float],
) -> pd.DataFrame:  # fmt: skip
    """The total for every combination of values, the last name turning fastest.

    ``variations``: values by setting (see :func:`totals`), None as the plan has it; ``{"gdp_growth": [3, None, 5],
    "intensity_cut": [15, 17, 19]}``. ``settings`` hold for all rows. Columns: the settings as given, ``last_kg`` (total
    of the last year), ``cumulative_kg``, ``change`` (% of the last year against the base year), ``peak`` (the year with
    the highest total, the base year among them), ``refused`` (why a combination has no total; numbers then are 0 and
    NaN). UsageError: no variation, unknown setting, more than 10 000 rows.
    """
    import pandas as pd

    names, rows = list(variations), []
    count = 1
    for values in variations.values():
        count *= len(values)
    if not names or not 0 < count <= MOST:
        raise UsageError(Finding("budget-total-variations", found=str(count if names else 0), expected=f"1–{MOST}"))
    base = plan if isinstance(plan, Inputs) else plan_inputs.inputs(plan, gdp_version)
    for chosen in product(*variations.values()):
        changed = {name: value for name, value in zip(names, chosen, strict=True) if value is not None}
        rows.append((*chosen, *_row(base, path, rules, {**settings, **changed})))
    columns = [*names, "last_kg", "cumulative_kg", "change", "peak", "refused"]
    return pd.DataFrame(rows, columns=columns)


def _row(base: Inputs, path: str, rules: Rules | None, settings: Mapping[str, Any]) -> tuple[int, int, float, int, str]:
    try:
        made = totals(base, path, rules=rules, **settings)
    except InputError as refused:
        return 0, 0, float("nan"), 0, "；".join(finding.code for finding in refused.findings)
    amounts = {made.inputs.base_year: made.inputs.emissions.value, **dict(made.table.set_index("year").emissions_t)}
    last = 100 * (amounts[made.inputs.years[-1]] / made.inputs.emissions.value - 1)
    return int(made.kg.iloc[-1]), made.cumulative_kg, last, max(amounts, key=lambda year: amounts[year]), ""

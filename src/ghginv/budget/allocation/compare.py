"""All methods side by side: what each gives to whom, how far they are apart, what each means for equity and cost.

No method is right. What is recommended is the middle of them, or a blend whose weights are stated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv.budget.allocation import checked
from ghginv.budget.allocation import methods as registry
from ghginv.budget.allocation.abatement_cost import Curves
from ghginv.budget.allocation.run import run
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.allocation.methods import Method

SPREAD = ("min", "max", "median", "mean", "recommended")
MEASURED = ("gini_population", "gini_gdp", "gini_emissions", "distance_to_requests", "cost", "note", "note_en")


@dataclass(frozen=True)
class Comparison:
    """``amounts``: units × methods, each column adding up to the total, in its unit.

    ``spread``: by unit min, max, median and mean of the methods, and ``recommended``: the medians, which do not add up,
    brought to the total in proportion and within bounds. Methods with debts (negative amounts) are left out of it, and
    methods that come to the same count once.
    ``methods``: by method the grouped Gini against population, GDP and emissions (0: equal for each head, yuan, tonne),
    ``distance_to_requests`` Σ|a - d| / total (0: all as asked; NaN without requests), ``cost`` of the abatement that
    each unit then needs, by its own measures (NaN without measures or where they do not suffice), remarks in two
    languages. ``correlation``: Spearman's rank correlation of amounts between methods. ``refused``: methods that could
    not run, with the reasons. ``findings``: remarks by method.
    """

    amounts: pd.DataFrame
    spread: pd.DataFrame
    methods: pd.DataFrame
    correlation: pd.DataFrame
    refused: Mapping[str, list[Finding]]
    findings: Mapping[str, list[Finding]] = field(default_factory=dict)


def compare(total: float, inputs: pd.DataFrame, methods: Iterable[str] | None = None, **options: Any) -> Comparison:
    """Run methods (all of the registry where none are named) on the same total and inputs (as ``run`` takes them).

    ``options`` go to the methods that know them; ``measures`` also price the abatement. UsageError: an unknown method,
    an option that none of them knows. InputError: no method could run (with all reasons).
    """
    chosen = list(registry.load().values()) if methods is None else [registry.find(name) for name in methods]
    _known(chosen, options)
    amounts: dict[str, pd.Series] = {}
    refused: dict[str, list[Finding]] = {}
    for each in chosen:
        its = {name: value for name, value in options.items() if name in each.options}
        try:
            amounts[each.id] = run(each.id, total, inputs, **its)
        except InputError as wrong:
            refused[each.id] = wrong.findings
    if not amounts:
        raise InputError(*(finding for reasons in refused.values() for finding in reasons))
    import pandas as pd

    table = pd.DataFrame({name: result.to_numpy() for name, result in amounts.items()}, index=inputs.index)
    findings = {name: list(result.attrs["findings"]) for name, result in amounts.items()}
    spread = _spread(float(total), table, inputs, _repeated(float(total), table, findings))
    rows = _measured(float(total), table, inputs, options.get("measures"), findings)
    return Comparison(table, spread, rows, _correlation(table), refused, findings)


def blend(comparison: Comparison | pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Σ_k w_k a_ik over methods; the weights are kept in ``attrs["weights"]``, so that a blend says what it is.

    ``comparison`` or its amounts. InputError: weights that are negative, no numbers, do not add up to 1, or name a
    method that is not among the amounts.
    """
    amounts = comparison.amounts if isinstance(comparison, Comparison) else comparison
    asked = {name.replace("_", "-"): checked.number(value, "weight", least=0) for name, value in weights.items()}
    if strange := [name for name in asked if name not in amounts]:
        expected = ", ".join(amounts.columns)
        raise checked.refuse("budget-allocation-blend-method", found=", ".join(strange), expected=expected)
    if abs(math.fsum(asked.values()) - 1) > 1e-9:
        raise checked.refuse("budget-allocation-blend-weights", found=checked.shown(math.fsum(asked.values())))
    found = sum(weight * amounts[name] for name, weight in sorted(asked.items())).rename("blend")
    found.attrs["weights"] = dict(sorted(asked.items()))
    return found


def _known(chosen: Sequence[Method], options: Mapping[str, Any]) -> None:
    known = {name for each in chosen for name in each.options} | {"measures"}
    if unknown := sorted(set(options) - known):
        found, expected = ", ".join(unknown), ", ".join(sorted(known))
        details = {"method": ", ".join(each.id for each in chosen)}
        raise UsageError(Finding("budget-allocation-option-unknown", found=found, expected=expected, details=details))


def _repeated(total: float, amounts: pd.DataFrame, findings: dict[str, list[Finding]]) -> set[str]:
    """The methods that come to the same as one before them (as grandfathering, when output stays): they would count
    twice in the middle. Adds a remark to each."""
    found: set[str] = set()
    for place, name in enumerate(amounts):
        for before in amounts.columns[:place]:
            if before not in found and (amounts[name] - amounts[before]).abs().max() <= 1e-9 * total:
                findings[name].append(Finding("budget-allocation-same", expected=before, details={"method": name}))
                found.add(name)
                break
    return found


def _spread(total: float, amounts: pd.DataFrame, inputs: pd.DataFrame, repeated: set[str]) -> pd.DataFrame:
    import pandas as pd

    budgets = amounts.loc[:, [name for name in amounts if name not in repeated and (amounts[name] >= 0).all()]]
    found = pd.DataFrame(index=amounts.index, columns=list(SPREAD), dtype="float64")
    if budgets.shape[1] == 0:
        return found
    for name in ("min", "max", "median", "mean"):
        found[name] = budgets.agg(name, axis="columns")
    among = checked.units(amounts)
    low, high = checked.limits(total, inputs.get("lower"), inputs.get("upper"), among)
    medians = found["median"].to_numpy()
    if medians.any():
        found["recommended"] = checked.within_bounds(total, medians, low, high, among.labels)
    return found


def _measured(
    total: float,
    amounts: pd.DataFrame,
    inputs: pd.DataFrame,
    measures: pd.DataFrame | None,
    findings: dict[str, list[Finding]],
) -> pd.DataFrame:
    """What each method means: see ``Comparison.methods``. Adds to ``findings`` what could not be priced."""
    import pandas as pd

    rows = {}
    curves = None if measures is None else Curves(measures)
    for name in amounts:
        amount = amounts[name]
        row: dict[str, Any] = {
            f"gini_{base}": _gini(amount, inputs, base) for base in ("population", "gdp", "emissions")
        }
        row["distance_to_requests"] = _distance(total, amount, inputs)
        row["cost"], short = _cost(amount, inputs, curves)
        findings[name] += short
        for column, lang in (("note", "zh"), ("note_en", "en")):
            row[column] = "；".join(each.text(lang) for each in findings[name])
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(MEASURED)).rename_axis("method")


def _gini(amount: pd.Series, inputs: pd.DataFrame, base: str) -> float:
    """The grouped Gini against a base; NaN where it is not known for all units or an amount is negative."""
    from ghginv.budget.allocation.gini import gini

    if base not in inputs or not (inputs[base] > 0).all() or (amount < 0).any():
        return math.nan
    return float(gini(amount, inputs[base]))


def _distance(total: float, amount: pd.Series, inputs: pd.DataFrame) -> float:
    if "requests" not in inputs or inputs["requests"].isna().any():
        return math.nan
    return math.fsum((amount - inputs["requests"]).abs()) / total


def _cost(amount: pd.Series, inputs: pd.DataFrame, curves: Curves | None) -> tuple[float, list[Finding]]:
    """What the abatement that each unit needs costs by its own measures; NaN and a remark where that is not known."""
    if curves is None or "emissions" not in inputs or inputs["emissions"].isna().any():
        return math.nan, []
    needs = (inputs["emissions"] - amount).clip(lower=0)
    found = {unit: curves.of(unit, float(need)) for unit, need in needs.items()}
    if short := [unit for unit, (_, gap) in found.items() if gap]:
        gaps = checked.shown(math.fsum(gap for _, gap in found.values()))
        return math.nan, [Finding("budget-allocation-measures-short", found=checked.listed(short), expected=gaps)]
    return math.fsum(cost for cost, _ in found.values()), []


def _correlation(amounts: pd.DataFrame) -> pd.DataFrame:
    """Spearman's rank correlation between methods; NaN where a method gives all units the same, or below 3 units."""
    import numpy as np
    import pandas as pd
    from scipy.stats import rankdata

    if len(amounts) < 3:
        return pd.DataFrame(np.nan, index=amounts.columns, columns=amounts.columns)
    rounded = amounts.to_numpy() / np.abs(amounts.to_numpy()).max()
    ranks = rankdata(rounded.round(12), axis=0)  # amounts that differ by rounding alone have one rank
    ranks -= ranks.mean(axis=0)
    lengths = np.sqrt((ranks**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = ranks.T @ ranks / np.outer(lengths, lengths)
    return pd.DataFrame(np.clip(found, -1, 1), index=amounts.columns, columns=amounts.columns)

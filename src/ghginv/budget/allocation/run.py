"""Run a method of the registry by its name on a table of inputs.

A method that has bounds of its own gets them; the result of one that has none is brought within them in proportion,
and says so. What rests on a default of ours says so too: the remarks travel in ``attrs["findings"]`` of the result.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ghginv.budget.allocation import checked, methods
from ghginv.budget.allocation.checked import Floats
from ghginv.budget.allocation.equal_cumulative import debts
from ghginv.budget.allocation.methods import Method
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

BOUNDS = ("lower", "upper")
CRITERIA = ("need:", "duty:")


def run(method: str, total: float, inputs: pd.DataFrame, **options: Any) -> pd.Series:
    """The total shared among the rows of ``inputs`` (index: units; columns as the registry names them).

    ``options`` are those of the method (``weight``, ``beta``, ``pairwise`` …). The result adds up to ``total``, in the
    order of ``inputs``. UsageError: unknown method or option. InputError: missing columns or options, and all that the
    method itself refuses.
    """
    found = methods.find(method)
    if unknown := sorted(set(options) - set(found.options)):
        said = ", ".join(found.options) or "–"
        raise UsageError(_finding("budget-allocation-option-unknown", found, ", ".join(unknown), said))
    if gaps := missing(found, inputs, options):
        raise InputError(*gaps)
    call = found.call()
    result = _called(call, found, total, inputs, options)
    remarks = [*result.attrs.get("findings", ()), *_defaults(found, options), *debts(result)]
    if "lower" not in found.optional and any(name in inputs for name in BOUNDS):
        result, moved = _within(found, total, inputs, result)
        remarks += moved
    result = result.rename(found.id)
    result.attrs["findings"] = remarks
    return result


def usable(inputs: pd.DataFrame, lang: str = "zh", **options: Any) -> dict[str, str]:
    """Each method of the registry with the reason why it lacks something, ``""`` where it has all it needs."""
    known = methods.load().values()
    return {each.id: "; ".join(gap.text(lang) for gap in missing(each, inputs, options)) for each in known}


def missing(method: Method, inputs: pd.DataFrame, options: Mapping[str, Any]) -> list[Finding]:
    """What a method lacks: columns that are absent or empty, options without default."""
    have = {name for name in inputs.columns if inputs[name].notna().any()}
    if any(str(name).startswith(CRITERIA) for name in have):
        have.add("criteria")
    gaps = []
    if columns := [name for name in method.columns if name not in have]:
        details = {"found_zh": _words(columns, "zh"), "found_en": _words(columns, "en")}
        gaps.append(_finding("budget-allocation-columns", method, **details))
    if needed := sorted(name for name in method.needed if options.get(name) is None):
        gaps.append(_finding("budget-allocation-option", method, ", ".join(needed)))
    return gaps


def _words(columns: list[str], lang: str) -> str:
    return ", ".join(str(checked.words(name)[f"field_{lang}"]) for name in columns)


def _finding(code: str, method: Method, found: str = "", expected: str = "", **details: object) -> Finding:
    return Finding(code, found=found, expected=expected, details={"method": method.id, **details})


def _whole(call: Callable[..., Any]) -> bool:
    """Whether the function takes the table as such (its second argument is ``table``)."""
    return list(inspect.signature(call).parameters)[1] == "table"


def _called(
    call: Callable[..., Any], method: Method, total: float, inputs: pd.DataFrame, options: Mapping[str, Any]
) -> pd.Series:
    chosen = {name: value for name, value in {**method.options, **options}.items() if value is not None}
    if _whole(call):
        return call(total, inputs, **chosen)
    columns = [inputs[name] for name in method.columns]
    extra = {name: inputs[name] for name in method.optional if name in inputs}
    return call(total, *columns, **extra, **chosen)


def _defaults(method: Method, options: Mapping[str, Any]) -> list[Finding]:
    """A remark where an option rests on a default of ours."""
    ours = [f"{name}={value}" for name, value in method.options.items() if value is not None and name not in options]
    return [_finding("budget-allocation-default", method, ", ".join(ours))] if ours else []


def _within(method: Method, total: float, inputs: pd.DataFrame, result: pd.Series) -> tuple[pd.Series, list[Finding]]:
    """The result as shares, filled within bounds; for claims no one gets more than was asked for."""
    among = checked.units(inputs)
    low, high = checked.limits(float(total), inputs.get("lower"), inputs.get("upper"), among)
    if method.columns == ("requests",):
        high = checked.limits(float(total), low, _least(high, inputs["requests"].to_numpy()), among)[1]
    if ((result >= low) & (result <= high)).all():
        return result, []
    if (result < 0).any():
        raise checked.refuse("budget-allocation-below-zero", found=among.named(result < 0), method=method.id)
    filled = checked.within_bounds(float(total), result.to_numpy(), low, high, among.labels)
    return among.like(filled), [_finding("budget-allocation-clipped", method)]


def _least(first: Floats, second: Floats) -> Floats:
    import numpy as np

    found: Floats = np.minimum(first, second)
    return found

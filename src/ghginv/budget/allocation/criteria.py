"""Tables of criteria 指标表, units by rows, criteria by columns: what weights and the composite index ask of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units
from ghginv.errors import UsageError
from ghginv.findings import Finding

DIRECTIONS = ("need", "duty")


@dataclass(frozen=True, slots=True)
class Criteria:
    """A checked table: ``values`` units × criteria; ``columns`` the index of the criteria where it was a DataFrame."""

    values: Floats
    among: Units
    names: tuple[Hashable, ...]
    columns: Any = None

    def like(self, weights: Floats) -> Any:
        """One number a criterion: a Series by name for a DataFrame, else an array."""
        return Units(self.names, self.columns).like(weights)

    def normalised(self, directions: Any) -> Floats:
        """Min-max to 0…1: ``need`` (more is more) as it is, ``duty`` (more is less) turned round.

        ``directions`` by name or in the order of the columns; None: all ``need``.
        """
        least, most = self.values.min(axis=0), self.values.max(axis=0)
        scaled = (self.values - least) / (most - least)
        duty = np.array([each == "duty" for each in directions_of(directions, self.names)])
        found: Floats = np.where(duty, 1.0 - scaled, scaled)
        return found


def read(criteria: Any, *, signed: bool = False) -> Criteria:
    """A DataFrame units × criteria, or a two-dimensional array of them.

    InputError: no table, fewer than two units, a criterion named twice, what is no finite number, what is negative
    (unless ``signed``), a criterion that is the same for all units and so tells nothing.
    """
    columns = getattr(criteria, "columns", None)
    shape = np.shape(criteria)
    if len(shape) != 2 or not shape[1]:
        raise checked.refuse("budget-criteria-table", found=shape)
    names = tuple(columns) if columns is not None else tuple(range(1, shape[1] + 1))
    if len(set(names)) < len(names):
        raise checked.refuse("budget-criteria-twice", found=checked.listed(x for x in names if names.count(x) > 1))
    among = checked.units(criteria)
    if len(among) < 2:
        raise checked.refuse("budget-criteria-units", found=len(among))
    table = criteria if columns is not None else np.asarray(criteria, dtype=object)
    values = np.column_stack(
        [checked.vector(_column(table, k), among, str(name), some=False, signed=signed) for k, name in enumerate(names)]
    )
    spread = values.max(axis=0) - values.min(axis=0)
    constant = spread <= 1e-12 * np.abs(values).max(axis=0)
    if constant.any():
        found = checked.listed(name for name, same in zip(names, constant, strict=True) if same)
        raise checked.refuse("budget-criteria-constant", found=found)
    return Criteria(values, among, names, columns)


def _column(table: Any, k: int) -> Any:
    return table.iloc[:, k] if hasattr(table, "iloc") else table[:, k]


def directions_of(directions: Any, names: tuple[Hashable, ...]) -> tuple[str, ...]:
    """``need`` or ``duty`` a criterion. UsageError: another word, a criterion without, one too many."""
    if directions is None:
        return ("need",) * len(names)
    if hasattr(directions, "to_dict"):
        directions = directions.to_dict()
    if isinstance(directions, Mapping):
        found = {name: directions.get(name, "") for name in names}
        odd = [f"{name}: {each or '—'}" for name, each in found.items() if each not in DIRECTIONS]
        odd += [f"{name}?" for name in directions if name not in names]
    else:
        found = dict(zip(names, directions, strict=False))
        odd = [f"{name}: {each}" for name, each in found.items() if each not in DIRECTIONS]
        odd += [f"{len(directions)} ≠ {len(names)}"] if len(directions) != len(names) else []
    if odd:
        raise UsageError(
            Finding("budget-criteria-direction", found=checked.listed(odd), expected=", ".join(DIRECTIONS))
        )
    return tuple(found[name] for name in names)


def weights_of(weights: Any, names: tuple[Hashable, ...]) -> Floats:
    """Weights in the order of the criteria, by name or position.

    InputError: not one a criterion, no number, negative, a sum other than 1 (within 1e-9).
    """
    among = Units(names, names)
    if isinstance(weights, Mapping):
        import pandas as pd

        weights = pd.Series(weights)
    found = checked.vector(weights, among, "weights")
    total = float(np.sum(found))
    if abs(total - 1) > 1e-9:
        raise checked.refuse("budget-weights-sum", found=f"{total:.12g}", expected=1)
    return found

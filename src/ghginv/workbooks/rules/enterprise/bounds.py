"""The plausibility rules that are data: thresholds, ranges of measured values, intensities of products.

They stand in ``templates/checks/enterprise_*``; each bound says where it comes from or that it is our own default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ghginv import folders
from ghginv.domain import items


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range of a measured parameter of an item in ``unit``, already widened; ``typical`` is a default value."""

    unit: str
    typical: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Intensity:
    """What a unit of an item takes: ``power`` in kWh or ``energy`` in kgce."""

    item: str
    measure: str
    lowest: float
    highest: float


@folders.remembered
def thresholds() -> Mapping[str, Any]:
    """``enterprise_thresholds.toml``."""
    return tomllib.loads(folders.file("templates", "checks/enterprise_thresholds.toml").read_text("utf-8"))


@folders.remembered
def parameters() -> Mapping[tuple[str, str], Bounds]:
    """By parameter and item the range that is not remarked: the library's, widened by our own default."""
    widened = thresholds()["parameters"]["widened_percent"]
    found = {}
    for _, row in folders.rows(folders.file("templates", "checks/enterprise_parameters.csv")):
        kind = items.find_code(row["item"]).kind
        down, up = (0, 0) if row["status"] == "own" else widened.get(kind, (0, 0))
        lowest, highest = float(row["lowest"]) * (1 - down / 100), float(row["highest"]) * (1 + up / 100)
        found[row["parameter"], row["item"]] = Bounds(row["unit"], float(row["typical"]), lowest, highest)
    return found


@folders.remembered
def intensities() -> tuple[Intensity, ...]:
    """``enterprise_intensities.csv``."""
    rows = folders.rows(folders.file("templates", "checks/enterprise_intensities.csv"))
    return tuple(Intensity(row["item"], row["measure"], float(row["lowest"]), float(row["highest"])) for _, row in rows)

"""What the result workbook of scenarios is made of: plain frames and mappings, whoever computed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

ByYear = Mapping[int, float]


@dataclass(frozen=True)
class Acting:
    """A measure in a scenario: ``ramp`` from 0 to 1 and its effect in t by year."""

    measure: str
    name: str
    kind: str
    amount: float
    ramp: ByYear
    effect_t: ByYear


@dataclass(frozen=True)
class OneScenario:
    """A scenario: indices of drivers and of the power factor by year, ``multiple`` (intensity × mix: groups × years),
    measures in order, ours by year and by sector and year in t, after the measures.

    ``acts`` names by class of groups the measures that act on it, in order.
    """

    code: str
    name: str
    drivers: Mapping[str, ByYear]
    power: ByYear
    multiple: pd.DataFrame
    measures: Sequence[Acting]
    acts: Mapping[str, Sequence[str]]
    total_t: ByYear
    sectors_t: Mapping[str, ByYear]
    said: str


@dataclass(frozen=True)
class ScenarioMaterial:
    """All that the workbook says.

    ``groups``: ``group, category, item, driver, powered, sector, class, moved, base_t`` (emissions where all factors
    are 1). ``library`` the measures as records, ``causes`` a caption and a table of effects in t each. ``period``:
    first and last year of cumulative emissions. ``budget_t`` by year, empty where none is compared.
    """

    facts: Mapping[str, Any]
    years: Sequence[int]
    driver_names: Mapping[str, str]
    groups: pd.DataFrame
    scenarios: Sequence[OneScenario]
    library: Sequence[Mapping[str, Any]]
    causes: Sequence[tuple[str, pd.DataFrame]]
    period: tuple[int, int]
    budget_t: ByYear = field(default_factory=dict)
    remarks: Sequence[str] = ()
    warning: str = ""

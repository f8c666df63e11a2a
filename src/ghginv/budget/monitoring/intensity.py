"""The light of intensity 碳强度灯: the cut of emissions per value added achieved so far, against what is due.

The yearly target is the published one of the year where there is one (``co2_intensity_cut_year_<year>``), else the even
yearly rate of the five-year target, ``1 - (1 - c)^(1/5)``; by a date ``c_year · pi_k`` of it is due (our own reading).
An intensity that rose is red at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from ghginv.budget.monitoring import lights
from ghginv.budget.monitoring.board import Board
from ghginv.budget.monitoring.causes import of_node
from ghginv.budget.monitoring.nodes import PLACE
from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.errors import UsageError

_YEARS = 5
_FIVE_YEARS = {2026: "co2_intensity_cut_15fyp"}


@dataclass(frozen=True)
class Intensity:
    """``light``; the ``cut`` achieved and the ``target`` of the date, shares; ``rule`` and ``status`` of the target."""

    light: str
    cut: float
    target: float
    rule: str
    status: str

    @property
    def up(self) -> bool:
        """Whether the intensity rose."""
        return self.cut < 0


def target(year: int) -> tuple[Fraction, Dated] | None:
    """The cut due in a year as a share, with the rule; None where no rule is known."""
    plans = [name for first, name in _FIVE_YEARS.items() if 0 <= year - first < _YEARS]
    for name in (f"co2_intensity_cut_year_{year}", *plans):
        try:
            found = policy.find(name, year, "CN")
        except UsageError:
            continue
        if name in _FIVE_YEARS.values():
            even = 1 - (1 - float(found.number) / 100) ** (1 / _YEARS)
            return Fraction(round(even * 10**6), 10**6), found
        return found.number / 100, found
    return None


def build(board: Board, node: str, indicators: pd.DataFrame, before: pd.DataFrame) -> Intensity | None:
    """The light of a node; None where value added or emissions of the same months of both years are not known.

    Value added is GDP of the node's regions where all that is needed is there, else the sum over its industries; of
    both years the same months of the same regions.
    """
    due, at = target(board.situation.year), board.situation
    mine = board.belongs[board.belongs["node"] == node]
    past = at.past[(at.past["year"] == at.year - 1) & (at.past["month"] <= at.month)].merge(mine, on=list(PLACE))
    worth = _worth(of_node(indicators, board, node, mine), of_node(before, board, node, mine), at.month)
    if due is None or worth is None or past.empty:
        return None
    now = int(board.table.at[node, "executed_kg"])
    cut = lights.intensity_cut((now, worth[0]), (int(past["emissions_kg"].sum()), worth[1]))
    if cut is None:
        return None
    share = Fraction(str(board.profile.cumulative.at[node, at.month]))
    light = lights.of_cut(cut, due[0] * share, at.settings.threshold)
    return Intensity(light, float(cut), float(due[0] * share), due[1].citation, due[1].status)


def _worth(now: pd.DataFrame, before: pd.DataFrame, month: int) -> tuple[Fraction, Fraction] | None:
    """GDP or value added of both years; None where neither is told of the same months and regions in both."""
    for indicator in ("gdp", "value_added"):
        sums, told = [], []
        for table in (now, before):
            rows = table[table["month"].between(1, month)]
            rows = rows[(rows["indicator"] == indicator) & ((rows["industry"] == "") == (indicator == "gdp"))]
            told.append(sorted(map(tuple, rows[["region", "industry", "month"]].to_numpy().tolist())))
            sums.append(sum((Fraction(str(each)) for each in rows["value"]), Fraction(0)))
        if told[0] and told[0] == told[1]:
            return sums[0], sums[1]
    return None

"""Quick indicators less what enterprises report themselves: never both, never below nothing.

An indicator holds all that is used in its region and industry. What enterprises there report of the same month and
item, or of one that it contains (raw coal holds bituminous coal), is taken off, and what indicators of regions below
it, or of items that it contains, hold. Where enterprises report more than the indicator has, nothing remains and a
finding names the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

import pandas as pd

from ghginv.budget.execution.places import Places
from ghginv.domain.items import holders
from ghginv.domain.monthly import ENTERPRISE, INDICATOR
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding

SEPARATOR = ";"
_SLACK = 1e-9  # of the indicator: what is left of subtracting equal decimals


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with where it stands."""

    row: Mapping[str, Any]
    region: str
    industry: str

    @property
    def alike(self) -> tuple[object, ...]:
        """What an indicator and its parts have in common."""
        return self.row["month"], self.industry, _family(self.row["category"]), self.row["unit"]

    @property
    def what(self) -> tuple[object, ...]:
        """Region and item."""
        return self.region, self.row["item"]

    def holds(self, other: _Row, within: frozenset[str]) -> bool:
        """Whether this indicator contains what another row alike says."""
        return other.region in within and self.row["item"] in holders(other.row["item"])


def remaining(rows: pd.DataFrame, places: Places) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows with indicators reduced to what remains, and what is to be said of them.

    ``deducted`` names the activities that were taken off an indicator, ``reported`` is its quantity as reported.
    """
    given = rows.to_dict("records")
    enterprises = _by_likeness(_placed(row, places) for row in given if row["form"] == ENTERPRISE)
    indicators = [_Row(row, row["region"], row["industry"]) for row in given if row["form"] == INDICATOR]
    others = _by_likeness(indicators)
    within = {each.region: places.within(each.region) for each in indicators}
    # Parts before what contains them: regions below, and in one region bituminous coal before raw coal.
    order = sorted(indicators, key=lambda each: (len(within[each.region]), -len(holders(each.row["item"])),
                                                 each.row["activity_id"]))  # fmt: skip
    left: dict[str, float] = {}
    names: dict[str, list[str]] = {}
    findings: list[Finding] = []
    for each in order:
        region, mine = within[each.region], each.row
        parts = [other for other in enterprises.get(each.alike, ()) if each.holds(other, region)]
        below = [other for other in others[each.alike] if other.what != each.what
                 and each.holds(other, region) and other.row["activity_id"] in left]  # fmt: skip
        taken = [float(other.row["quantity"]) for other in parts]
        taken += [left[other.row["activity_id"]] for other in below]
        rest = float(mine["quantity"]) - fsum(taken)
        if rest < -_SLACK * max(abs(float(mine["quantity"])), 1.0):
            findings.append(_short(mine, fsum(taken)))
        left[mine["activity_id"]] = rest if rest > _SLACK * float(mine["quantity"]) else 0.0
        names[mine["activity_id"]] = [other.row["activity_id"] for other in (*parts, *below)]
    made = [
        {**row, "reported": row["quantity"], "quantity": left.get(row["activity_id"], row["quantity"]),
         "deducted": SEPARATOR.join(sorted(names.get(row["activity_id"], [])))}
        for row in given
    ]  # fmt: skip
    return pd.DataFrame(made, columns=[*rows.columns, "reported", "deducted"]), findings


def _by_likeness(rows: Iterable[_Row]) -> dict[tuple[object, ...], list[_Row]]:
    found: dict[tuple[object, ...], list[_Row]] = {}
    for each in rows:
        found.setdefault(each.alike, []).append(each)
    return found


def _placed(row: Mapping[str, Any], places: Places) -> _Row:
    account = places.of_enterprise(row["enterprise"], row["facility"], int(row["month"]), "")
    return _Row(row, account.region, account.industry) if account else _Row(row, row["region"], row["industry"])


def _family(category: str) -> str:
    """What can be part of what: electricity bought, heat bought, fuels burnt, a process."""
    return category if category.startswith(("E.", "P.")) else "fuel"


def _short(row: Mapping[str, Any], taken: float) -> Finding:
    told = {name: row[name] for name in ("region", "industry", "month", "item", "unit")}
    found, expected = digits(float(row["quantity"])), digits(taken)
    return Finding("budget-execution-short", row["file"], row["sheet"], row["cell"], found, expected, told)

"""Peers 同行: emissions per output and per value, and where an enterprise stands among its like.

Nothing here shows another enterprise's own figure: with too few peers there is no standing, median and mean are
rounded, and there is no mean where one peer makes most of it. The distance from the median is computed from the
rounded median, so that the enterprise can check it and cannot compute back beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ghginv.domain import industries, items
from ghginv.enterprise.rating_rules import PeerRule
from ghginv.findings import Finding

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

KINDS = ("product", "economic")
"""Kinds of items that emissions are divided by; the third kind (operation) is not an output."""
INTENSITIES = "enterprise year item kind total_t quantity unit intensity".split()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an enterprise stands in one intensity.

    ``others`` is how many other enterprises are compared with, in the ``group`` of the ``level``. ``percentile`` is the
    mid-rank from the lowest intensity in percent, ``better_than`` the share of peers with a higher one (ties half);
    ``distance`` = (median - own) / median, ``ratio`` = own / mean. What cannot be shown is None, ``reasons`` say why.
    """

    item: str
    intensity: float | None
    level: str = ""
    group: str = ""
    others: int = 0
    percentile: float | None = None
    better_than: float | None = None
    median: float | None = None
    distance: float | None = None
    mean: float | None = None
    ratio: float | None = None
    reasons: tuple[Finding, ...] = ()


def yearly(indicators: pd.DataFrame) -> pd.DataFrame:
    """Indicators by enterprise, year and item: the sum of the months where there are any, else the year's figure.

    A facility counts by itself, so one may give months and another the year. ``unit`` is the item's own.
    """
    keys = ["enterprise", "year", "facility", "item"]
    monthly = indicators["month"] > 0
    with_months = indicators[monthly].set_index(keys).index
    whole = ~indicators.set_index(keys).index.isin(with_months)
    kept = indicators[monthly | whole]
    return kept.groupby(["enterprise", "year", "item", "unit"], as_index=False)["quantity"].sum()


def intensities(years: pd.DataFrame, indicators: pd.DataFrame, outputs: Sequence[str] = ()) -> pd.DataFrame:
    """Emissions (t CO2e) per unit of each product and economic figure: columns of ``INTENSITIES``.

    ``outputs`` are items of operation that stand for the product of an enterprise without one in that year. Without a
    total or with an output of zero or less there is no intensity and no row.
    """
    given = yearly(indicators)
    kinds = {item: items.load()[item].kind for item in given["item"].unique() if items.known(item)}
    given = given.assign(kind=given["item"].map(kinds))
    makers = given[given["kind"] == "product"].set_index(["enterprise", "year"]).index
    without = ~given.set_index(["enterprise", "year"]).index.isin(makers)
    given.loc[given["item"].isin(list(outputs)) & without, "kind"] = "product"
    found = given[given["kind"].isin(KINDS)].merge(years[["enterprise", "year", "total_t"]], on=["enterprise", "year"])
    found = found[(found["quantity"] > 0) & found["total_t"].notna()].copy()
    found["intensity"] = found["total_t"] / found["quantity"]
    return found[INTENSITIES].sort_values(["year", "enterprise", "item"], ignore_index=True)


def level_codes(industry: str, template: str) -> dict[str, str]:
    """The peer groups of an industry of GB/T 4754 by level, empty where unknown.

    >>> level_codes("3011", "cement")
    {'group': '301', 'division': '30', 'section': 'C', 'template': 'cement'}
    """
    division = industry[:2]
    section = industries.load()[division].parent if industries.known(division) else ""
    return {
        "group": industry[:3] if len(industry) >= 3 else "",
        "division": division if section else "",
        "section": section,
        "template": template,
    }


@dataclass(frozen=True)
class Peers:
    """The enterprises of a year that may be compared with each other; the groups are made once for all.

    ``register`` has a row an enterprise (``enterprise, industry, template, status``), ``intensities`` are those of the
    same year; only enterprises in one of ``states`` are compared with.
    """

    register: pd.DataFrame
    intensities: pd.DataFrame
    rule: PeerRule
    states: tuple[str, ...]

    @cached_property
    def _codes(self) -> dict[str, dict[str, str]]:
        rows = self.register[["enterprise", "industry", "template"]].itertuples(index=False, name=None)
        return {enterprise: level_codes(industry, template) for enterprise, industry, template in rows}

    @cached_property
    def _own(self) -> dict[tuple[str, str], float]:
        rows = self.intensities[["enterprise", "item", "intensity"]].itertuples(index=False, name=None)
        return {(enterprise, item): value for enterprise, item, value in rows}

    @cached_property
    def _groups(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        """The comparable enterprises by item, level and code."""
        status = self.register.set_index("enterprise")["status"]
        fit = self.intensities[self.intensities["enterprise"].map(status).isin(self.states)]
        found: dict[tuple[str, str, str], pd.DataFrame] = {}
        for level in self.rule.levels:
            codes = fit["enterprise"].map(lambda each, level=level: self._codes[each][level])
            for (item, code), rows in fit.groupby(["item", codes]):
                if code:
                    found[item, level, code] = rows
        return found

    @cached_property
    def _products(self) -> dict[str, str]:
        """The main product of each enterprise: of its products the one that most enterprises of its template make."""
        made = self.intensities[self.intensities["kind"] == "product"]
        made = made.assign(template=made["enterprise"].map(lambda each: self._codes[each]["template"]))
        makers = made.groupby(["template", "item"])["enterprise"].transform("nunique")
        order = {item: place for place, item in enumerate(items.load())}
        made = made.assign(makers=makers, order=made["item"].map(order))
        first = made.sort_values(["makers", "order"], ascending=[False, True]).drop_duplicates("enterprise")
        return dict(zip(first["enterprise"], first["item"], strict=True))

    def item(self, enterprise: str, per: str) -> str:
        """What emissions are divided by: the enterprise's main product for ``product``, else ``per`` itself."""
        return self._products.get(enterprise, "") if per == "product" else per

    @cached_property
    def _standings(self) -> dict[tuple[str, str], Standing]:
        return {}

    def standing(self, enterprise: str, per: str) -> Standing:
        """Where an enterprise stands in emissions per main product or per an item."""
        if (enterprise, per) not in self._standings:
            self._standings[enterprise, per] = self._standing(enterprise, per)
        return self._standings[enterprise, per]

    def _standing(self, enterprise: str, per: str) -> Standing:
        item = self.item(enterprise, per)
        own = self._own.get((enterprise, item))
        if own is None:
            return Standing(item, None, reasons=(Finding("rating-no-output", details=_named(item or per)),))
        level, code, rows = self._nearest(enterprise, item)
        if len(rows) < self.rule.least:
            few = Finding("rating-few-peers", found=str(len(rows)), expected=str(self.rule.least))
            return Standing(item, own, level, code, len(rows), reasons=(few,))
        return self._compared(enterprise, item, own, level, code, rows)

    def _nearest(self, enterprise: str, item: str) -> tuple[str, str, pd.DataFrame]:
        """The first level with enough others; without one, that with most."""
        found = []
        for level in self.rule.levels:
            code = self._codes[enterprise][level]
            rows = self._groups.get((item, level, code), self.intensities.iloc[:0])
            rows = rows[rows["enterprise"] != enterprise]
            if len(rows) >= self.rule.enough:
                return level, code, rows
            found.append((level, code, rows))
        return max(found, key=lambda each: len(each[2]))

    def _compared(self, enterprise: str, item: str, own: float, level: str, code: str, rows: pd.DataFrame) -> Standing:
        import numpy as np

        values = rows["intensity"].to_numpy(dtype=float)
        everyone = np.append(values, own)
        percentile = midrank(everyone, own)
        above = (values > own).sum() + 0.5 * (values == own).sum()
        median = rounded(float(np.median(everyone)), self.rule.digits)
        mean, reasons = self._mean(rows, enterprise)
        return Standing(
            item,
            own,
            level,
            code,
            len(rows),
            percentile=percentile,
            better_than=float(100 * above / len(values)),
            median=median,
            distance=(median - own) / median if median > 0 else None,
            mean=mean,
            ratio=own / mean if mean else None,
            reasons=reasons,
        )

    def _mean(self, rows: pd.DataFrame, enterprise: str) -> tuple[float | None, tuple[Finding, ...]]:
        """Emissions of all, the enterprise among them, over their output, rounded.

        There is none where one of the others makes most of what they emit or put out together: whoever knows his own
        figures would know that one's.
        """
        mine = self.intensities["enterprise"] == enterprise
        mine &= self.intensities["item"] == rows["item"].iloc[0]
        sums = {name: float(rows[name].sum()) for name in ("total_t", "quantity")}
        everyone = {name: sums[name] + float(self.intensities.loc[mine, name].sum()) for name in sums}
        largest = max(float(rows[name].abs().max()) / total if total > 0 else 1.0 for name, total in sums.items())
        if largest > self.rule.dominance or everyone["total_t"] <= 0:
            return None, (Finding("rating-dominated", expected=f"{self.rule.dominance:.0%}"),)
        return rounded(everyone["total_t"] / everyone["quantity"], self.rule.digits), ()


def midrank(values: np.ndarray, own: float) -> float:
    """The percentile of ``own`` among ``values``, which hold it: ties count half, so nobody stands at 0 or 100.

    >>> import numpy as np
    >>> midrank(np.array([1.0, 2.0, 3.0, 4.0]), 1.0), midrank(np.array([2.0, 2.0]), 2.0)
    (12.5, 50.0)
    """
    below, same = (values < own).sum(), (values == own).sum()
    return float(100 * (below + 0.5 * same) / len(values))


def rounded(value: float, digits: int) -> float:
    """To so many significant digits.

    >>> rounded(0.0123456, 3), rounded(123456.0, 3), rounded(0.0, 3)
    (0.0123, 123000.0, 0.0)
    """
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def history(intensities: pd.DataFrame, enterprise: str, item: str, year: int, years: int) -> Mapping[str, float]:
    """``before`` the mean of the intensities of up to ``years`` years before, ``fall`` = (before - own) / before.

    Empty where either is not known.
    """
    rows = intensities[(intensities["enterprise"] == enterprise) & (intensities["item"] == item)]
    values = dict(zip(rows["year"], rows["intensity"], strict=True))
    earlier = [value for each, value in values.items() if year - years <= each < year]
    if year not in values or not earlier or (before := sum(earlier) / len(earlier)) <= 0:
        return {}
    return {"own": values[year], "before": before, "fall": (before - values[year]) / before}


def _named(item: str) -> dict[str, str]:
    known = items.load().get(item)
    return {"item_zh": known.zh if known else item, "item_en": known.en if known else item}

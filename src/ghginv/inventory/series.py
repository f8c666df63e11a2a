"""Time series 时间序列: the same region over years, change since the base year, and what was recalculated.

Pure functions over emission rows (``Inventory.emissions``) and over what runs say of themselves (``Inventory.about``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.domain import categories
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("total", "sector", "category", "gas")
UNIFORM = ("guideline_digest", "gwp", "tables_digest", "version")
"""What must be the same in all years of a series, lest a change of method look like a change of emissions."""


def series(emissions: Mapping[int, pd.DataFrame], by: str = "sector", base: int | None = None, lang: str = "zh"):  # type: ignore[no-untyped-def]
    """What counts, in t CO2e: ``name`` and a column a year, then the change since the base year in percent.

    ``by`` is one of ``LEVELS``; below the parts stand the totals with and without land use. The base year is the first
    year unless given.
    """
    import pandas as pd

    words = _WORDS[lang]
    years = sorted(emissions)
    columns: dict[int, dict[str, int]] = {}
    for year in years:
        counted = emissions[year][emissions[year]["memo"] == ""]
        names = _names(counted, by, lang)
        sums = (
            counted.assign(name=names)[counted["co2e_g"].notna()].groupby("name")["co2e_g"].sum()
            if by != "total"
            else {}
        )
        land = counted["source_category"].map(categories.sector) == "land"
        columns[year] = {str(name): int(grams) for name, grams in dict(sums).items()} | {
            words["without"]: int(counted.loc[~land, "co2e_g"].sum()),
            words["with"]: int(counted["co2e_g"].sum()),
        }
    totals = [words["without"], words["with"]]
    parts = sorted({name for each in columns.values() for name in each} - set(totals), key=_order(lang))
    rows = [
        {"name": name, **{str(year): _tonnes(columns[year].get(name)) for year in years}} for name in [*parts, *totals]
    ]
    frame = pd.DataFrame(rows)
    base = base if base in years else years[0]
    for year in years:
        if year != base:
            start, now = frame[str(base)].astype("float64"), frame[str(year)].astype("float64")
            frame[f"{year}/{base} %"] = (100 * (now - start) / start.abs()).where(start != 0)
    return frame


def uneven(abouts: Mapping[int, Mapping[str, Any]]) -> list[Finding]:
    """A warning for each thing that is not the same in all years of a series, naming the years."""
    found = []
    for name in UNIFORM:
        by_value: dict[str, list[int]] = {}
        for year, about in sorted(abouts.items()):
            by_value.setdefault(str(about[name]), []).append(year)
        if len(by_value) > 1:
            groups = " | ".join(", ".join(map(str, years)) for years in by_value.values())
            found.append(Finding("series-uneven", found=groups, details=_UNIFORM_WORDS[name]))
    return found


def recalculated(
    year: int, compared: pd.DataFrame, former: Mapping[str, float], threshold: float, lang: str
) -> list[dict[str, Any]]:
    """The rows of a recalculation report for one year: each changed category and gas, then the total.

    ``compared`` is ``calculation.compare.compare`` of the former and the present run, ``former`` its summary.
    ``significant`` tells whether the change of the total exceeds ``threshold`` percent.
    """
    counted = compared[(compared["memo"] == "") & (compared["difference_t"] != 0)]
    causes = [name for name in counted.columns if name.endswith("_t") and name not in _NOT_CAUSES]
    grouped = counted.fillna({"first_co2e_t": 0.0, "second_co2e_t": 0.0}).groupby(["source_category", "gas"], sort=True)
    rows = []
    for (category, gas), part in grouped[["first_co2e_t", "second_co2e_t", "difference_t", *causes]]:
        sums = {name: float(part[name].sum()) for name in ("first_co2e_t", "second_co2e_t", "difference_t", *causes)}
        node = categories.tree().get(str(category))
        named = {"year": year, "category": category, "name": node.name(lang) if node else "", "gas": gas}
        rows.append(_changed({**named, **sums}, threshold=None))
    total = {"year": year, "category": "", "name": _WORDS[lang]["with"], "gas": ""}
    return [*rows, _changed({**total, **former}, threshold)]


def _changed(row: dict[str, Any], threshold: float | None) -> dict[str, Any]:
    start = row["first_co2e_t"]
    percent = 100 * row["difference_t"] / abs(start) if start else None
    significant = "" if threshold is None else bool(percent is None or abs(percent) > threshold)
    return {**row, "difference_percent": percent, "significant": significant}


def _names(counted: pd.DataFrame, by: str, lang: str) -> Sequence[str]:
    if by == "gas":
        return counted["gas"]
    if by == "sector":
        return counted["source_category"].map(lambda code: categories.SECTORS[categories.sector(code)][lang != "zh"])
    return counted["source_category"].map(lambda code: f"{code} {categories.tree()[code].name(lang)}")


def _order(lang: str):  # type: ignore[no-untyped-def]
    """Sectors and categories in the order of the guideline, all else by name."""
    ranks = [names[lang != "zh"] for names in categories.SECTORS.values()]
    ranks += [f"{code} {node.name(lang)}" for code, node in categories.tree().items()]
    places = {name: place for place, name in enumerate(ranks)}
    return lambda name: (places.get(name, len(places)), name)


def _tonnes(grams: int | None) -> float | None:
    return None if grams is None else grams / GRAMS_PER_TONNE


_NOT_CAUSES = ("first_co2e_t", "second_co2e_t", "difference_t")
_WORDS = {
    "zh": {"with": "合计（含土地利用变化和林业）", "without": "合计（不含土地利用变化和林业）"},
    "en": {"with": "Total with land use change and forestry", "without": "Total without land use change and forestry"},
}
_UNIFORM_WORDS = {
    "guideline_digest": {"what_zh": "核算指南的规则", "what_en": "the guideline's rules"},
    "gwp": {"what_zh": "全球变暖潜势", "what_en": "the warming potentials"},
    "tables_digest": {"what_zh": "因子库", "what_en": "the factor library"},
    "version": {"what_zh": "ghginv 版本", "what_en": "the version of ghginv"},
}

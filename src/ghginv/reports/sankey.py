"""The flow of emissions from source to sector to gas; removals stand apart, for a flow cannot be less than nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ghginv.domain import categories
from ghginv.reports import figures
from ghginv.reports.document import Chart
from ghginv.reports.drawing import INK, PALE, Sheet, colour, cut

LARGEST = 3
"""Sources of a sector that flow by themselves; the others flow together."""
_TOP, _HEIGHT, _GAP, _NODE, _ROW = 40.0, 420.0, 5.0, 10.0, 15.0
_PLACES = {"source": 150.0, "sector": 290.0, "gas": 412.0}


class Flow(NamedTuple):
    """``co2e_t`` of a source (code and name), its sector and gas."""

    source: str
    name: str
    sector: str
    gas: str
    co2e_t: float


def sankey(flows: Sequence[Flow], words: Mapping[str, str], lang: str) -> Chart:
    """The flows above zero as bands, those below zero as a list under them."""
    emitted = _gathered([flow for flow in flows if flow.co2e_t > 0], words["other-sources"])
    removed = sorted((flow for flow in flows if flow.co2e_t < 0), key=lambda flow: (flow.co2e_t, flow.source))
    sheet = Sheet()
    total = sum(flow.co2e_t for flow in emitted) or 1.0
    columns = {
        "source": _sums(emitted, "source"),
        "sector": _sums(emitted, "sector"),
        "gas": _sums(emitted, "gas"),
    }
    most = max(map(len, columns.values()))
    scale = (_HEIGHT - _GAP * most) / total
    tops = {name: _stacked(sums, scale, _ROW if name == "source" else _ROW + 3) for name, sums in columns.items()}
    _bands(sheet, emitted, tops, scale, lang)
    names = {flow.source: flow.name for flow in emitted}
    names |= {sector: title[lang != "zh"] for sector, title in categories.SECTORS.items()}
    colours = {flow.source: colour(flow.sector) for flow in emitted}
    for column, sums in columns.items():
        x, left = _PLACES[column], column == "source"
        sheet.text(x + (_NODE if left else 0), 20, words[column], "end" if left else "start", PALE, 12)
        for key, value in sums.items():
            height, y = max(value * scale, 0.6), tops[column][key]
            title = names.get(key, key)
            tip = f"{title} {figures.tonnes(value)} t CO2e"
            sheet.bar(x, y, _NODE, height, colours.get(key) or colour(key), tip)
            room = 138 if left else 108 if column == "sector" else 56
            at = x - 6 if left else x + _NODE + 4
            sheet.text(at, y + height / 2 + 4, cut(title, room, 11), "end" if left else "start", INK, 11)
    bottom = max(y + columns[name][key] * scale for name, each in tops.items() for key, y in each.items()) + 30
    bottom = _removals(sheet, removed, bottom, words)
    values = [(f"{flow.source} {flow.gas}", flow.co2e_t) for flow in [*emitted, *removed]]
    parts = "; ".join(f"{names[key]} {figures.tonnes(value)}" for key, value in columns["sector"].items())
    return sheet.chart(words["sankey"], f"{parts} (t CO2e)", bottom, values)


def _gathered(flows: Sequence[Flow], other: str) -> list[Flow]:
    """The flows with all but the largest sources of each sector as one."""
    sums = _sums(flows, "source")
    sectors = {flow.source: flow.sector for flow in flows}
    kept = {
        source
        for sector in categories.SECTORS
        for source in sorted((s for s in sums if sectors[s] == sector), key=lambda s: (-sums[s], s))[:LARGEST]
    }
    gathered: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for flow in flows:
        alone = flow.source in kept
        key = (flow.source, flow.name) if alone else (f"{flow.sector}+", other)
        gathered[(*key, flow.sector, flow.gas)] += flow.co2e_t
    order = list(categories.SECTORS)
    found = [Flow(*key, value) for key, value in gathered.items()]
    totals = _sums(found, "source")
    return sorted(
        found, key=lambda f: (order.index(f.sector), f.source.endswith("+"), -totals[f.source], f.source, f.gas)
    )


def _sums(flows: Sequence[Flow], by: str) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for flow in flows:
        sums[getattr(flow, by)] += flow.co2e_t
    return dict(sums)


def _stacked(sums: Mapping[str, float], scale: float, row: float) -> dict[str, float]:
    """The top of each node, with room for its label."""
    tops, y = {}, _TOP
    for key, value in sums.items():
        pad = max(0.0, row - value * scale) / 2
        tops[key] = y + pad
        y += max(value * scale, row) + _GAP
    return tops


def _bands(
    sheet: Sheet, flows: Sequence[Flow], tops: Mapping[str, Mapping[str, float]], scale: float, lang: str
) -> None:
    """A band for each flow between two neighbouring columns, stacked in the order of the flows."""
    for first, second in (("source", "sector"), ("sector", "gas")):
        pairs: dict[tuple[str, str], float] = defaultdict(float)
        for flow in flows:
            pairs[getattr(flow, first), getattr(flow, second)] += flow.co2e_t
        sectors = {getattr(flow, first): flow.sector for flow in flows}
        used: dict[tuple[str, str], float] = defaultdict(float)
        for (start, end), value in pairs.items():
            height = value * scale
            y1 = tops[first][start] + used["from", start] + height / 2
            y2 = tops[second][end] + used["to", end] + height / 2
            used["from", start] += height
            used["to", end] += height
            x1, x2 = _PLACES[first] + _NODE, _PLACES[second]
            half = (x1 + x2) / 2
            sheet.add(
                "path",
                tip=f"{figures.tonnes(value)} t CO2e",
                d=f"M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}",
                fill="none",
                stroke=colour(sectors[start]),
                stroke_width=max(height, 0.6),
                stroke_opacity="0.35",
            )


def _removals(sheet: Sheet, removed: Sequence[Flow], y: float, words: Mapping[str, str]) -> float:
    if not removed:
        return y
    total = sum(flow.co2e_t for flow in removed)
    sheet.text(16, y, f"{words['removals-apart']}: {figures.tonnes(total)} t CO2e", fill=colour("land"), size=12)
    largest = removed[0].co2e_t
    for flow in removed[:5]:
        y += 20
        sheet.bar(16, y - 10, 110 * flow.co2e_t / largest, 11, colour(flow.sector))
        sheet.text(134, y, f"{cut(flow.name, 230, 12)} {flow.gas}  {figures.tonnes(flow.co2e_t)}", size=12)
    return y + 16

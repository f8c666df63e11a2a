"""The charts of a budget: the path of totals, what the methods give, the matrix, the budgets over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghginv.reports import figures
from ghginv.reports.budget_tables import rough
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, cut, scaled, ticks, wide

Words = Mapping[str, str]
UNITS = {
    "zh": ((1e8, "亿吨"), (1e4, "万吨"), (1.0, "吨")),
    "en": ((1e9, "Gt"), (1e6, "Mt"), (1e3, "kt"), (1.0, "t")),
}
MARK, SOFT, GOAL, FAINT = "#1f4e79", "#d3dee8", "#b5532d", "#7d878d"
PALETTE = ("#1f4e79", "#b5532d", "#3c8650", "#c9971c", "#6b5b95", "#5aa0c8", "#a8436f", "#8a9a3b", "#d08a6a", "#4f6d7a",
           "#9d86c2", "#7a5c3e")  # fmt: skip
OTHER = "#b4bcc2"
SMALL = 12
_LEFT, _RIGHT = 62.0, WIDTH - 14.0


@dataclass(frozen=True)
class Path:
    """What the chart of totals shows, all in t: ``totals`` by year, ``base`` (year, emissions), ``reference`` the path
    at the base year's intensity, ``band`` lowest and highest total of the last year, ``goal`` its target."""

    totals: Mapping[int, float]
    base: tuple[int, float] | None = None
    reference: Mapping[int, float] = field(default_factory=dict)
    band: tuple[float, float] | None = None
    goal: float | None = None


def totals(path: Path, words: Words, lang: str) -> Chart:
    """The totals as a line with points from the base year on; the variations of the last year as a bar behind it."""
    points = {**({path.base[0]: path.base[1]} if path.base else {}), **path.totals}
    ends = {"low": path.band[0], "high": path.band[1]} if path.band else {}
    ends |= {"goal": path.goal} if path.goal is not None else {}
    every = [*points.values(), *path.reference.values(), *ends.values()]
    scale, name = unit(every, lang)
    marks = _axis(min(every) / scale, max(every) / scale)
    years = sorted({*points, *path.reference})
    across = scaled(years[0], max(years[-1], years[0] + 1), _LEFT + 28, _RIGHT - 26)
    up = scaled(marks[0], marks[-1], 262.0, 44.0)
    sheet = Sheet()
    sheet.text(8, 20, name if marks[0] == 0 else words["chart.cut-axis"].format(unit=name), fill=PALE)
    for mark in marks:
        sheet.line(_LEFT, up(mark), WIDTH - 8, up(mark), INK if mark == 0 else GRID)
        sheet.text(_LEFT - 6, up(mark) + 4, f"{mark:,g}", "end", PALE)
    _ends(sheet, ends, across(years[-1]), up, scale, words)
    sheet.path([(across(year), up(value / scale)) for year, value in sorted(path.reference.items())], PALE, 1.5, "5 4")
    sheet.path([(across(year), up(value / scale)) for year, value in sorted(points.items())], MARK)
    _points(sheet, path, points, across, up, scale)
    for year in _shown(years, 44 / (across(years[0] + 1) - across(years[0]))):
        sheet.text(across(year), 284, str(year), "middle")
    end = sheet.legend(310, _totals_legend(path, words))
    values = [(f"{year}", float(value)) for year, value in sorted(points.items())]
    values += [(f"{year} reference", float(value)) for year, value in sorted(path.reference.items())]
    values += [(f"{years[-1]} {key}", float(value)) for key, value in ends.items()]
    summary = "; ".join(f"{year}: {rough(value)} {words['unit.short']}" for year, value in sorted(points.items()))
    return sheet.chart(words["chart.totals"], summary, end, values)


def _ends(sheet: Sheet, ends: Mapping[str, float], x: float, up: Any, scale: float, words: Words) -> None:
    """What the last year could be as a bar, what it should be as a line across it."""
    if "low" in ends:
        low, high = up(ends["low"] / scale), up(ends["high"] / scale)
        tip = f"{words['chart.band']} {rough(ends['low'])} – {rough(ends['high'])}"
        sheet.bar(x - 9, high, 18, max(low - high, 1.0), SOFT, tip)
    if "goal" in ends:
        sheet.line(x - 16, up(ends["goal"] / scale), x + 16, up(ends["goal"] / scale), GOAL, 3)


def _points(sheet: Sheet, path: Path, points: Mapping[int, float], across: Any, up: Any, scale: float) -> None:
    """Points with their figures, on white so that no line crosses them; where they would clash only some."""
    decimals = 1 if scale > 1 else 0
    texts = {year: f"{value / scale:,.{decimals}f}" for year, value in points.items()}
    years = sorted(points)
    gap = max(map(len, texts.values())) * 0.56 * SMALL + 12
    step = across(years[0] + 1) - across(years[0])
    shown = set(_shown(years, gap / max(step, 1e-9)))
    for year in years:
        x, y = across(year), up(points[year] / scale)
        hollow = path.base is not None and year == path.base[0]
        fill = "#ffffff" if hollow else MARK
        sheet.add("circle", tip=f"{year} {rough(points[year])}", cx=x, cy=y, r=4.5, fill=fill, stroke=MARK,
                  stroke_width=2)  # fmt: skip
        if year in shown:
            room = wide(texts[year], SMALL)
            sheet.bar(x - room / 2 - 2, y - 12 - SMALL, room + 4, SMALL + 3, "#ffffff")
            sheet.text(x, y - 12, texts[year], "middle", size=SMALL)


def _totals_legend(path: Path, words: Words) -> list[tuple[str, str]]:
    found = [(words["chart.total"], MARK)]
    found += [(words["chart.reference"], PALE)] if path.reference else []
    found += [(words["chart.band"], SOFT)] if path.band else []
    return found + ([(words["chart.goal"], GOAL)] if path.goal is not None else [])


def ranges(
    amounts: Mapping[str, Mapping[str, float]],
    names: Mapping[str, str],
    used: Mapping[str, str],
    chosen: Mapping[str, float],
    words: Words,
    lang: str,
) -> Chart:
    """For each unit what every method gives (t by unit, by method), those ``used`` (name by method) in colour, and what
    was chosen as a diamond."""
    colours = {method: PALETTE[at % len(PALETTE)] for at, method in enumerate(used)}
    every = [value for each in amounts.values() for value in each.values() if not figures.missing(value)]
    every += [chosen[each] for each in amounts if each in chosen]
    scale, name = unit(every or [0.0], lang)
    marks = ticks(min([0.0, *every]) / scale, max([0.0, *every]) / scale)
    place = scaled(marks[0], marks[-1], 26.0, WIDTH - 28.0)
    sheet, bottom, values = Sheet(), 22.0 + 46 * len(amounts), []
    spans: dict[str, str] = {}
    for mark in _spread(marks, place, [f"{mark:,g}" for mark in marks]):
        sheet.line(place(mark), 12, place(mark), bottom, INK if mark == 0 else GRID)
        sheet.text(place(mark), bottom + 18, f"{mark:,g}", "middle", PALE)
    for at, (code, given) in enumerate(amounts.items()):
        known = {method: value for method, value in given.items() if not figures.missing(value)}
        title, places = names.get(code, code), {method: place(value / scale) for method, value in known.items()}
        spans[code] = f"{rough(min(known.values(), default=None))} – {rough(max(known.values(), default=None))}"
        _range(sheet, 26.0 + 46 * at, title, spans[code], places, colours)
        values += [(f"{code} {method}", float(value)) for method, value in known.items()]
        if code in chosen:
            _chosen(sheet, place(chosen[code] / scale), 41.0 + 46 * at, f"{title} {rough(chosen[code])}")
            values.append((f"{code} chosen", float(chosen[code])))
    sheet.text(WIDTH - 8, bottom + 36, name, "end", PALE)
    entries = [(cut(used[method], 200), fill) for method, fill in colours.items()]
    entries += [(words["chart.other-methods"], FAINT)]
    entries += [(words["chart.chosen"], INK)] if any(code in chosen for code in amounts) else []
    end = sheet.legend(bottom + 60, entries)
    summary = "; ".join(f"{names.get(code, code)} {span}" for code, span in spans.items())
    return sheet.chart(words["chart.ranges"], summary, end, values)


def _range(
    sheet: Sheet, top: float, title: str, span: str, places: Mapping[str, float], colours: Mapping[str, str]
) -> None:
    """One unit: its name, lowest and highest amount, and a dot for each method."""
    room = wide(span, SMALL)
    sheet.label(14, top, cut(title, WIDTH - 50 - room))
    sheet.bar(WIDTH - 10 - room, top - SMALL, room + 4, SMALL + 4, "#ffffff")
    sheet.text(WIDTH - 8, top, span, "end", PALE, SMALL)
    if places:
        sheet.line(min(places.values()), top + 15, max(places.values()), top + 15, "#aab4bb", 3)
    # Those used are drawn last: others do not hide them.
    for method, x in sorted(places.items(), key=lambda each: each[0] in colours):
        radius, fill = (5, colours[method]) if method in colours else (3.5, FAINT)
        sheet.add("circle", tip=f"{title} {method}", cx=x, cy=top + 15, r=radius, fill=fill, stroke="#ffffff",
                  stroke_width=1)  # fmt: skip


def _chosen(sheet: Sheet, x: float, y: float, tip: str) -> None:
    diamond = f"M{x:.1f} {y - 9:.1f} L{x + 6:.1f} {y:.1f} L{x:.1f} {y + 9:.1f} L{x - 6:.1f} {y:.1f} Z"
    sheet.add("path", tip=tip, d=diamond, fill=INK, stroke="#ffffff", stroke_width=1.5)


def unit(values: Sequence[float], lang: str) -> tuple[float, str]:
    """What to divide tonnes by, and the unit then: the largest that keeps the numbers at ten or more."""
    largest = max((abs(value) for value in values), default=0.0)
    return next((each for each in UNITS[lang] if largest >= 10 * each[0]), UNITS[lang][-1])


def _axis(low: float, high: float) -> list[float]:
    """From zero on, unless all lies close together: then around it, so that a path can be seen."""
    if low > 0.5 * high:
        room = max(high - low, 0.02 * high)
        return ticks(max(0.0, low - 0.4 * room), high + 0.3 * room)
    return ticks(min(0.0, low), high)


def _shown(years: Sequence[int], apart: float) -> list[int]:
    """Years at least so far apart, the last always among them."""
    found: list[int] = []
    for year in sorted(years, reverse=True):
        if not found or found[-1] - year >= apart:
            found.append(year)
    return found


def _spread(marks: Sequence[float], place: Any, texts: Sequence[str]) -> list[float]:
    """Every mark, or every second, third … where their figures would touch."""
    gap = max(wide(text) for text in texts) + 8
    step = abs(place(marks[1]) - place(marks[0])) if len(marks) > 1 else gap
    return list(marks[:: max(1, -int(-gap // step))])

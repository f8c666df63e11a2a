"""The charts of scenarios: lines with peaks and a budget, areas by sector, causes as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ghginv.reports.budget_charts import SMALL, unit
from ghginv.reports.budget_tables import rough
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, colour, scaled, ticks, wide

Words = Mapping[str, str]
Path = Mapping[int, float]
BUDGET, UP, DOWN = "#a8123e", "#b5532d", "#3c8650"
_LINES = ("#7d878d", "#1f4e79", "#3c8650", "#c9971c", "#6b5b95", "#a8436f")
_SLIGHT = 0.03  # removals so small beside emissions get no room of their own below the axis
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, WIDTH - 16.0, 44.0, 262.0


def scenarios(
    paths: Mapping[str, Path], names: Mapping[str, str], peaks: Mapping[str, int | None], budget: Path, words: Words,
    lang: str,
) -> Chart:  # fmt: skip
    """Scenarios as lines (t by code and year), their peaks as rings, the budget as a broken line."""
    every = [value for path in (*paths.values(), budget) for value in path.values()]
    sheet, across, up, scale, years = _frame(every, sorted({year for path in paths.values() for year in path}), words,
                                             lang)  # fmt: skip
    values = []
    if budget:
        sheet.path([(across(year), up(value / scale)) for year, value in sorted(budget.items())], BUDGET, dashes="6 4")
        values += [(f"budget {year}", float(value)) for year, value in sorted(budget.items())]
    for at, (code, path) in enumerate(paths.items()):
        fill = _LINES[at % len(_LINES)]
        sheet.path([(across(year), up(value / scale)) for year, value in sorted(path.items())], fill)
        values += [(f"{code} {year}", float(value)) for year, value in sorted(path.items())]
    ends = _apart([up(path[max(path)] / scale) for path in paths.values()])
    for at, (code, path) in enumerate(paths.items()):
        fill = _LINES[at % len(_LINES)]
        sheet.text(across(max(path)) + 5, ends[at] + 4, f"{path[max(path)] / scale:,.0f}", fill=fill, size=SMALL)
        _ring(sheet, path, peaks.get(code), (across, up, scale), fill, code)
    entries = [(f"{code} {names[code]}", _LINES[at % len(_LINES)]) for at, code in enumerate(paths)]
    entries += [(words["chart.budget"], BUDGET)] if budget else []
    end = sheet.legend(310, entries)
    if any(peaks.values()):
        sheet.add("circle", cx=14, cy=end - 4, r=5, fill="#ffffff", stroke=INK, stroke_width=2)
        sheet.text(25, end, words["chart.peak"])
        end += 20
    last = years[-1]
    summary = "; ".join(f"{code} {last}: {rough(path[last])} {words['unit.short']}" for code, path in paths.items())
    return sheet.chart(words["chart.scenarios"], summary, end, values)


def _frame(every: Sequence[float], years: list[int], words: Words, lang: str) -> tuple[Any, ...]:
    """A sheet with both axes, the scales and the unit; from zero unless all lies close together."""
    scale, name = unit(every, lang)
    low, high = min(every) / scale, max(every) / scale
    if low > 0.5 * high:
        room = max(high - low, 0.02 * high)
        marks = ticks(max(0.0, low - 0.3 * room), high + 0.2 * room)
    else:
        marks = ticks(low if low < -_SLIGHT * high else 0.0, high)
    sheet = Sheet()
    across = scaled(years[0], max(years[-1], years[0] + 1), _LEFT + 8, _RIGHT - 44)
    up = scaled(marks[0], marks[-1], _BOTTOM, _TOP)
    label = f"{name} CO2e"
    sheet.text(8, 20, label if marks[0] <= 0 else words["chart.cut-axis"].format(unit=label), fill=PALE)
    for mark in marks:
        sheet.line(_LEFT, up(mark), WIDTH - 8, up(mark), INK if mark == 0 else GRID)
        sheet.text(_LEFT - 6, up(mark) + 4, f"{mark:,g}", "end", PALE)
    step = across(years[0] + 1) - across(years[0])
    shown = [year for year in years if (years[-1] - year) % max(1, -int(-40 // step)) == 0]
    for year in shown:
        sheet.text(across(year), 284, str(year), "middle")
    return sheet, across, up, scale, years


def _apart(places: Sequence[float]) -> list[float]:
    """Places of figures one below the other, moved down where they would touch the one above."""
    found = list(places)
    for above, below in pairwise(sorted(range(len(found)), key=found.__getitem__)):
        found[below] = max(found[below], found[above] + SMALL)
    return found


def _ring(sheet: Sheet, path: Path, peak: int | None, places: tuple[Any, Any, float], fill: str, code: str) -> None:
    """A ring with the year at the peak of a line."""
    across, up, scale = places
    if peak is not None:
        x, y = across(peak), up(path[peak] / scale)
        sheet.add("circle", tip=f"{code} {peak} {rough(path[peak])}", cx=x, cy=y, r=5, fill="#ffffff", stroke=fill,
                  stroke_width=2.5)  # fmt: skip
        room = wide(str(peak), SMALL)
        sheet.bar(x - room / 2 - 2, y - 11 - SMALL, room + 4, SMALL + 2, "#ffffff")
        sheet.text(x, y - 11, str(peak), "middle", fill, SMALL)


def areas(caption: str, sectors: Mapping[str, Path], budget: Path, words: Words, lang: str) -> Chart:
    """A scenario's sectors stacked (t by sector and year), removals below zero; net total and budget as lines."""
    years = sorted({year for path in sectors.values() for year in path})
    ups = {year: sum(max(path.get(year, 0.0), 0.0) for path in sectors.values()) for year in years}
    downs = {year: sum(min(path.get(year, 0.0), 0.0) for path in sectors.values()) for year in years}
    net = {year: ups[year] + downs[year] for year in years}
    sheet, across, up, scale, _ = _frame([0.0, *ups.values(), *downs.values(), *budget.values()], years, words, lang)
    values = []
    level = {True: dict.fromkeys(years, 0.0), False: dict.fromkeys(years, 0.0)}
    for sector, path in sectors.items():
        above = sum(path.values()) >= 0
        start = dict(level[above])
        level[above] = {year: start[year] + path.get(year, 0.0) for year in years}
        top = [(across(year), up(level[above][year] / scale)) for year in years]
        back = [(across(year), up(start[year] / scale)) for year in reversed(years)]
        shape = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate([*top, *back])) + " Z"
        sheet.add("path", tip=words[f"sector.{sector}"], d=shape, fill=colour(sector), stroke="none")
        values += [(f"{sector} {year}", float(path.get(year, 0.0))) for year in years]
    sheet.path([(across(year), up(net[year] / scale)) for year in years], INK, dashes="2 3")
    shown = {year: value for year, value in budget.items() if year in years}
    if shown:
        sheet.path([(across(year), up(value / scale)) for year, value in sorted(shown.items())], BUDGET, dashes="6 4")
    last = years[-1]
    sheet.text(across(last) + 5, up(net[last] / scale) + 4, f"{net[last] / scale:,.0f}", size=SMALL)
    entries = [(words[f"sector.{sector}"], colour(sector)) for sector in sectors] + [(words["chart.net"], INK)]
    entries += [(words["chart.budget"], BUDGET)] if shown else []
    end = sheet.legend(310, entries)
    summary = f"{years[0]}: {rough(net[years[0]])}; {last}: {rough(net[last])} {words['unit.short']}"
    return sheet.chart(caption, summary, end, values)


def causes(caption: str, effects: Mapping[str, Mapping[str, float]], words: Words, lang: str) -> Chart:
    """The effects of each scenario (t by scenario and cause) as bars from zero: up in one colour, down in another."""
    every = [value for each in effects.values() for value in each.values()]
    scale, name = unit(every or [0.0], lang)
    marks = ticks(min([0.0, *every]) / scale, max([0.0, *every]) / scale)
    place = scaled(marks[0], marks[-1], 92.0, WIDTH - 46.0)
    bottom = 20.0 + sum(26.0 + 20 * len(each) for each in effects.values())
    sheet, y, values = Sheet(), 20.0, []
    room = max(1, -int(-(wide(f"{marks[-1]:,g}") + 10) // abs(place(marks[1]) - place(marks[0]))))
    for mark in marks:
        sheet.line(place(mark), 12, place(mark), bottom, INK if mark == 0 else GRID)
    for mark in [mark for at, mark in enumerate(marks) if at % room == 0]:
        sheet.text(place(mark), bottom + 18, f"{mark:,g}", "middle", PALE)
    for code, each in effects.items():
        sheet.label(8, y + 12, code)
        y += 22
        for cause, value in each.items():
            whole = cause == "change"
            fill = INK if whole else UP if value > 0 else DOWN
            sheet.text(84, y + 12, words[f"cause.{cause}"], "end", INK, SMALL)
            sheet.bar(place(0), y + 2, place(value / scale) - place(0), 13, fill, f"{code} {rough(value)}")
            side = "start" if value >= 0 else "end"
            shown = f"{value / scale:+,.1f}"
            x = place(value / scale) + (4 if value >= 0 else -4)
            if value < 0 and x - wide(shown, SMALL) < 88:
                x, side = place(0) + 4, "start"
            sheet.text(x, y + 13, shown, side, PALE, SMALL)
            values.append((f"{code} {cause}", float(value)))
            y += 20
        y += 4
    sheet.text(WIDTH - 8, bottom + 36, f"{name} CO2e", "end", PALE)
    changes = {code: rough(each.get("change", 0.0)) for code, each in effects.items()}
    summary = "; ".join(f"{code} {change} {words['unit.short']}" for code, change in changes.items())
    return sheet.chart(caption, summary, bottom + 46, values)



"""The chart of a warning: emissions so far against the plan of the year, the budget, and where the year may end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ghginv.reports.budget_charts import GOAL, MARK, SOFT, unit
from ghginv.reports.budget_tables import rough
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, scaled, ticks

_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, WIDTH - 30.0, 44.0, 262.0


@dataclass(frozen=True)
class Burn:
    """All in kg, cumulative by month from January: ``plan`` of twelve months, ``executed`` of those passed; ``band``
    P10, P50, P90 of the year; ``budget`` of the year."""

    plan: Sequence[int]
    executed: Sequence[int]
    band: tuple[int, int, int]
    budget: int


def burn(shown: Burn, words: Mapping[str, str], lang: str) -> Chart:
    """Months across, tonnes up; the band of the forecast stands at December."""
    every = [each / 1000 for each in (*shown.plan, *shown.executed, *shown.band, shown.budget, 0)]
    scale, name = unit(every, lang)
    marks = ticks(0.0, max(every) / scale)
    across, up = scaled(1, 12, _LEFT + 14, _RIGHT - 10), scaled(marks[0], marks[-1], _BOTTOM, _TOP)
    sheet = Sheet()
    sheet.text(8, 20, name, fill=PALE)
    for mark in marks:
        sheet.line(_LEFT, up(mark), WIDTH - 8, up(mark), INK if mark == 0 else GRID)
        sheet.text(_LEFT - 6, up(mark) + 4, f"{mark:,g}", "end", PALE)
    low, middle, high = (each / 1000 / scale for each in shown.band)
    tip = f"P10 {rough(shown.band[0] / 1000)} – P90 {rough(shown.band[2] / 1000)}"
    sheet.bar(across(12) - 9, up(high), 18, max(up(low) - up(high), 1.0), SOFT, tip)
    level = up(shown.budget / 1000 / scale)
    sheet.line(_LEFT, level, WIDTH - 8, level, GOAL, 2)
    for amounts, stroke, width, dashes in ((shown.plan, PALE, 1.5, "5 4"), (shown.executed, MARK, 2.5, "")):
        places = [(across(month), up(kg / 1000 / scale)) for month, kg in enumerate(amounts, start=1)]
        sheet.path(places, stroke, width, dashes)
    for month, kg in enumerate(shown.executed, start=1):
        x, y = across(month), up(kg / 1000 / scale)
        sheet.add("circle", tip=f"{month} {rough(kg / 1000)}", cx=x, cy=y, r=4, fill=MARK)
    sheet.add("circle", tip=f"P50 {rough(shown.band[1] / 1000)}", cx=across(12), cy=up(middle), r=4.5, fill="#ffffff",
              stroke=MARK, stroke_width=2)  # fmt: skip
    for month in range(1, 13):
        sheet.text(across(month), _BOTTOM + 20, words["warn.month"].format(month=month), "middle", size=11)
    entries = [(words["warn.executed"], MARK), (words["warn.plan"], PALE), (words["warn.budget"], GOAL),
               (words["warn.band"], SOFT)]  # fmt: skip
    end = sheet.legend(_BOTTOM + 48, entries)
    said = f"{words['warn.executed']} {rough(shown.executed[-1] / 1000)}; {words['warn.budget']} "
    said += f"{rough(shown.budget / 1000)}; {tip} {words['unit.short']}"
    values = [(f"plan {month}", kg / 1000) for month, kg in enumerate(shown.plan, start=1)]
    values += [(f"executed {month}", kg / 1000) for month, kg in enumerate(shown.executed, start=1)]
    values += [(f"P{share}", kg / 1000) for share, kg in zip((10, 50, 90), shown.band, strict=True)]
    return sheet.chart(words["warn.chart"], said, end, [*values, ("budget", shown.budget / 1000)])

"""The chart of scores 得分图: a bar a subject in the colour of its grade, in order of rank."""

from __future__ import annotations

from collections.abc import Sequence

from ghginv.reports.budget_charts import MARK
from ghginv.reports.budget_tables import ratio
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, cut, scaled, ticks

_MOST = 30


def scores(rows: Sequence[tuple[str, float, str]], title: str, unit: str) -> Chart:
    """``rows`` are name, score and colour of the grade (blank: none); the first thirty are drawn."""
    shown = rows[:_MOST]
    marks = ticks(0.0, max([100.0, *(score for _, score, _ in shown)]))
    place, sheet, bottom = scaled(marks[0], marks[-1], 16.0, WIDTH - 24.0), Sheet(), 26.0 + 36 * len(shown)
    for mark in marks:
        sheet.line(place(mark), 14, place(mark), bottom, INK if mark == 0 else GRID)
        sheet.text(place(mark), bottom + 18, f"{mark:,g}", "middle", PALE)
    for row, (name, score, colour) in enumerate(shown):
        top = 28.0 + 36 * row
        sheet.label(18, top, f"{cut(name, 300, 12)}  {ratio(score, 2)}", 12)
        sheet.bar(place(0), top + 5, place(score) - place(0), 12, colour or MARK, f"{name} {ratio(score, 2)}")
    sheet.text(WIDTH - 8, bottom + 36, unit, "end", PALE)
    summary = "; ".join(f"{name} {ratio(score, 2)}" for name, score, _ in shown)
    return sheet.chart(title, summary, bottom + 44, [(name, score) for name, score, _ in shown])

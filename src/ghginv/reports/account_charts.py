"""The charts of a carbon account: months, years, sources, standing among peers, quota, grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghginv.reports import figures
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, colour, cut, scaled, ticks, unit, wide

Words = Mapping[str, str]
Row = Mapping[str, Any]
DIRECT, INDIRECT, MINE, LEFT = "#b5532d", "#3f78a8", "#1f4e79", "#dfe6ec"
_LARGEST = 8


def columns(rows: Sequence[Row], labels: Sequence[str], caption: str, words: Words, lang: str) -> Chart:
    """Columns of direct and indirect emissions (t CO2e), one for each label; what is sold stands below zero."""
    sheet = Sheet()
    pairs = [(each["direct_t"], each["indirect_t"]) for each in rows]
    ups = [sum(value for value in pair if value > 0) for pair in pairs]
    downs = [sum(value for value in pair if value < 0) for pair in pairs]
    scale, name = unit(ups + downs, lang)
    marks = ticks(min([0.0, *downs]) / scale, max([0.0, *ups]) / scale)
    place = scaled(marks[0], marks[-1], 240.0, 36.0)
    sheet.text(8, 20, name, fill=PALE)
    for mark in marks:
        sheet.line(56, place(mark), WIDTH - 8, place(mark), INK if mark == 0 else GRID)
        sheet.text(50, place(mark) + 4, f"{mark:,g}", "end", PALE)
    step = (WIDTH - 70) / max(len(rows), 1)
    values = []
    for at, (pair, label) in enumerate(zip(pairs, labels, strict=True)):
        middle, width, tops = 62 + step * (at + 0.5), min(56.0, step * 0.66), {True: 0.0, False: 0.0}
        for value, fill, key in zip(pair, (DIRECT, INDIRECT), ("figure.direct_t", "figure.indirect_t"), strict=True):
            start, tops[value > 0] = tops[value > 0], tops[value > 0] + value / scale
            tip = f"{label} {words[key]} {figures.tonnes(value)} t CO2e"
            sheet.bar(middle - width / 2, place(start), width, place(tops[value > 0]) - place(start), fill, tip)
            values.append((f"{label} {key}", float(value)))
        if len(rows) <= 6:
            sheet.text(middle, place(tops[True]) - 8, figures.tonnes(sum(pair)), "middle", size=12)
        sheet.text(middle, 258, cut(label, step + 4, 12), "middle", size=12)
    end = sheet.legend(286, [(words["figure.direct_t"], DIRECT), (words["figure.indirect_t"], INDIRECT)])
    summary = "; ".join(
        f"{label}: {figures.tonnes(sum(pair))} t CO2e" for pair, label in zip(pairs, labels, strict=True)
    )
    return sheet.chart(caption, summary, end, values)


def sources(rows: Sequence[Row], words: Words, lang: str) -> Chart:
    """The largest sources as bars with their figures, the rest in one."""
    shown = [dict(each) for each in rows[:_LARGEST]]
    if rest := rows[_LARGEST:]:
        total = sum(each["co2e_t"] for each in rest)
        shown.append({f"item_{lang}": words["chart.other"], "gas": "", "scope": "", "co2e_t": total})
    sheet, scale = Sheet(), max([abs(each["co2e_t"]) for each in shown] or [1.0]) or 1.0
    low = min([0.0, *(each["co2e_t"] for each in shown)]) / scale
    place, values = scaled(low, 1.0, 10.0, WIDTH - 10.0), []
    for at, each in enumerate(shown):
        top, figure = 20.0 + 42 * at, figures.tonnes(each["co2e_t"])
        title = f"{each[f'item_{lang}']} {each['gas']}".strip()
        fill = INDIRECT if each["scope"] == "2" else DIRECT if each["scope"] else colour("other")
        sheet.bar(place(0), top + 6, place(each["co2e_t"] / scale) - place(0), 14, fill, f"{title} {figure} t CO2e")
        sheet.text(10, top, cut(title, WIDTH - 40 - wide(figure)))
        sheet.text(WIDTH - 10, top, figure, "end")
        values.append((title, float(each["co2e_t"])))
    end = sheet.legend(
        20.0 + 42 * len(shown) + 8, [(words["figure.direct_t"], DIRECT), (words["figure.indirect_t"], INDIRECT)]
    )
    summary = "; ".join(f"{name} {figures.tonnes(value)}" for name, value in values)
    return sheet.chart(f"{words['chart.sources']}（{words['unit.co2e']}）", summary, end, values)


def peers(rows: Sequence[Row], words: Words, lang: str) -> Chart:
    """For each intensity a scale from 0 to 100 with the own place; green below the middle, red above."""
    sheet, place, values = Sheet(), scaled(0, 100, 16.0, WIDTH - 16.0), []
    for at, each in enumerate(rows):
        top = 28.0 + 74 * at
        sheet.text(10, top - 6, cut(each["title"], WIDTH - 20))
        for start, fill in ((0, "#cfe8d5"), (25, "#e6f2e0"), (50, "#fbeccb"), (75, "#f3d3cd")):
            sheet.bar(place(start), top + 2, place(start + 25) - place(start), 16, fill)
        sheet.line(place(50), top, place(50), top + 20, PALE)
        mine = place(each["percentile"])
        sheet.add("circle", cx=mine, cy=top + 10, r=7, fill=MINE, stroke="#ffffff", stroke_width=2)
        anchor = "start" if each["percentile"] < 15 else "end" if each["percentile"] > 85 else "middle"
        sheet.text(mine, top + 36, f"{words['chart.here']} {each['percentile']:.1f}", anchor, MINE, 12)
        values.append((each["item"], float(each["percentile"])))
    summary = "; ".join(f"{each['title']} {each['percentile']:.1f}" for each in rows)
    return sheet.chart(words["chart.peers"], summary, 28.0 + 74 * len(rows) - 8, values)


def quota(last: Row, words: Words, lang: str) -> Chart:
    """Emissions against the quota decided last: a bar each, what is left or lacking in words."""
    sheet = Sheet()
    largest = max(last["quota_t"], last["compared_t"], 1.0)
    place = scaled(0, largest, 10.0, WIDTH - 10.0)
    lines = ((words["col.quota_t"], last["quota_t"], LEFT), (words["col.compared_t"], last["compared_t"], DIRECT))
    for at, (name, value, fill) in enumerate(lines):
        top = 22.0 + 46 * at
        sheet.bar(place(0), top + 6, place(max(value, 0)) - place(0), 18, fill, f"{name} {figures.tonnes(value)}")
        sheet.text(10, top, name)
        sheet.text(WIDTH - 10, top, figures.tonnes(value), "end")
    sheet.line(place(last["quota_t"]), 70, place(last["quota_t"]), 96, INK, 2)
    left = last["left_t"]
    sheet.text(10, 132, f"{words['col.left_t']} {figures.tonnes(left)}", fill=INK if left >= 0 else "#c0392b")
    values = [("quota_t", float(last["quota_t"])), ("compared_t", float(last["compared_t"])), ("left_t", float(left))]
    return sheet.chart(words["chart.quota"], f"{words['col.left_t']} {figures.tonnes(left)}", 144, values)


def scale(grades: Sequence[Row], text: str, words: Words, lang: str) -> Chart:
    """The grades side by side, the one reached in its colour and framed; ``text`` stands below."""
    sheet, gap = Sheet(), 6.0
    width = (WIDTH - 20 - gap * (len(grades) - 1)) / len(grades)
    values = []
    for at, each in enumerate(grades):
        left, reached = 10 + at * (width + gap), bool(each["reached"])
        # Where nothing was reached all stand pale.
        fill = each["colour"] if reached else "#e9edf0"
        sheet.bar(left, 10, width, 44, fill, str(each[lang]))
        if reached:
            middle = left + width / 2
            sheet.add("path", d=f"M{middle - 8:.1f} 66 L{middle + 8:.1f} 66 L{middle:.1f} 56 Z", fill=each["colour"])
        else:
            sheet.bar(left, 48, width, 6, each["colour"])
        ink = "#ffffff" if reached else PALE
        sheet.text(left + width / 2, 37, cut(str(each[lang]), width - 6), "middle", ink, 15 if reached else SMALL)
        values.append((str(each["grade"]), 1.0 if reached else 0.0))
    sheet.text(WIDTH / 2, 84, cut(text, WIDTH - 20), "middle", size=14)
    return sheet.chart(words["chart.scale"], text, 94, values)


SMALL = 12

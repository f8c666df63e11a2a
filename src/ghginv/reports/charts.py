"""The charts of an inventory: years, sectors by gases, key categories, uncertainty. Removals stand below zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.domain import categories
from ghginv.reports import figures
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, colour, cut, scaled, ticks, unit

if TYPE_CHECKING:
    import pandas as pd

Words = Mapping[str, str]
_LARGEST = 12


def trend(by_sector: Mapping[int, Mapping[str, float]], words: Words, lang: str) -> Chart:
    """Columns of the sectors for each year (t CO2e by sector), what is removed below zero, the net total as a dot."""
    sheet, years = Sheet(), sorted(by_sector)
    ups = [sum(value for value in by_sector[year].values() if value > 0) for year in years]
    downs = [sum(value for value in by_sector[year].values() if value < 0) for year in years]
    scale, name = unit(ups + downs, lang)
    marks = ticks(min(downs) / scale, max(ups) / scale)
    place = scaled(marks[0], marks[-1], 280.0, 40.0)
    sheet.text(8, 20, name, fill=PALE)
    for mark in marks:
        sheet.line(56, place(mark), WIDTH - 8, place(mark), INK if mark == 0 else GRID)
        sheet.text(50, place(mark) + 4, f"{mark:,g}", "end", PALE)
    step = (WIDTH - 70) / len(years)
    values = []
    for place_of, year in enumerate(years):
        middle, width = 62 + step * (place_of + 0.5), min(64.0, step * 0.62)
        tops = {True: 0.0, False: 0.0}
        for sector in categories.SECTORS:
            value = by_sector[year].get(sector, 0.0)
            start, tops[value > 0] = tops[value > 0], tops[value > 0] + value / scale
            tip = f"{year} {_sector(sector, lang)} {figures.tonnes(value)} t CO2e"
            sheet.bar(
                middle - width / 2, place(start), width, place(tops[value > 0]) - place(start), colour(sector), tip
            )
            values.append((f"{year} {sector}", value))
        net = sum(by_sector[year].values())
        sheet.add("circle", cx=middle, cy=place(net / scale), r=4, fill="#ffffff", stroke=INK, stroke_width=2)
        sheet.text(middle, place(max(tops.values())) - 10, f"{net / scale:,.1f}", "middle")
        sheet.text(middle, 300, str(year), "middle")
        values.append((f"{year} net", net))
    entries = [(_sector(sector, lang), colour(sector)) for sector in categories.SECTORS]
    end = sheet.legend(326, entries)
    sheet.add("circle", cx=14, cy=end - 4, r=4, fill="#ffffff", stroke=INK, stroke_width=2)
    sheet.text(25, end, words["net-total"])
    summary = "; ".join(f"{year}: {figures.tonnes(sum(by_sector[year].values()))} t CO2e" for year in years)
    return sheet.chart(words["trend"], summary, end + 12, values)


def sectors_by_gas(sums: Mapping[str, Mapping[str, float]], words: Words, lang: str) -> Chart:
    """A bar for each sector, divided by gas (t CO2e by sector and family of gases)."""
    sheet = Sheet()
    ends = [sum(v for v in each.values() if v > 0) for each in sums.values()]
    starts = [sum(v for v in each.values() if v < 0) for each in sums.values()]
    scale, name = unit(ends + starts, lang)
    marks = ticks(min([0.0, *starts]) / scale, max([0.0, *ends]) / scale)
    place = scaled(marks[0], marks[-1], 26.0, WIDTH - 24.0)
    bottom, values, families = 30.0 + 48 * len(sums), [], []
    for mark in marks:
        sheet.line(place(mark), 20, place(mark), bottom, INK if mark == 0 else GRID)
        sheet.text(place(mark), bottom + 18, f"{mark:,g}", "middle", PALE)
    for row, (sector, gases) in enumerate(sums.items()):
        top = 38.0 + 48 * row
        tops = {True: 0.0, False: 0.0}
        total = figures.tonnes(sum(gases.values()))
        sheet.label(16, top, f"{_sector(sector, lang)}  {total} t CO2e")
        for gas, value in gases.items():
            start, tops[value > 0] = tops[value > 0], tops[value > 0] + value / scale
            tip = f"{_sector(sector, lang)} {gas} {figures.tonnes(value)} t CO2e"
            sheet.bar(place(start), top + 6, place(tops[value > 0]) - place(start), 18, colour(gas), tip)
            values.append((f"{sector} {gas}", value))
            families.append(gas)
    sheet.text(WIDTH - 8, bottom + 36, name, "end", PALE)
    end = sheet.legend(bottom + 58, [(gas, colour(gas)) for gas in dict.fromkeys(families)])
    summary = "; ".join(f"{_sector(key, lang)} {figures.tonnes(sum(each.values()))}" for key, each in sums.items())
    return sheet.chart(words["sectors-by-gas"], f"{summary} (t CO2e)", end, values)


def pareto(table: pd.DataFrame, words: Words, lang: str) -> Chart:
    """The key categories by level: a bar for the share, a line for the sum up to it, both in percent."""
    rows = table[table["level_key"]].head(_LARGEST).to_dict("records")
    sheet, place = Sheet(), scaled(0, 100, 16.0, WIDTH - 24.0)
    bottom = 30.0 + 40 * len(rows)
    for mark in range(0, 101, 20):
        sheet.line(place(mark), 16, place(mark), bottom, INK if mark == 0 else GRID)
        sheet.text(place(mark), bottom + 18, f"{mark}%", "middle", PALE)
    points, values = [], []
    for row, each in enumerate(rows):
        top, share, upto = 32.0 + 40 * row, each["level_share"], each["level_cumulative"]
        title, figure = f"{each['name']} {each['gas']}", f"{share:.1f}%"
        node = "land" if each["land"] else categories.sector(each["category"])
        sheet.bar(place(0), top + 5, place(share) - place(0), 15, colour(node), f"{title} {figure}")
        sheet.text(18, top, f"{cut(each['name'], 290, 12)} {each['gas']}  {figure}", size=12)
        points.append((place(upto), top + 12.5))
        values.append((f"{each['category']} {each['gas']}", float(share)))
    path = " ".join(f"{'M' if not at else 'L'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(points))
    sheet.add("path", d=path, fill="none", stroke=colour("mark"), stroke_width=2)
    for x, y in points:
        sheet.add("circle", cx=x, cy=y, r=3, fill=colour("mark"))
    sheet.text(16, bottom + 40, words["pareto-legend"], fill=PALE)
    summary = "; ".join(f"{each['name']} {each['gas']} {each['level_share']:.1f} %" for each in rows)
    return sheet.chart(words["pareto"], summary, bottom + 52, values)


def intervals(rows: Sequence[Mapping[str, Any]], words: Words, lang: str) -> Chart:
    """The 95 % intervals of totals and of what adds most, with the limits of both approaches in t CO2e."""
    sheet = Sheet()
    spans = [
        (row["co2e_t"] - row["half_width_t"], row["co2e_t"] + row["half_width_t"], row["lower_t"], row["upper_t"])
        for row in rows
    ]
    known = [value for span in spans for value in span if not figures.missing(value)]
    known += [row["co2e_t"] for row in rows]
    scale, name = unit(known, lang)
    marks = ticks(min(0.0, *known) / scale, max(0.0, *known) / scale)
    place = scaled(marks[0], marks[-1], 26.0, WIDTH - 24.0)
    bottom, values = 30.0 + 46 * len(rows), []
    for mark in marks:
        sheet.line(place(mark), 16, place(mark), bottom, INK if mark == 0 else GRID)
        sheet.text(place(mark), bottom + 18, f"{mark:,g}", "middle", PALE)
    for row, (each, (low, high, lower, upper)) in enumerate(zip(rows, spans, strict=True)):
        top = 34.0 + 46 * row
        title = f"{cut(each['name'], 280, 12)} {each['gas']}".strip()
        sheet.label(16, top, f"{title}  {figures.tonnes(each['co2e_t'])} t CO2e", 12)
        _span(sheet, place, (low / scale, high / scale), top + 11, colour("soft"))
        _span(sheet, place, (lower / scale, upper / scale), top + 20, colour("mark"))
        sheet.add("circle", cx=place(each["co2e_t"] / scale), cy=top + 15.5, r=4, fill=INK)
        values += [
            (f"{each['category']} {each['gas']} {key}", float(each[key])) for key in ("co2e_t", "lower_t", "upper_t")
        ]
    sheet.text(WIDTH - 8, bottom + 36, name, "end", PALE)
    end = sheet.legend(bottom + 58, [(words["propagation"], colour("soft")), (words["monte-carlo"], colour("mark"))])
    summary = "; ".join(
        f"{row['name']} {row['gas']} {figures.tonnes(row['lower_t'])} … {figures.tonnes(row['upper_t'])}"
        for row in rows[:2]
    )
    return sheet.chart(words["intervals"], f"{summary} (t CO2e)", end, values)


def _span(sheet: Sheet, place, span: tuple[float, float], y: float, stroke: str) -> None:  # type: ignore[no-untyped-def]
    """A line with ends; nothing where an end is not known."""
    if not any(map(figures.missing, span)):
        sheet.line(place(span[0]), y, place(span[1]), y, stroke, 3)
        for end in span:
            sheet.line(place(end), y - 4, place(end), y + 4, stroke, 2)


def _sector(code: str, lang: str) -> str:
    return categories.SECTORS[code][lang != "zh"]

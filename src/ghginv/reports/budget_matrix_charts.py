"""How a budget is spread: regions by industries as a heat map, and the parts of each year stacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghginv.reports.budget_charts import OTHER, PALETTE, SMALL, Words, unit
from ghginv.reports.budget_tables import rough
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, cut, scaled, ticks, wide

_COLUMNS, _ROWS, _PARTS = 12, 24, 12
_NAMES, _HEAD, _ROW = 104.0, 104.0, 24.0
_LIGHT, _DARK = (0xF1, 0xF5, 0xF8), (0x1F, 0x4E, 0x79)


def matrix(
    cells: Mapping[tuple[str, str], float],
    regions: Mapping[str, str],
    industries: Mapping[str, str],
    caption: str,
    words: Words,
    lang: str,
) -> Chart:
    """Cells (t by region and industry) on a scale of one colour; beyond twelve industries the smallest are one."""
    rows, columns = _largest(cells, 0, _ROWS), _largest(cells, 1, _COLUMNS)
    shown: dict[tuple[str, str], float] = {}
    for (region, industry), value in cells.items():
        key = (region if region in rows else "", industry if industry in columns else "")
        shown[key] = shown.get(key, 0.0) + value
    sides = [*(code for code in regions if code in rows), *([""] if any(not key[0] for key in shown) else [])]
    heads = [*(code for code in industries if code in columns), *([""] if any(not key[1] for key in shown) else [])]
    scale, name = unit(list(shown.values()), lang)
    most = max(map(abs, shown.values()), default=0.0) or 1.0
    sheet, width = Sheet(), (WIDTH - _NAMES - 8) / max(len(heads), 1)
    sheet.text(8, 18, name, fill=PALE)
    _heads(sheet, [industries.get(code, code) if code else words["chart.other"] for code in heads], width)
    values = []
    for line, region in enumerate(sides):
        top = _HEAD + _ROW * line
        title = regions.get(region, region) if region else words["chart.other"]
        sheet.text(_NAMES - 6, top + 16, cut(title, _NAMES - 14, SMALL), "end", size=SMALL)
        for at, industry in enumerate(heads):
            value = shown.get((region, industry), 0.0)
            strength = (abs(value) / most) ** 0.5
            tip = f"{title} {industries.get(industry, industry) or words['chart.other']} {rough(value)}"
            sheet.bar(_NAMES + width * at, top, width - 1.5, _ROW - 1.5, _shade(strength), tip)
            text = _short(value / scale)
            if wide(text, 10.5) <= width - 3:
                ink = "#ffffff" if strength > 0.55 else INK
                sheet.text(_NAMES + width * (at + 0.5), top + 15.5, text, "middle", ink, 10.5)
            values.append((f"{region} {industry}".strip(), float(value)))
    largest = sorted(shown.items(), key=lambda each: -each[1])[:5]
    summary = "; ".join(
        f"{regions.get(key[0], key[0])} {industries.get(key[1], key[1])} {rough(value)}" for key, value in largest
    )
    return sheet.chart(caption, summary, _HEAD + _ROW * len(sides) + 8, values)


def _heads(sheet: Sheet, titles: Sequence[str], width: float) -> None:
    """Names over their columns, slanted so that none lies upon another."""
    for at, title in enumerate(titles):
        x, y = _NAMES + width * (at + 0.5) + 3, _HEAD - 6
        sheet.add("text", cut(title, 118, SMALL), x=x, y=y, text_anchor="end", fill=INK, font_size=SMALL,
                  transform=f"rotate(45 {x:.1f} {y:.1f})")  # fmt: skip


def stacked(
    parts: Mapping[str, Mapping[int, float]], names: Mapping[str, str], caption: str, words: Words, lang: str
) -> Chart:
    """A column a year (t by part, by year), the parts above one another; beyond eleven the smallest are one."""
    years = sorted({year for each in parts.values() for year in each})
    kept = [code for code in parts if code in _sorted({code: sum(each.values()) for code, each in parts.items()})]
    rest = {year: sum(parts[code].get(year, 0.0) for code in parts if code not in kept) for year in years}
    shown = {code: dict(parts[code]) for code in kept} | ({"": rest} if len(kept) < len(parts) else {})
    sums = {year: sum(each.get(year, 0.0) for each in shown.values()) for year in years}
    scale, name = unit(list(sums.values()), lang)
    marks = ticks(0.0, max(sums.values()) / scale)
    place = scaled(marks[0], marks[-1], 330.0, 44.0)
    sheet = Sheet()
    sheet.text(8, 20, name, fill=PALE)
    for mark in marks:
        sheet.line(56, place(mark), WIDTH - 8, place(mark), INK if mark == 0 else GRID)
        sheet.text(50, place(mark) + 4, f"{mark:,g}", "end", PALE)
    step, values = (WIDTH - 70) / len(years), []
    colours = {code: PALETTE[at % len(PALETTE)] if code else OTHER for at, code in enumerate(shown)}
    titles = {code: names.get(code, code) if code else words["chart.other"] for code in shown}
    for at, year in enumerate(years):
        middle, width, below = 62 + step * (at + 0.5), min(64.0, step * 0.7), 0.0
        for code, each in shown.items():
            value = each.get(year, 0.0)
            base, top = place(below / scale), place((below + value) / scale)
            tip = f"{year} {titles[code]} {rough(value)}"
            sheet.bar(middle - width / 2, base, width, top - base, colours[code], tip)
            text = _short(value / scale)
            if base - top >= 14 and wide(text, 10.5) <= width - 4:
                sheet.text(middle, (base + top) / 2 + 4, text, "middle", "#ffffff" if code else INK, 10.5)
            values.append((f"{code or 'other'} {year}", float(value)))
            below += value
        if step >= 44:
            sheet.text(middle, place(sums[year] / scale) - 7, _short(sums[year] / scale), "middle", size=SMALL)
        if at % max(1, -int(-40 // step)) == (len(years) - 1) % max(1, -int(-40 // step)):
            sheet.text(middle, 350, str(year), "middle")
    end = sheet.legend(376, [(cut(titles[code], 150), colours[code]) for code in shown])
    summary = "; ".join(f"{year}: {rough(value)} {words['unit.short']}" for year, value in sums.items())
    return sheet.chart(caption, summary, end, values)


def _largest(cells: Mapping[tuple[str, str], float], side: int, most: int) -> set[str]:
    sums: dict[str, float] = {}
    for key, value in cells.items():
        sums[key[side]] = sums.get(key[side], 0.0) + value
    return set(_sorted(sums, most))


def _sorted(sums: Mapping[str, float], most: int = _PARTS) -> Sequence[str]:
    """All parts, or the largest where there are more than can be told apart: room is left for the rest."""
    found = sorted(sums, key=lambda each: (-sums[each], each))
    return found if len(found) <= most else found[: most - 1]


def _short(value: float) -> str:
    """Three digits, at most one decimal from ten on."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


def _shade(strength: float) -> str:
    mixed = (round(light + (dark - light) * strength) for light, dark in zip(_LIGHT, _DARK, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)

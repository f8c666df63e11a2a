"""The charts of a budget: they show the figures of the tables, on the sheet, and no text upon another."""

from __future__ import annotations

import math
from itertools import combinations
from xml.etree import ElementTree

import pytest

from ghginv.reports import budget_charts, budget_matrix_charts, page, wording
from ghginv.reports.budget_proposal import document
from ghginv.reports.document import Chart
from ghginv.reports.drawing import wide
from tests.reports import budget_example as example

LANGUAGES = ("zh", "en")
WORDS = {lang: wording.words(lang, "reports/budget") for lang in LANGUAGES}


def charts(lang="zh"):
    return [each for each in document(example.proposal(), lang).blocks if isinstance(each, Chart)]


def boxes(chart):
    """Where each straight text stands: left, top, right, bottom."""
    for mark in chart.marks:
        places = dict(mark.places)
        if mark.shape == "text" and "transform" not in places and mark.text:
            size = float(places["font-size"])
            x, y, width = float(places["x"]), float(places["y"]), wide(mark.text, size)
            left = {"start": x, "middle": x - width / 2, "end": x - width}[places["text-anchor"]]
            yield mark.text, (left, y - 0.8 * size, left + width, y + 0.2 * size)


def assert_clear(chart):
    """No text touches another or leaves the sheet; what is drawn stays on it."""
    found = list(boxes(chart))
    for text, (left, top, right, bottom) in found:
        assert left >= -1, (chart.caption, text)
        assert right <= chart.width + 1, (chart.caption, text)
        assert top >= 0, (chart.caption, text)
        assert bottom <= chart.height, (chart.caption, text)
    for (one, a), (other, b) in combinations(found, 2):
        apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5
        assert apart, (chart.caption, one, other)
    for mark in chart.marks:
        places = {
            name: float(value) for name, value in mark.places if name in ("x", "y", "cx", "cy", "width", "height")
        }
        if mark.shape == "rect":
            assert places["x"] >= -3, (chart.caption, mark)
            assert places["x"] + places["width"] <= chart.width + 5
            assert places["y"] + places["height"] <= chart.height
        assert 0 <= places.get("cx", 0) <= chart.width
        assert 0 <= places.get("cy", 0) <= chart.height
    ElementTree.fromstring(page.svg(chart, inline=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_clashes(lang):
    for chart in charts(lang):
        assert_clear(chart)


def test_the_path_shows_base_totals_target_and_range():
    values = dict(charts()[0].values)
    totals = example.totals().set_index("year")
    assert values["2025"] == example.FACTS["base_t"]
    assert [values[str(year)] for year in example.YEARS] == [kg / 1000 for kg in totals["total_kg"]]
    assert values["2030 reference"] == pytest.approx(totals.total_kg[2030] / 1000 / (1 - 0.183))
    dual = example.proposal().dual_control
    wanted = dual.query("year == 2030 and indicator == 'co2_total'")["target"].item()
    assert values["2030 goal"] == wanted
    varied = example.proposal().what_if.query("refused == ''")["last_kg"] / 1000
    assert (values["2030 low"], values["2030 high"]) == (varied.min(), varied.max())


def test_methods_and_choice_are_shown_for_every_unit():
    chart = next(each for each in charts() if "各种方法" in each.caption)
    values = dict(chart.values)
    compared = example.compared()
    for code, row in compared.amounts.iterrows():
        assert {values[f"{code} {method}"] for method in compared.amounts} == set(row)
        assert values[f"{code} chosen"] == compared.chosen[code]


def test_stacked_parts_and_matrix_add_up():
    regions = next(each for each in charts() if each.caption == "各年区域预算")
    whole = sum(value for name, value in regions.values if name.endswith(" 2030"))
    assert whole == pytest.approx(example.nodes("region", example.DISTRICTS)[2030].sum())
    cells = next(each for each in charts() if each.caption == "2030 年条块矩阵")
    assert sum(value for _, value in cells.values) == pytest.approx(example.matrix(2030).to_numpy().sum())


@pytest.mark.parametrize("count", [1, 2, 5, 12, 20, 40])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_or_few_years_regions_and_industries(count, lang):
    words = WORDS[lang]
    years = {2025 + at: 5e7 * (1 - 0.01 * at) for at in range(1, count + 1)}
    assert_clear(budget_charts.totals(budget_charts.Path(years, (2025, 5e7), years, (4e7, 5.1e7), 4.9e7), words, lang))
    names = {f"R{at}": f"第{at}个名字很长很长的经济技术开发区" for at in range(count)}
    parts = {code: {2026 + at: 1e6 * (at + 1) for at in range(min(count, 12))} for code in names}
    stacked = budget_matrix_charts.stacked(parts, names, "c", words, lang)
    assert_clear(stacked)
    assert sum(value for _, value in stacked.values) == pytest.approx(
        sum(sum(each.values()) for each in parts.values())
    )
    cells = {(region, f"I{at}"): 1e5 * at for region in names for at in range(count)}
    industries = {f"I{at}": f"名称很长的行业{at}" for at in range(count)}
    drawn = budget_matrix_charts.matrix(cells, names, industries, "c", words, lang)
    assert_clear(drawn)
    assert sum(value for _, value in drawn.values) == pytest.approx(sum(cells.values()))


def test_extreme_amounts_are_drawn():
    for scale in (0.1, 1.0, 1e9):
        given = {"a": {"m": scale, "n": 2 * scale}, "b": {"m": math.nan, "n": 0.0}}
        used = {"m": "方法" * 40}
        assert_clear(budget_charts.ranges(given, {"a": "甲" * 60}, used, {"a": 1.5 * scale}, WORDS["zh"], "zh"))
        assert_clear(budget_charts.totals(budget_charts.Path({2026: scale}), WORDS["zh"], "zh"))
    flat = budget_charts.Path({2026: 0.0, 2027: 0.0}, (2025, 0.0))
    assert_clear(budget_charts.totals(flat, WORDS["zh"], "zh"))
    falling = budget_charts.Path({2026: 10.0, 2060: -3.0}, (2025, 12.0))
    assert_clear(budget_charts.totals(falling, WORDS["en"], "en"))
    assert_clear(budget_charts.ranges({"d": {"m": -5e6, "n": 9e6}}, {}, {"m": "m"}, {}, WORDS["en"], "en"))

"""Scenarios as a document: what the charts show is what they were given, peaks are marked only where there are any."""

from __future__ import annotations

from ghginv.reports import page, scenario_charts, scenario_report, wording
from ghginv.reports.document import Chart, Table
from ghginv.reports.scenario_report import FOLDER, Material

_CAUSES = ("activity", "structure", "intensity", "mix", "power", "measures")
PATHS = {"A": {2023: 5e6, 2024: 6e6, 2025: 5.5e6}, "B": {2023: 5e6, 2024: 6e6, 2025: 7e6}}


def material(**changes) -> Material:
    summary = [
        {"scenario": name, "name": name, "said": "x", "peak": peak, "peak_t": max(PATHS[name].values()), "base_t": 5e6,
         "last_t": PATHS[name][2025], "period": "2024–2025", "cumulative_t": 1.1e7}
        for name, peak in (("A", 2024), ("B", None))
    ]  # fmt: skip
    told = {
        "facts": {"name": "例<b>", "base_year": "2023", "last_year": "2025", "basis": "inventory", "warning": "编造"},
        "names": {"A": "甲", "B": "乙"}, "paths": PATHS, "summary": summary, "measures": [], "growth": [],
        "sectors": {"A": {"energy": PATHS["A"], "land": dict.fromkeys(PATHS["A"], -1e6)}},
        "causes": [{"scenario": "A", **{f"{name}_t": 1e5 for name in _CAUSES}, "change_t": 6e5}],
    }  # fmt: skip
    return Material(**{**told, **changes})


def test_charts_hold_their_figures() -> None:
    words = wording.words("zh", FOLDER)
    chart = scenario_charts.scenarios(PATHS, {"A": "甲", "B": "乙"}, {"A": 2024, "B": None}, {2024: 5e6}, words, "zh")
    values = dict(chart.values)
    assert values["B 2025"] == 7e6
    assert values["budget 2024"] == 5e6
    rings = [mark for mark in chart.marks if mark.shape == "circle" and mark.tip]
    assert [mark.tip.split()[:2] for mark in rings] == [["A", "2024"]]


def test_the_document_stands_in_both_languages_and_is_escaped() -> None:
    for lang in ("zh", "en"):
        made = scenario_report.document(material(), lang)
        assert sum(isinstance(block, Chart) for block in made.blocks) == 3
        assert any(isinstance(block, Table) for block in made.blocks)
        html = page.html(made)
        assert "例&lt;b&gt;" in html
        assert "编造" in html

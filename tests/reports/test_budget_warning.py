"""The warning letter: figures, both views, reasons, steps, evidence; only its addressee; any text stays text."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ghginv.reports import page, word
from ghginv.reports.budget_material import Letter
from ghginv.reports.budget_warning import WarningMaterial, document
from ghginv.reports.budget_warning_chart import Burn
from ghginv.reports.document import Chart
from tests.reports import budget_example as example
from tests.reports.budget_reading import page_of, tables, texts, tonnes

HOSTILE = '<script>alert("1")</script>\n# [[progress]] {0} =1+1'
FIGURES = {
    "budget_kg": 1_200_000_500, "held_kg": 0, "plan_kg": 569_000_000, "executed_kg": 640_000_001, "rate": 0.5333,
    "gap": 71_000_001 / 569_000_000, "burn": 640_000_001 / 569_000_000, "left_kg": 560_000_499, "pace_kg": 105_000_000,
    "months_left": 5.33, "p10_kg": 1_300_000_000, "p50_kg": 1_349_000_000, "p90_kg": 1_400_000_000, "committed_kg": 0,
    "coverage": 0.93, "measured": 0.5, "light": "red", "forecast_light": "red", "data_light": "yellow", "alert": True,
    "method": "last-year", "band": "errors:2", "profile": "history",
}  # fmt: skip
STEPS = [{"level": 2, "zh": "会商约谈", "en": "meeting", "status": "own", "citation": "本系统缺省"}]
EVIDENCE = [
    ("light_red_gap_over", "10", "发改办环资〔2020〕901号", "found"),
    ("budget_monitoring_reply_days", "10", "本系统缺省", "own"),
]


def contributions(names: list[str]) -> pd.DataFrame:
    rows = [(f"X{at}", name, 1000 * (9 - at), 500, 1000 * (9 - at) - 500) for at, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["code", "name", "now_kg", "reference_kg", "change_kg"])


def material(**more) -> WarningMaterial:
    given = WarningMaterial(
        facts=example.FACTS, letter=example.LETTER, kind="region", code="D01", name="东湖区", year=2026, month=6,
        figures=FIGURES, net={"traded_kg": 5_000_000, "enclave_kg": -1_000_000, "sinks_kg": 3_000},
        burn=Burn([100_000_000 * at for at in range(1, 13)], [105_000_000 * at for at in range(1, 7)],
                  (1_300_000_000, 1_349_000_000, 1_400_000_000), 1_200_000_500),
        reference="last-year", effects={"activity": 9_000_000, "structure": -1_000_000, "intensity": 2_500_000},
        missing=[], industries=contributions(["电子设备制造", "数据中心"]),
        enterprises=contributions(["第1电子有限公司"]),
        steps=STEPS, evidence=pd.DataFrame(EVIDENCE, columns=["parameter", "value", "citation", "status"]), row=2,
        intensity={"light": "red", "cut": -0.01, "target": 0.018, "rule": "2026年政府工作报告", "status": "found"},
    )  # fmt: skip
    return replace(given, **more)


def test_figures_are_exact_and_both_views_stand_there():
    found = document(material())
    said = texts(found)
    for text in ("1,200,000.5", "569,000", "640,000.001", "12.48%", "连续第 2 期", "红灯（一级）", "93.00%"):
        assert text in said
    views = {row[0]: tonnes(row[1]) for row in tables(found, "官方口径与净额口径")[0].rows}
    assert views["剩余（官方口径）"] == 1_200_000_500 - 640_000_001
    assert views["净额口径预算"] == 1_200_000_500 + 5_000_000 - 1_000_000
    assert views["剩余（净额口径）"] == views["剩余（官方口径）"] + 4_000_000
    assert views["碳汇（备查）"] == 3_000


def test_reasons_stand_in_words_and_add_up():
    found = document(material())
    assert "经济活动 +9,000 吨；强度 +2,500 吨；产业结构 -1,000 吨" in texts(found)
    rows = tables(found, "因素分解")[0].rows
    assert tonnes(rows[-1][1]) == sum(tonnes(row[1]) for row in rows[:-1]) == 10_500_000


def test_evidence_marks_of_thresholds_and_steps_are_seen():
    found = document(material())
    rows = {row[0]: row for row in tables(found, "标准和参数")[0].rows}
    assert rows["红灯（一级）：未达进度目标超过 %"][2:] == ["发改办环资〔2020〕901号", "已核对原文"]
    assert rows["答复期限（工作日）"][3] == "本系统缺省"
    assert "会商约谈（本系统缺省" in texts(found)
    assert "901 号文针对能耗双控，用于碳预算是本系统缺省" in texts(found)


def test_head_names_period_version_basis_day_and_coverage():
    head = "\n".join(document(material()).facts)
    for text in ("东碳〔2026〕1 号", "2026–2030", "双控口径", "2026-02-15", "监测期：2026 年 1–6 月", "SHA-256"):
        assert text in head


def test_what_could_not_be_told_is_said():
    none = pd.DataFrame()
    found = texts(document(material(effects={}, missing=["last-year"], reference="plan", enterprises=none)))
    assert "没有上年同期数据" in found
    assert "与同期计划相比" in found
    assert "第1电子" not in found
    nothing = dict.fromkeys(("gap", "rate", "burn", "months_left"), float("nan"))
    blank = {**FIGURES, **nothing, "coverage": None, "light": "grey"}
    assert "nan" not in texts(document(material(figures=blank, intensity={}))).lower()


def test_an_overspent_budget_is_said_so():
    found = texts(document(material(figures={**FIGURES, "left_kg": -7_000, "months_left": 0.0})))
    assert "全年预算已超出 7 吨" in found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_are_whole(lang, tmp_path):
    found = document(material(), lang)
    (chart,) = [each for each in found.blocks if isinstance(each, Chart)]
    assert ("P50", 1_349_000.0) in chart.values
    assert "{" not in texts(found)
    assert page.html(found) == page.html(document(material(), lang))
    word.write(found, tmp_path / "letter.docx")
    assert (tmp_path / "letter.docx").stat().st_size > 20_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_and_numbers_of_others_stay_text(lang):
    hostile = material(
        name=HOSTILE, letter=Letter(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), remarks=[HOSTILE],
        industries=contributions([HOSTILE]), facts={**example.FACTS, "name": HOSTILE},
    )  # fmt: skip
    found = document(hostile, lang)
    assert len(tables(found)) == len(tables(document(material(), lang)))
    assert "script" not in page_of(found).tags

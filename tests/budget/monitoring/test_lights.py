"""Lights at their thresholds, exactly; grey; the light of intensity; what follows a light."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv import folders
from ghginv.budget.monitoring import board, escalation, lights, settings
from tests.budget.monitoring import made_up
from tests.budget.monitoring.made_up import YEAR, months, places, situation

TEN = Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "light"),
    [
        (999_999_999, "green"),
        (1_000_000_000, "green"),  # exactly met
        (1_000_000_001, "yellow"),  # a kilogram above
        (1_100_000_000, "yellow"),  # exactly ten per cent above: "by up to 10 %"
        (1_100_000_001, "red"),  # a kilogram more than ten per cent
    ],
)
def test_the_thresholds_of_901_to_the_kilogram(value, light):
    """发改办环资〔2020〕901号: met green, missed by up to 10 % of the target yellow, by more red."""
    assert lights.of_gap(value, 1_000_000_000, TEN) == light


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_light_is_what_fractions_say(value, target):
    found = lights.of_gap(value, target, TEN)
    if value <= target:
        assert found == "green"
    elif target == 0 or Fraction(value - target, target) > TEN:
        assert found == "red"
    else:
        assert found == "yellow"


def test_lights_of_a_board_at_the_threshold():
    """Emissions of exactly the plan, one kilogram more, exactly ten per cent more, and a kilogram above that."""
    plan = board.build(situation(6), "total").table.loc["C", "plan_kg"]
    for more, light in ((0, "green"), (1, "yellow"), (plan // 10, "yellow"), (plan // 10 + 1, "red")):
        rows = months(YEAR, 6).assign(emissions_kg=0)
        rows.loc[0, "emissions_kg"] = plan + more
        assert board.build(situation(6, rows=rows), "total").table.loc["C", "light"] == light


def test_the_forecast_has_a_light_of_its_own_and_p90_an_alert():
    many = places((1_200_000, 600_000, 240_000, 2_400_000 * 2))
    found = board.build(situation(6, places=many), "total", "ratio").table.loc["C"]
    assert (found["forecast_light"], found["alert"]) == ("green", False)
    just = board.build(situation(6), "total", "ratio").table.loc["C"]
    tight = places((1_200_000, 600_000, 240_000, int(2_400_000 + just["p50_kg"] - just["budget_kg"])))
    found = board.build(situation(6, places=tight, past=made_up.past(growth=0.0)), "total", "ratio").table.loc["C"]
    assert found["p50_kg"] == found["budget_kg"]
    assert found["forecast_light"] == "green"
    wide = board.build(situation(6, places=tight, past=made_up.past().iloc[:0]), "total", "ratio").table.loc["C"]
    assert wide["alert"]


def test_grey_at_less_than_eighty_per_cent_and_not_at_eighty():
    assert not lights.grey(1000, 800, made_up.SETTINGS)
    assert lights.grey(1000, 799, made_up.SETTINGS)
    assert not lights.grey(0, 0, made_up.SETTINGS)
    assert lights.of_data(1000, 950, made_up.SETTINGS) == "green"
    assert lights.of_data(1000, 949, made_up.SETTINGS) == "yellow"
    assert lights.of_data(1000, 799, made_up.SETTINGS) == "red"


def test_a_grey_node_above_its_plan_is_an_alert():
    rows = months(YEAR, 6, (0, 0, 0, 9000))
    rows = rows[(rows["region"] == "D2") & (rows["month"] <= 3)]
    found = board.build(situation(6, rows=rows), "region").table.loc["D2"]
    assert (found["light"], found["alert"]) == ("grey", True)


def test_intensity_that_rose_is_red_at_once():
    assert lights.of_cut(Fraction(-1, 10**9), Fraction(0), TEN) == "red"
    target = Fraction(38, 1000) / 2  # a cut of 3.8 % by the year's end, half of the year gone
    assert lights.of_cut(target, target, TEN) == "green"
    assert lights.of_cut(target * 9 / 10, target, TEN) == "yellow"
    assert lights.of_cut(target * 9 / 10 - Fraction(1, 10**12), target, TEN) == "red"
    assert lights.intensity_cut((90, 100), (100, 100)) == TEN
    assert lights.intensity_cut((90, 0), (100, 100)) is None
    assert lights.intensity_cut((90, 1), (0, 1)) is None


def test_the_parameters_bear_their_evidence():
    rows = {row.parameter: row for row in settings.load(2026).rows}
    assert rows["light_red_gap_over"].status == "found"
    assert "901" in rows["light_red_gap_over"].citation
    assert {row.status for name, row in rows.items() if name.startswith("budget_")} == {"own"}


def test_escalation_follows_the_rows():
    first = escalation.due("A", "yellow", "green", [])
    assert [(step.level, step.action) for step in first] == [(1, "notice")]
    assert [step.action for step in escalation.due("A", "red", "red", [{"A": "yellow"}])] == ["meeting"]
    twice = escalation.due("A", "red", "red", [{"A": "yellow"}, {"A": "red"}])
    assert [step.action for step in twice] == ["meeting", "suspend"]
    assert escalation.due("A", "green", "green", [{"A": "red"}, {"A": "red"}]) == ()
    assert [step.condition for step in escalation.due("A", "green", "yellow", [])] == ["forecast"]
    assert [step.condition for step in escalation.due("A", "grey", "grey", [])] == []
    rose = escalation.due("A", "green", "green", [], intensity_up=True)
    assert [step.action for step in rose] == ["suspend"]
    assert {step.status for step in escalation.load()} == {"own"}


def test_a_month_between_breaks_the_row_and_the_year_begins_anew():
    warned = [
        {"year": 2025, "month": 12, "lights": {"A": "red"}},
        {"year": 2026, "month": 2, "lights": {"A": "red"}},
        {"year": 2026, "month": 3, "lights": {"A": "yellow"}},
        {"year": 2026, "month": 3, "lights": {"A": "red"}},  # warned again with other figures: the last counts
        {"year": 2026, "month": 9, "lights": {"A": "red"}},
    ]
    past = escalation.periods(warned, 2026, 4)
    assert past == [{"A": "red"}, {"A": "red"}]
    assert escalation.in_a_row("red", "A", past) == 3
    assert escalation.periods(warned, 2026, 1) == []


def test_steps_can_be_replaced_by_a_workspace(tmp_path):
    for name, condition in (("good", "yellow"), ("broken", "purple")):
        own = tmp_path / name / "emission_factors/budget_rules/escalation.csv"
        own.parent.mkdir(parents=True)
        head = "level,condition,action,zh,en,status,citation"
        own.write_text(f"{head}\n9,{condition},call,打电话,call,own,某市办法\n", "utf-8")
    with folders.overlaid(tmp_path / "good"):
        assert [step.action for step in escalation.due("A", "yellow", "green", [])] == ["call"]
    with folders.overlaid(tmp_path / "broken"), pytest.raises(folders.BrokenFile, match="purple"):
        escalation.load()

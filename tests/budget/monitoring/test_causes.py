"""Causes of a node: effects against last year, contributions against the plan, the light of intensity, the ledger."""

from __future__ import annotations

import pandas as pd
import pytest

from ghginv.budget.ledger import consumption, posting
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.budget.monitoring import board, causes, intensity, past_months, standing
from ghginv.errors import InputError
from tests.budget.ledger import made_up as books
from tests.budget.monitoring import made_up
from tests.budget.monitoring.made_up import SEASON, YEAR, months, situation

FIGURE = ["year", "month", "region", "industry", "indicator", "value"]


def economy(year: int, upto: int, values: dict[str, float], indicator: str = "value_added", region: str = "D1"):
    rows = [(year, month, region, industry, indicator, value) for industry, value in values.items()
            for month in range(1, upto + 1)]  # fmt: skip
    return pd.DataFrame(rows, columns=FIGURE)


def test_a_change_is_decomposed_against_the_same_months_of_last_year():
    found = board.build(situation(6, rows=months(YEAR, 6, (1500, 500, 200, 2000))), "region")
    now, before = economy(YEAR, 6, {"C39": 30.0, "C26": 10.0}), economy(2025, 6, {"C39": 20.0, "C26": 10.0})
    told = causes.build(found, "D1", now, before)
    change = SEASON[:6].sum() * 500
    assert told.reference == "last-year"
    assert told.now_kg - told.reference_kg == change == sum(told.effects.values())
    assert told.effects["activity"] > 0
    assert told.missing == ()
    assert told.enterprises["code"].tolist()[0] == "E1"
    assert told.industries["change_kg"].sum() == change


def test_figures_of_other_months_are_not_compared():
    found = board.build(situation(6), "region")
    now, before = economy(YEAR, 6, {"C39": 30.0}), economy(2025, 5, {"C39": 20.0})
    assert causes.build(found, "D1", now, before).missing == ("value-added",)
    assert intensity.build(found, "D1", now, before) is None


def test_power_is_split_into_use_and_factor_of_the_grid():
    """Emissions of power fell by a fifth with the same kilowatt hours and value added: all is the grid's factor."""
    def rows(year: int, kg: int) -> pd.DataFrame:
        made = [(year, month, "D1", "C39", "PWR", "", kg, "reported") for month in range(1, 13)]
        return pd.DataFrame(made, columns=["year", "month", *made_up.COLUMNS, "emissions_kg", "status"])

    found = board.build(situation(6, rows=rows(YEAR, 800)[:6], past=rows(2025, 1000)), "region")
    figures = [pd.concat([economy(year, 6, {"C39": 10.0}), economy(year, 6, {"C39": 5e6}, "electricity")])
               for year in (YEAR, 2025)]  # fmt: skip
    assert causes.build(found, "D1", *figures).effects == {"power_factor": -1200}


def test_without_last_year_the_plan_is_compared_with_and_it_is_said():
    found = board.build(situation(6, past=made_up.past().iloc[:0]), "region")
    told = causes.build(found, "D1", economy(YEAR, 6, {}), economy(2025, 6, {}))
    assert (told.reference, told.effects, told.missing) == ("plan", {}, ("last-year",))
    assert told.reference_kg == found.table.loc["D1", "plan_kg"]


def test_the_light_of_intensity_against_the_year_s_published_target():
    found = board.build(situation(6), "region")
    share = found.profile.cumulative.loc["D1", 6]
    due, rule = intensity.target(YEAR)
    assert float(due) == pytest.approx(0.038)
    assert rule.status == "found"
    for growth, light in ((1.05, "green"), (1.0, "red"), (0.99, "red")):
        now, before = economy(YEAR, 6, {"": 10.0 * growth}, "gdp"), economy(2025, 6, {"": 10.0}, "gdp")
        told = intensity.build(found, "D1", now, before)
        assert told.light == light
        assert told.target == pytest.approx(0.038 * share)
        assert told.up == (growth < 1)
    assert float(intensity.target(2028)[0]) == pytest.approx(1 - 0.83**0.2, abs=1e-6)
    assert intensity.target(2040) is None


def test_what_a_region_reports_itself_is_not_added_to_what_is_below_it():
    found = board.build(situation(6), "region")
    parts = [economy(YEAR, 6, {"": value}, "gdp", code) for code, value in (("C", 30.0), ("D1", 10.0), ("D2", 20.0))]
    mine = found.belongs[found.belongs["node"] == "C"]
    assert causes.of_node(pd.concat(parts), found, "C", mine)["value"].sum() == 180
    assert causes.of_node(pd.concat(parts[1:]), found, "C", mine)["value"].sum() == 180


def test_budgets_by_place_are_what_stands_there_whatever_was_emitted():
    issued = posting.issue(books.lines(), books.REGIONS, books.INDUSTRIES, version=1, **books.PAPER)
    used = consumption.estimate(books.FIRM, 2026, 230, 200, key="est/2026-01/available:D1:C39:KEY:E1/1", **books.PAPER)
    _, before = tables.frames(issued)
    _, legs = tables.frames([*issued, used])
    one, two = standing.places(before, 2026), standing.places(legs, 2026)
    assert one.to_dict("records") == two.to_dict("records")
    mine = two.set_index("enterprise")["budget_kg"]
    assert mine["E1"] == 200
    assert two["budget_kg"].sum() == 280 + 200 + 50 + 40 + 310  # reserves belong to no place
    assert standing.places(legs, 2031).empty


def test_the_net_view_stands_beside():
    traded = Entry("trade", "2026-05-01", "D1", (
        Leg(Account("traded", "D1"), 2026, 30), Leg(Account("traded", "D2"), 2026, -30)))  # fmt: skip
    sink = Entry("sink-memo", "2026-05-01", "D1", (
        Leg(Account("sink", "D1"), 2026, 7), Leg(Account("external"), 2026, -7)))  # fmt: skip
    _, legs = tables.frames([traded, sink])
    found = standing.net(legs, 2026)
    assert found.loc["D1"].to_dict() == {"traded_kg": 30, "enclave_kg": 0, "sinks_kg": 7}
    assert found.loc["D2", "traded_kg"] == -30
    assert standing.net(legs, 2027).empty
    assert standing.places(legs, 2026).empty


def test_verified_years_get_the_months_of_their_estimates():
    made = []
    for month, n, kg in ((1, 1, 90), (1, 2, 10), (2, 1, 30)):
        key = consumption.key("estimate", f"2026-{month:02d}", books.FIRM, n)
        made.append(consumption.estimate(books.FIRM, 2026, kg, 999, key=key, **books.PAPER))
    frame, legs = tables.frames(made)
    verified = pd.DataFrame([("D1", "C39", "KEY", "E1", 80)], columns=[*made_up.COLUMNS, "emissions_kg"])
    found = standing.months_behind(frame, legs, verified, 2026)
    assert dict(zip(found["month"], found["emissions_kg"], strict=True)) == {1: 20, 2: 60}


def test_past_months_are_read_and_every_fault_is_named(tmp_path):
    path = tmp_path / "past.csv"
    path.write_text("年份,月份,区域,行业,排放量\n2025,1,D1,C39,12.3456\n2025,02,D1,C39,0\n", "utf-8-sig")
    found = past_months.read(path.name, path.read_bytes())
    assert found["emissions_kg"].tolist() == [12346, 0]
    assert found["layer"].tolist() == ["", ""]
    bad = "year,month,region,industry,layer,enterprise,emissions_t\n2025,13,D1,C39,,,=1+1\n,1,,C39,,a:b,1e9\n"
    path.write_text(f"{bad}2025,1,D1,C39,,,1\n2025,1,D1,C39,,,2\n", "utf-8")
    with pytest.raises(InputError) as refusal:
        past_months.read(path.name, path.read_bytes())
    places = [each.cell for each in refusal.value.findings]
    assert places == ["line 2 month", "line 2 emissions_t", "line 3 year", "line 3 emissions_t", "line 3 region",
                      "line 3 enterprise", "line 5"]  # fmt: skip
    for text in ("", "a,b\n", "year,year,month,region,industry,emissions_t\n"):
        path.write_text(text, "utf-8")
        with pytest.raises(InputError) as refusal:
            past_months.read(path.name, path.read_bytes())
        assert refusal.value.findings[0].code == "budget-monitoring-history-columns"
    path.write_bytes(b"\xff\xfe\x00year")
    with pytest.raises(InputError) as refusal:
        past_months.read(path.name, path.read_bytes())
    assert refusal.value.findings[0].code == "budget-file-unreadable"

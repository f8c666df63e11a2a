"""A district fed by its enterprises, through the store: what counts, what remains, what can be said of it later."""

from __future__ import annotations

import json
from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.calculation import enterprise_feed
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.domain.records import Activity, Facility
from ghginv.errors import InputError
from ghginv.factors import guidelines
from ghginv.store import audit, runs, submissions
from ghginv.workspace import remainder
from ghginv.workspace.compile_year import compile_year
from tests.calculation.test_enterprise_feed import rows
from tests.inventories import compiled
from tests.workspace.enterprises import (
    CEMENT,
    CITY,
    DISTRICT,
    OTHER,
    PAPER,
    POWER,
    YEAR,
    activity,
    desk,
    file,
    measured,
    months,
)

STATISTICS = [
    activity("1.2.U", "raw_coal", 12_480.0, "D7"),
    activity("1.2.U", "diesel", 500.0, "D8"),
    activity("1.1.1.E", "raw_coal", 90_000.0, "D9"),
    activity("1.2.U", "electricity", 8_000.0, "D10"),
]
COAL = [100.0 + month for month in range(12)]


def cement(**given):
    """Twelve months of coal, a month of which was measured, electricity, and what only its account knows."""
    own = {"enterprise": CEMENT, "facility": "F1"}
    activities = [
        *months("1.2.4", "raw_coal", COAL, **own),
        activity("1.2.4", "electricity", 50.0, "D20", sheet="购入电力", **own),
        activity("X.1", "electricity", 7.0, "D21", sheet="输出", **own),
        activity("X.3", "electricity", 9.0, "D22", sheet="输出", **own),
    ]
    value = measured("net_calorific_value", 25.0, "GJ/t", "raw_coal", CEMENT, facility="F1", month=2)
    return {"activities": activities, "enterprise": CEMENT, "parameters": [value], "name": "演示水泥", **given}


@pytest.fixture
def place(tmp_path):
    workspace = desk(tmp_path)
    file(workspace, STATISTICS)
    return workspace


def row(run, category, item):
    table = remainder.table(run)
    return table[(table["category"] == category) & (table["item"] == item)].iloc[0]


def test_verified_enterprises_are_taken_off_and_stand_with_what_they_measured(place):
    alone = place.compile(YEAR)
    file(place, **cement())
    run = place.compile(YEAR)
    assert run.id != alone.id
    coal = row(run, "1.2.U", "raw_coal")
    taken = sum(COAL)
    assert (coal["statistics"], coal["enterprises"], coal["enterprise_sum"], coal["remainder"]) == (
        *(12_480.0, 1, taken),
        12_480.0 - taken,
    )
    assert coal["explained_percent"] == pytest.approx(100 * taken / 12_480)
    emissions = run.emissions()
    own = emissions[(emissions["enterprise"] == CEMENT) & (emissions["gas"] == "CO2")].set_index("month")["mass_t"]
    assert len(own) == 12
    assert own[2] / own[1] == pytest.approx(101 / 100 * 25 / 20.908)
    assert not set(emissions["category"].str[0]) & {"X", "F"}
    assert coal["statistics_t"] == pytest.approx(row(alone, "1.2.U", "raw_coal")["statistics_t"])


def test_a_run_read_again_is_what_was_compiled(place):
    file(place, **cement())
    run = place.compile(YEAR)
    with place.overlaid():
        from ghginv.workspace.compile_year import _compiled

        fresh, taken = _compiled(place, YEAR, DISTRICT, "pg2011", None)
    stored = run.inventory
    assert dict(fresh.about) == dict(stored.about)
    for name in ("activity", "choices", "parameters", "rows"):
        again, first = (getattr(each, name).astype(object) for each in (stored, fresh))
        again, first = (each.where(each.notna(), None) for each in (again, first))
        pd.testing.assert_frame_equal(again, first[list(again.columns)])
    assert taken.derived is not None


def test_the_same_inputs_give_the_same_remainder_once_and_the_log_proves_it(place):
    file(place, **cement())
    first, second = place.compile(YEAR), place.compile(YEAR)
    assert first.id == second.id
    kept = [each for each in submissions.states(place.database) if each["kind"] == "remainder"]
    assert [each["state"] for each in kept] == ["locked"]
    record = json.loads(submissions.content(place.database, kept[0]["submission"]))
    assert [each["name"] for each in record["enterprises"]] == ["演示水泥"]
    (coal,) = [each for each in record["groups"] if each["item"] == "raw_coal"]
    assert (len(coal["parts"]), coal["by_enterprise"]) == (12, {CEMENT: "1266"})
    other = place.compile(YEAR, guideline="ipcc2006")
    assert remainder.record_of(other)["submission"] == kept[0]["submission"]
    assert audit.faults(place.database) == []


def test_an_enterprise_without_data_changes_nothing(place):
    file(place, **cement())
    before = place.compile(YEAR)
    file(place, [activity("X.1", "electricity", 3.0, "D4", enterprise=PAPER, sheet="输出")], enterprise=PAPER)
    file(place, [], enterprise=POWER)
    assert place.compile(YEAR).id == before.id


def test_unverified_enterprises_are_counted_but_not_in_the_figures(place):
    before = place.compile(YEAR)
    file(place, **cement(steps=()))
    run = place.compile(YEAR)
    assert run.id == before.id
    assert [(each.code, each.found) for each in run.remarks() if each.code.startswith("feed")] == [
        ("feed-unverified", "1")
    ]
    assert "remainder" not in run.tables()


def test_a_remainder_below_zero_is_zero_and_said(place):
    file(place, [activity("1.2.4", "diesel", 650.0, "D5", enterprise=PAPER)], enterprise=PAPER, name="演示造纸")
    run = place.compile(YEAR)
    diesel = row(run, "1.2.U", "diesel")
    assert (diesel["remainder"], diesel["enterprise_sum"], diesel["explained_percent"]) == (0, 650, 130)
    finding = next(each for each in run.remarks() if each.code == "feed-negative")
    assert "演示造纸 650" in finding.text("zh")
    assert "500 t" in finding.text("zh")
    stored = submissions.findings(place.database, remainder.record_of(run)["submission"])
    assert [each["code"] for each in stored] == ["feed-negative"]


def test_what_the_statistics_lack_stands_alone(place):
    file(place, [activity("1.2.4", "natural_gas", 12.0, "D5", enterprise=PAPER)], enterprise=PAPER)
    run = place.compile(YEAR)
    gas = row(run, "1.2.4", "natural_gas")
    assert pd.isna(gas["statistics"])
    assert gas["enterprises_t"] > 200
    assert "feed-alone" in {each.code for each in run.remarks()}


def test_a_facility_counts_where_it_stands(tmp_path):
    city = desk(tmp_path, CITY)
    for code in (DISTRICT, OTHER):
        file(city, [activity("1.2.U", "raw_coal", 1000.0, "D7", region=code)], region=code)
    rows_of = [
        activity("1.2.4", "raw_coal", 100.0, "D5", enterprise=CEMENT, facility="F1"),
        activity("1.2.4", "raw_coal", 30.0, "D6", enterprise=CEMENT, facility="F2", region=OTHER),
    ]
    facilities = [
        Facility(CEMENT, code, name, where) for code, name, where in (("F1", "甲", DISTRICT), ("F2", "乙", OTHER))
    ]
    file(city, rows_of, enterprise=CEMENT, facilities=facilities)
    runs_, table = remainder.remainder(city, YEAR)
    assert [run.about["region"] for run in runs_] == [OTHER, DISTRICT]
    coal = table[table["item"] == "raw_coal"].set_index("region")
    assert coal["remainder"].to_dict() == {DISTRICT: 900.0, OTHER: 970.0}
    one, only = remainder.remainder(city, YEAR, region=OTHER)
    assert (len(one), set(only["region"])) == (1, {OTHER})
    accounts = city.compile(YEAR, region=DISTRICT, guideline="enterprise")
    assert accounts.inventory.activity["quantity"].sum() == 130  # an account is of the whole enterprise


def test_districts_fed_by_one_enterprise_can_be_merged(tmp_path):
    from ghginv.workspace import rollup

    test_a_facility_counts_where_it_stands(tmp_path)
    from ghginv.workspace.place import Workspace

    city = Workspace(tmp_path / "w")
    sealed = []
    for code in (DISTRICT, OTHER):
        run = city.compile(YEAR, region=code)
        sealed.append(tmp_path / f"{code}.sealed")
        rollup.seal(run, sealed[-1])
    merged = rollup.merge(city, sealed)
    assert merged.run.inventory.activity["quantity"].sum() == 2000


def test_accounts_of_enterprises_are_compiled_from_all_that_count(place):
    file(place, **cement(steps=()))
    file(place, [activity("1.1.1.E", "raw_coal", 80.0, "D5", enterprise=POWER)], enterprise=POWER)
    run = place.compile(YEAR, guideline="enterprise")
    assert set(run.emissions()["enterprise"]) == {CEMENT, POWER}
    assert "X.1" in set(run.inventory.activity["category"])
    assert run.about["gwp"] == guidelines.load("enterprise").gwp
    assert not [each for each in run.remarks() if each.code.startswith("feed")]


def test_several_enterprises_have_the_same_items_but_one_gives_each_once(place):
    for who in (CEMENT, POWER, PAPER):
        file(place, [activity("1.2.4", "diesel", 5.0, "D5", enterprise=who)], enterprise=who)
    assert row(place.compile(YEAR), "1.2.U", "diesel")["enterprises"] == 3
    twice = [*months("1.2.5", "diesel", [1.0], enterprise="Z"), activity("1.2.5", "diesel", 9.0, "D5", enterprise="Z")]
    file(place, twice, enterprise="Z")
    for guideline in ("pg2011", "enterprise"):
        with pytest.raises(InputError) as refusal:
            place.compile(YEAR, guideline=guideline)
        assert {each.code for each in refusal.value.findings} == {"feed-month-and-year"}


def test_coal_measured_by_its_carbon_is_computed_so_in_the_district(place):
    terms = (("air_dried_carbon", 0.6, "tC/t"), ("received_moisture", 0.1, "1"), ("air_dried_moisture", 0.02, "1"))
    values = [measured(name, value, unit, "measured_coal", POWER, month=1) for name, value, unit in terms]
    coal = months("1.1.1.E", "measured_coal", [2000.0], enterprise=POWER)
    file(place, coal, enterprise=POWER, parameters=values)
    for guideline in ("pg2011", "ipcc2006", "gpc"):
        run = place.compile(YEAR, guideline=guideline)
        own = run.emissions()[lambda rows: (rows["enterprise"] == POWER) & (rows["gas"] == "CO2")]
        assert own["formula"].tolist() == ["elemental_carbon_co2"]
        assert row(run, "1.1.1.E", "raw_coal")["remainder"] == 88_000


def test_a_factor_that_a_guideline_lacks_does_not_stop_the_region(place):
    coal = months("1.1.1.E", "measured_coal", [2000.0, 10.0], enterprise=POWER)
    file(place, coal, enterprise=POWER)
    run = place.compile(YEAR)
    assert row(run, "1.1.1.E", "raw_coal")["remainder"] == 90_000
    (finding,) = [each for each in run.remarks() if each.code.startswith("feed")]
    assert (finding.code, finding.details["count"]) == ("feed-lacking", 1)
    assert "空气干燥基元素碳" in finding.text("zh")


def test_purchased_electricity_is_part_of_final_use_and_scope_2(place):
    file(place, **cement())
    run = place.compile(YEAR, guideline="gpc")
    power = run.emissions()[lambda rows: rows["item"] == "electricity"]
    assert set(power["scope"]) == {"2"}
    assert row(run, "1.2.U", "electricity")["remainder"] == 7_950
    direct = place.compile(YEAR, guideline="pg2011").emissions()
    assert "electricity" not in set(direct[direct["memo"] == ""]["item"])


def test_the_trace_leads_to_the_cell_and_to_the_enterprises(place):
    file(place, **cement())
    evidence = place.compile(YEAR).trace(category="1.2.U", item="raw_coal")
    (only,) = [each for each in evidence.rows if each["gas"] == "CO2"]
    origin = only["remainder_of"]
    assert (origin["statistics"]["sheet"], origin["statistics"]["cell"]) == ("统计表", "D7")
    assert [each["cell"] for each in origin["enterprises"]][:3] == ["A5", "B5", "C5"]
    text = "\n".join(evidence.lines("zh"))
    assert "统计 12480 t − 企业合计 1266 t（1 家）" in text
    assert f"− 1,266 t  {CEMENT} 演示水泥" in text
    place_of = evidence.record("en")["rows"][0]["remainder_of"]["enterprises"][0]
    assert set(place_of) >= {"enterprise", "name", "part", "submission", "file", "sheet", "cell"}


def test_checks_and_the_result_workbook_of_a_fed_run(place, tmp_path):
    from ghginv.workspace import export, qa

    file(place, **cement())
    run = place.compile(YEAR)
    done = {each["check"]: each["findings"] for each in qa.qa(run).summary}
    assert [done[code] for code in ("Q1", "Q2", "Q7", "Q10", "Q12")] == [0] * 5
    (written,) = export.export(run, tmp_path / "结果.xlsx", "guideline", "zh")
    assert written.stat().st_size > 10_000


def test_a_run_kept_before_there_were_months_can_still_be_read(place):
    run = place.compile(YEAR)
    frames = runs.frames(place.database, run.id)
    frames["choices"] = frames["choices"].drop(columns="month")
    from ghginv.calculation.inventory import Inventory

    assert Inventory(run.about, **frames).emissions["month"].eq(0).all()


def test_compiling_by_name_of_the_verb(place):
    assert compile_year(place, YEAR, region="光明区").about["region"] == DISTRICT


PARTS = [("1.2.U", "raw_coal"), ("1.2.U", "diesel"), ("1.2.6", "diesel"), ("P.1", "clinker")]
GRAM = 1 / GRAMS_PER_TONNE


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.floats(100, 10_000).map(lambda each: round(each, 2)), min_size=4, max_size=4),
    st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 100), st.sampled_from("ABC")), max_size=8),
)
def test_with_defaults_everywhere_emissions_are_those_of_the_statistics(quantities, shares):
    statistics = rows(*((*part, quantity) for part, quantity in zip(PARTS, quantities, strict=True)))
    held = dict(zip(PARTS, quantities, strict=True))
    own = [(*part, round(held[part] * share / 1000, 3), {"enterprise": who}) for part, share, who in shares]
    enterprises = rows(*own)
    feed = enterprise_feed.feed(statistics, enterprises, guidelines.load("pg2011"), {})
    made = enterprise_feed.remainders(feed, statistics, enterprises, "R")
    untouched = statistics[~statistics["activity_id"].isin(feed.replaced)]
    joined = [*untouched.to_dict("records"), *enterprises.to_dict("records"), *made]
    sums = []
    for table in (statistics.to_dict("records"), joined):
        records = [
            Activity(**{each.name: row[each.name] for each in fields(Activity)} | {"cell": f"D{number}"})
            for number, row in enumerate(table)
        ]
        sums.append(compiled(records, "pg2011", DISTRICT, YEAR).emissions.groupby(["item", "gas"])["mass_t"].sum())
    assert (sums[0] - sums[1]).abs().max() <= 2 * (len(joined) + 4) * GRAM

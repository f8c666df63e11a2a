"""Districts add up to the city, or are refused with the reason."""

from dataclasses import replace
from functools import cache

import pytest

from ghginv.domain.records import Activity
from ghginv.inventory import rollup
from ghginv.inventory.rollup import Part
from tests import inventories

COAL = Activity("440305", 2022, "1.2.1", "bituminous", 1000.0, "t", "表", "D5")
CITY = "440300"


@cache
def part(region, *rows, guideline="pg2011", held=False, submission=""):
    placed = [replace(row, region=region, cell=f"D{place}") for place, row in enumerate(rows, start=5)]
    inventory = inventories.compiled(placed, guideline, region, 2022)
    mark = submission or f"{region}{held}"
    inventory.about["submissions"][0]["sha256"] = mark
    return Part(f"{region}.ghginv", inventory, f"S-{mark}", mark, held)


def flow(category, item, quantity, unit, other):
    return replace(COAL, category=category, item=item, quantity=quantity, unit=unit, facility=other)


def codes(*parts, city=CITY):
    return [finding.code for finding in rollup.faults(parts, city) if finding.severity == "error"]


def test_the_city_is_the_sum_of_its_parts():
    parts = [part("440305", COAL), part("440306", replace(COAL, quantity=250.0)), part(CITY, COAL, held=True)]
    assert codes(*parts) == []
    merged = rollup.merged(parts, CITY, "test")
    expected = sum(int(each.inventory.emissions["co2e_g"].sum()) for each in parts)
    assert int(merged.emissions["co2e_g"].sum()) == expected
    assert merged.about["region"] == CITY
    assert merged.emissions["activity_id"].is_unique or merged.rows["activity_id"].nunique() == 3
    assert set(merged.emissions["region"]) == {"440305", "440306", CITY}
    table = rollup.by_region(merged)
    assert table.iloc[:-1]["合计"].sum() == pytest.approx(table.iloc[-1]["合计"])
    assert table.iloc[-1]["合计"] == pytest.approx(expected / 1e6)


def test_the_order_of_the_parts_changes_nothing():
    parts = [part("440305", COAL), part("440306", replace(COAL, quantity=250.0))]
    first, second = (rollup.merged(each, CITY, "test") for each in (parts, parts[::-1]))
    assert first.about == second.about
    assert first.emissions["co2e_g"].sum() == second.emissions["co2e_g"].sum()


def test_a_district_twice_is_refused():
    assert "rollup-region-twice" in codes(part("440305", COAL), part("440305", COAL, submission="again"))


def test_a_zone_inside_a_district_is_refused():
    assert codes(part("440305", COAL), part(CITY, COAL)) == ["rollup-region-twice"]


def test_another_city_is_refused():
    assert codes(part("440305", COAL), part("440402", COAL)) == ["rollup-outside"]


def test_another_guideline_is_refused():
    found = codes(part("440305", COAL), part("440306", COAL, guideline="ipcc2006"))
    assert set(found) == {"rollup-unequal"}


def test_the_same_submission_in_two_districts_is_refused():
    found = codes(part("440305", COAL, submission="x"), part("440306", COAL, submission="x"))
    assert found == ["rollup-submission-twice"]


def test_a_facility_reported_by_two_is_refused_also_when_one_is_the_city():
    plant = replace(COAL, facility="示例电厂")
    assert codes(part("440305", plant), part("440306", plant)) == ["rollup-facility-twice"]
    assert codes(part("440305", plant), part(CITY, plant, held=True)) == ["rollup-facility-twice"]
    assert codes(part("440305", plant), part("440306", replace(plant, facility="另一电厂"))) == []


def test_nothing_to_merge():
    assert codes() == ["rollup-few"]


def test_districts_that_are_missing_are_named():
    (finding,) = [each for each in rollup.faults([part("440305", COAL)], CITY) if each.code == "rollup-missing"]
    assert "440306" in finding.found
    assert "440305" not in finding.found


def test_flows_are_matched_by_the_region_they_name():
    sender = part("440305", COAL, flow("E.2", "electricity", 100.0, "MWh", "宝安区"))
    receiver = part("440306", COAL, flow("E.1", "electricity", 90.0, "MWh", "440305"))
    outside = part("440307", COAL, flow("E.1", "electricity", 7.0, "MWh", ""))
    flows = rollup.reconciled([sender, receiver, outside])
    assert flows[["sender", "receiver", "sent", "received", "difference"]].fillna(-1).values.tolist() == [
        ["", "440307", -1, 7.0, -1],
        ["440305", "440306", 100.0, 90.0, 10.0],
    ]
    (finding,) = rollup.mismatches(flows)
    assert finding.code == "rollup-flow"
    assert "南山区" in finding.text("zh")


def test_flows_that_agree_or_leave_the_city_are_no_mismatch():
    sender = part("440305", COAL, flow("E.2", "electricity", 100.0, "MWh", "宝安区"))
    receiver = part("440306", COAL, flow("E.1", "electricity", 99.5, "MWh", "南山区"))
    assert rollup.mismatches(rollup.reconciled([sender, receiver])) == []


def test_a_flow_only_one_side_reports_is_a_mismatch():
    sender = part("440305", COAL, flow("E.2", "electricity", 100.0, "MWh", "宝安区"))
    assert len(rollup.mismatches(rollup.reconciled([sender, part("440306", COAL)]))) == 1


def test_the_gap_is_shown_and_changes_nothing():
    parts = [part("440305", COAL), part("440306", COAL)]
    merged = rollup.merged(parts, CITY, "test")
    city = part(CITY, replace(COAL, quantity=2500.0)).inventory
    table = rollup.gap(merged, city)
    total = table.iloc[-1]
    assert total["percent"] == pytest.approx(100 * (2000 / 2500 - 1), abs=1e-4)
    assert total["sum_t"] == pytest.approx(merged.emissions["co2e_t"].sum())
    assert table.iloc[:-1]["gap_t"].sum() == pytest.approx(total["gap_t"])

"""Budgets of named enterprises inside a layer: past emissions, benchmark, quota, yearly cut; never above the layer."""

from __future__ import annotations

import pytest

from ghginv.budget.decompose import decompose
from tests.budget.cities import RULES, plan

ROWS = [("440305", "C", "KEY", 100_000.0), ("440306", "C", "KEY", 100_000.0), ("440306-01", "C", "KEY", 50_000.0)]


def facility(enterprise, number="1", region="440305", layer="KEY", **more):
    return {"enterprise": enterprise, "facility": number, "region": region, "industry": "C", "layer": layer, **more}


def data(enterprise, indicator, value, facility="", year=2025):
    return {"enterprise": enterprise, "facility": facility, "year": year, "indicator": indicator, "value": float(value)}


def shared(facilities, rows, total=200_000_000, **more):
    made = plan(ROWS, first=2026, last=2030, facilities=facilities, enterprise_data=rows)
    found = decompose(made, RULES, {more.pop("year", 2026): total}, **more)
    lines = found.lines[found.lines["kind"] == "available"]
    assert lines["amount_kg"].sum() == total
    named = lines.set_index(["region", "enterprise"])["amount_kg"].to_dict()
    return named, [each.code for each in found.findings]


def test_past_emissions_give_the_part_of_the_layer_and_the_rest_stays():
    # The layer of 100 000 t gets 80 000 t; A emitted 30 %, B 10 % of it.
    found, codes = shared(
        [facility("A"), facility("B")], [data("A", "emissions", 30_000), data("B", "emissions", 10_000)]
    )
    assert found["440305", "A"] == 24_000_000
    assert found["440305", "B"] == 8_000_000
    assert found["440305", ""] == 48_000_000
    assert not codes


def test_enterprises_that_emitted_more_than_the_baseline_share_the_layer():
    found, _ = shared([facility("A"), facility("B")], [data("A", "emissions", 90_000), data("B", "emissions", 30_000)])
    assert (found["440305", "A"], found["440305", "B"]) == (60_000_000, 20_000_000)
    assert ("440305", "") not in found


def test_data_by_facility_and_a_facility_in_a_street():
    places = [facility("A"), facility("A", "2", "440306-01"), facility("A", "3", "440306-02")]
    rows = [data("A", "emissions", 10_000, each) for each in ("1", "2", "3")]
    found, codes = shared(places, rows)
    assert found["440305", "A"] == 8_000_000
    assert found["440306-01", "A"] == 8_000_000
    assert found["440306", "A"] == 8_000_000  # the park has no baseline: its facility counts with the district
    assert not codes


def test_one_figure_for_facilities_in_several_cells_is_no_budget_and_named():
    found, codes = shared([facility("A"), facility("A", "2", "440306")], [data("A", "emissions", 10_000)])
    assert not [key for key in found if key[1]]
    assert codes == ["budget-decompose-enterprise-cells"]


def test_benchmark_times_output():
    rows = [data("A", "output", 5_000), data("A", "benchmark", 2.5)]
    found, _ = shared([facility("A")], rows, enterprises="benchmark")
    assert found["440305", "A"] == 12_500_000


def test_quota_of_the_year_is_capped_by_the_layer_with_a_warning():
    rows = [data("A", "quota", 1), data("A", "quota", 70_000, year=2026), data("A", "quota", 9, year=2027)]
    found, codes = shared([facility("A")], rows, enterprises="quota")
    assert found["440305", "A"] == 70_000_000
    assert not codes
    rows += [data("B", "quota", 70_000, year=2026)]
    found, codes = shared([facility("A"), facility("B")], rows, enterprises="quota")
    assert (found["440305", "A"], found["440305", "B"]) == (40_000_000, 40_000_000)
    assert codes == ["budget-decompose-enterprise-capped"]


def test_yearly_cut_of_the_base_year():
    # E(t) = E0 (1 - 4.2 % · 5) (absolute contraction, Science Based Targets initiative, 1.5 °C).
    rows = [data("A", "emissions", 10_000)]
    found, _ = shared([facility("A")], rows, year=2030, enterprises="contraction", contraction_rate=4.2)
    assert found["440305", "A"] == 7_900_000


def test_methods_by_layer_and_none():
    rows = [data("A", "emissions", 10_000), data("A", "quota", 5_000)]
    assert shared([facility("A")], rows, enterprises={"KEY": "quota"})[0]["440305", "A"] == 5_000_000
    assert ("440305", "A") not in shared([facility("A")], rows, enterprises="none")[0]


@pytest.mark.parametrize(
    ("days", "counts"),
    [({"valid_to": "2026-06-30"}, True), ({"valid_to": "2025-12-31"}, False), ({"valid_from": "2027-01-01"}, False)],
)
def test_facilities_count_in_the_years_in_which_they_stand(days, counts):
    found, _ = shared([facility("A", **days)], [data("A", "emissions", 10_000)])
    assert (("440305", "A") in found) == counts


def test_a_facility_that_moves_counts_where_it_last_stood():
    places = [facility("A", valid_to="2026-08-31"), facility("A", region="440306", valid_from="2026-09-01")]
    found, _ = shared(places, [data("A", "emissions", 10_000)])
    assert [key for key in found if key[1]] == [("440306", "A")]


def test_enterprises_without_data_or_without_a_cell_are_named():
    places = [facility("A"), facility("B", layer="ETSN")]
    found, codes = shared(places, [data("B", "emissions", 10_000)])
    assert not [key for key in found if key[1]]
    assert codes == ["budget-decompose-enterprise-home", "budget-decompose-enterprise-data"]


def test_layers_without_enterprises_name_none():
    made = plan([("440305", "C", "DIF", 1000.0)], facilities=[facility("A", layer="DIF")])
    assert set(decompose(made, RULES, {2026: 1_000_000}).lines["enterprise"]) == {""}

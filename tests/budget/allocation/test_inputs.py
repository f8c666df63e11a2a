"""Inputs taken from a plan: which regions and industries, which year, what stands in for what."""

import numpy as np
import pandas as pd
import pytest

from ghginv.budget.allocation import industry_inputs, inputs, regional_inputs
from ghginv.budget.plan import FACTS, Plan
from ghginv.budget.trees import Node, tree
from ghginv.domain import plan_tables

REGIONS = tree(
    [
        Node("4403", "", "市", "city"), Node("440303", "4403", "甲区", "district"),
        Node("440305", "4403", "乙区", "district"),
        Node("440305001", "440305", "街道", "street"), Node("4403-P", "4403", "港口", "held"),
        Node("440390", "4403", "旧区", "district", valid_to="2027-06-30"),
    ],
    "region",
)  # fmt: skip
INDUSTRIES = tree(
    [
        Node("ALL", "", "全部", "all"), Node("MIIT", "ALL", "工信", "department"),
        Node("C26", "MIIT", "化工", "industry"), Node("C39", "MIIT", "电子", "industry"),
    ],
    "industry",
)  # fmt: skip
ROWS = {
    "indicators": [
        {"region": "440303", "year": 2025, "indicator": "population", "value": 100},
        {"region": "440305", "year": 2025, "indicator": "population", "value": 200},
        {"region": "440305", "year": 2030, "indicator": "population", "value": 999},
        {"region": "440303", "year": 2025, "indicator": "gdp", "value": 50},
        {"region": "440305", "year": 2025, "indicator": "gdp", "value": 150},
        {"region": "440303", "year": 2025, "indicator": "energy", "value": 10},
        {"region": "440305", "year": 2025, "indicator": "energy", "value": 60},
        {"region": "440303", "year": 2028, "indicator": "output", "value": 7},
        {"region": "440305", "year": 2028, "indicator": "output", "value": 8},
        {"region": "4403", "industry": "C26", "year": 2025, "indicator": "value_added", "value": 5},
        {"region": "440303", "industry": "C39", "year": 2025, "indicator": "value_added", "value": 1},
        {"region": "440305", "industry": "C39", "year": 2025, "indicator": "value_added", "value": 2},
    ],
    "baseline": [
        {"region": "440303", "industry": "C26", "layer": "KEY", "year": 2025, "emissions_t": 1000},
        {"region": "440305", "industry": "C26", "layer": "KEY", "year": 2025, "emissions_t": 400},
        {"region": "440305001", "industry": "C39", "layer": "DIF", "year": 2025, "emissions_t": 600},
        {"region": "440305", "industry": "C39", "layer": "SINK", "year": 2025, "emissions_t": -9},
        {"region": "4403-P", "industry": "C39", "layer": "ETSN", "year": 2025, "emissions_t": 70},
        {"region": "440303", "industry": "C39", "layer": "KEY", "year": 2024, "emissions_t": 5000},
    ],
    "bounds": [
        {"region": "440303", "year": 0, "lower_t": 300, "upper_t": 2000},
        {"region": "440303", "year": 2028, "lower_t": 500},
        {"region": "440305", "year": 2028, "fixed_t": 800},
        {"region": "440305", "year": 2029, "upper_t": 1},
        {"region": "440303", "industry": "C26", "year": 0, "upper_t": 1},
        {"region": "440303", "layer": "KEY", "year": 0, "upper_t": 1},
        {"industry": "C39", "year": 0, "upper_t": 900},
    ],
    "requests": [
        {"region": "440303", "year": 2028, "requested_t": 1200},
        {"region": "440303", "industry": "C26", "year": 2028, "requested_t": 1100},
        {"region": "440305", "industry": "C26", "year": 2028, "requested_t": 450},
        {"region": "440305", "industry": "C39", "year": 2028, "requested_t": 650},
        {"region": "440305", "year": 2029, "requested_t": 1},
    ],
    "criteria": [
        {"criterion": "EI", "numerator": "energy", "denominator": "gdp", "direction": "duty"},
        {"criterion": "POP", "numerator": "population", "denominator": "", "direction": "need"},
        {"criterion": "AREA", "numerator": "area", "denominator": "", "direction": "need"},
    ],
    "pairwise": [{"criterion_a": "EI", "criterion_b": "POP", "value": 3}],
    "measures": [
        {"region": "440305001", "measure": "光伏", "abatement_t": 10, "cost": 5},
        {"region": "4403-P", "measure": "岸电", "abatement_t": 10, "cost": 5},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    tables = {}
    for table in plan_tables.load().tables:
        frame = pd.DataFrame(ROWS.get(table.id, []), columns=[column.id for column in table.columns])
        for column in table.columns:
            if column.kind in ("number", "percent"):
                frame[column.id] = frame[column.id].astype("float64")
            elif column.kind == "year":
                frame[column.id] = frame[column.id].fillna(0).astype("int64")
            else:
                frame[column.id] = frame[column.id].astype(object).fillna("")
        tables[table.id] = frame
    facts = dict.fromkeys(FACTS, "") | {
        "base_year": "2025",
        "first_year": "2026",
        "last_year": "2030",
        "region": "4403",
    }
    return Plan(facts, REGIONS, INDUSTRIES, tables, "0" * 64)


def test_regions_below_the_city_without_what_it_holds(plan):
    found = regional_inputs(plan, 2028)
    assert list(found.index) == ["440303", "440305"]
    assert list(regional_inputs(plan, 2026).index) == ["440303", "440305", "440390"]


def test_indicators_are_of_the_base_year_and_gaps_are_absent(plan):
    found = regional_inputs(plan, 2030)
    assert found.population.tolist() == [100, 200]
    assert found.gdp.tolist() == found.value_added.tolist() == [50, 150]
    assert "income" not in found
    assert "expected_output" not in found
    assert regional_inputs(plan, 2028).expected_output.tolist() == [7, 8]


def test_emissions_come_from_the_baseline_of_the_subtree_without_memo_layers(plan):
    assert regional_inputs(plan, 2028).emissions.tolist() == [1000, 1000]
    assert industry_inputs(plan, 2028).emissions.to_dict() == {"C26": 1400, "C39": 670}


def test_an_unknown_region_is_named_not_a_number(plan):
    found = regional_inputs(plan, 2026)
    assert np.isnan(found.population["440390"])
    assert np.isnan(found.emissions["440390"])


def test_bounds_of_the_year_the_narrowest_counts(plan):
    found = regional_inputs(plan, 2028)
    assert found.lower.tolist() == [500, 800]
    assert found.upper.tolist() == [2000, 800]
    assert industry_inputs(plan, 2028).upper["C39"] == 900
    assert regional_inputs(plan, 2029).upper.tolist() == [2000, 1]


def test_requests_of_the_whole_region_or_the_sum_of_its_parts(plan):
    assert regional_inputs(plan, 2028).requests.tolist() == [1200, 1100]
    assert industry_inputs(plan, 2028).requests.to_dict() == {"C26": 1550, "C39": 650}
    assert "requests" not in regional_inputs(plan, 2026)


def test_indicators_of_industries_are_the_city_s_or_the_sum(plan):
    found = industry_inputs(plan, 2028)
    assert found.value_added.to_dict() == found.gdp.to_dict() == {"C26": 5, "C39": 3}


def test_criteria_carry_their_direction(plan):
    found = regional_inputs(plan, 2028)
    assert found["duty:EI"].tolist() == [0.2, 0.4]
    assert found["need:POP"].tolist() == [100, 200]
    assert "need:AREA" not in found


def test_comparisons_are_a_reciprocal_matrix(plan):
    found = inputs.pairwise(plan)
    assert found.loc["EI", "POP"] == 3
    assert found.loc["POP", "EI"] == pytest.approx(1 / 3)
    assert np.isnan(found.loc["AREA", "EI"])
    empty = {**plan.tables, "pairwise": plan.tables["pairwise"].head(0)}
    assert inputs.pairwise(Plan(plan.facts, REGIONS, INDUSTRIES, empty, "")) is None


def test_measures_know_their_unit(plan):
    found = inputs.measures(plan, ["440303", "440305"])
    assert found.unit.tolist() == ["440305"]
    assert found.measure.tolist() == ["光伏"]

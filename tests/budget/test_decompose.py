"""A total made into lines: reserves, regions, industries, cells, layers, streets; all adds up to the kilogram."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ghginv.budget import lines as budget_lines
from ghginv.budget.decompose import STEPS, decompose
from ghginv.budget.decomposition.sharing import Limits, NoRoom, split
from ghginv.budget.trees import Node
from tests.budget.cities import BASELINE, CITY, INDUSTRIES, REGIONS, RULES, large, plan

TOTAL = {2026: 1_600_000_000}


def amounts(found, kind="available", **where) -> int:
    lines = found.lines[found.lines["kind"] == kind]
    for column, value in where.items():
        lines = lines[lines[column] == value]
    return int(lines["amount_kg"].sum())


def test_without_weights_the_baseline_is_scaled():
    # 1 700 000 t of baseline (the sink is a memo) to 1 700 000 t × 0.9: every cell 0.9 of what it was.
    found = decompose(plan(), RULES, {2026: 1_530_000_000})
    cells = found.lines.set_index(["region", "industry", "layer"])["amount_kg"]
    wanted = {key[:3]: round(key[3] * 900) for key in BASELINE if key[2] != "SINK"}
    assert cells.to_dict() == wanted
    assert (found.lines["kind"] == "available").all()
    assert not found.findings


def test_city_reserve_then_held_then_districts_then_their_reserve():
    made = plan(
        reserves=[
            {"region": CITY, "kind": "general", "share": 3.0},
            {"region": CITY, "kind": "price", "amount_t": 2000.0},
            {"region": "440305", "kind": "new", "share": 2.0},
        ],
        bounds=[{"region": "port", "fixed_t": 180_000.0}],
    )
    found = decompose(made, RULES, TOTAL, regions=pd.Series({"440305": 2.0, "440306": 1.0}))
    assert amounts(found, "reserve.general", region=CITY) == 48_000_000
    assert amounts(found, "reserve.price", region=CITY) == 2_000_000
    rest = 1_600_000 - 48_000 - 2_000 - 180_000
    regions = budget_lines.by_region(found.lines, made.regions)[2026]
    assert regions["port"] == 180_000_000
    assert regions["440305"] == pytest.approx(rest * 2 / 3 * 1000, abs=1000)
    assert regions["440305"] + regions["440306"] == rest * 1000
    assert amounts(found, "reserve.new") == pytest.approx(regions["440305"] * 0.02, abs=500)
    assert found.matrices[2026].sum(axis=1)["440305"] == regions["440305"] - amounts(found, "reserve.new")


def test_held_regions_without_weight_or_bound_get_their_share_and_a_note():
    found = decompose(plan(), RULES, TOTAL, regions={"440305": 1.0, "440306": 1.0})
    assert amounts(found, region="port") == round(1_600_000 * 200 / 1700) * 1000
    assert [each.code for each in found.findings] == ["budget-decompose-held"]


def test_industries_weigh_by_industry_or_by_department():
    by_leaf = decompose(plan(), RULES, TOTAL, industries=pd.Series({"C": 2.0, "D": 1.0, "G": 1.0}))
    assert budget_lines.by_industry(by_leaf.lines, plan().industries)[2026].to_dict() == {
        "all": 1_600_000_000, "G": 400_000_000, "miit": 1_200_000_000, "C": 800_000_000, "D": 400_000_000,
    }  # fmt: skip
    by_office = decompose(plan(), RULES, TOTAL, industries={"miit": 3.0, "G": 1.0})
    found = budget_lines.by_industry(by_office.lines, plan().industries)[2026]
    assert found["miit"] == 1_200_000_000
    assert found["C"] == pytest.approx(1_200_000_000 * 760 / 1260, abs=1000)


def test_weights_by_year_and_several_years():
    made = plan(first=2026, last=2028)
    weights = pd.DataFrame({2026: [1.0, 1], 2027: [3.0, 1], 2028: [0.0, 1]}, ["440305", "440306"])
    totals = {2026: 1_600_000_000, 2027: 1_500_000_001, 2028: 1_400_000_000}
    bounds = [{"region": "port", "fixed_t": 180_000.0}]
    # Manufacturing alone stands in both districts: with other industries free the extreme years have a matrix.
    made = plan([key for key in BASELINE if key[1] != "D"], first=2026, last=2028, bounds=bounds)
    found = decompose(made, RULES, totals, regions=weights)
    assert found.lines.groupby("year")["amount_kg"].sum().to_dict() == totals
    regions = budget_lines.by_region(found.lines, made.regions)
    assert regions.loc["440305"].tolist() == [710_000_000, 990_000_000, 0]


def test_bounds_of_regions_industries_cells_and_layers_hold():
    bounds = [
        {"region": "440305", "upper_t": 900_000.0},
        {"industry": "miit", "lower_t": 1_250_000.0},
        {"industry": "G", "year": 2026, "lower_t": 300_000.0},
        {"region": "440305", "industry": "D", "fixed_t": 470_000.0},
        {"region": "440306", "industry": "C", "layer": "KEY", "lower_t": 460_000.0},
        {"region": "440305", "industry": "C", "layer": "DIF", "upper_t": 50_000.0},
        {"region": "440305", "industry": "C", "layer": "NEW", "fixed_t": 12_345.0},
        {"region": "440306", "industry": "G", "year": 2031, "fixed_t": 1.0},
    ]
    found = decompose(plan(bounds=bounds), RULES, TOTAL)
    assert amounts(found, region="440305") <= 900_000_000
    assert amounts(found, industry="C") + amounts(found, industry="D") >= 1_250_000_000
    assert amounts(found, industry="G") >= 300_000_000
    assert amounts(found, region="440305", industry="D") == 470_000_000
    assert (
        sum(amounts(found, region=each, industry="C") for each in ("440306", "440306-01", "440306-02")) >= 460_000_000
    )
    assert amounts(found, region="440305", layer="DIF", industry="C") <= 50_000_000
    assert amounts(found, layer="NEW") == 12_345_000
    assert "fixed" in set(found.report["why"])


def test_streets_share_a_districts_cell_by_baseline_or_by_what_they_ask():
    by_baseline = decompose(plan(), RULES, TOTAL)
    cells = by_baseline.lines[by_baseline.lines["industry"] == "C"].set_index("region")["amount_kg"]
    shared = cells[["440306", "440306-01", "440306-02"]]
    assert (shared / shared.sum()).tolist() == pytest.approx([120 / 360, 60 / 360, 180 / 360], rel=1e-4)
    asked = [{"region": "440306-01", "year": 2026, "requested_t": 120_000.0, "reason": "扩产"}]
    by_request = decompose(plan(requests=asked), RULES, TOTAL, below="requests")
    cells = by_request.lines[by_request.lines["industry"] == "C"].set_index("region")["amount_kg"]
    assert cells[["440306", "440306-01", "440306-02"]].sum() == shared.sum()
    assert cells["440306-01"] == pytest.approx(shared.sum() * 120 / 420, abs=1000)


def test_an_industry_that_its_cells_keep_from_its_share_is_noted():
    # Power stands in the southern district alone: it cannot have more than the district.
    weights = {"C": 1.0, "D": 10.0, "G": 1.0}
    found = decompose(plan(), RULES, TOTAL, regions={"440305": 1.0, "440306": 3.0, "port": 1.0}, industries=weights)
    assert amounts(found, industry="D") <= budget_lines.by_region(found.lines, plan().regions).at["440305", 2026]
    noted = [each for each in found.findings if each.code == "budget-decompose-limited"]
    assert "D" in {each.found.partition("(")[2].strip(")") for each in noted}


def test_a_bound_of_a_park_holds_and_its_district_makes_room():
    bounds = [{"region": "440306-02", "industry": "C", "layer": "KEY", "fixed_t": 300_000.0}]
    found = decompose(plan(bounds=bounds), RULES, TOTAL)
    assert amounts(found, region="440306-02") == 300_000_000
    assert found.lines["amount_kg"].sum() == TOTAL[2026]


def test_odd_kilograms_go_to_the_general_reserve_and_are_named():
    found = decompose(plan(), RULES, {2026: 1_600_000_123})
    assert amounts(found, "reserve.general", region=CITY) == 123
    assert [(each.code, each.found) for each in found.findings] == [("budget-decompose-odd-kilograms", "123")]


def test_fixed_values_that_are_no_whole_tonnes_are_rounded_and_named():
    found = decompose(plan(bounds=[{"region": "port", "fixed_t": 180_000.4}]), RULES, TOTAL)
    assert amounts(found, region="port") == 180_000_000
    assert [each.code for each in found.findings] == ["budget-decompose-fixed-rounded"]


def test_the_baseline_of_old_codes_goes_to_the_new_ones():
    regions = [
        *(node for node in REGIONS if node.code != "440305"),
        Node("440305", CITY, "南区", "district", valid_to="2026-12-30"),
        Node("440309", CITY, "西区", "district", valid_from="2026-12-31"),
        Node("440310", CITY, "东区", "district", valid_from="2026-12-31"),
    ]
    mappings = [
        {"tree": "region", "old": "440305", "new": new, "date": "2026-12-31", "share": share}
        for new, share in (("440309", 40.0), ("440310", 60.0))
    ]
    found = decompose(plan(regions=regions, mappings=mappings), RULES, {2026: 1_700_000_000})
    assert amounts(found, region="440309") == 420_000_000
    assert amounts(found, region="440310") == 630_000_000


def test_cells_of_the_city_itself_and_of_a_department():
    rows = [*BASELINE, (CITY, "G", "DIF", 100_000.0), ("440305", "miit", "DIF", 50_000.0)]
    found = decompose(plan(rows), RULES, {2026: 1_850_000_000})
    assert amounts(found, region=CITY) == 100_000_000
    assert amounts(found, industry="miit") == 50_000_000
    assert budget_lines.by_industry(found.lines, plan().industries).at["miit", 2026] == 1_310_000_000


def test_the_report_says_what_every_step_gave():
    found = decompose(*large()[:1], RULES, large()[1])
    assert tuple(found.report.columns) == STEPS
    of_year = found.report[found.report["year"] == 2026]
    given_out = of_year[
        of_year["step"].isin(["region", "held"]) | ((of_year["region"] == CITY) & (of_year["step"] != "total"))
    ]
    total = of_year.loc[of_year["step"] == "total", "amount_kg"].item()
    assert given_out["amount_kg"].sum() == total
    assert found.fits[2026].rows["total"].sum() * 1000 == found.matrices[2026].to_numpy().sum()


def test_a_city_of_ten_districts_twelve_industries_five_hundred_enterprises_and_five_years():
    made, totals = large()
    start = time.perf_counter()
    found = decompose(made, RULES, totals)
    assert time.perf_counter() - start < 20  # takes below one second on an idle machine
    assert not budget_lines.check_sums(found.lines, totals, made.regions, made.industries)
    assert found.lines["enterprise"].nunique() == 501
    closed(found, made, totals)


def closed(found, made, totals) -> None:
    """Children and reserve add up to each node, on both sides, and the matrices are those of the lines."""
    lines = found.lines
    assert lines.groupby("year")["amount_kg"].sum().to_dict() == {year: kg for year, kg in totals.items() if kg}
    regions, industries = budget_lines.by_region(lines, made.regions), budget_lines.by_industry(lines, made.industries)
    for tree, sums, column in ((made.regions, regions, "region"), (made.industries, industries, "industry")):
        own = lines[lines["industry"] != ""] if column == "industry" else lines
        for code in tree.nodes:
            below = sums.loc[list(tree.children(code))].sum() if tree.children(code) else 0
            here = own[own[column] == code].groupby("year")["amount_kg"].sum()
            assert (sums.loc[code] == here.reindex(sums.columns, fill_value=0) + below).all()
    for year in totals:
        cells = lines[(lines["year"] == year) & (lines["kind"] == "available")]
        assert cells.groupby("industry")["amount_kg"].sum().to_dict() == {
            code: kg for code, kg in found.matrices[year].sum().items() if kg
        }
    assert (lines["amount_kg"] % RULES.unit_kg == 0)[lines["kind"] == "available"].all()


@settings(deadline=None, max_examples=25)
@given(some.integers(1, 6), some.integers(1, 6), some.integers(0, 40), some.integers(0, 2**31))
def test_lines_of_random_cities_add_up_to_the_kilogram(districts, branches, firms, seed):
    draw = np.random.default_rng(seed)
    made, totals = large(districts, branches, firms, 2, seed)
    made.tables["reserves"].loc[0, "share"] = round(float(draw.uniform(0, 60)), 3)
    made.tables["bounds"] = made.tables["bounds"].iloc[:0]
    totals = {year: int(kg * draw.uniform(0.01, 3)) for year, kg in totals.items()}
    closed(decompose(made, RULES, totals), made, totals)


@settings(deadline=None, max_examples=15)
@given(some.integers(0, 2**31))
def test_the_order_of_rows_does_not_matter(seed):
    draw = np.random.default_rng(seed)
    made, totals = large(4, 5, 30, 1, seed)
    found = decompose(made, RULES, totals)
    for name, table in made.tables.items():
        made.tables[name] = table.iloc[draw.permutation(len(table))].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.lines, decompose(made, RULES, totals).lines)


def test_a_thousand_times_everything_is_a_thousand_times_the_lines():
    made = plan(
        [(*key[:3], key[3] * 1000) for key in BASELINE], reserves=[{"region": CITY, "kind": "new", "share": 2.5}]
    )
    small = plan(reserves=[{"region": CITY, "kind": "new", "share": 2.5}])
    larger = decompose(made, RULES, {2026: 1_600_000_000_000}).lines
    found = decompose(small, RULES, TOTAL).lines
    assert larger["region"].tolist() == found["region"].tolist()
    assert (larger["amount_kg"] - found["amount_kg"] * 1000).abs().max() <= 1_000_000


def test_an_empty_node_changes_nothing():
    regions = [*REGIONS, Node("440399", CITY, "新区", "district")]
    industries = [*INDUSTRIES, Node("Z", "all", "其他", "industry")]
    found = decompose(plan(regions=regions, industries=industries), RULES, TOTAL)
    pd.testing.assert_frame_equal(found.lines, decompose(plan(), RULES, TOTAL).lines)


@settings(deadline=None, max_examples=200)
@given(
    some.lists(some.tuples(some.integers(0, 50), some.integers(0, 20), some.integers(0, 30)), min_size=1, max_size=7),
    some.integers(0, 200),
)
def test_a_split_keeps_sum_and_bounds_and_one_rate(parts, total):
    weights = {str(place): weight for place, (weight, _, _) in enumerate(parts)}
    lower = {str(place): low for place, (_, low, _) in enumerate(parts)}
    upper = {str(place): low + room for place, (_, low, room) in enumerate(parts) if room < 25}
    most = sum(upper.get(code, 10**6) for code in weights)
    if not sum(lower.values()) <= total <= most:
        with pytest.raises(NoRoom):
            split(total, weights, Limits(lower, upper))
        return
    found = split(total, weights, Limits(lower, upper))
    assert sum(found.values()) == total
    assert all(lower[code] <= units <= upper.get(code, 10**6) for code, units in found.items())
    free = [
        code for code, units in found.items() if lower[code] + 1 < units < upper.get(code, 10**6) - 1 and weights[code]
    ]
    rates = [((found[code] - 1) / weights[code], (found[code] + 1) / weights[code]) for code in free]
    assert not rates or max(low for low, _ in rates) < min(high for _, high in rates)

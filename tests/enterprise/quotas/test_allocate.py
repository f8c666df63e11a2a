"""Allocation from tables: what each rule set gives, sums kept, order without effect."""

from dataclasses import replace
from fractions import Fraction as F

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv import folders
from ghginv.enterprise.quotas import rules, wording
from ghginv.enterprise.quotas.allocate import COLUMNS, ENTITY, allocate
from ghginv.errors import InputError
from tests.enterprise.quotas.cases import KILN, MAKER, NOTHING, POWER, codes, made, past, refused, table

# National market: power


@pytest.mark.parametrize(
    ("year", "quota"),
    [
        (2023, 2_109_460 + 103_800),
        (2024, 2_098_847 + 103_300),
        (2025, 1_975_500 + 102_700),
        (2026, 1_973_500 + 102_100),
    ],
)
def test_a_coal_unit_by_the_benchmarks_of_the_year(year, quota):
    name = "national-power-2023" if year < 2025 else "national-power-2025"
    allocation = made(name, year, [POWER])
    (row,) = allocation.table.to_dict("records")
    assert row["quota_t"] == quota
    assert row["parameters"].split(";")[0] == f"ets_benchmark_power_I@{year}-01-01"
    assert list(allocation.table.columns) == list(COLUMNS)
    assert list(allocation.entities.columns) == list(ENTITY)
    assert codes(allocation) == ({"quota-text-draft"} if year > 2024 else set())


def test_supply_benchmarks_until_2022_are_recalled():
    supplied = {**POWER, "electricity_supplied": 1_000_000, "heat_supplied": 0, "load_factor_output": 85}
    supplied |= {"verified_t": 800_000, "heat_supply_ratio": 0, "air_cooled": 1}
    allocation = made("national-power-2021", 2021, [supplied])
    assert allocation.table["quota_t"].tolist() == [862_890]
    assert {"quota-recalled", "quota-text-recalled", "quota-rounding-own"} <= codes(allocation)


def test_a_gas_unit_is_never_short_and_an_entity_never_by_more_than_a_fifth():
    gas = {**POWER, "facility": "G2", "class": "IV", "electricity_generated": 1_000_000, "verified_t": 400_000.9}
    poor = {**POWER, "enterprise": "E2", "heat_supplied": None, "verified_t": 4_000_001}
    allocation = made("national-power-2023", 2023, [gas, poor])
    assert allocation.table["quota_t"].tolist() == [400_000, 2_109_460]
    assert allocation.table["method"].tolist() == ["gas_top_up", "power_generated"]
    assert allocation.entities["quota_t"].tolist() == [400_000, 3_200_000]
    assert allocation.entities["top_up_t"].tolist() == [0, 3_200_000 - 2_109_460]


def test_preallocation_is_a_share_of_last_year():
    history = past("E1", "G1", "electricity_generated", [(2022, "2000001.9", 1)])
    assert made("national-power-2023", 2023, [POWER], history, "pre").table["quota_t"].tolist() == [1_400_001]
    later = past("E1", "G1", "electricity_generated", [(2024, 1789.7 * 2, 1)])
    assert made("national-power-2025", 2025, [POWER], later, "pre").table["quota_t"].tolist() == [1789]
    assert refused("national-power-2025", 2025, [POWER], history, "pre") == ["quota-history-missing"]


def test_final_less_pre_with_a_deduction_as_in_the_official_example():
    rules_2025 = {**POWER, "special": "承担应急备用保障功能", "verified_t": 30_000, "pre_t": 50_000, "deduct_t": 70_000}
    (entity,) = made("national-power-2025", 2025, [rules_2025]).entities.to_dict("records")
    assert (entity["quota_t"], entity["adjustment_t"], entity["handed_back_t"]) == (30_000, -20_000, 20_000)
    assert (entity["issued_t"], entity["to_deduct_t"]) == (0, 40_000)


def test_special_closed_new_and_small_units():
    odd = [
        {**POWER, "facility": "a", "special": "燃油机组", "verified_t": 100.9},
        {**POWER, "facility": "b", "closed": "2025-06-01", "verified_t": 200},
        {**POWER, "facility": "c", "new": "yes", "verified_t": 300},
        {**POWER, "facility": "d", "verified_t": 30_000, "enterprise": "E1"},
        {**POWER, "facility": "e", "verified_t": 25_000, "enterprise": "E2"},
        {**POWER, "facility": "f", "verified_t": 999, "enterprise": "E2"},
    ]
    odd[3] |= {"electricity_generated": 40_000, "heat_supplied": 0, "load_factor_output": 70}
    draft = made("national-power-2025", 2025, odd)
    assert draft.table["quota_t"].tolist() == [100, 200, 300, 31_608, 25_000, 999]
    by_rule = [f"{why}_verified" for why in ("special", "closed", "new")]
    assert draft.table["method"].tolist() == [*by_rule, "power_generated", "small_verified", "small_verified"]
    before = made("national-power-2023", 2023, odd[:3])
    assert before.table["quota_t"].tolist() == [0, 0, 0]
    assert before.entities["quota_t"].tolist() == [0]


# Steel, cement, aluminium


def test_in_2024_the_quota_is_what_was_emitted():
    allocation = made("national-materials-2024", 2024, [{**KILN, "verified_t": 820_000.7}])
    assert allocation.table["quota_t"].tolist() == [820_000]


def test_around_the_balance_value_each_is_rounded_down_and_the_rest_is_named():
    worse = {**KILN, "enterprise": "C2", "verified_t": 900_001, "clinker_output": 1_000_000}
    best = {**KILN, "enterprise": "C3", "verified_t": 600_000, "clinker_output": 1_000_000}
    allocation = made("national-materials-2025", 2025, [KILN, worse, best])
    totals = dict(zip(allocation.totals["code"], allocation.totals["t"], strict=True))
    emitted = 820_000 + 900_001 + 600_000
    assert 0 <= totals["rounding"] < 3
    assert allocation.table["quota_t"].sum() + totals["rounding"] == emitted
    assert allocation.table["quota_t"][2] == 618_000
    assert "quota-balance-local" in codes(allocation)


def test_by_largest_remainder_the_sum_is_kept_to_the_tonne():
    bound = rules.find("national-materials-2025").in_force(2025)
    kinds = {name: replace(each, rounding="largest_remainder") for name, each in bound.rules.classes.items()}
    bound = replace(bound, rules=replace(bound.rules, classes=kinds))
    rows = [{**KILN, "enterprise": f"C{n}", "verified_t": 700_001 + 30_011 * n} for n in range(5)]
    allocation = allocate(table(*rows), NOTHING, bound)
    assert allocation.table["quota_t"].sum() == sum(row["verified_t"] for row in rows)


def test_a_published_balance_value_goes_before_our_own(tmp_path):
    folder = tmp_path / "emission_factors/policy"
    folder.mkdir(parents=True)
    header = "parameter,value,unit,jurisdiction,citation,valid_from,valid_to,status,note"
    row = "ets_balance_value_cement,0.8,tCO2e/t,CN national ETS,made up 虚构,2025,2025,own,本系统缺省"
    (folder / "own.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with folders.overlaid(tmp_path):
        allocation = made("national-materials-2025", 2025, [KILN])
    assert allocation.table["quota_t"].tolist() == [816_925]  # 820 000 (1 - 0.15 x 0.025)
    assert allocation.table["own"].tolist() == ["本系统缺省 our default: ets_balance_value_cement"]
    assert "quota-balance-local" not in codes(allocation)


# Shenzhen and Guangdong


def test_value_added_intensity_with_defaults_of_our_own_says_so():
    allocation = made("shenzhen-2024", 2024, [MAKER], past())
    (row,) = allocation.table.to_dict("records")
    target = F(18000, 90000) * (1 - F("0.0366"))
    assert row["quota_t"] == int(target * 50_000) == 9_634
    assert "本系统缺省" in row["own"]
    assert "本系统缺省" in row["reason_zh"]
    assert {"quota-own", "quota-constant-prices", "quota-rounding-own"} <= codes(allocation)


def test_a_new_project_is_preallocated_nothing_and_settled_as_verified():
    new = {**MAKER, "new": "yes", "value_added": 1}
    assert made("shenzhen-2024", 2024, [{**new, "verified_t": None}], stage="pre").table["quota_t"].tolist() == [0]
    assert made("shenzhen-2024", 2024, [new]).table["quota_t"].tolist() == [9_000]


def test_actual_activity_does_not_enter_a_preallocation():
    late = {**MAKER, "value_added": 99_999}
    assert made("shenzhen-2024", 2024, [late], past(), "pre").table["quota_t"].tolist() == [9_634]


def test_only_so_many_years_of_history_count():
    years = [(2019, 1, 1_000_000), (2021, 9000, 45000), (2022, 9000, 45000), (2023, 9000, 45000), (2024, 5, 1)]
    allocation = made("shenzhen-2024", 2024, [MAKER], past(years=years))
    assert allocation.table["quota_t"].tolist() == [int(F(1, 5) * (1 - F("0.0366")) * 50_000)]


def test_after_a_merger_the_target_is_not_above_last_years():
    merged = {**MAKER, "restructured": "合并", "target_last": 0.15}
    assert made("shenzhen-2024", 2024, [merged], past()).table["quota_t"].tolist() == [7_500]
    assert made("shenzhen-2024", 2024, [{**merged, "target_last": 1}], past()).table["quota_t"].tolist() == [9_634]


def test_expected_activity_before_and_actual_activity_after():
    unit = {**MAKER, "value_added": None, "expected_value_added": 60_000}
    pre = made("shenzhen-2024", 2024, [unit], past(), "pre").table["quota_t"][0]
    assert pre == int(F(1, 5) * (1 - F("0.0366")) * 60_000)
    final = made("shenzhen-2024", 2024, [{**MAKER, "pre_t": pre}], past())
    assert final.table["adjustment_t"].tolist() == [9_634 - pre]
    by_last = made("shenzhen-2024", 2024, [{**MAKER, "value_added": None}], past(), "pre").table
    assert by_last["quota_t"].tolist() == [9_634]


def test_an_unpublished_benchmark_is_that_of_peers_and_said():
    rows = [{"enterprise": name, "facility": "", "class": "water", "water_supplied": 10**7, "verified_t": 3000}
            for name in ("W1", "W2")]  # fmt: skip
    history = pd.concat([past(n, "", "water_supplied", [(2023, e, 10**7)]) for n, e in (("W1", 3000), ("W2", 5000))])
    allocation = made("shenzhen-2024", 2024, rows, history)
    assert allocation.table["quota_t"].tolist() == [3920, 3920]
    assert allocation.table["method"].tolist() == ["benchmark_of_peers"] * 2
    assert "quota-benchmark-peers" in codes(allocation)
    assert refused("shenzhen-2024", 2024, rows) == ["quota-benchmark"]


def test_a_cap_that_binds_is_kept_to_the_tonne():
    rows = [{**MAKER, "enterprise": f"S{n}", "value_added": 60_000_000 + n} for n in range(7)]
    history = pd.concat([past(f"S{n}") for n in range(7)])
    rows.append({**MAKER, "enterprise": "N1", "new": "yes", "verified_t": 900_000})
    allocation = made("shenzhen-2024", 2024, rows, history)
    totals = dict(zip(allocation.totals["code"], allocation.totals["t"], strict=True))
    assert (totals["cap"], totals["part_entities"], totals["part_new"]) == (33_500_000, 32_160_000, 670_000)
    old = allocation.table["enterprise"] != "N1"
    assert allocation.table.loc[old, "quota_t"].sum() == 32_160_000
    assert allocation.table.loc[~old, "quota_t"].tolist() == [670_000]
    assert (totals["left_entities"], totals["left_new"], totals["allocated"]) == (0, 0, 32_830_000)
    assert "quota-cap-binds" in codes(allocation)
    assert allocation.table["reason_zh"].str.contains("总量约束").all()


def test_guangdong_free_shares_idle_and_closed_emitters():
    unit = {
        "enterprise": "G1",
        "facility": "",
        "class": "ceramic_tile",
        "ceramic_tile_output": 10**6,
        "verified_t": 20_000,
    }
    history = past("G1", "", "ceramic_tile_output", [(2024, 20_000, 10**6)])
    (row,) = made("guangdong-2025", 2025, [unit], history).table.to_dict("records")
    assert (row["quota_t"], row["free_t"], row["paid_t"], row["taken_back_t"]) == (19_600, 18_620, 980, 0)
    assert row["own"] == "本系统缺省 our default: gd_history_years"
    idle = made("guangdong-2025", 2025, [{**unit, "months_stopped": 7, "months_below": 9}], history)
    assert idle.table["taken_back_t"].tolist() == [13_965]
    closed = made("guangdong-2025", 2025, [{**unit, "closed": "2025-03-31", "verified_t": 5_000}], history)
    assert closed.entities["quota_t"].tolist() == [5_000]
    oil = {"enterprise": "P1", "facility": "", "class": "petrochemical", "verified_t": 10**6}
    allocation = made("guangdong-2025", 2025, [oil], past("P1", "", "x", [(2023, 10**6, 1), (2024, 10**6 + 1, 1)]))
    assert allocation.table[["quota_t", "free_t"]].to_numpy().tolist() == [[980_000, 911_400]]
    totals = dict(zip(allocation.totals["code"], allocation.totals["t"], strict=True))
    assert (totals["part_entities"], totals["part_new"]) == (112_000_000, 8_000_000)


def test_a_new_project_in_guangdong_gets_ninety_percent_free():
    new = {
        "enterprise": "D2",
        "facility": "",
        "class": "data_centre",
        "it_electricity": 10**5,
        "new": "yes",
        "verified_t": 40_000,
    }
    old = {**new, "enterprise": "D1", "new": ""}
    history = past("D1", "", "it_electricity", [(2024, 50_000, 10**5)])
    allocation = made("guangdong-2025", 2025, [old, new], history)
    assert allocation.table["quota_t"].tolist() == [49_000, 49_000]
    assert allocation.table["free_t"].tolist() == [46_550, 44_100]


# What holds for any table

AMOUNTS = st.integers(1_000, 5_000_000)


@st.composite
def kilns(draw):
    numbers = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
    return [
        {**KILN, "enterprise": f"C{n}", "verified_t": e + 26_000, "clinker_output": q}
        for n, (e, q) in enumerate(numbers)
    ]


@settings(max_examples=25, deadline=None)
@given(kilns(), st.randoms())
def test_order_never_matters_and_sums_are_kept(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = (made("national-materials-2025", 2025, each) for each in (rows, shuffled))
    assert one.table.equals(other.table)
    assert one.table["quota_t"].dtype == "int64"
    left = sum(row["verified_t"] for row in rows) - one.table["quota_t"].sum()
    assert -1 <= left <= len(rows)


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, st.integers(0, 10**6), st.integers(1, 100))
def test_more_activity_never_gives_less(value_added, more, load):
    less, most = (made("shenzhen-2024", 2024, [{**MAKER, "value_added": each}], past()).table["quota_t"][0]
                  for each in (value_added, value_added + more))  # fmt: skip
    assert less <= most
    target = F(1, 5) * (1 - F("0.0366"))
    assert 0 <= target * value_added - int(less) < 1


# Rule sets as data


@pytest.mark.parametrize("name", rules.load())
def test_a_rule_set_names_what_there_is(name):
    found = rules.find(name)
    for year in range(found.valid_from, found.valid_to + 1):
        bound = found.in_force(year)
        missing = [each for each in found.parameters() if not bound.has(each)]
        assert all("benchmark" in each or "balance_value" in each for each in missing)
        for kind in found.classes.values():
            assert {kind.method, "scaled"} <= set(wording.methods())
            assert all(bound.values[each].number >= 0 for each in kind.parameters.values() if bound.has(each))


def test_products_are_items_in_their_units():
    from ghginv.domain import items

    for found in rules.load().values():
        for kind in found.classes.values():
            known = [items.find_code(item) for item in kind.products]
            assert not known or known[0].unit == kind.unit, kind.id


@pytest.mark.parametrize(
    "content",
    [
        "id = 1",
        "not toml",
        'id = "own"\nclasses = []\n',
        'id = "own"\nclasses = [{id = "a", zh = "", en = "", method = "magic"}]',
    ],
)
def test_a_broken_rule_file_is_refused(tmp_path, content):
    folder = tmp_path / "emission_factors/quota_rules"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(content, encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises(InputError) as refusal:
        rules.load()
    assert refusal.value.findings[0].code == "quota-rules-broken"

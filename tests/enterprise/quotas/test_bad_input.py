"""What cannot be allocated to is refused, each fault by its name, all of them at once."""

import pandas as pd
import pytest

from ghginv.enterprise.quotas import rules
from ghginv.enterprise.quotas.allocate import allocate
from ghginv.errors import InputError, UsageError
from tests.enterprise.quotas.cases import KILN, MAKER, NOTHING, POWER, codes, made, past, refused


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"class": ""}, "quota-class"),
        ({"class": "V"}, "quota-class"),
        ({"load_factor_output": 100.1}, "quota-load-factor"),
        ({"load_factor_output": 0.6}, "quota-load-fraction"),
        ({"load_factor_output": None}, "quota-load-missing"),
        ({"heat_supplied": 1_000_000 * 3600}, "quota-heat-ratio"),
        ({"electricity_generated": 2_500, "heat_supplied": None}, "quota-energy-ratio"),
        ({"electricity_generated": 2_500_000_000}, "quota-energy-ratio"),
        ({"electricity_generated": 0, "heat_supplied": 278}, "quota-energy-ratio"),
        ({"heat_supplied_unit": "GWh"}, "quota-output-unit"),
        ({"electricity_generated_unit": "万千瓦时"}, "quota-output-unit"),
        ({"electricity_generated": 0, "heat_supplied": 0}, "quota-output-zero"),
        ({"electricity_generated": None, "heat_supplied": None}, "quota-output-zero"),
        ({"electricity_generated": -1}, "quota-negative"),
        ({"verified_t": -1}, "quota-negative"),
        ({"electricity_generated": "—"}, "quota-number"),
        ({"heat_supplied": float("inf")}, "quota-number"),
        ({"verified_t": "nan"}, "quota-number"),
        ({"verified_t": None}, "quota-verified-missing"),
        ({"market": "guangdong"}, "quota-other-market"),
    ],
)
def test_a_power_unit_with_a_fault(change, code):
    assert code in refused("national-power-2023", 2023, [{**POWER, **change}])


def test_a_unit_twice_and_in_two_markets():
    assert refused("national-power-2023", 2023, [POWER, POWER]) == ["quota-unit-twice"]
    both = [POWER, {**POWER, "market": "shenzhen"}]
    assert set(refused("national-power-2023", 2023, both)) == {"quota-two-markets", "quota-other-market"}


def test_all_faults_of_all_units_are_told_at_once():
    faulty = [{**POWER, "facility": "G1", "class": "V"}, {**POWER, "facility": "G2", "load_factor_output": 101}]
    assert refused("national-power-2023", 2023, faulty) == ["quota-class", "quota-load-factor"]


@pytest.mark.parametrize(
    ("change", "history", "code"),
    [
        ({}, NOTHING, "quota-history-missing"),
        ({}, past(years=[(2023, 1, 0)]), "quota-history-missing"),
        ({"value_added": 0}, past(), "quota-output-zero"),
        ({"value_added": float("nan")}, past(), "quota-output-zero"),
        ({"value_added_unit": "元"}, past(), "quota-output-unit"),
        ({}, past(years=[(2023, -1, 1), (2022, 1, 1)]), "quota-negative"),
    ],
)
def test_an_emitter_with_a_fault(change, history, code):
    assert code in refused("shenzhen-2024", 2024, [{**MAKER, **change}], history)


def test_below_the_threshold_and_still_listed_is_a_warning():
    allocation = made("shenzhen-2024", 2024, [{**MAKER, "verified_t": 2_999}], past())
    assert "quota-below-threshold" in codes(allocation)
    assert allocation.table["findings"].tolist() == ["quota-below-threshold"]
    units = [
        {**POWER, "electricity_generated": 1000, "heat_supplied": None, "facility": n, "verified_t": 1000} for n in "ab"
    ]
    assert "quota-below-threshold" in codes(made("national-power-2023", 2023, units))


def test_wrong_calls_are_told_apart_from_wrong_data():
    with pytest.raises(UsageError, match="阶段"):
        made("national-power-2023", 2023, [POWER], stage="later")
    with pytest.raises(UsageError, match="facility"):
        made("national-power-2023", 2023, [{"enterprise": "E1", "class": "I"}])
    with pytest.raises(UsageError, match="没有预分配"):
        made("national-materials-2024", 2024, [KILN], stage="pre")
    with pytest.raises(UsageError, match="2023–2024"):
        rules.find("national-power-2023").in_force(2025)
    with pytest.raises(UsageError, match="national-power-2023"):
        rules.find("national-power-2013")
    with pytest.raises(InputError, match="没有可分配"):
        allocate(pd.DataFrame(columns=["enterprise", "facility", "class"]), NOTHING,
                 rules.find("national-power-2023").in_force(2023))  # fmt: skip

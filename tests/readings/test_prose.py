"""Equations as people read them."""

from __future__ import annotations

import pytest

from ghginv.errors import UsageError
from ghginv.formulas import all_formulas, electricity, energy
from ghginv.formulas.equation import Formula, equation
from ghginv.formulas.words import CO2_PER_C, exp, if_else
from ghginv.readings.prose import in_numbers, in_symbols, in_words, legend, markdown

GASOLINE = {"quantity": 272_200, "net_calorific_value": 43.124, "carbon_content": 18.9, "oxidation_rate": 0.98}


@equation("t", quantity="t", zh="括号", source="arithmetic")
def brackets(quantity, load_factor, oxidation_rate):  # type: ignore[no-untyped-def]
    """Brackets where they are needed."""
    fuel = quantity - (load_factor - oxidation_rate) + (quantity * load_factor)
    energy = (-fuel) ** 2 / (load_factor / CO2_PER_C) * (2 ** (quantity + 1))
    return if_else(energy <= 3, -(energy + fuel), fuel * -exp(load_factor) - -fuel)


def test_in_words() -> None:
    assert in_words(energy.fossil_combustion_co2) == [
        "能源量 = 活动水平 × 平均低位发热量 ÷ 1000",
        "含碳量 = 能源量 × 单位热值含碳量",
        "化石燃料燃烧二氧化碳 = 含碳量 × 碳氧化率 × 二氧化碳与碳的质量比",
    ]
    assert in_words(electricity.purchased_heat_co2, "en") == [
        "CO2 of heat bought or transferred in = activity × CO2 factor of heat"
    ]


def test_in_symbols() -> None:
    assert in_symbols(energy.fossil_combustion_co2) == ["EN = AD × NCV ÷ 1000", "C = EN × CC", "E_CO2 = C × OF × R"]
    assert in_symbols(electricity.hot_water_heat) == ["Y = AD × (T - 20) × 4.1868 ÷ 1000"]
    assert in_symbols(electricity.market_electricity_co2)[0] == "Q = max(AD - GE, 0)"


def test_in_numbers() -> None:
    assert in_numbers(energy.fossil_combustion_co2, GASOLINE) == [
        "能源量 = 272200 × 43.124 ÷ 1000 = 11738.3528 TJ",
        "含碳量 = 11738.3528 × 18.9 = 221854.86792 tC",
        "化石燃料燃烧二氧化碳 = 221854.86792 × 0.98 × (44/12) = 797198.4920592 tCO2",
    ]
    given = {**GASOLINE, "co2_per_carbon": 3.664}
    assert in_numbers(energy.fossil_combustion_co2, given, "en")[-1].startswith(
        "CO2 from burning a fossil fuel = 221854.86792 × 0.98 × 3.664 = "
    )


def test_a_negative_number_stands_in_brackets() -> None:
    found = in_numbers(electricity.purchased_heat_co2, {"quantity": -3, "heat_emission_factor": 0.5}, "en")
    assert found == ["CO2 of heat bought or transferred in = (-3) × 0.5 = -1.5 tCO2"]


def test_brackets_stand_where_they_are_needed() -> None:
    assert in_symbols(brackets) == [
        "F = AD - (LF - OF) + AD × LF",
        "EN = (-F) ^ 2 ÷ (LF ÷ (44/12)) × 2 ^ (AD + 1)",
        "Y = if(EN ≤ 3, -(EN + F), F × (-exp(LF)) - (-F))",
    ]


def test_legend_follows_the_unit_of_the_quantity() -> None:
    rows = legend(energy.combustion_ch4, "zh", "10^4 m3")
    assert rows == [
        ("E_CH4", "燃料燃烧甲烷", "tCH4"),
        ("EN", "能源量", "TJ"),
        ("AD", "活动水平", "10^4 m3"),
        ("NCV", "平均低位发热量", "GJ/10^4 m3"),
        ("EF", "甲烷排放因子", "kgCH4/TJ"),
    ]


def test_markdown() -> None:
    assert markdown(energy.direct_factor_co2).splitlines() == [
        "### 直接排放因子法二氧化碳 `direct_factor_co2`",
        "",
        "    E_CO2 = AD × EF",
        "",
        "| 符号 | 名称 | 单位 |",
        "| --- | --- | --- |",
        "| E_CO2 | 直接排放因子法二氧化碳 | tCO2 |",
        "| AD | 活动水平 | t / 10^4 m3 |",
        "| EF | 二氧化碳排放因子 | tCO2/t / tCO2/10^4 m3 |",
        "",
        "来源：IPCC 2006 Vol.2 Ch.2 Eq. 2.1",
    ]
    assert "| symbol | name | unit |" in markdown(energy.direct_factor_co2, "en")


@pytest.mark.parametrize("formula", all_formulas().values(), ids=lambda formula: formula.__name__)
def test_a_symbol_means_one_thing_in_a_formula(formula: Formula) -> None:
    symbols = [row[0] for row in legend(formula)]
    assert len(set(symbols)) == len(symbols)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(UsageError, match="heat_emission_factor"):
        in_numbers(electricity.purchased_heat_co2, {"quantity": 1})

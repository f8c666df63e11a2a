"""Numbers as people type them, and numbers that cannot be: one change to the small plan, one finding in its cell."""

from __future__ import annotations

import pytest

from ghginv.budget import plan_numbers
from ghginv.domain import plan_tables
from tests.budget.plans import CODES, codes, judged

SAID = {"source": "编造", "evidence": "own"}
CITY_GDP, CITY_2024, CITY_EMISSIONS = 6, 0, 12  # rows of the indicators


def add(table, **values):
    return lambda of: of[table].append(values)


def put(table, row, **values):
    return lambda of: of[table][row].update(values)


def both(*changes):
    return lambda of: [change(of) for change in changes]


CASES = [
    # as typed
    ("text", put("baseline", 0, emissions_t="约五百"), "not-a-number", "基线", "E2"),
    ("NaN as text", put("baseline", 0, emissions_t="NaN"), "not-a-number", "基线", "E2"),
    ("NaN", put("baseline", 0, emissions_t=float("nan")), "not-finite", "基线", "E2"),
    ("infinity", put("baseline", 0, emissions_t=float("inf")), "not-finite", "基线", "E2"),
    ("dash", put("baseline", 0, emissions_t="—"), "budget-plan-required", "基线", "E2"),
    ("full-width digits", put("baseline", 0, emissions_t="５００"), "text-number", "基线", "E2"),
    ("thousand separators", put("baseline", 0, emissions_t="1,500"), "text-number", "基线", "E2"),
    ("万 behind the number", put("baseline", 0, emissions_t="5万"), "text-number", "基线", "E2"),
    ("万吨 in a 吨 column", put("baseline", 0, emissions_t="0.05万吨"), "text-number-unit", "基线", "E2"),
    ("percent sign", put("path", 0, value="17%"), "text-number", "总额参数", "C2"),
    ("notation key", put("baseline", 0, emissions_t="NE"), "notation-not-allowed", "基线", "E2"),
    ("unknown unit", put("indicators", CITY_GDP, unit="桶"), "unit-unknown", "指标", "F8"),
    ("unit of another kind", put("indicators", CITY_GDP, unit="吨"), "unit-wrong-kind", "指标", "F8"),
    ("blank", put("indicators", CITY_GDP, value=None), "budget-plan-required", "指标", "E8"),
    ("year", put("baseline", 0, year="二〇二五"), "budget-plan-year", "基线", "D2"),
    ("year with a fraction", put("baseline", 0, year=2025.5), "budget-plan-year", "基线", "D2"),
    ("day", put("regions", 3, valid_from="明年"), "budget-plan-day", "区域", "F5"),
    ("leap day of no leap year", put("regions", 3, valid_from="2026-02-29"), "budget-plan-day", "区域", "F5"),
    ("choice", put("regions", 3, kind="村"), "budget-plan-choice", "区域", "D5"),
    # facts
    ("fact missing", lambda of: of["facts"].pop(0), "budget-fact-missing", "", ""),
    ("fact no year", put("facts", 2, value="去年"), "budget-plan-year", "基本情况", "B4"),
    ("years reversed", put("facts", 4, value="2025"), "budget-fact-years", "基本情况", "B5"),
    ("a region's code for the last year", put("facts", 4, value="440300"), "budget-plan-year", "基本情况", "B6"),
    ("too many years", put("facts", 4, value="2099"), "budget-fact-years", "基本情况", "B5"),
    ("base year in the period", put("facts", 2, value="2026"), "budget-fact-years", "基本情况", "B5"),
    ("basis", add("facts", fact="basis", value="everything"), "budget-fact-basis", "基本情况", "B9"),
    ("GWP set", put("facts", 6, value="AR9"), "budget-fact-gwp", "基本情况", "B8"),
    # size and sign
    ("negative budget", add("bounds", region="440306", upper_t=-1.0, reason="r"), "budget-plan-negative", "约束", "F4"),
    ("negative total", put("path", 3, value=-5.0), "budget-plan-negative", "总额参数", "C5"),
    ("negative request", put("requests", 0, requested_t=-1.0), "budget-plan-negative", "申请", "D2"),
    ("negative reserve", put("reserves", 0, share=-1.0), "budget-plan-negative", "预备", "D2"),
    ("negative emissions", put("baseline", 4, emissions_t=-1.0), "budget-plan-data-negative", "基线", "E6"),
    ("negative population", put("indicators", 9, value=-1.0), "budget-plan-data-negative", "指标", "E11"),
    ("cut as a fraction", put("path", 0, value=0.17), "budget-plan-percent-fraction", "总额参数", "C2"),
    ("growth as a fraction", put("path", 1, value=0.05), "budget-plan-percent-small", "总额参数", "C3"),
    ("reserve as a fraction", put("reserves", 0, share=0.02), "budget-plan-percent-small", "预备", "D2"),
    ("cut of more than all", put("path", 0, value=170.0), "budget-plan-percent-range", "总额参数", "C2"),
    ("negative cut", put("path", 0, value=-17.0), "budget-plan-percent-range", "总额参数", "C2"),
    # base year and denominators
    ("base year of zero", lambda of: [row.update(emissions_t=0.0) for row in of["baseline"]],
     "budget-plan-base-zero", "基线", "E3"),
    ("stated base year of zero", put("indicators", CITY_EMISSIONS, value=0.0), "budget-plan-base-zero", "指标", "E14"),
    ("GDP of the base year missing", put("indicators", CITY_GDP, year=2023.0),
     "budget-plan-base-gdp", "总额参数", "A2"),
    ("GDP of zero", put("indicators", CITY_GDP, value=0.0), "budget-plan-denominator", "指标", "E8"),
    ("population of zero", put("indicators", 11, value=0.0), "budget-plan-denominator", "综合指标", "D3"),
    # years
    ("base line of another year", put("baseline", 0, year=2024.0), "budget-plan-baseline-year", "基线", "D2"),
    ("bound outside the period", put("bounds", 0, year=2028.0), "budget-plan-year-outside", "约束", "D2"),
    ("growth of a year missing", lambda of: of["path"].pop(2), "budget-plan-parameter-gap", "总额参数", "B3"),
    ("total of a year missing", lambda of: of["path"].pop(4), "budget-plan-parameter-gap", "总额参数", "B5"),
    ("year of a series missing", put("indicators", CITY_2024, year=2022.0), "budget-plan-year-gap", "指标", "C8"),
    # prices, potentials, factors
    ("current prices", put("indicators", CITY_GDP, price_base="当年价"), "budget-plan-prices", "指标", "H8"),
    ("prices of another year", put("indicators", CITY_GDP, price_base="2020年不变价"),
     "budget-plan-prices", "指标", "H8"),
    ("prices not said", put("indicators", CITY_GDP, price_base=None), "budget-plan-prices", "指标", "H8"),
    ("prices of a part", put("indicators", CITY_GDP + 1, price_base="2020"), "budget-plan-prices-mixed", "指标", "H9"),
    ("no price base", lambda of: of["facts"].pop(5), "budget-plan-price-base", "", ""),
    ("GWP mixed", put("baseline", 0, note="按 AR4 的 GWP 计算"), "budget-plan-gwp-mixed", "基线", "F2"),
    ("power factor mixed", both(
        put("baseline", 3, note="购电量 × 0.4419 kgCO2/kWh"),
        add("baseline", region="440305", industry="C26", layer="PWR", year=2025.0, emissions_t=0.0, **SAID,
            note="× 0.5306 kgCO2/kWh")), "budget-plan-factor-mixed", "基线", "F5"),
    # sums and jumps
    ("districts and city", put("indicators", CITY_GDP + 1, value=61.0), "budget-plan-sum", "指标", "E8"),
    ("base line off by one", put("baseline", 0, emissions_t=501.0), "budget-plan-sum", "指标", "E14"),
    ("requests and their sum",
     add("requests", region="440305", industry="C39", year=2026.0, requested_t=701.0, reason="r"),
     "budget-plan-sum", "申请", "D2"),
    ("10^4 against last year", lambda of: [of["indicators"][row].update(value=of["indicators"][row]["value"] * 1e4)
                                           for row in (3,)], "budget-plan-jump", "指标", "E11"),
    ("units of output mixed", both(
        *(add("indicators", region="440305", industry="C39", year=year, indicator="output", value=5.0, unit=unit,
              **SAID) for year, unit in ((2024.0, "万件"), (2025.0, "件")))), "budget-plan-unit-mixed", "指标", "F16"),
    ("10^4 of an enterprise", put("enterprise_data", 1, value=4_500_000.0), "budget-plan-jump", "企业数据", "E3"),
    ("10^4 against the base line", put("requests", 0, requested_t=7_000_000.0), "budget-plan-jump", "申请", "D2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "sheet", "cell"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_one_change_is_one_finding(change, code, sheet, cell):
    found, remarks = judged(change)
    those = [finding for finding in remarks if finding.code == code]
    assert [(finding.sheet, finding.cell) for finding in those] == [(sheet, cell)]
    assert (found is None) == any(finding.severity == "error" for finding in remarks)
    assert all(finding.message(lang) for finding in remarks for lang in ("zh", "en"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put("baseline", 0, emissions_t=500.4), id="less than a tonne off"),
        pytest.param(both(put("indicators", CITY_GDP + 1, value=60.05)), id="rounded statistics"),
        pytest.param(put("path", 1, value=-3.0), id="an economy that shrinks"),
        pytest.param(put("path", 0, value=0.17, unit="比例"), id="a share that says so in its unit"),
        pytest.param(put("indicators", CITY_GDP, price_base="2025年不变价"), id="prices in words"),
        pytest.param(put("regions", 3, valid_from="2024年2月29日"), id="a leap day"),
        pytest.param(put("baseline", 0, year="2025年"), id="a year with its word"),
        pytest.param(put("baseline", 0, note="AR5，不含 AR4 的数"), id="the plan's potentials and others"),
        pytest.param(
            add("enterprise_data", enterprise=CODES[0], year=2025.0, indicator="value_added", value=-5.0, unit="万元",
                **SAID),
            id="a loss",
        ),
    ],
)  # fmt: skip
def test_what_is_right_is_not_remarked_upon(change):
    found, remarks = judged(change)
    assert codes(remarks) == []
    assert found is not None


def test_a_unit_column_with_a_multiple_is_converted_and_a_typed_one_is_not():
    converted, _ = judged(put("indicators", CITY_EMISSIONS, value=0.1, unit="万吨"))
    assert converted.indicator("emissions").to_dict() == {"440300": 1000.0}
    typed, remarks = judged(put("indicators", CITY_EMISSIONS, value="0.1万吨"))
    assert typed is None
    assert remarks[0].expected == "0.1"


def test_a_jump_names_both_units():
    _, remarks = judged(put("indicators", 9, value=500_000.0, unit="人"))
    assert codes(remarks) == []
    _, remarks = judged(put("indicators", 9, value=500_000.0))
    [jump] = [finding for finding in remarks if finding.code == "budget-plan-jump"]
    assert "500000 万人 是 2024 年 50 万人 的 1e+04 倍" in jump.text("zh")


def test_a_fraction_says_what_to_type():
    _, [finding] = judged(put("path", 0, value=0.17))
    assert finding.remedy("zh") == "如为 17% 请填 17"


def test_a_sum_says_by_how_much_it_is_off():
    _, [finding] = judged(put("baseline", 0, emissions_t=501.0))
    assert finding.text("en") == "parts add up to 1001 t, the whole is 1000 t, off by 1 t"


def test_units_as_people_write_them():
    assert plan_numbers.unit("吨标准煤") == "tce"
    assert plan_numbers.unit("tCO2e") == "t"
    assert plan_numbers.unit("万吨二氧化碳当量") == "10^4 t"
    assert plan_numbers.unit("persons") == "person"
    assert plan_numbers.unit("桶/天") is None
    for table in plan_tables.load().tables:
        for column in table.columns:
            for choice in column.choices:
                assert not choice.unit or plan_numbers.unit(choice.unit), choice

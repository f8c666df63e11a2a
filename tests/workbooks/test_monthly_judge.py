"""Monthly reports: what is read from them, and each mistake by the name of its cell."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.domain import monthly_items, plan_tables
from ghginv.workbooks import mark, monthly_template
from ghginv.workbooks.monthly_known import Surroundings
from ghginv.workbooks.monthly_template import Names
from tests.workbooks.monthly_files import AROUND, BUREAU, CODE, OTHER, codes, economy, fill, judged, only, quick, use

QUARTER = {**BUREAU, "月份或季度": "Q1"}


def test_a_month_becomes_activity_data_with_its_cells(tmp_path):
    found, where = judged(
        tmp_path,
        企业月报=[use(), use(item="外购电力", quantity=1.2, unit="亿千瓦时", 数据状态="上报")],
        快速指标=[quick()],
        经济指标=[economy()],
    )
    assert found.findings == []
    assert found.kind == "monthly"
    assert (found.region, found.year, found.enterprise) == ("440300", 2026, "")
    gas, power, indicator = found.activities
    assert (gas.category, gas.item, gas.quantity, gas.unit, gas.month) == ("1.2.5", "natural_gas", 12.5, "10^4 m3", 3)
    assert (gas.region, gas.enterprise, gas.facility) == ("440305", CODE, "F1")
    assert (gas.sheet, gas.cell) == ("企业月报", where["企业月报"][0]["数量"])
    assert (power.category, power.quantity, power.unit) == ("E.1", 120_000.0, "MWh")
    assert (indicator.enterprise, indicator.quantity, indicator.category) == ("", 1000.0, "E.1")
    said = found.monthly
    assert (said.sender, said.period, [each.status for each in said.rows]) == (
        "440300/测试市统计局", "2026-03", ["metered", "reported", "reported"],
    )  # fmt: skip
    (figure,) = said.figures
    assert (figure.indicator, figure.value, figure.unit, figure.price_base) == ("value_added", 20.0, "10^8 CNY", "2025")


def test_a_quarter_of_an_enterprise(tmp_path):
    facts = {"填报单位": "虚构电子", "统一社会信用代码": CODE.lower(), "年度": "2026年", "月份或季度": "一季度"}
    found, _ = judged(tmp_path, facts, 企业月报=[use(month) for month in ("1月", 2, "2026-03")])
    assert found.findings == []
    assert (found.enterprise, found.region, found.monthly.sender) == (CODE, "440305", CODE)
    assert [each.month for each in found.activities] == [1, 2, 3]
    assert found.monthly.period == "2026-01–03"


def test_without_a_budget_only_the_form_is_judged(tmp_path):
    around = Surroundings(today="2026-11-27")
    found, _ = judged(tmp_path, around=around, 企业月报=[use()], 快速指标=[quick(行业代码="39")])
    assert found.findings == []
    assert [each.category for each in found.activities] == ["1.2.U", "E.1"]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (use(统一社会信用代码="91440300MADEUP0001"), "统一社会信用代码", None),
        (use(统一社会信用代码="91440300708461136T"), "统一社会信用代码", "monthly-enterprise-unknown"),
        (use(设施="F9"), "设施", "monthly-facility-unknown"),
        (use(统一社会信用代码=OTHER, 设施=None), "设施", "monthly-facility-several"),
        (use(item="氢气"), "项目", "monthly-choice"),
        (use(数据状态="差不多"), "数据状态", "monthly-choice"),
        (use(unit="吨"), "单位", "unit-wrong-kind"),
        (use(unit="桶桶"), "单位", "unit-unknown"),
        (use(unit=None), "单位", "monthly-required"),
        (use(quantity="12.5"), "数量", "text-number"),
        (use(quantity="１２"), "数量", "text-number"),
        (use(quantity="1.5万吨"), "数量", "text-number-unit"),
        (use(quantity="约12"), "数量", "not-a-number"),
        (use(quantity="—"), "数量", "monthly-required"),
        (use(quantity=True), "数量", "not-a-number"),
        (use(quantity=-1), "数量", "monthly-negative"),
        (use(month=13), "月份", "monthly-month-unknown"),
        (use(month="三月份"), "月份", "monthly-month-unknown"),
        (use(month=4), "月份", "monthly-month-outside"),
        (use(month="2025-03"), "月份", "monthly-month-outside"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row_of_an_enterprise_is_named_by_its_cell(tmp_path, row, column, code):
    found, where = judged(tmp_path, 企业月报=[use(item="柴油", unit="吨"), row])
    mistake = only(found)
    if code:
        assert mistake.code == code
    address = where["企业月报"][1].get(column)
    assert (mistake.sheet, mistake.cell) == ("企业月报", address)
    assert found.activities == []
    assert found.monthly is None


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (quick(区域代码="440399"), "区域代码", "monthly-region-unknown"),
        (quick(行业代码="C99"), "行业代码", "monthly-industry-unknown"),
        (quick(行业代码=None), "行业代码", "monthly-required"),
        (quick(unit="吨"), "单位", "unit-wrong-kind"),
        (quick(quantity=-5), "数量", "monthly-negative"),
    ],
)
def test_a_mistake_in_a_quick_indicator_is_named_by_its_cell(tmp_path, row, column, code):
    found, where = judged(tmp_path, 快速指标=[quick(item="柴油", unit="吨"), row])
    mistake = only(found)
    assert (mistake.code, mistake.sheet, mistake.cell) == (code, "快速指标", where["快速指标"][1].get(column))


def test_a_region_outside_that_of_the_report_is_refused(tmp_path):
    facts = {**BUREAU, "地区代码": "440306"}
    assert only(judged(tmp_path, facts, 快速指标=[quick()])[0]).code == "monthly-region-outside"


def test_a_value_in_another_unit_of_money_is_converted_and_one_of_another_kind_refused(tmp_path):
    found, _ = judged(tmp_path, 经济指标=[economy(单位="万元")])
    assert found.monthly.figures[0].value == 0.002
    assert only(judged(tmp_path, 经济指标=[economy(单位="吨")])[0]).code == "unit-wrong-kind"


def test_an_enterprise_reports_on_itself_alone(tmp_path):
    facts = {"填报单位": "虚构电子", "统一社会信用代码": CODE, "年度": 2026, "月份或季度": 3}
    found, _ = judged(tmp_path, facts, 企业月报=[use(统一社会信用代码=OTHER)], 快速指标=[quick()], 经济指标=[economy()])
    assert sorted(codes(found.findings)) == [
        "monthly-enterprise-only", "monthly-enterprise-only", "monthly-other-enterprise",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"填报单位": None}, "monthly-fact-missing"),
        ({"地区代码": None}, "monthly-fact-missing"),
        ({"年度": None}, "monthly-fact-missing"),
        ({"月份或季度": None}, "monthly-fact-missing"),
        ({"年度": "去年"}, "monthly-year-unknown"),
        ({"月份或季度": "上半年"}, "monthly-period-unknown"),
        ({"月份或季度": "2025-03"}, "monthly-period-unknown"),
        ({"地区代码": "999999"}, "monthly-region-unknown"),
        ({"统一社会信用代码": "91440300708461136T"}, "monthly-enterprise-unknown"),
    ],
)
def test_a_mistake_in_the_basic_facts_is_named(tmp_path, facts, code):
    found, _ = judged(tmp_path, {**BUREAU, **facts}, 企业月报=[use()])
    assert code in codes(found.findings)
    assert not found.accepted


def test_a_month_to_come_is_refused(tmp_path):
    facts = {**BUREAU, "月份或季度": 12}
    assert codes(judged(tmp_path, facts, 企业月报=[use(12)])[0].findings) == ["monthly-future"]
    facts = {**BUREAU, "月份或季度": "四季度"}
    assert codes(judged(tmp_path, facts, 企业月报=[use(10)])[0].findings) == ["monthly-future"]


def test_the_same_thing_twice_is_refused_and_the_first_place_named(tmp_path):
    found, where = judged(tmp_path, 企业月报=[use(), use(quantity=13)])
    mistake = only(found)
    first = where["企业月报"][0]["数量"]
    assert (mistake.code, mistake.found) == ("monthly-duplicate", f"企业月报!{first}")
    assert only(judged(tmp_path, 经济指标=[economy(), economy()])[0]).code == "monthly-duplicate"
    assert only(judged(tmp_path, 快速指标=[quick(), quick()])[0]).code == "monthly-duplicate"


def test_a_whole_beside_its_part_is_remarked(tmp_path):
    rows = [use(item=item, quantity=10, unit="吨") for item in ("原煤", "烟煤")]
    found, where = judged(tmp_path, 企业月报=rows)
    assert found.accepted
    assert (only(found).code, only(found).cell) == ("monthly-whole-and-part", where["企业月报"][1]["数量"])


def test_nothing_filled_in_is_refused_prefilled_lines_do_not_count(tmp_path):
    known = Names([("440305", "甲区")], [("C39", "电子")], [(CODE, "虚构电子", "F1", "440305", "C39")])
    assert codes(judged(tmp_path, known=known)[0].findings) == ["monthly-empty"]


def test_a_gap_between_months_is_remarked(tmp_path):
    found, where = judged(tmp_path, QUARTER, 企业月报=[use(1), use(3)])
    mistake = only(found)
    assert (mistake.code, mistake.found, mistake.cell) == ("monthly-gap", "2", where["企业月报"][1]["数量"])
    assert found.accepted


def around(history):
    series = ("enterprise", CODE, "F1", "1.2.5", "natural_gas")
    months = {12 * year + month: value for (year, month), value in history.items()}
    return Surroundings(AROUND.today, AROUND.regions, AROUND.industries, AROUND.stays, {series: months})


def test_a_gap_to_months_reported_before_is_remarked(tmp_path):
    found, _ = judged(tmp_path, around=around({(2026, 1): 12.0}), 企业月报=[use(3)])
    assert only(found).code == "monthly-gap"


@pytest.mark.parametrize("quantity", [125_000.0, 12_500.0, 0.0125, 0.00125])
def test_a_jump_of_thousands_against_the_month_before_is_remarked(tmp_path, quantity):
    known = around({(2026, 1): 12.0, (2026, 2): 12.5})
    found, where = judged(tmp_path, around=known, 企业月报=[use(3, quantity=quantity)])
    mistake = only(found)
    assert (mistake.code, mistake.cell) == ("monthly-jump", where["企业月报"][0]["数量"])
    assert found.accepted


def test_a_jump_is_measured_against_the_year_before_where_the_month_before_is_missing(tmp_path):
    facts = {**BUREAU, "月份或季度": 1}
    known = around({(2025, month): 12.0 for month in range(1, 12)})
    assert only(judged(tmp_path, facts, known, 企业月报=[use(1, quantity=120_000)])[0]).code == "monthly-jump"
    assert judged(tmp_path, facts, known, 企业月报=[use(1, quantity=120)])[0].findings == []


@pytest.mark.parametrize("figures", [(100, 200, 300), (100, 195, 310), (10, 15, 40)])
def test_cumulative_figures_typed_as_monthly_are_remarked(tmp_path, figures):
    rows = [use(month, quantity=value) for month, value in enumerate(figures, start=1)]
    found, where = judged(tmp_path, QUARTER, 企业月报=rows)
    assert (only(found).code, only(found).cell) == ("monthly-cumulative", where["企业月报"][2]["数量"])


@pytest.mark.parametrize("figures", [(100, 100, 100), (100, 120, 90), (50, 150, 160), (0, 0, 0)])
def test_monthly_figures_are_not_taken_for_cumulative_ones(tmp_path, figures):
    rows = [use(month, quantity=value) for month, value in enumerate(figures, start=1)]
    assert judged(tmp_path, QUARTER, 企业月报=rows)[0].findings == []


def test_cumulative_figures_are_seen_across_workbooks(tmp_path):
    known = around({(2026, 1): 100.0, (2026, 2): 200.0})
    assert only(judged(tmp_path, around=known, 企业月报=[use(3, quantity=300)])[0]).code == "monthly-cumulative"


def test_what_another_sender_reported_is_remarked(tmp_path):
    thing = ("enterprise", CODE, "F1", "1.2.5", "natural_gas", "2026", "3")
    known = Surroundings(AROUND.today, AROUND.regions, AROUND.industries, AROUND.stays, others={thing: (CODE, "S1")})
    found, _ = judged(tmp_path, around=known, 企业月报=[use(3)])
    assert (only(found).code, only(found).found) == ("monthly-other-sender", "S1")


def test_a_facility_that_moves_is_looked_for_on_the_last_day_of_the_month(tmp_path):
    from ghginv.workbooks.monthly_known import Stay

    stays = (Stay(CODE, "F1", "440305", "C39", "", "2026-03-30"), Stay(CODE, "F1", "440306", "C26", "2026-03-31"))
    known = Surroundings(AROUND.today, AROUND.regions, AROUND.industries, stays)
    found, _ = judged(tmp_path, around=known, 企业月报=[use(3)])
    assert (found.activities[0].region, found.activities[0].category) == ("440306", "1.2.3")


def test_a_formula_with_its_result_is_read_and_an_external_link_refused(tmp_path):
    found, _ = judged(tmp_path, 企业月报=[use(quantity="=10+2.5")])
    assert codes(found.findings)[:1] == ["formula-without-value"]


def test_lost_headers_and_sheets_are_named(tmp_path):
    path = tmp_path / "月报.xlsx"
    monthly_template.build_monthly(path, {}, Names())
    fill(path, BUREAU, 企业月报=[use()])
    book = openpyxl.load_workbook(path)
    del book["经济指标"]
    book["企业月报"]["F3"].value = "多少"
    book.save(path)
    from ghginv.workbooks import judge, read
    from ghginv.workbooks.judgement import Context

    found = judge.judge(read.read_workbook(path), Context(today_year=2026, monthly=AROUND))
    assert {"template-sheet-missing", "template-header-changed"} <= set(codes(found.findings))


def test_a_marked_copy_names_each_wrong_cell(tmp_path):
    found, where = judged(tmp_path, 企业月报=[use(quantity=-1), use(item="柴油", unit="万立方米")])
    mark.mark(tmp_path / "月报.xlsx", found.findings, tmp_path / "m.xlsx")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    sheet = book["企业月报"]
    for column, row in (("数量", 0), ("单位", 1)):
        assert sheet[where["企业月报"][row][column]].comment is not None


def test_every_item_of_the_form_has_a_meaning_and_every_meaning_a_place_on_the_form():
    layout = plan_tables.monthly()
    offered = set()
    for table in ("enterprise", "indicators"):
        for choice in layout.table(table).column("item").choices:
            meaning = monthly_items.meanings()[choice.id]
            assert choice.unit == meaning.unit
            assert meaning.form == "both" or table.startswith(meaning.form)
            offered.add(choice.id)
    assert offered == set(monthly_items.meanings())

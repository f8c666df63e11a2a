"""Form 205-1 is read in whatever shape it comes, and what is wrong names exactly the cells that are wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.domain import categories, items, units
from ghginv.domain.records import Activity, Enterprise
from ghginv.workbooks import form_205_1, form_205_1_words
from ghginv.workbooks.judge import judge
from ghginv.workbooks.judgement import Context, Judgement
from tests.workbooks import balance_files, form_files
from tests.workbooks.balance_files import Fault, Sheet
from tests.workbooks.form_files import CODE, HEADERS, NAME, Form, Value

FORM = form_files.form()
CONTEXT = Context(today_year=2026)
Quantities = dict[tuple[str, str], float | None]


def judged(form: Form, context: Context = CONTEXT, suffix: str = ".xlsx") -> Judgement:
    judgement = judge(balance_files.opened(form.sheet(), suffix=suffix), context)
    for finding in judgement.findings:
        assert "{" not in finding.message("zh") + finding.message("en")
    return judgement


def found(judgement: Judgement) -> set[tuple[str, str]]:
    """The findings as code and cell."""
    return {(finding.code, finding.cell) for finding in judgement.findings}


def quantities(judgement: Judgement) -> Quantities:
    assert len({(each.category, each.item) for each in judgement.activities}) == len(judgement.activities)
    return {(each.category, each.item): each.quantity for each in judgement.activities}


EXPECTED: Quantities = {
    ("F.1", "general_bituminous"): 100,
    ("F.2", "general_bituminous"): 1250,
    ("F.3", "general_bituminous"): 1300,
    ("F.7", "general_bituminous"): 50,
    ("F.2", "natural_gas"): 500,
    ("F.3", "natural_gas"): 480,
    ("F.4", "natural_gas"): 20,
    ("F.5", "natural_gas"): 20,
    ("F.1", "diesel"): 4,
    ("F.2", "diesel"): 60,
    ("F.3", "diesel"): 30,
    ("F.5", "diesel"): 32.5,
    ("F.6", "diesel"): 40,
    ("F.7", "diesel"): 1.5,
    ("F.2", "heat"): 8000,
    ("F.3", "heat"): 8000,
    ("F.2", "electricity"): 18000,
    ("F.3", "electricity"): 17500,
    ("F.5", "electricity"): 500,
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
@pytest.mark.parametrize("header", ["two", "one"])
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("facts", ["together", "beside"])
def test_the_shape_of_the_form_does_not_matter(suffix: str, header: str, merged: bool, facts: str) -> None:
    form = replace(FORM, header=header, merged=merged, facts=facts, serials=merged)
    judgement = judged(form, suffix=suffix)
    assert found(judgement) == set()
    assert (judgement.kind, judgement.enterprise, judgement.region) == ("form_205_1", CODE, "440305")
    assert (judgement.year, judgement.template_version) == (2023, "2013")
    assert quantities(judgement) == EXPECTED


def test_who_reports_and_activities_with_their_cells() -> None:
    judgement = judged(FORM)
    assert judgement.about == Enterprise(
        enterprise=CODE, name=NAME, year=2023, region="440305", industry="3041", template="", sheet="205-1", cell="A4"
    )
    power = next(each for each in judgement.activities if (each.category, each.item) == ("F.3", "electricity"))
    assert power == Activity(
        region="440305",
        year=2023,
        category="F.3",
        item="electricity",
        quantity=17500.0,
        unit="MWh",
        sheet="205-1",
        cell=FORM.at("电力", "industrial"),
        reported_value="1750",
        reported_unit="万千瓦时",
        enterprise=CODE,
    )


def test_rows_in_any_order_without_codes_and_with_more_columns() -> None:
    headers = {**HEADERS, "remarks": ("", "备注", ""), "serial": ("", "序号", "")}
    columns = ("serial", *(column for column in HEADERS if column not in ("code", "reference")), "remarks")
    rows = tuple(reversed(FORM.rows))
    form = replace(FORM, rows=rows, columns=columns, headers=headers, serials=False)
    form = form.changed("柴油", serial=7, remarks="含食堂")
    judgement = judged(form)
    assert found(judgement) == set()
    assert quantities(judgement) == EXPECTED


def test_rows_by_their_codes_alone() -> None:
    """A code of which no public copy was found is read with a warning."""
    columns = tuple(column for column in HEADERS if column != "name")
    judgement = judged(replace(FORM, columns=columns))
    bare = replace(FORM, columns=columns)
    recalled = {("form-code-recalled", bare.at(label, "code")) for label in ("3.一般烟煤", "天然气（气态）")}
    assert found(judgement) == recalled
    assert quantities(judgement) == EXPECTED


def test_one_sign_of_the_credit_code_in_each_cell() -> None:
    signs: dict[str, Value] = {f"{chr(67 + place)}4": sign for place, sign in enumerate(CODE)}
    form = replace(FORM, facts="beside", code="", region="", others={"A3": "统一社会信用代码 □□□□□", **{
        place.replace("4", "3"): sign for place, sign in signs.items()
    }}, period="")  # fmt: skip
    judgement = judged(replace(form, title="能源购进、消费与库存 2023年"), Context(2026, region="440305"))
    assert judgement.enterprise == CODE
    assert judgement.accepted


def test_who_has_no_credit_code_yet_is_not_taken_for_its_label() -> None:
    note = "尚未领取统一社会信用代码的填写原组织机构代码：□□□□□□□□－□"
    judgement = judged(replace(FORM, others={"D3": note}))
    assert judgement.enterprise == CODE
    assert found(judgement) == set()


def test_a_part_of_the_year_bears_its_last_month() -> None:
    judgement = judged(replace(FORM, period="2023 年 1 － 9 月"))
    assert found(judgement) == {("form-part-of-year", "K5")}
    assert judgement.accepted
    assert {each.month for each in judgement.activities} == {9}


@pytest.mark.parametrize(
    ("period", "month"),
    [("2023年12月", 0), ("2023年", 0), ("２０２３年度", 0), ("2023年1月至6月", 6), ("2023年03月", 3)],
)
def test_periods_as_written(period: str, month: int) -> None:
    judgement = judged(replace(FORM, period=period))
    assert judgement.year == 2023
    assert {each.month for each in judgement.activities} == {month}


@pytest.mark.parametrize(
    ("changes", "context", "finding"),
    [
        ({"code": ""}, CONTEXT, ("form-credit-code-missing", "A6")),
        ({"code": CODE[:-1]}, CONTEXT, ("credit-code-length", "A4")),
        ({"code": CODE[:-1] + "9"}, CONTEXT, ("credit-code-check", "A4")),
        ({"code": CODE.replace("5DEM", "5DOM")}, CONTEXT, ("credit-code-sign", "A4")),
        ({"code": 914403001922038216.0, "facts": "beside"}, CONTEXT, ("form-credit-code-number", "C4")),
        ({"region": "999999"}, CONTEXT, ("form-region-unknown", "F4")),
        ({"region": "440305"}, Context(2026, region="440400"), ("form-region-differs", "F4")),
        ({"region": ""}, CONTEXT, ("form-region-missing", "A6")),
        ({"industry": "9999"}, CONTEXT, ("industry-code-unknown", "F5")),
        ({"period": ""}, CONTEXT, ("form-year-missing", "A6")),
        ({"period": "2023年1—12月"}, Context(2026, year=2022), ("form-year-differs", "K5")),
        ({"period": "2023年1—13月"}, CONTEXT, ("form-month", "K5")),
        ({"title": "2022年能源购进、消费与库存"}, CONTEXT, ("form-years-several", "A1")),
    ],
)
def test_wrong_facts_are_refused(changes: dict[str, Value], context: Context, finding: tuple[str, str]) -> None:
    form = replace(FORM, **changes)  # type: ignore[arg-type]
    if not changes.get("region", "440305"):
        form = replace(form, industry="", others={"F5": "行业代码：3041"})
    judgement = judged(form, context)
    assert found(judgement) == {finding}
    assert not judgement.accepted
    assert judgement.activities == []


def test_missing_name_and_industry_are_warnings() -> None:
    judgement = judged(replace(FORM, name="", industry=""))
    assert found(judgement) == {("form-name-missing", "A6"), ("form-industry-missing", "A6")}
    assert judgement.accepted


def test_industry_and_region_by_name_and_long_codes() -> None:
    judgement = judged(replace(FORM, region="440305001000", industry="C3041 平板玻璃制造"))
    assert judgement.about is not None
    assert (judgement.region, judgement.about.industry) == ("440305", "3041")
    assert judged(replace(FORM, region="深圳市南山区".removeprefix("深圳市"))).region == "440305"


@pytest.mark.parametrize(
    ("label", "values", "code", "column"),
    [
        ("柴油", {"consumption": 70.0}, "form-consumption-sum", "consumption"),
        ("天然气（气态）", {"feedstock": 480.4}, None, None),
        ("天然气（气态）", {"feedstock": 490.0}, "form-feedstock", "feedstock"),
        ("柴油", {"transport": 63.0}, "form-transport", "transport"),
        ("柴油", {"closing_stock": 9.5}, "form-stock", "closing_stock"),
        ("柴油", {"coefficient": 14.571}, "form-coefficient", "coefficient"),
        ("电力", {"coefficient": 0.1229}, "form-coefficient", "coefficient"),
        ("热力", {"industrial": -1.0}, "form-negative", "industrial"),
        ("热力", {"purchase_cost": -1.0}, "form-negative", "purchase_cost"),
        ("热力", {"industrial": "8,000"}, "text-number", "industrial"),
        ("热力", {"industrial": "８０００"}, "text-number", "industrial"),
        ("热力", {"industrial": "8000GJ"}, "text-number-unit", "industrial"),
        ("热力", {"industrial": "约8000"}, "not-a-number", "industrial"),
        ("热力", {"industrial": Fault("#REF!")}, "error-cell", "industrial"),
        ("能源合计", {"consumption": 12000.0}, "form-total", "consumption"),
    ],
)
def test_a_wrong_figure_names_its_cell(
    label: str, values: dict[str, Value | None], code: str | None, column: str | None
) -> None:
    form = FORM.changed(label, **values)
    judgement = judged(form)
    assert found(judgement) == ({(code, form.at(label, str(column)))} if code else set())


def test_a_sum_says_what_it_should_be_and_which_cells_say_so() -> None:
    (finding,) = [each for each in judged(FORM.changed("柴油", consumption=70.0)).findings if each.severity == "error"]
    assert (finding.sheet, finding.cell, finding.found, finding.expected) == ("205-1", "G18", "70", "62.5")
    assert (finding.details["cells"], finding.details["difference"]) == ("H18、J18", "7.5")


def test_kinds_of_coal_make_raw_coal() -> None:
    form = FORM.changed("无烟煤", industrial=100.0, consumption=100.0, purchases=100.0)
    judgement = judged(form)
    wrong = {("form-parts-sum", form.at("原煤", column)) for column in ("purchases", "consumption", "industrial")}
    assert {each for each in found(judgement) if each[0] == "form-parts-sum"} == wrong
    assert not judgement.accepted


def test_raw_coal_counts_where_no_kinds_are_given() -> None:
    judgement = judged(replace(FORM, figures={**FORM.figures, "一般烟煤": {}}))
    assert quantities(judgement)["F.3", "raw_coal"] == 1300
    assert ("F.3", "general_bituminous") not in quantities(judgement)


@pytest.mark.parametrize(
    ("label", "others", "expected"),
    [
        ("其他（石油制品）", {"石脑油": 10.0, "其他（石油制品）": 5.0, "其他石油制品": 15.0}, 5.0),
        ("  7.其他", {"石脑油": 10.0, "其他": 5.0, "其他石油制品": 15.0}, 5.0),
        ("", {"石脑油": 10.0, "其他石油制品": 10.0}, None),
        ("", {"石脑油": 10.0, "其他石油制品": 4.0}, 4.0),
    ],
)
def test_other_petroleum_products_are_a_sum_or_a_rest(
    label: str, others: dict[str, float], expected: float | None
) -> None:
    rows = [("其他石油制品", "吨", ""), ("  1.石脑油", "吨", ""), *([(label, "吨", "")] if label else [])]
    form = replace(FORM, rows=(*FORM.rows[:-1], *rows))
    for name, amount in others.items():
        form = form.changed(name, industrial=amount, consumption=amount)
    judgement = judged(form)
    assert found(judgement) == set()
    assert quantities(judgement)["F.3", "naphtha"] == 10.0
    assert quantities(judgement).get(("F.3", "other_petroleum_products")) == expected


def test_copies_with_a_column_of_what_was_sold() -> None:
    headers = {**HEADERS, "sold": ("", "售出量", "")}
    form = replace(FORM, columns=(*HEADERS, "sold"), headers=headers, serials=False)
    form = form.changed("柴油", sold=1.0, closing_stock=0.5)
    judgement = judged(form)
    assert found(judgement) == set()
    assert quantities(judgement)["F.8", "diesel"] == 1.0


def test_units_other_than_the_forms() -> None:
    rows = tuple((label, {"04": "万吨", "21": "升", "33": "", "32": "吨汽"}.get(code, unit), code)
                 for label, unit, code in FORM.rows)  # fmt: skip
    form = replace(FORM, rows=rows)
    judgement = judged(form)
    assert found(judgement) >= {
        ("form-unit-other", form.at("3.一般烟煤", "unit")),
        ("unit-wrong-kind", form.at("柴油", "unit")),
        ("form-unit-missing", form.at("电力", "unit")),
        ("unit-unknown", form.at("热力", "unit")),
    }
    # 1300 × 10^4 t of bituminous coal are not 1300 t of raw coal.
    assert ("form-parts-sum", form.at("原煤", "industrial")) in found(judgement)


def test_another_unit_is_converted() -> None:
    rows = tuple((label, "千克" if code == "21" else unit, code) for label, unit, code in FORM.rows)
    judgement = judged(replace(FORM, rows=rows))
    assert found(judgement) >= {("form-unit-other", FORM.at("柴油", "unit"))}
    assert quantities(judgement)["F.2", "diesel"] == 0.06
    columns = tuple(column for column in HEADERS if column != "unit")
    bracketed = tuple((f"{label}（{unit}）", "", code) for label, unit, code in rows)
    beside = judged(replace(FORM, columns=columns, rows=bracketed, figures={
        f"{form_files.bare(name)}（{unit}）": FORM.figures[form_files.bare(name)]
        for name, unit, _ in rows if form_files.bare(name) in FORM.figures
    }))  # fmt: skip
    assert quantities(beside) == quantities(judgement)


def test_rows_that_are_not_known_or_stand_twice() -> None:
    rows = (*FORM.rows, ("柴由", "吨", ""), ("柴油", "吨", ""), ("煤油", "吨", "21"), ("", "吨", ""))
    form = replace(FORM, rows=rows)
    for label in ("柴由", "煤油", ""):
        form = form.changed(label, industrial=1.0)
    judgement = judged(form)
    last = form.first_row + len(rows) - 1
    # The second row 柴油 has figures, too: those of the first.
    assert found(judgement) == {
        ("form-row-unknown", f"A{last - 3}"),
        ("form-row-twice", f"A{last - 2}"),
        ("form-code-twice", f"C{last - 1}"),
        ("form-code-differs", f"C{last - 1}"),
        ("form-row-unnamed", f"A{last}"),
    }
    unknown = next(each for each in judgement.findings if each.code == "form-row-unknown")
    assert "柴油" in unknown.remedy()


def test_columns_that_are_not_known_stand_twice_or_are_missing() -> None:
    headers = {**HEADERS, "strange": ("", "上年同期消费", ""), "again": ("", "期末库存", ""), "nameless": ("", "", "")}
    columns = tuple(column for column in (*HEADERS, "strange", "again", "nameless") if column != "purchases")
    form = replace(FORM, columns=columns, headers=headers, serials=False, merged=False)
    form = form.changed("柴油", strange=60.0, again=1.5, nameless=3.0)
    judgement = judged(form)
    assert {each for each in found(judgement) if each[0].startswith("form-column")} == {
        ("form-column-unknown", "N6"),
        ("form-column-twice", "O6"),
        ("form-column-unnamed", "P7"),
        ("form-column-missing", ""),
    }
    assert not judgement.accepted


def test_hidden_rows_are_read_and_told() -> None:
    sheet = FORM.sheet()
    sheet.hidden_rows.add(18)
    sheet.hidden_columns.add(12)
    judgement = judge(balance_files.opened(sheet), CONTEXT)
    assert found(judgement) == {("form-hidden", "A18"), ("form-hidden", "L6")}
    assert quantities(judgement) == EXPECTED


def test_several_forms_other_sheets_and_empty_ones() -> None:
    twice = judge(balance_files.opened(FORM.sheet("一"), FORM.sheet("二")), CONTEXT)
    assert [(each.code, each.found) for each in twice.findings] == [("form-several-tables", "一、二")]
    other = judge(balance_files.opened(Sheet("封面", {(1, 1): "报表"}), FORM.sheet()), CONTEXT)
    assert [(each.code, each.sheet) for each in other.findings] == [("form-sheet-ignored", "封面")]
    assert quantities(other) == EXPECTED
    assert found(judged(replace(FORM, figures={}))) == {("form-empty", "")}


def test_other_workbooks_are_not_taken_for_the_form() -> None:
    balance = balance_files.opened(balance_files.guangdong().sheet())
    assert not form_205_1.recognise(balance)
    assert judge(balance, CONTEXT).kind == "energy_balance"
    fuels = Sheet("燃料", {(1, 1): "能源名称", (1, 2): "计量单位", (1, 3): "代码", (1, 4): "备注", (2, 1): "柴油"})
    assert not form_205_1.recognise(balance_files.opened(fuels))
    assert found(form_205_1.judge(balance_files.opened(fuels), CONTEXT)) == {("form-missing", "")}


def test_every_row_has_an_item_whose_unit_the_form_can_be_converted_to() -> None:
    words = form_205_1_words.vocabulary()
    for row in words.rows.values():
        assert row.part_of in ("", *words.rows)
        assert row.code_status in (("found", "recalled") if row.code else ("",))
        if row.item:
            assert units.dimension(row.unit) == units.dimension(items.load()[row.item].unit)
            assert words.row(row.names[0]) is row, row.row
    codes = [row.code for row in words.rows.values() if row.code]
    assert len(set(codes)) == len(codes)
    categories_of_columns = {column.category for column in words.columns.values() if column.category}
    assert categories_of_columns <= set(categories.tree())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_cells_is_judged(data: st.DataObject) -> None:
    sheet = FORM.sheet()
    words = ["", "吨", "柴油", "其中：", "合计", "2023年1—14月", "01", "统一社会信用代码：", "?", "消费量", "说明："]
    junk = st.sampled_from([*words, -1.0, 3.5, 1e300, Fault("#N/A")])
    for place in data.draw(st.lists(st.sampled_from(sorted(sheet.cells)), max_size=30, unique=True)):
        sheet.cells[place] = data.draw(junk)
    judgement = judge(balance_files.opened(sheet), CONTEXT)
    assert all(finding.message("zh") and finding.message("en") for finding in judgement.findings)
    assert judgement.activities == [] or judgement.accepted

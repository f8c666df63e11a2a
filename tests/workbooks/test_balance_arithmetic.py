"""What does not add up in a balance is a warning with the cells, both figures and the difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.findings import Finding
from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context
from tests.workbooks import balance_files
from tests.workbooks.balance_files import GAS, Balance, Column, Key, Row

GUANGDONG = balance_files.guangdong()

# A small table that adds up: two coals, gasoline, electricity; stocks at both ends of the year.
ROWS = (
    "一.可供本地区消费的能源量",
    "1.年初库存量",
    "2.一次能源生产量",
    "3.外省(区、市)调入量",
    "4.出口量(-)",
    "5.年末库存量(-)",
    "二.加工转换投入(-)产出(+)量",
    "1.火力发电",
    "2.供热",
    "3.炼油",
    "#油品再投入量(-)",
    "三.损失量",
    "四.终端消费量",
    "第一产业",
    "1.农、林、牧、渔业",
    "第二产业",
    "2.工业",
    "#用作原料、材料",
    "3.建筑业",
    "第三产业",
    "4.交通运输、仓储和邮政业",
    "5.批发、零售业和住宿、餐饮业",
    "6.其他",
    "7.生活消费",
    "城镇",
    "乡村",
    "五.平衡差额",
    "六.消费量合计",
)
FIGURES = {
    "原煤": {0: 100, 1: 10, 2: 60, 3: 50.5, 4: -5.5, 5: -15, 6: -40, 7: -40, 11: 0.25, 12: 59, 15: 52, 16: 50, 17: 5}
    | {18: 2, 19: 4, 20: 4, 23: 3, 24: 1, 25: 2, 26: 0.75, 27: 99.25},
    "型煤": {0: 8, 3: 8, 12: 8, 15: 8, 16: 8, 27: 8},
    "煤合计": {0: 108, 1: 10, 2: 60, 3: 58.5, 4: -5.5, 5: -15, 6: -40, 7: -40, 11: 0.25, 12: 67, 15: 60, 16: 58}
    | {17: 5, 18: 2, 19: 4, 20: 4, 23: 3, 24: 1, 25: 2, 26: 0.75, 27: 107.25},
    "汽油": {6: 30.25, 9: 34.25, 10: -4, 12: 30.25, 13: 1, 14: 1, 19: 29.25, 20: 29.25, 27: 34.25},
    "电力": {6: 90.12, 7: 90.12, 12: 90.12, 15: 90.12, 16: 90.12, 27: 90.12},
}
UNITS = {"电力": ("亿千瓦时", "")}
EVEN = Balance(
    {(ROWS[row], column): float(value) for column, values in FIGURES.items() for row, value in values.items()},
    tuple(Row(label, label) for label in ROWS),
    tuple(Column(name, UNITS.get(name, balance_files.COAL)) for name in ("煤合计", "原煤", "型煤", "汽油", "电力")),
    english=False,
)


def found(balance: Balance) -> list[Finding]:
    return energy_balance.judge(balance_files.opened(balance.sheet()), Context(today_year=2026)).findings


def summed(findings: list[Finding]) -> list[tuple[str, str, str, str, object]]:
    return [(each.code, each.cell, each.found, each.expected, each.details["difference"]) for each in findings]


def test_a_table_that_adds_up_gives_no_findings() -> None:
    assert found(EVEN) == []


def test_the_published_table_of_guangdong_lacks_its_opening_stocks() -> None:
    findings = found(GUANGDONG)
    assert {each.code for each in findings} == {"balance-supply-sum"}
    assert len(findings) == 16
    coal = findings[1]
    assert summed([coal]) == [("balance-supply-sum", "D11", "12064.96", "11502.18", "562.78")]
    assert coal.details["cells"] == "D14、D15、D18、D20"
    assert "年末库存" in coal.remedy()
    assert "closing stock" in coal.remedy("en")
    assert coal.severity == "warning"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # A part of supply that is too large shows in the sum of the row, and across the coals.
        (
            {("2.一次能源生产量", "原煤"): 61.0},
            {("balance-supply-sum", "C7", "100", "101", "-1"), ("balance-column-sum", "B9", "60", "61", "-1")},
        ),
        (
            {("1.火力发电", "电力"): 91.12},
            {("balance-row-sum", "F13", "90.12", "91.12", "-1")},
        ),
        (
            {("4.交通运输、仓储和邮政业", "汽油"): 28.5},
            {("balance-row-sum", "E26", "29.25", "28.5", "0.75")},
        ),
        (
            {("城镇", "原煤"): 0.5, ("城镇", "煤合计"): 0.5},
            {("balance-row-sum", "C30", "3", "2.5", "0.5"), ("balance-row-sum", "B30", "3", "2.5", "0.5")},
        ),
        (
            {("五.平衡差额", "原煤"): None, ("五.平衡差额", "煤合计"): None},
            {("balance-difference", "C33", "0", "0.75", "-0.75"), ("balance-difference", "B33", "0", "0.75", "-0.75")},
        ),
        (
            {("六.消费量合计", "电力"): 99.0},
            {("balance-total", "F34", "99", "90.12", "8.88")},
        ),
    ],
)
def test_what_does_not_add_up_is_named(change: dict[Key, float | None], expected: set[tuple[str, ...]]) -> None:
    findings = found(EVEN.changed(change))
    assert {each.severity for each in findings} == {"warning"}
    assert set(summed(findings)) == expected


def test_parts_are_named_with_their_cells() -> None:
    finding = found(EVEN.changed({("六.消费量合计", "原煤"): 90.0}))[0]
    assert (finding.code, finding.details["cells"]) == ("balance-total", "C19、C18、C14")
    assert (
        finding.text()
        == "原煤的消费量合计：表中 90，按终端消费、损失和加工转换投入（C19、C18、C14）计算为 99.25，相差 -9.25"
    )


def test_rounding_of_each_printed_figure_is_allowed() -> None:
    # Three figures of two decimals may be off by half a hundredth each.
    for total, seen in ((3.01, False), (3.015, False), (3.02, True), (2.98, True)):
        findings = found(EVEN.changed({("7.生活消费", "原煤"): total}))
        assert (("balance-row-sum", "C30") in {(each.code, each.cell) for each in findings}) == seen


def test_reinput_may_be_inside_or_outside_of_refining() -> None:
    inside = {("二.加工转换投入(-)产出(+)量", "汽油"): 34.25}
    assert "balance-row-sum" not in {each.code for each in found(EVEN.changed(inside)) if each.cell == "E13"}
    neither = {("二.加工转换投入(-)产出(+)量", "汽油"): 33.25}
    assert ("balance-row-sum", "E13") in {(each.code, each.cell) for each in found(EVEN.changed(neither))}


def test_gangue_may_be_counted_among_the_coals_or_not() -> None:
    gangue = replace(EVEN, columns=(*EVEN.columns, Column("煤矸石", balance_files.COAL)))
    apart = gangue.changed({("2.工业", "煤矸石"): 3.0})
    assert "balance-column-sum" not in {each.code for each in found(apart)}
    among = apart.changed({("2.工业", "煤合计"): 61.0})
    assert "balance-column-sum" not in {each.code for each in found(among)}


def test_columns_are_added_up_in_the_unit_of_their_sum() -> None:
    tonnes = {key: value * 1e4 for key, value in EVEN.values.items() if key[1] == "型煤"}
    columns = tuple(replace(each, unit=("吨", "")) if each.key == "型煤" else each for each in EVEN.columns)
    assert found(replace(EVEN, columns=columns).changed(tonnes)) == []


def test_feedstock_is_a_part_of_industry() -> None:
    findings = found(EVEN.changed({("#用作原料、材料", "电力"): 95.0}))
    assert [(each.code, each.cell, each.found, each.expected) for each in findings] == [
        ("balance-feedstock", "F24", "95", "90.12")
    ]
    assert findings[0].details["cells"] == "F23"


def test_figures_that_are_not_parts_are_not_added() -> None:
    hydro = replace(EVEN, rows=(*EVEN.rows[:3], Row("水电", "  水电"), *EVEN.rows[3:]))
    assert found(hydro.changed({("水电", "原煤"): 44.0})) == []


def test_gases_stand_alone() -> None:
    gas = replace(EVEN, columns=(*EVEN.columns, Column("天然气", GAS)))
    assert (
        found(gas.changed({("四.终端消费量", "天然气"): 4.0, ("2.工业", "天然气"): 4.0, ("第二产业", "天然气"): 4.0}))
        != []
    )


@settings(max_examples=30, deadline=None)
@given(
    cell=st.sampled_from([key for key in sorted(EVEN.values) if not key[0].startswith("#")]),
    change=st.sampled_from([-3.0, 0.5, 2.0, 7.25]),
)
def test_a_wrong_figure_never_stays_unseen(cell: Key, change: float) -> None:
    findings = found(EVEN.changed({cell: EVEN.values[cell] + change}))  # type: ignore[operator]
    seen = {each.cell for each in findings} | {
        place for each in findings for place in str(each.details.get("cells", "")).split("、")
    }
    sheet = EVEN.sheet()
    row = next(row for (row, column), text in sheet.cells.items() if column == 1 and text == cell[0])
    column = next(column for (_, column), text in sheet.cells.items() if text == cell[1])
    assert f"{chr(64 + column)}{row}" in seen

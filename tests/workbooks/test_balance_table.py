"""The table is found where it stands; what does not fit its shape is said with the cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.findings import Finding
from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context
from tests.workbooks import balance_files
from tests.workbooks.balance_files import Balance, Column, Row, Sheet

GUANGDONG = balance_files.guangdong()
CONTEXT = Context(today_year=2026)


def found(*sheets: Sheet, context: Context = CONTEXT) -> list[Finding]:
    """All findings but those that the published table of Guangdong itself gives rise to."""
    findings = energy_balance.judge(balance_files.opened(*sheets), context).findings
    return [finding for finding in findings if finding.code != "balance-supply-sum"]


def named(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.cell, finding.found) for finding in findings]


def moved(sheet: Sheet, down: int, right: int) -> Sheet:
    cells = {(row + down, column + right): value for (row, column), value in sheet.cells.items()}
    merged = [(top + down, left + right, bottom + down, end + right) for top, left, bottom, end in sheet.merged]
    return replace(sheet, cells=cells, merged=merged)


def standard_coal() -> Balance:
    columns = tuple(replace(column, unit=("万吨标准煤", "")) for column in GUANGDONG.columns)
    return replace(GUANGDONG, columns=columns, title="广东能源平衡表(标准量)-2007", english=False)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (5, 0), (0, 3), (7, 2)])
def test_the_table_may_stand_anywhere(down: int, right: int) -> None:
    workbook = balance_files.opened(moved(GUANGDONG.sheet(), down, right))
    judgement = energy_balance.judge(workbook, CONTEXT)
    assert len(judgement.activities) == 165
    assert (judgement.region, judgement.year) == ("440000", 2007)


def test_headings_and_parts_may_have_a_column_each() -> None:
    sheet = moved(replace(GUANGDONG, english=False).sheet(), 0, 1)
    for (row, column), value in list(sheet.cells.items()):
        if column == 2 and isinstance(value, str) and value[0] in "一二三四五六":
            sheet.cells[row, 1] = sheet.cells.pop((row, 2))
    judgement = energy_balance.judge(balance_files.opened(replace(sheet, merged=[])), CONTEXT)
    assert len(judgement.activities) == 165


def test_a_label_may_run_over_two_rows() -> None:
    sheet = replace(GUANGDONG, english=False).sheet()
    row, _ = sheet.at("4.交通运输、仓储和邮政业")
    cells = {(number + (number >= row), column): value for (number, column), value in sheet.cells.items()}
    cells[row, 1], cells[row + 1, 1] = "  4.交通运输、", "  仓储和邮政业"
    judgement = energy_balance.judge(balance_files.opened(replace(sheet, cells=cells)), CONTEXT)
    assert judgement.accepted
    assert len(judgement.activities) == 165


def test_english_rows_below_the_chinese_ones_are_left_out() -> None:
    plain = replace(GUANGDONG, english=False)
    rows = [each for row in plain.rows for each in (row, Row(f"{row.key} en", f"   {row.english.strip()}"))]
    judgement = energy_balance.judge(balance_files.opened(replace(plain, rows=tuple(rows)).sheet()), CONTEXT)
    assert judgement.accepted
    assert len(judgement.activities) == 165


def test_an_english_table_is_read() -> None:
    rows = tuple(replace(row, label=row.english) for row in GUANGDONG.rows)
    columns = tuple(
        replace(column, label=" ".join(column.english), unit=(column.unit[1], "")) for column in GUANGDONG.columns
    )
    english = replace(GUANGDONG, rows=rows, columns=columns, title=GUANGDONG.subtitle, english=False)
    judgement = energy_balance.judge(balance_files.opened(english.sheet()), CONTEXT)
    assert (judgement.region, judgement.year, judgement.accepted) == ("440000", 2007, True)
    assert len(judgement.activities) == 165


def test_an_unknown_row_is_named_with_the_nearest() -> None:
    findings = found(GUANGDONG.relabelled({"3.建筑业": "3.建竹业"}).sheet())
    assert named(findings)[:2] == [("balance-row-unknown", "A35", "3.建竹业"), ("balance-row-missing", "", "")]
    assert "建筑业" in findings[0].remedy()


def test_numbers_without_a_label_are_refused() -> None:
    sheet = GUANGDONG.sheet()
    del sheet.cells[35, 1], sheet.cells[35, 2]
    assert ("balance-row-unnamed", "A35", "") in named(found(sheet))


def test_a_page_number_below_the_table_is_left_out() -> None:
    sheet = GUANGDONG.sheet()
    sheet.cells[50, 12] = 187
    assert found(sheet) == []


def test_a_row_that_stands_twice_is_refused() -> None:
    sheet = GUANGDONG.sheet()
    sheet.cells[44, 1], sheet.cells[44, 4] = "3. 建 筑 业", 3.5
    findings = found(sheet)
    assert named(findings) == [("balance-row-twice", "A44", "建筑业")]
    assert findings[0].details["first"] == "A35"


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        (["四.终端消费量"], ["终端消费量"]),
        (["1.火力发电"], ["火力发电"]),
        (["6.生活消费"], []),
        (["6.生活消费", "城镇", "乡村"], ["生活消费"]),
        (["城镇", "乡村"], []),
        (["2.工业", "7.其他"], ["工业", "其他"]),
    ],
)
def test_rows_that_consumption_needs_must_be_there(rows: list[str], missing: list[str]) -> None:
    findings = found(GUANGDONG.relabelled(dict.fromkeys(rows, "")).sheet())
    absent = [finding.expected for finding in findings if finding.code == "balance-row-missing"]
    assert absent == ([] if rows == ["四.终端消费量"] else missing)


def test_a_table_without_final_consumption_is_refused() -> None:
    block = GUANGDONG.rows[20:31]
    findings = found(GUANGDONG.relabelled({row.key: "" for row in block}).sheet())
    absent = [finding.expected for finding in findings if finding.code == "balance-row-missing"]
    assert absent[0] == "终端消费量"
    assert {"工业", "建筑业", "生活消费"} < set(absent)


def test_hidden_rows_and_columns_are_read_with_a_warning() -> None:
    sheet = replace(GUANGDONG.sheet(), hidden_rows={35}, hidden_columns={15})
    judgement = energy_balance.judge(balance_files.opened(sheet), CONTEXT)
    findings = [each for each in judgement.findings if "hidden" in each.code]
    assert named(findings) == [("balance-row-hidden", "A35", "建筑业"), ("balance-column-hidden", "O4", "柴油")]
    assert {each.severity for each in findings} == {"warning"}
    assert len(judgement.activities) == 165


def test_a_second_table_below_is_refused() -> None:
    sheet, below = GUANGDONG.sheet(), moved(GUANGDONG.sheet(), 50, 0)
    both = replace(sheet, cells=sheet.cells | below.cells, merged=sheet.merged + below.merged)
    assert named(found(both)) == [("balance-second-table", "A61", "")]


def test_a_second_table_beside_is_refused() -> None:
    sheet, beside = GUANGDONG.sheet(), moved(GUANGDONG.sheet(), 0, 26)
    both = replace(sheet, cells=sheet.cells | beside.cells, merged=sheet.merged + beside.merged)
    assert ("balance-second-table", "AA11", "") in named(found(both))


def test_labels_may_be_repeated_between_the_columns() -> None:
    sheet = moved(replace(GUANGDONG, english=False).sheet(), 0, 0)
    cells = {(row, column + 2 * (column > 12)): value for (row, column), value in sheet.cells.items()}
    labels = {(row, 14): value for (row, column), value in sheet.cells.items() if column == 1 and row > 3}
    judgement = energy_balance.judge(balance_files.opened(replace(sheet, cells=cells | labels, merged=[])), CONTEXT)
    assert judgement.accepted
    assert len(judgement.activities) == 165


def test_standard_coal_is_recognised_and_refused() -> None:
    workbook = balance_files.opened(standard_coal().sheet())
    assert energy_balance.recognise(workbook) == "Sheet1"
    findings = energy_balance.judge(workbook, CONTEXT).findings
    assert named(findings) == [("balance-standard-coal", "A1", "")]
    assert "实物量" in findings[0].remedy()


def test_standard_coal_is_told_by_its_units_too() -> None:
    table = replace(standard_coal(), title="广东省能源平衡表 2007")
    assert [finding.code for finding in found(table.sheet())] == ["balance-standard-coal"]


def test_the_physical_table_is_read_beside_one_in_standard_coal() -> None:
    workbook = balance_files.opened(standard_coal().sheet("标准量"), GUANGDONG.sheet("实物量"))
    assert energy_balance.recognise(workbook) == "实物量"
    judgement = energy_balance.judge(workbook, CONTEXT)
    assert judgement.accepted
    assert [each.sheet for each in judgement.findings if each.code == "balance-other-table"] == ["标准量"]


def test_of_several_tables_the_one_asked_for_is_read() -> None:
    titles = {"广东": "广东能源平衡表(实物量)-2007", "北京": "北京能源平衡表(实物量)-2007", "旧": "广东能源平衡表-2006"}
    sheets = [replace(GUANGDONG, title=title, subtitle="").sheet(name) for name, title in titles.items()]
    assert [finding.code for finding in found(*sheets)] == ["balance-several-tables"]
    judgement = energy_balance.judge(balance_files.opened(*sheets), Context(2026, "440000", 2007))
    assert judgement.accepted
    assert {each.sheet for each in judgement.activities} == {"广东"}
    others = [each.sheet for each in judgement.findings if each.code == "balance-other-table"]
    assert others == ["北京", "旧"]


def test_an_empty_column_with_an_unknown_header_says_nothing() -> None:
    remark = Column("说明", ("", ""))
    assert found(replace(GUANGDONG, columns=(*GUANGDONG.columns, remark)).sheet()) == []

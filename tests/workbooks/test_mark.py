"""The sender's copy: wrong cells marked, findings listed with links, and fit to be corrected and sent again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ghginv.findings import Finding
from ghginv.workbooks import judge, mark, read

RED, YELLOW = mark.COLOURS["error"], mark.COLOURS["warning"]


def judged(path: Path) -> judge.Judgement:
    return judge.judge(read.read_workbook(path), judge.Context(today_year=2026))


def marked(sender, into: Path) -> openpyxl.Workbook:
    mark.mark(sender.save(), sender.findings(), into)
    return openpyxl.load_workbook(into)


def test_wrong_cells_are_filled_and_commented(sender, tmp_path: Path) -> None:
    sender.coal(燃料品种="无烟媒", 不确定性=0.05)
    book = marked(sender, tmp_path / "marked.xlsx")
    sheet = book["化石燃料"]
    assert sheet["B4"].fill.fgColor.rgb == RED
    assert "无烟煤" in sheet["B4"].comment.text
    assert sheet["H4"].fill.fgColor.rgb == YELLOW
    assert sheet["C4"].comment is None
    assert sheet["B4"].value == "无烟媒"


def test_all_findings_are_listed_with_links(sender, tmp_path: Path) -> None:
    sender.coal(燃料品种="无烟媒")
    sender.coal(row=5, 排放源类别="1.2.3", 不确定性=0.05)
    del sender.book["航空"]
    book = marked(sender, tmp_path / "marked.xlsx")
    assert book.sheetnames[0] == book.active.title == "检查结果"
    sheet = book["检查结果"]
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        [1, "错误", None, None],
        [2, "错误", "化石燃料", "B4"],
        [3, "警告", "化石燃料", "H5"],
    ]
    assert sheet["D5"].hyperlink.location == "'化石燃料'!B4"
    assert "错误 2 条，警告 1 条，提示 0 条" in sheet["A2"].value
    assert "航空" in sheet["E4"].value


def test_lists_protection_and_signature_survive(sender, tmp_path: Path) -> None:
    sender.coal(消费量="1,200")
    book = marked(sender, tmp_path / "marked.xlsx")
    sheet = book["化石燃料"]
    assert sheet.protection.sheet
    assert not sheet["C4"].protection.locked
    assert len(sheet.data_validations.dataValidation) == len(sender.book["化石燃料"].data_validations.dataValidation)
    assert book["ghginv"].sheet_state == "veryHidden"


def test_the_corrected_copy_passes(sender, tmp_path: Path) -> None:
    sender.coal(消费量="1,200")
    book = marked(sender, tmp_path / "marked.xlsx")
    assert not judged(tmp_path / "marked.xlsx").accepted
    book["化石燃料"]["C4"].value = 1200
    book.save(tmp_path / "corrected.xlsx")
    judgement = judged(tmp_path / "corrected.xlsx")
    assert judgement.findings == []
    assert judgement.activities[0].quantity == 1200.0


def test_marking_again_takes_off_what_was_corrected(sender, tmp_path: Path) -> None:
    sender.coal(消费量="1,200", 计量单位="万顿")
    entry_fill = sender.book["化石燃料"]["C4"].fill.fgColor.rgb
    book = marked(sender, tmp_path / "first.xlsx")
    book["化石燃料"]["C4"].value = 1200
    book.save(tmp_path / "second.xlsx")
    mark.mark(tmp_path / "second.xlsx", judged(tmp_path / "second.xlsx").findings, tmp_path / "third.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "third.xlsx")["化石燃料"]
    assert (sheet["C4"].fill.fgColor.rgb, sheet["C4"].comment) == (entry_fill, None)
    assert sheet["D4"].fill.fgColor.rgb == RED
    listed = openpyxl.load_workbook(tmp_path / "third.xlsx")["检查结果"]
    assert [row[3].value for row in listed.iter_rows(min_row=4)] == ["D4"]


def test_the_senders_own_comment_is_kept(sender, tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    sender.coal(消费量="1,200")
    sender.book["化石燃料"]["C4"].comment = Comment("见附件三", "张三")
    book = marked(sender, tmp_path / "first.xlsx")
    assert book["化石燃料"]["C4"].comment.text.endswith("见附件三")
    book["化石燃料"]["C4"].value = 1200
    book.save(tmp_path / "second.xlsx")
    mark.mark(tmp_path / "second.xlsx", [], tmp_path / "third.xlsx")
    assert openpyxl.load_workbook(tmp_path / "third.xlsx")["化石燃料"]["C4"].comment.text == "见附件三"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","点我")', "+1+1", "-2", "@SUM(A1)", "\x07坏\x00字符"])
def test_text_of_the_workbook_never_becomes_a_formula(sender, tmp_path: Path, text: str) -> None:
    sender.coal()
    path = sender.save()
    finding = Finding("choice-unknown", "", "化石燃料", "B4", text, details={"column": "x", "near": text})
    mark.mark(path, [finding], tmp_path / "marked.xlsx")
    sheet = read.read_workbook(tmp_path / "marked.xlsx").sheet("检查结果")
    assert sheet is not None
    assert all(cell.formula is None for cell in sheet.cells.values())
    assert text.replace("\x07", "").replace("\x00", "") in sheet.cell(4, 5).text


def test_text_cells_that_look_like_formulas_stay_texts(sender, tmp_path: Path) -> None:
    sender.coal(数据来源="x")
    cell = sender.book["化石燃料"]["K4"]
    cell.value, cell.data_type = "=1+1", "s"
    marked(sender, tmp_path / "marked.xlsx")
    copy = read.read_workbook(tmp_path / "marked.xlsx").sheet("化石燃料").cell(4, 11)
    assert (copy.value, copy.formula) == ("=1+1", None)


def test_ranges_rows_columns_and_merged_cells(sender, tmp_path: Path) -> None:
    sender.coal()
    sheet = sender.book["化石燃料"]
    sheet.merge_cells("B20:C21")
    findings = [
        Finding("template-row-hidden", "", "化石燃料", "7:7", "7"),
        Finding("template-column-hidden", "", "化石燃料", "E:E", "x"),
        Finding("text-number", "", "化石燃料", "C21", "x", "1"),
        Finding("text-number", "", "没有这张表", "C21", "x", "1"),
    ]
    mark.mark(sender.save(), findings, tmp_path / "marked.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "marked.xlsx")["化石燃料"]
    assert [copy[address].fill.fgColor.rgb for address in ("A7", "E1", "B20")] == [YELLOW, YELLOW, RED]


def test_an_old_workbook_comes_back_as_values(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("平衡表")
    sheet.write_merge(0, 0, 0, 2, "能源平衡表")
    sheet.write(1, 0, "原煤")
    sheet.write(1, 1, "12.5吨")
    sheet.write(1, 2, 7.25)
    book.save(str(tmp_path / "old.xls"))
    finding = Finding("text-number-unit", "", "平衡表", "B2", "12.5吨", "12.5", {"unit": "t", "unit_zh": "吨"})
    mark.mark(tmp_path / "old.xls", [finding], tmp_path / "old-检查.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "old-检查.xlsx")
    assert copy.sheetnames == ["检查结果", "平衡表"]
    assert copy["平衡表"]["B2"].fill.fgColor.rgb == RED
    assert [cell.value for cell in copy["平衡表"][2]] == ["原煤", "12.5吨", 7.25]


def test_what_cannot_be_read_comes_back_as_the_list_alone(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing behind")
    findings = [Finding("workbook-kind-unknown", "broken.xlsx")]
    mark.mark(tmp_path / "broken.xlsx", findings, tmp_path / "marked.xlsx")
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx").sheetnames == ["检查结果"]


def test_a_wholly_merged_sheet_does_not_exhaust_the_memory(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "merged.xlsx")) as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range(0, 0, 1_048_575, 2, "x")
    finding = Finding("not-a-number", "", "表", "A1", "x", details={"keys": ""})
    mark.mark(tmp_path / "merged.xlsx", [finding], tmp_path / "marked.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "marked.xlsx")["表"]
    assert (copy["A1"].value, copy["A1"].fill.fgColor.rgb) == ("x", RED)

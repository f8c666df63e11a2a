"""Sheets that are gone, renamed, added or endless, and references to other workbooks."""

from __future__ import annotations

import zipfile

import pytest

from ghginv.workbooks import judge, layout, read
from ghginv.workbooks.filled import MOST_ROWS

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXTERNAL = (
    '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
    f'xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>'
)


def test_missing_sheet(sender) -> None:
    sender.coal()
    del sender.book["航空"]
    (finding,) = sender.findings()
    assert (finding.code, finding.expected) == ("template-sheet-missing", "航空")


def sheets_of(sector: str) -> list[str]:
    return [table.sheet for table in layout.load().tables if table.sector == sector]


@pytest.mark.parametrize("removed", [["agriculture"], ["agriculture", "land", "waste"]])
def test_a_sector_may_be_taken_out_as_a_whole(sender, removed: list[str]) -> None:
    sender.coal()
    for sheet in [sheet for sector in removed for sheet in sheets_of(sector)]:
        del sender.book[sheet]
    judgement = sender.judge()
    assert [(each.code, each.severity) for each in judgement.findings] == [
        ("template-sector-removed", "warning") for _ in removed
    ]
    assert all(sheet in judgement.findings[0].message("en") for sheet in sheets_of(removed[0]))
    assert len(judgement.activities) == 1


def test_one_sheet_of_a_sector_is_still_missed(sender) -> None:
    sender.coal()
    for sheet in sheets_of("agriculture")[1:]:
        del sender.book[sheet]
    assert {finding.code for finding in sender.findings()} == {"template-sheet-missing"}


def test_a_sheet_by_another_name_and_title_is_not_a_sector_taken_out(sender) -> None:
    sender.coal()
    first, *others = sheets_of("agriculture")
    for sheet in others:
        del sender.book[sheet]
    sheet = sender.book[first]
    sheet.title = sheet["A1"].value = "水稻"
    codes = [finding.code for finding in sender.findings()]
    assert codes.count("template-sheet-missing") == len(others) + 1
    assert not sender.judge().accepted


def test_every_sector_cannot_be_taken_out(sender) -> None:
    for table in layout.load().tables[:-1]:
        del sender.book[table.sheet]
    codes = {finding.code for finding in sender.findings()}
    assert {"template-sheet-missing"} <= codes
    assert "template-sector-removed" not in codes


def test_missing_facts(sender) -> None:
    sender.coal()
    del sender.book["基本信息"]
    assert ("template-sheet-missing", "", "") in sender.found()


def test_renamed_sheet_is_told_from_a_missing_one(sender) -> None:
    sender.coal()
    sender.book["水运铁路非道路"].title = "水运"
    (finding,) = sender.findings()
    assert (finding.code, finding.sheet, finding.expected) == ("template-sheet-renamed", "水运", "水运铁路非道路")


def test_extra_sheet_is_a_note(sender) -> None:
    sender.coal()
    sender.book.create_sheet("我的草稿")["A1"] = 1
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.sheet) == ("template-sheet-extra", "note", "我的草稿")


def test_a_copied_sheet_is_not_read_and_not_passed_over(sender) -> None:
    sender.coal()
    sender.book.copy_worksheet(sender.book["化石燃料"]).title = "化石燃料 (2)"
    judgement = sender.judge()
    assert [(each.code, each.sheet) for each in judgement.findings] == [("template-sheet-extra", "化石燃料 (2)")]
    assert [activity.sheet for activity in judgement.activities] == ["化石燃料"]


def test_order_of_sheets_and_the_guide_do_not_matter(sender) -> None:
    sender.coal()
    del sender.book["说明"]
    sender.book.move_sheet("终端用电用热", -8)
    assert sender.found() == []


def test_external_links(sender, tmp_path) -> None:
    sender.coal()
    linked = tmp_path / "linked.xlsx"
    with zipfile.ZipFile(sender.save()) as source, zipfile.ZipFile(linked, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                link = (
                    f'<Relationship Id="rId990" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
                )
                text = text.replace(b"</Relationships>", f"{link}</Relationships>".encode())
            target.writestr(name, text)
        target.writestr("xl/externalLinks/externalLink1.xml", EXTERNAL)
        target.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="other.xlsx" TargetMode="External"/>'
            "</Relationships>",
        )
    judgement = judge.judge(read.read_workbook(linked), judge.Context(2026))
    assert [finding.code for finding in judgement.findings] == ["workbook-external-link"]
    assert "other.xlsx" in judgement.findings[0].found


def test_more_rows_than_are_read(sender) -> None:
    for row in range(4, 4 + MOST_ROWS + 1):
        sender.book["化石燃料"].cell(row, 1).value = "1.2.1 钢铁"
    findings = [finding for finding in sender.findings() if finding.code == "template-too-long"]
    assert [(each.sheet, each.found, each.expected) for each in findings] == [("化石燃料", "5001", "5000")]

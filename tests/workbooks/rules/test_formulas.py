"""Formulas in entry cells: their results are read and named; those that failed are mistakes."""

from __future__ import annotations

import subprocess


def calculated(path, folder):
    """The workbook as LibreOffice saves it, with the results of its formulas."""
    out = folder / "saved"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return out / path.name


def test_a_formula_with_its_result_is_read_and_noted(sender, tmp_path) -> None:
    from ghginv.workbooks import judge, read

    sender.coal(消费量="=600*2", 数据来源='="年鉴"&"2024"')
    workbook = read.read_workbook(calculated(sender.save(), tmp_path))
    judgement = judge.judge(workbook, judge.Context(2026))
    notes = {(each.code, each.severity, each.cell, each.expected) for each in judgement.findings}
    assert notes == {("entry-formula", "note", "C4", "1200"), ("entry-formula", "note", "K4", "年鉴2024")}
    assert judgement.activities[0].quantity == 1200.0


def test_a_formula_without_its_result(sender) -> None:
    sender.coal(燃料品种='="烟"&"煤"')
    assert ("formula-without-value", "化石燃料", "B4") in sender.found()


def test_an_error_in_a_text_cell(sender) -> None:
    sender.coal(计量单位="#N/A")
    assert sender.found() == [("error-cell", "化石燃料", "D4")]

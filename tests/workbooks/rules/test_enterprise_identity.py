"""Who an enterprise's workbook is from."""

from __future__ import annotations

import openpyxl
import pytest

from ghginv.domain import credit_codes
from ghginv.workbooks import build, layout
from ghginv.workbooks.judgement import Known
from tests.workbooks import enterprise_files as files

CODE = files.CODE


def test_the_small_works_agree(verdict) -> None:
    judgement = files.judged(verdict.path())
    assert judgement.findings == []
    assert (judgement.kind, judgement.enterprise, judgement.year) == ("enterprise", CODE, 2024)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (CODE[:-1], "credit-code-length"),
        (CODE[:8] + "O" + CODE[9:], "credit-code-sign"),
        (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "credit-code-check"),
    ],
)
def test_credit_codes(verdict, written: str, code: str) -> None:
    finding = verdict.fact(credit_code=written).one()
    assert (finding.code, finding.sheet, finding.cell) == (code, "基本信息", "B3")


def test_a_code_in_full_width_with_blanks_is_the_code(verdict) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in CODE[:9]) + f" {CODE[9:].lower()}"
    assert credit_codes.plain(wide) == CODE
    assert verdict.fact(credit_code=wide).found() == []


def test_the_code_of_another_enterprise_than_the_template_was_made_for(verdict) -> None:
    book = openpyxl.load_workbook(verdict.path())
    book["基本信息"]["B3"] = files.OTHER
    book.save(verdict.folder / "other.xlsx")
    (finding,) = files.judged(verdict.folder / "other.xlsx").findings
    assert (finding.code, finding.found, finding.expected) == ("enterprise-other-code", files.OTHER, CODE)


def test_facts_that_are_missing(verdict) -> None:
    missing = verdict.fact(credit_code=None, name=None, industry=None).findings()
    assert [(each.code, each.expected) for each in missing] == [
        ("template-fact-missing", "统一社会信用代码"),
        ("template-fact-missing", "企业名称"),
        ("template-fact-missing", "行业代码"),
    ]


@pytest.mark.parametrize("written", ["3011", "C3011", "301", "3019"])
def test_industries_that_exist(verdict, written: str) -> None:
    codes = [code for code, _, _ in verdict.fact(industry=written).found()]
    assert "enterprise-industry-unknown" not in codes


@pytest.mark.parametrize("written", ["9999", "水泥", "30111"])
def test_industries_that_do_not_exist(verdict, written: str) -> None:
    assert verdict.fact(industry=written).found() == [("enterprise-industry-unknown", "基本信息", "B5")]


def test_an_unknown_industry_comes_with_near_ones(verdict) -> None:
    assert "3011 水泥制造" in verdict.fact(industry="3010水泥制造").one().remedy()


def test_the_industry_of_another_template(verdict) -> None:
    finding = verdict.fact(industry="3972").one()
    assert (finding.code, finding.expected) == ("enterprise-industry-other", "semiconductor")
    assert "--industry semiconductor" in finding.remedy()


def test_an_industry_without_a_template_may_use_any(verdict) -> None:
    assert layout.serving("4710") == []
    assert verdict.fact(industry="4710").found() == []


def test_the_narrower_template_serves() -> None:
    assert (layout.serving("5631"), layout.serving("5611")) == (["airport"], ["aviation"])


def test_carbon_markets(verdict) -> None:
    finding = verdict.fact(market="北京碳市场").one()
    assert (finding.code, finding.cell) == ("choice-unknown", "B9")
    assert verdict.fact(market="none").found() == []


@pytest.mark.parametrize(
    ("written", "code"), [("明年", "date-unreadable"), ("2023年12月31日", "enterprise-closed-before")]
)
def test_days_of_closing(verdict, written: str, code: str) -> None:
    assert [found for found, _, _ in verdict.fact(closed=written).found()] == [code]


def test_a_code_that_was_known_otherwise(verdict) -> None:
    known = {CODE: Known("另一名称（虚构）", "440305")}
    found = verdict.findings(enterprises=known)
    assert [(each.code, each.cell, each.severity) for each in found] == [
        ("enterprise-other-name", "B4", "warning"),
        ("enterprise-other-region", "B6", "warning"),
    ]


def test_the_same_name_in_other_brackets_is_the_same(verdict) -> None:
    assert verdict.found(enterprises={CODE: Known(files.NAME.replace("（", "(").replace("）", ")"), "440311")}) == []


def test_what_is_said_of_it_becomes_a_record(verdict) -> None:
    about = files.judged(verdict.fact(closed="2025年6月").path()).about
    assert about is not None
    assert (about.enterprise, about.industry, about.market, about.closed) == (CODE, "3011", "guangdong", "2025-06-01")


def test_an_old_template_is_refused_with_the_command_for_a_new_one(verdict) -> None:
    book = openpyxl.load_workbook(verdict.path())
    book["ghginv"]["B4"] = "0123456789abcdef"
    book.save(verdict.folder / "old.xlsx")
    (finding,) = files.judged(verdict.folder / "old.xlsx").findings
    assert finding.code == "template-version-other"
    assert "ghginv template enterprise --industry cement" in finding.remedy()


def test_a_deleted_signature(verdict) -> None:
    book = openpyxl.load_workbook(verdict.path())
    del book["ghginv"]
    book.save(verdict.folder / "unsigned.xlsx")
    (finding,) = files.judged(verdict.folder / "unsigned.xlsx").findings
    assert finding.code == "template-signature-missing"
    assert "ghginv template" in finding.remedy()


@pytest.mark.parametrize("industry", layout.industries())
def test_every_template_filled_with_one_row_is_judged(tmp_path, industry: str) -> None:
    own = layout.load("enterprise", industry)
    rows = {}
    for table in own.tables:
        first = {column.field: _entry(own, column) for column in table.columns}
        rows[table.sheet] = [{field: value for field, value in first.items() if value is not None}]
    assert own.industry is not None
    facts = {**files.FACTS, "industry": own.industry.gbt4754[0]}
    build.build_template(tmp_path / "one.xlsx", own, facts, entries=rows)
    judgement = files.judged(tmp_path / "one.xlsx")
    assert judgement.kind == "enterprise"
    assert "enterprise-industry-other" not in {finding.code for finding in judgement.findings}


def _entry(own: layout.Layout, column: layout.Column) -> object:
    """Something to type under a column: the first of a list, a number, a text."""
    if column.options:
        return own.options[column.options].entries[0].label() if column.field != "notation" else None
    if column.is_number:
        return None if column.field == "quantity" else 1
    return {"unit": "吨", "facility": "F01", "code": "F01", "region": None, "opened": None, "closed": None}.get(
        column.field, "演示"
    )

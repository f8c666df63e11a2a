"""Approval, notices and control figures: exact figures, one addressee, the digest of what they state."""

from __future__ import annotations

import hashlib
import re

import docx
import pytest

from ghginv.errors import InputError, UsageError
from ghginv.reports import budget_lines, page, word
from ghginv.reports.budget_documents import approval, control, notice
from tests.reports import budget_example as example
from tests.reports.budget_reading import columns, page_of, tables, texts, tonnes

LANGUAGES = ("zh", "en")
ONE, TWO = "91440300000000001X", "91440300000000002X"
HOSTILE = '<script>alert("1")</script>\n# [[years]] {0} =1+1'


def letters(lang="zh"):
    return {
        "approval": approval(example.approved(), lang),
        "region": notice(example.notice(), lang),
        "industry": notice(example.notice("industry", ("C39",)), lang),
        "enterprise": notice(example.notice("enterprise", (ONE,)), lang),
        "control": control(example.control(), lang),
    }


def kilograms(query):
    return example.lines().query(query).groupby("year")["amount_kg"].sum()


def test_an_approval_states_totals_decisions_and_approvers():
    found = approval(example.approved(), "zh")
    said = texts(found)
    approved = tables(found, "批准的总额")[0]
    wanted = example.totals()["total_kg"]
    assert [tonnes(row[1]) for row in approved.rows] == [*wanted, sum(wanted)]
    for text in (
        "东碳〔2026〕1 号",
        "编制说明第三稿",
        "ab" * 32,
        "总预备由市发展改革委掌握",
        "李主任",
        "2026-02-28 16:20",
    ):
        assert text in said
    assert "没有记录审批人" not in said


def test_an_approval_without_approvers_says_that_it_has_no_effect():
    nobody = example.approved(approvers=example.approved().approvers.head(0))
    assert "没有记录审批人，本件不生效" in texts(approval(nobody, "zh"))
    assert "this document has no effect" in texts(approval(nobody, "en"))


def test_an_approval_is_refused_when_lines_and_totals_differ_by_a_kilogram():
    lines = example.lines()
    lines.loc[3, "amount_kg"] += 1
    with pytest.raises(InputError) as refusal:
        approval(example.approved(lines=lines), "zh")
    found = refusal.value.findings
    assert [each.code for each in found] == ["budget-report-total"]
    assert "2026 年" in found[0].text("zh")
    assert "add up to" in found[0].text("en")


@pytest.mark.parametrize(("kind", "code"), [("region", "D01"), ("industry", "C39"), ("enterprise", ONE)])
def test_a_notice_states_the_whole_budget_of_its_addressee(kind, code):
    found = notice(example.notice(kind, (code,)), "zh")
    wanted = kilograms(f"{kind} == '{code}'")
    years = tables(found, "各年预算")[0]
    assert [tonnes(row[-1]) for row in years.rows] == [*wanted, wanted.sum()]
    cells = columns(tables(found, "按区域、行业和层"), 3)
    for year in example.YEARS:
        some = example.lines().query(f"{kind} == '{code}' and year == {year} and kind == 'available'")
        assert tonnes(cells[str(year)][-1]) == some["amount_kg"].sum()
        assert sum(map(tonnes, cells[str(year)][:-1])) == some["amount_kg"].sum()


def test_a_districts_reserves_are_part_of_its_budget():
    found = notice(example.notice(), "zh")
    rows = tables(found, "各年预算")[0].rows
    assert all(tonnes(row[1]) + tonnes(row[2]) == tonnes(row[3]) for row in rows)
    assert tonnes(rows[0][2]) == kilograms("region == 'D01' and kind != 'available'")[2026]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_enterprises_notice_leaks_nothing(lang, tmp_path):
    """Neither another enterprise nor the rest of its cell, its district, its industry or the city."""
    found = notice(example.notice("enterprise", (ONE,)), lang)
    answer = "\n".join(page_of(found).text)
    word.write(found, tmp_path / "n.docx")
    written = docx.Document(tmp_path / "n.docx").element.xml
    for said in (texts(found), answer, written):
        others = [each for each in example.ENTERPRISES if each != ONE]
        assert not [code for code in others if code in said]
        assert not [name for name in list(example.ENTERPRISES.values())[1:] if name in said]
        assert not [name for code, name in example.DISTRICTS.items() if code != "D01" and name in said]
        assert not [name for code, name in example.INDUSTRIES.items() if code != "C39" and name in said]
    cells = [cell for each in tables(found) for row in each.rows for cell in row]
    shown = {tonnes(cell) for cell in cells if re.fullmatch(r"[\d,.]+", cell)}
    own = example.lines().query(f"enterprise == '{ONE}'")["amount_kg"]
    assert shown - {year * 1000 for year in example.YEARS} == {*own, own.sum()}


def test_a_districts_notice_shows_no_other_district():
    said = texts(notice(example.notice(), "zh"))
    assert not [name for code, name in example.DISTRICTS.items() if code != "D01" and name in said]
    assert TWO not in said, "an enterprise of another district"
    assert ONE in said


def test_a_notice_needs_a_budget_and_a_kind_of_addressee():
    with pytest.raises(InputError) as refusal:
        notice(example.notice("region", ("D99",)), "zh")
    assert [each.code for each in refusal.value.findings] == ["budget-report-no-lines"]
    assert "D99" in refusal.value.findings[0].text("zh")
    with pytest.raises(UsageError) as misuse:
        notice(example.notice("layer", ("KEY",)), "zh")
    assert [each.code for each in misuse.value.findings] == ["budget-report-side"]


def test_a_notice_says_what_the_rules_allow():
    rules = example.notice().rules
    said = texts(notice(example.notice(), "zh"))
    assert "预借：不允许" in said
    assert "结转：允许，不超过未用部分的 5%" in said
    assert "调剂：限同一区域内" in said
    assert "当年 11-30 前" in said
    borrowing = {**rules, "borrowing": True, "borrowing_rate": 2.5, "carry_over": False, "virement": frozenset()}
    said = texts(notice(example.notice(rules=borrowing), "en"))
    assert "Borrowing: allowed up to 2.5%" in said
    assert "Carry-over: not allowed" in said
    assert "Transfers" not in said
    assert "Borrowing" not in texts(notice(example.notice(rules={}), "en")), "nothing is said of what is not known"


def test_control_figures_ask_for_a_request():
    found = control(example.control(), "zh")
    said = texts(found)
    assert "请于 2026-03-20 前报送申请" in said
    assert "不是批准的预算" in said
    assert "历史排放法" in said
    wanted = example.nodes("region", example.DISTRICTS).set_index("code").loc["D01"]
    rows = tables(found, "控制数（")[0].rows
    assert [tonnes(row[-1]) for row in rows] == [round(wanted[year] * 1000) for year in example.YEARS]


def test_the_digest_is_that_of_the_lines_stated():
    rows = example.lines().query(f"enterprise == '{ONE}'").astype(str).to_numpy().tolist()
    written = "".join(sorted(",".join(row) + "\n" for row in rows))
    wanted = hashlib.sha256(written.encode()).hexdigest()
    found = notice(example.notice("enterprise", (ONE,)), "zh")
    assert f"本件所载数据摘要 SHA-256：{wanted}（5 条）" in found.facts
    shuffled = example.lines().sample(frac=1, random_state=7)
    assert notice(example.notice("enterprise", (ONE,), lines=shuffled), "zh") == found
    lines = example.lines()
    lines.loc[lines["enterprise"] == ONE, "amount_kg"] += 1
    assert wanted not in "".join(notice(example.notice("enterprise", (ONE,), lines=lines), "zh").facts)


def test_the_digest_tells_fields_apart():
    one = [{"a": "x,y", "b": "z"}]
    other = [{"a": "x", "b": "y,z"}]
    assert budget_lines.digest(one, ("a", "b")) != budget_lines.digest(other, ("a", "b"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_bears_version_basis_period_unit_and_day(lang):
    wanted = {
        "zh": "版本：3|核算口径：双控口径|期间：2026–2030 年|单位：吨 CO2|数据日期：2026-02-15|SHA-256",
        "en": "Version: 3|Basis: dual control|Period: 2026–2030|Unit: t CO2|Data as of: 2026-02-15|SHA-256",
    }
    for name, found in letters(lang).items():
        head = "\n".join(found.facts)
        for text in wanted[lang].split("|"):
            assert text in head, (name, text)
        assert found.warning == example.FACTS["warning"]
        assert all("CO2" in each.caption for each in tables(found) if each.numeric and "%" not in str(each.rows)), name
        assert not re.search(r"\b(col|mark|table|state|reserve|line)\.[a-z_]", texts(found)), name


def test_letters_are_the_same_bytes_stand_alone_and_open_in_word(tmp_path):
    again = letters()
    for name, found in letters().items():
        answer = page_of(found)
        assert answer.html == page.html(again[name])
        assert answer.outside == []
        assert not re.search(r"url\(|@import|https?://", answer.html)
        assert "nav" not in answer.tags, "a letter has no contents"
        word.write(found, tmp_path / "a.docx")
        word.write(again[name], tmp_path / "b.docx")
        assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
        written = docx.Document(tmp_path / "a.docx")
        assert len(written.tables) == len(tables(found))
        assert written.sections[0].header.paragraphs[0].text == found.warning
        assert "TOC" not in written.element.xml


def test_hostile_names_stay_text(tmp_path):
    names = {**example.notice().names, ONE: HOSTILE, "D01": "{x}", "C39": HOSTILE}
    letter = example.Letter("=1+1", HOSTILE, "2026-03-01", HOSTILE, HOSTILE, HOSTILE)
    given = example.notice("enterprise", (ONE,), names=names, letter=letter, duties=[HOSTILE], remarks=["[[years]]"])
    found = notice(given, "zh")
    assert [type(each) for each in found.blocks] == [
        type(each) for each in notice(example.notice("enterprise", (ONE,)), "zh").blocks
    ]
    answer = page_of(found)
    assert "script" not in answer.tags
    assert any('<script>alert("1")</script> # [[years]] {0} =1+1' in text for text in answer.text)
    word.write(found, tmp_path / "h.docx")
    assert len(docx.Document(tmp_path / "h.docx").tables) == len(tables(found))

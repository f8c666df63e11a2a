"""A budget proposal: every figure of its material, sums that are sums, what was chosen, evidence, in both languages."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import docx
import pandas as pd
import pytest

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.reports import page, word, wording
from ghginv.reports.budget_proposal import document
from ghginv.reports.document import Chart, Heading, Table
from tests.reports import budget_example as example
from tests.reports.budget_reading import columns, page_of, tables, texts, tonnes

LANGUAGES = ("zh", "en")
HOSTILE = '<script>alert("1")</script>\n# [[totals]] {0} {{ 7*7 }} =1+1\x0b'


@pytest.fixture(scope="module")
def made():
    return {lang: document(example.proposal(), lang) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_the_material_is_printed(made, lang):
    said = texts(made[lang])
    amounts = [
        *(value for node in (example.nodes("region", example.DISTRICTS), example.nodes("industry", example.INDUSTRIES))
          for value in node[["base_t", *example.YEARS]].to_numpy().ravel()),
        *(kg / 1000 for kg in example.totals()["total_kg"]),
        *(value for year in (2026, 2030) for value in example.matrix(year).to_numpy().ravel()),
        *example.reserves()[list(example.YEARS)].to_numpy().ravel(),
        *example.proposal().requests[["requested_t", "control_t"]].to_numpy().ravel(),
        *example.proposal().bounds[["limit_t", "amount_t"]].to_numpy().ravel(),
    ]  # fmt: skip
    shown = {tonnes(each) for each in re.findall(r"(?<![\w.,])-?\d[\d,]*(?:\.\d+)?(?!\w)", said)}
    assert {round(float(value) * 1000) for value in amounts} <= shown


def test_methods_weights_and_reasons_are_printed(made):
    said = texts(made["zh"])
    compared = example.compared()
    for value in compared.amounts.to_numpy().ravel():
        assert f"{value:,.0f}" in said
    for value in compared.methods[["gini_population", "gini_gdp", "gini_emissions"]].to_numpy().ravel():
        assert f"{value:.3f}" in said
    for reason in compared.refused.values():
        assert reason in said
    for value in example.proposal().weights[["entropy", "ahp"]].to_numpy().ravel():
        assert f"{value:.4f}" in said
    assert "采用：历史排放法 60.0%、综合指标法（熵权） 40.0%" in said
    assert "Chosen: Grandfathering 60.0%, Composite index (entropy) 40.0%" in texts(made["en"])


def test_sums_are_the_sums_of_what_stands_above(made):
    for caption, names in (("区域预算（", 2), ("行业预算（", 2), ("预备（", 2), ("预算最大的", 2)):
        found = columns(tables(made["zh"], caption), names)
        first = next(iter(found.values()))
        place = first.index("合计")
        for year in map(str, example.YEARS):
            parts = [tonnes(text) for text in found[year][:place]]
            assert sum(parts) == tonnes(found[year][place]), (caption, year)
            if "总额" in first:
                rest, total = found[year][first.index("不在本表")], found[year][first.index("总额")]
                assert tonnes(found[year][place]) + tonnes(rest) == tonnes(total)
                assert tonnes(total) == int(example.totals().set_index("year").total_kg[int(year)])


def test_the_matrix_adds_up_both_ways(made):
    for year in (2026, 2030):
        found = columns(tables(made["zh"], f"{year} 年条块矩阵"), 1)
        names = list(example.INDUSTRIES.values())
        for at in range(len(example.DISTRICTS) + 1):
            assert sum(tonnes(found[name][at]) for name in names) == tonnes(found["合计"][at])
        for name in (*names, "合计"):
            assert sum(map(tonnes, found[name][:-1])) == tonnes(found[name][-1])
        whole = example.lines().query(f"year == {year} and kind == 'available'")["amount_kg"].sum()
        assert tonnes(found["合计"][-1]) == whole


def test_of_many_enterprises_the_largest_stand_and_the_rest_is_one_line(made):
    found = tables(made["zh"], "预算最大的 30 家企业")[0]
    assert len(found.rows) == 32
    assert "其余 10 家" in found.rows[-2][0]
    assert {row[1] for row in found.rows[:30]} == {f"{name} · 电子设备制造 · 重点企业" for name in ("东湖区", "南屏区")}
    firsts = [tonnes(row[2]) for row in found.rows[:30]]
    assert firsts == sorted(firsts, reverse=True)
    assert tonnes(found.rows[-1][2]) == example.lines().query("enterprise != '' and year == 2026")["amount_kg"].sum()


def test_a_proposal_that_chose_nothing_says_so():
    nothing = example.proposal(blend=pd.DataFrame(columns=["method", "weight", "name", "citation", "status"]))
    assert texts(document(nothing, "zh")).count("送审前须补上") == 2
    assert texts(document(nothing, "en")).count("say it before submission") == 2


def test_evidence_marks_stand_beside_parameters_and_sources(made):
    found = tables(made["zh"], "参数及证据")[0]
    place = found.columns.index("证据")
    assert [row[place] for row in found.rows] == ["已核对原文", "推算", "本系统缺省", "凭记忆，待核"]
    assert "有 2 项参数凭记忆录入、存疑、未注明证据或取本系统缺省" in texts(made["zh"])
    unmarked = example.proposal(parameters=example.proposal().parameters.assign(evidence=""))
    assert texts(document(unmarked, "zh")).count("未注明证据") == 6, "in each row, in the count, in the remark"
    linked = page_of(made["zh"])
    assert {"source0", "source1"} <= linked.links <= linked.ids


def test_refusals_come_as_words_or_as_findings():
    compared = replace(example.compared(), refused={"equal_rate": [Finding("budget-report-side", found="x")]})
    for lang, wanted in (("zh", "不能是“x”"), ("en", "cannot be to 'x'")):
        assert wanted in texts(document(example.proposal(comparison=compared), lang))


def test_a_bare_material_makes_a_document():
    empty = pd.DataFrame()
    bare = example.proposal(
        facts={"budget": "B", "name": "n", "version": 1, "years": (2026,), "rules": "r"},
        totals=pd.DataFrame({"year": [2026], "total_kg": [5]}), regions=empty, industries=empty, matrix={},
        reserves=empty, parameters=empty, blend=empty, sources=empty, comparison=None, industry_comparison=None,
        dual_control=None, what_if=None, weights=None, bounds=None, enterprises=None, requests=None, differences=None,
        path=("", ""), remarks=(),
    )  # fmt: skip
    for lang in LANGUAGES:
        found = document(bare, lang)
        assert "0.005" in texts(found)
        assert len(page_of(found).tags) > 20
    assert found.warning == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_missing(made, lang):
    outlines = wording.words(lang, "reports/budget")
    assert all(outlines.values())
    assert not re.search(r"\b(col|mark|table|state|basis|reserve|line|bound|indicator|per)\.[a-z_]", texts(made[lang]))
    for name in [name for each in tables(made[lang]) for name in each.columns]:
        assert not re.fullmatch(r"[a-z]+(_[a-z]+)+", name), name


def test_both_languages_have_the_same_shape_and_english_is_english(made):
    shapes = [[type(each) for each in made[lang].blocks if isinstance(each, (Heading, Chart))] for lang in LANGUAGES]
    assert shapes[0] == shapes[1]
    english = wording.words("en", "reports/budget")
    assert not [key for key, text in english.items() if re.search(r"[\u4e00-\u9fff]", text)]
    heads = " ".join(each.text for each in made["en"].blocks if isinstance(each, Heading))
    assert not re.search(r"[\u4e00-\u9fff]", heads)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_alone(made, lang):
    found = page_of(made[lang])
    assert found.outside == []
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", found.html)
    assert {"script", "link", "iframe", "img"}.isdisjoint(found.tags)
    assert found.links <= found.ids
    assert found.tags.count("svg") == sum(isinstance(each, Chart) for each in made[lang].blocks) == 6


def test_the_warning_stands_on_every_page(made, tmp_path):
    assert f'<p class="warning" role="note">{example.FACTS["warning"]}</p>' in page.html(made["zh"])
    word.write(made["zh"], tmp_path / "p.docx")
    section = docx.Document(tmp_path / "p.docx").sections[0]
    assert section.header.paragraphs[0].text == example.FACTS["warning"]
    assert not section.different_first_page_header_footer
    silent = example.proposal(facts={**example.FACTS, "warning": "", "region": "甲市（虚构）"})
    assert "甲市（虚构）" in document(silent, "zh").warning, "a made-up region is called so without being told"
    assert document(example.proposal(facts={**example.FACTS, "warning": ""}), "zh").warning == ""


def test_the_word_file_holds_every_table_and_chart(made, tmp_path):
    word.write(made["zh"], tmp_path / "p.docx")
    found = docx.Document(tmp_path / "p.docx")
    wanted = tables(made["zh"])
    assert len(found.tables) == len(wanted)
    for each, table in zip(wanted, found.tables, strict=True):
        cells = [cell.text for cell in table._cells]
        assert cells == [text for row in (each.columns, *each.rows) for text in row]
    assert len(found.inline_shapes) == 6


def test_the_same_material_gives_the_same_bytes(made, tmp_path):
    again = document(example.proposal(), "zh")
    assert page.html(again) == page.html(made["zh"])
    for name, each in (("a.docx", made["zh"]), ("b.docx", again)):
        word.write(each, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    turned = dict(reversed(example.FACTS.items()))
    years = {2026: example.matrix(2026), 2030: example.matrix(2030)}
    assert document(example.proposal(facts=turned, matrix=years), "zh") == made["zh"]


def test_hostile_text_stays_text(tmp_path):
    regions = example.nodes("region", example.DISTRICTS)
    regions.loc[0, "name"] = HOSTILE
    industries = example.nodes("industry", example.INDUSTRIES)
    industries.loc[0, "name"] = "{0}{x}"
    given = example.proposal(
        regions=regions, industries=industries, remarks=[HOSTILE, "[[totals]]"],
        facts={**example.FACTS, "name": HOSTILE, "rules": HOSTILE, "warning": HOSTILE},
    )  # fmt: skip
    found = document(given, "zh")
    assert [type(each) for each in found.blocks] == [type(each) for each in document(example.proposal(), "zh").blocks]
    answer = page_of(found)
    assert "script" not in answer.tags
    assert any('<script>alert("1")</script> # [[totals]] {0} {{ 7*7 }} =1+1' in text for text in answer.text)
    word.write(found, tmp_path / "h.docx")
    cells = [cell.text for each in docx.Document(tmp_path / "h.docx").tables for cell in each._cells]
    assert any(text.startswith('<script>alert("1")') and text.endswith("=1+1") for text in cells)
    with zipfile.ZipFile(tmp_path / "h.docx") as archive:
        instructions = re.findall(r"<w:instrText[^>]*>([^<]*)<", archive.read("word/document.xml").decode())
        assert all(text.strip().startswith(("TOC", "PAGE")) for text in instructions)


def test_no_table_is_wider_than_a_page(made, tmp_path):
    word.write(made["en"], tmp_path / "p.docx")
    for table in docx.Document(tmp_path / "p.docx").tables:
        assert sum(column.width.cm for column in table.columns) <= 17.0


def test_the_words_of_an_official_are_taken(tmp_path, monkeypatch):
    from ghginv import folders

    own = tmp_path / "templates/reports/budget/outline.proposal.zh.jinja"
    own.parent.mkdir(parents=True)
    own.write_text("# 我的章\n[[totals]]\n", encoding="utf-8")
    with folders.overlaid(tmp_path):
        found = document(example.proposal(), "zh")
    assert [type(each) for each in found.blocks] == [Heading, Table]


def test_an_unknown_block_of_an_outline_is_a_fault(tmp_path):
    from ghginv import folders

    own = tmp_path / "templates/reports/budget/outline.proposal.zh.jinja"
    own.parent.mkdir(parents=True)
    own.write_text("[[no such table]]\n", encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises((KeyError, InputError)):
        document(example.proposal(), "zh")

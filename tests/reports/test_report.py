"""The inventory report as a document: its figures are the run's, hostile text stays text, both languages are whole."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest

from ghginv import folders
from ghginv.domain import categories
from ghginv.reports import figures, page, tables, word, wording
from ghginv.reports.document import Chart, Document, Heading, Paragraph, Table
from ghginv.reports.inventory_report import Material, document, made_up
from ghginv.workspace import key_categories, uncertainty
from tests import inventories
from tests.reports.pages import Page

LANGUAGES = ("zh", "en")
HOSTILE = '<script>alert("1")</script>\n# [[totals]] =cmd|\x0b{{ 7*7 }}'


class _Compiled:
    """A compiled inventory where a stored run is asked for."""

    def __init__(self, inventory):
        self.inventory, self.about = inventory, dict(inventory.about)
        self.workspace = self

    def overlaid(self):
        return folders.overlaid(None)


def material(inventory, lang="zh", **changes):
    run = _Compiled(inventory)
    earlier = inventory.emissions.assign(co2e_g=inventory.emissions["co2e_g"] * 2)
    year = int(inventory.about["year"])
    given = Material(
        inventory=inventory,
        sources={},
        region="甲区",
        years={year - 1: earlier, year: inventory.emissions},
        base=year - 1,
        propagation=uncertainty.uncertainty(run, lang=lang).table,
        drawn=uncertainty.uncertainty(run, method="monte-carlo", draws=500, lang=lang).table,
        key=key_categories.key_categories(run, lang=lang).table,
        checks=[],
        submissions=[{"submission": "S1", "file": "a.xlsx", "sha256": "0" * 64}],
        remarks=["remark"],
        notes=[],
    )
    return replace(given, **changes)


@pytest.fixture(scope="module")
def made():
    return {lang: document(material(inventories.city(), lang), lang) for lang in LANGUAGES}


def blocks(made, kind, caption=""):
    return [each for each in made.blocks if isinstance(each, kind) and caption in getattr(each, "caption", "")]


def chart(made, caption):
    return dict(blocks(made, Chart, caption)[0].values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_totals_are_those_of_the_run(made, lang):
    wanted = tables.table(inventories.city(), "totals", lang)
    found = blocks(made[lang], Table)[0]
    assert [row[0] for row in found.rows] == list(wanted["category"])
    assert [row[-1] for row in found.rows] == [figures.tonnes(value) for value in wanted["co2e_t"]]


def test_every_chart_adds_up_to_the_total(made):
    rows = inventories.city().emissions
    total = rows.loc[rows["memo"] == "", "co2e_t"].sum()
    assert sum(chart(made["zh"], "各领域分气体").values()) == pytest.approx(total, abs=1e-3)
    assert sum(chart(made["zh"], "排放流向").values()) == pytest.approx(total, abs=1e-3)
    trend = chart(made["zh"], "各年温室气体")
    assert trend["2022 net"] == pytest.approx(total, abs=1e-3)
    assert trend["2021 net"] == pytest.approx(2 * total, abs=1e-3)
    sectors = [value for name, value in trend.items() if name.startswith("2022 ") and name != "2022 net"]
    assert len(sectors) == len(categories.SECTORS)
    assert sum(sectors) == pytest.approx(total, abs=1e-3)


def test_key_categories_and_intervals_show_what_was_found(made):
    given = material(inventories.city())
    shares = {f"{row['category']} {row['gas']}": row["level_share"] for row in given.key.to_dict("records")}
    assert chart(made["zh"], "关键类别").items() <= shares.items()
    drawn = given.drawn.set_index("category").loc["total"]
    shown = chart(made["zh"], "不确定性区间")
    assert shown["total  lower_t"] == drawn["lower_t"]
    assert shown["total  upper_t"] == drawn["upper_t"]


def test_a_removal_stands_below_zero_and_apart_from_the_flow():
    from ghginv.reports.charts import trend
    from ghginv.reports.sankey import Flow, sankey

    words = wording.words("zh")
    flows = [Flow("1.3.2", "公路", "energy", "CO2", 90.0), Flow("L.1.A", "乔木林", "land", "CO2", -30.0)]
    flow = sankey(flows, words, "zh")
    assert dict(flow.values) == {"1.3.2 CO2": 90.0, "L.1.A CO2": -30.0}
    assert not any("乔木林" in mark.tip for mark in flow.marks if mark.shape == "path")
    assert any("乔木林 CO2  -30".replace("  ", " ") in mark.text for mark in flow.marks)
    columns = trend({2022: {"energy": 90.0, "land": -30.0}}, words, "zh")
    bars = {mark.tip.split()[1]: dict(mark.places) for mark in columns.marks if mark.tip}
    assert (
        float(bars["土地利用变化和林业"]["y"])
        >= float(bars["能源活动"]["y"]) + float(bars["能源活动"]["height"]) - 0.02
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_is_drawn_is_on_the_sheet(made, lang):
    for each in blocks(made[lang], Chart):
        for mark in each.marks:
            places = {name: float(value) for name, value in mark.places if name in ("x", "y", "cx", "cy", "height")}
            assert 0 <= places.get("x", places.get("cx", 0)) <= each.width, (each.caption, mark)
            assert 0 <= places.get("y", places.get("cy", 0)) + places.get("height", 0) <= each.height, mark
        assert each.values
        ElementTree.fromstring(page.svg(each, inline=True))


def test_both_languages_have_the_same_shape(made):
    shapes = [
        [type(each) for each in made[lang].blocks if isinstance(each, (Heading, Table, Chart))] for lang in LANGUAGES
    ]
    assert shapes[0] == shapes[1]
    headings = " ".join(each.text for each in blocks(made["en"], Heading) if each.level == 1)
    assert not re.search(r"[\u4e00-\u9fff]", headings)
    columns = [name for each in blocks(made["en"], Table) for name in each.columns]
    assert not any(re.search(r"[\u4e00-\u9fff]", name) for name in columns)


def test_every_word_is_said_in_both_languages():
    zh, en = wording.words("zh"), wording.words("en")
    assert all(zh.values())
    assert all(en.values())
    assert not [key for key, text in en.items() if re.search(r"[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_alone(made, lang):
    html = page.html(made[lang])
    found = Page(html)
    assert found.outside == []
    assert "url(" not in html
    assert "@import" not in html
    assert {"script", "link", "iframe", "img"}.isdisjoint(found.tags)
    assert found.links <= found.ids
    assert found.tags.count("svg") == len(blocks(made[lang], Chart)) == 5
    assert found.tags.count("figcaption") == 5
    assert found.tags.count("desc") == 5


def test_the_word_file_holds_the_document(made, tmp_path):
    word.write(made["zh"], tmp_path / "r.docx")
    found = docx.Document(tmp_path / "r.docx")
    wanted = blocks(made["zh"], Table)
    assert len(found.tables) == len(wanted)
    first = found.tables[0]
    assert [[cell.text for cell in row.cells] for row in first.rows[1:]] == [list(row) for row in wanted[0].rows]
    for each in found.tables:
        assert each.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert len(found.inline_shapes) == 5
    titles = [each.text for each in found.paragraphs if each.style.name == "Heading 1"]
    assert titles == [each.text for each in blocks(made["zh"], Heading) if each.level == 1]
    xml = found.element.xml
    assert 'TOC \\o "1-2"' in xml
    assert "PAGE" in found.sections[0].footer._element.xml
    fonts = found.styles["Normal"].element.rPr.rFonts
    assert fonts.get(docx.oxml.ns.qn("w:eastAsia")) == "宋体"


def test_the_same_run_gives_the_same_bytes(made, tmp_path):
    again = document(material(inventories.city()), "zh")
    assert page.html(again) == page.html(made["zh"])
    for name, each in (("a.docx", made["zh"]), ("b.docx", again)):
        word.write(each, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_text_stays_text(tmp_path):
    given = material(inventories.city(), region=HOSTILE, remarks=[HOSTILE, "[[totals]]"])
    found = document(given, "zh")
    assert len(blocks(found, Table)) == len(blocks(document(material(inventories.city()), "zh"), Table))
    answer = Page(page.html(found))
    assert "script" not in answer.tags
    assert any('<script>alert("1")</script> # [[totals]] =cmd|' in text for text in answer.text)
    assert any("{{ 7*7 }}" in text for text in answer.text)
    word.write(found, tmp_path / "h.docx")
    written = docx.Document(io.BytesIO((tmp_path / "h.docx").read_bytes()))
    assert any('<script>alert("1")</script>' in each.text for each in written.paragraphs)
    cells = [cell.text for each in written.tables for row in each.rows for cell in row.cells]
    assert any(inventories.SHEET in text for text in cells), "a sheet called =表1 is shown as it is"
    with zipfile.ZipFile(tmp_path / "h.docx") as archive:
        instructions = re.findall(r"<w:instrText[^>]*>([^<]*)<", archive.read("word/document.xml").decode())
        assert all(text.strip().startswith("TOC") for text in instructions)


def test_a_made_up_region_is_called_so_everywhere(tmp_path):
    found = document(material(inventories.city(), region="甲区（虚构）"), "zh")
    assert "虚构" in found.warning
    assert f'<p class="warning" role="note">{found.warning}</p>' in page.html(found)
    word.write(found, tmp_path / "r.docx")
    section = docx.Document(tmp_path / "r.docx").sections[0]
    assert found.warning in section.header.paragraphs[0].text
    assert not section.different_first_page_header_footer
    assert not made_up("440300")
    assert document(material(inventories.city()), "zh").warning == ""


def test_without_a_chinese_font_the_word_report_is_refused(made, tmp_path, monkeypatch):
    from ghginv.errors import InputError

    monkeypatch.setattr(word, "png", lambda chart: b"a box")
    with pytest.raises(InputError) as refusal:
        word.write(made["zh"], tmp_path / "r.docx")
    assert refusal.value.findings[0].code == "report-font"
    assert not (tmp_path / "r.docx").exists()


def test_an_outline_becomes_blocks(monkeypatch):
    found = Document(
        "t", (), "zh", "", tuple(wording._parsed("# A\n## B\ntext\n- one\n> note\n= a × b\n[[t]]", {"t": 1}))
    )
    assert found.blocks == (
        Heading(1, "A"), Heading(2, "B"), Paragraph("text"), Paragraph("one", "bullet"), Paragraph("note", "note"),
        Paragraph("a × b", "equation"), 1,
    )  # fmt: skip


def test_scopes_have_a_table_of_their_own():
    wanted = tables.table(inventories.city("gpc"), "totals", "zh")
    first, second = blocks(document(material(inventories.city("gpc")), "zh"), Table)[:2]
    assert not [name for name in first.columns if "范围" in name]
    scope = second.columns.index("范围一")
    assert [row[scope] for row in second.rows] == [figures.tonnes(value) for value in wanted["scope1_co2e_t"]]

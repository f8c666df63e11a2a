"""The chapter about the carbon budget in page and Word file: figures, marks, both views, nothing of anybody else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest

from ghginv.reports import account_budget
from ghginv.reports.document import Chart, Document, Paragraph, Table
from ghginv.workspace import account_files
from ghginv.workspace.budgets.enterprise_side import Side, Sides
from tests.workspace import firms
from tests.workspace.firms import FIRM, NAME, OTHER, OTHER_NAME, YEAR


@pytest.fixture(scope="module")
def side(half_a_year: Path) -> Side:
    found = Sides(firms.opened(half_a_year), YEAR).of(FIRM)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def made(side: Side) -> Document:
    return account_budget.document(side.facts, side.tables, ["只有碳预算"])


def table(made: Document, caption: str) -> Table:
    return next(each for each in made.blocks if isinstance(each, Table) and each.caption.startswith(caption))


def said(made: Document) -> str:
    return "\n".join(each.text for each in made.blocks if isinstance(each, Paragraph))


def test_the_summary_says_budget_emissions_and_light(made: Document, side: Side) -> None:
    text = said(made)
    assert f"{side.facts['final_kg'] / 1000:,.0f} 吨" in text
    assert f"剩余 {side.facts['left_kg'] / 1000:,.3f} 吨" in text
    assert "红灯" in text
    assert "预测是估计" in text
    assert "官方口径" in text
    assert "净口径" in text
    (burn,) = [each for each in made.blocks if isinstance(each, Chart)]
    assert dict(burn.values)["budget"] == side.facts["final_kg"] / 1000
    assert dict(burn.values)["executed 6"] == side.facts["consumed_kg"] / 1000


def test_tables_agree_with_the_side(made: Document) -> None:
    assert table(made, "清缴").rows[0] == ["CEA", "2025", "60,000", "57,000", "1,800", "1,200"]
    assert table(made, "清缴").rows[1][2:] == ["—", "0", "0", "—"]
    assert table(made, "抵销上限").rows[0][2:] == ["5%", "57,200", "3,000", "1,800", "1,200", "已核对原文"]
    reading = {row[0]: row[1:] for row in table(made, f"{YEAR} 年用电").rows}
    assert reading["不声明绿电：用电量 × 平均因子（吨）"][0] == f"{52.5 * 0.4419:,.3f}"
    assert reading["声明绿电：（用电量 − 绿证）× 剩余组合因子（吨）"][0] == f"{12.5 * 0.6096:,.3f}"
    assert table(made, "配额的结转").rows[0][3:7] == ["2,000", "600", "9,000", "7,000"]
    deadlines = [row for row in table(made, f"{YEAR} 年的期限").rows if row[0] == "2026-11-30"]
    assert deadlines[0][3] == "本系统缺省"


def test_every_word_of_the_chapter_is_there_in_both_languages(side: Side) -> None:
    for lang in ("zh", "en"):
        made = account_budget.document(side.facts, side.tables, [], lang)
        texts = [said(made), *(each.caption for each in made.blocks if isinstance(each, Table))]
        cells = [cell for each in made.blocks if isinstance(each, Table) for row in each.rows for cell in row]
        bare = re.compile(r"^(kind|status|use|light|row|method|profile|band)\.[\w.-]+$")
        assert [cell for cell in (*texts, *cells) if bare.match(cell)] == []


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_no_part_of_the_file_names_another(half_a_year: Path, side: Side, ending: str, tmp_path: Path) -> None:
    path = account_files.write(None, tmp_path / f"a{ending}", firms.opened(half_a_year).workspace, side=side)
    text = path.read_text("utf-8") if ending == ".html" else _parts(path)
    assert FIRM in text
    assert NAME in text
    assert [word for word in (OTHER, OTHER_NAME, "OTHER", "43,211") if word in text] == []


def _parts(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_word_has_the_figures(half_a_year: Path, side: Side, tmp_path: Path) -> None:
    path = account_files.write(None, tmp_path / "b.docx", firms.opened(half_a_year).workspace, side=side)
    word = docx.Document(str(path))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert f"{side.facts['left_kg'] / 1000:,.3f}" in cells


def test_a_page_is_made_up_as_it_says(half_a_year: Path, side: Side, tmp_path: Path) -> None:
    path = account_files.write(None, tmp_path / "c.html", firms.opened(half_a_year).workspace, "en", side)
    text = path.read_text("utf-8")
    assert f"Carbon account of {NAME}, {YEAR}" in text
    assert "Official view" in text
    assert "do not quote" in text.lower() or "made up" in text.lower()

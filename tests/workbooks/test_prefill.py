"""Rows of a table stand in the template as if somebody had typed them."""

import pytest

from ghginv.errors import InputError
from ghginv.workbooks import build, judge, layout, prefill, read

HEADER = "year,sheet,category,item,technology,facility,vintage,quantity,unit,notation,uncertainty,source,terms\n"
COAL = "2022,化石燃料,1.2.1,bituminous,,,,1200,t,,5,统计年鉴,net_calorific_value=20.5;oxidation_rate=0.95\n"
KEY = "2022,化石燃料,1.2.2,coke,,,,,,NO,,,\n"
LATER = "2023,化石燃料,1.2.1,bituminous,,,,1300,t,,,,\n"
BIOMASS = "2022,生物质,2,straw,improved stove,,,3,10^4 t,,,,\n"


def table(folder, *rows):
    path = folder / "rows.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_filled_in_is_read_back(tmp_path, lang):
    entries = prefill.read(table(tmp_path, COAL, KEY, LATER, BIOMASS), layout.load(), 2022, lang)
    build.build_inventory_template(tmp_path / "t.xlsx", "440400", 2022, lang, entries)
    judgement = judge.judge(read.read_workbook(tmp_path / "t.xlsx"), judge.Context(2026))
    assert judgement.accepted, judgement.findings
    found = [(each.category, each.item, each.quantity, each.notation) for each in judgement.activities]
    assert found == [
        ("1.2.1", "bituminous", 1200, ""), ("1.2.2", "coke", None, "NO"), ("2", "straw", 30000, "")
    ]  # fmt: skip
    assert {each.name: each.value for each in judgement.parameters} == {
        "net_calorific_value": 20.5, "oxidation_rate": 0.95
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (COAL.replace("化石燃料", "化石"), "sheet: 化石"),
        (COAL.replace("bituminous", "bitumen"), "item: bitumen"),
        (COAL.replace(",t,", ",stone,"), "unit: stone"),
        (COAL.replace("1200", "viel"), "quantity: viel"),
        (COAL.replace("oxidation_rate", "engine_power"), "engine_power: 0.95"),
    ],
)
def test_what_has_no_place_is_refused_with_its_line(tmp_path, row, found):
    with pytest.raises(InputError) as refusal:
        prefill.read(table(tmp_path, KEY, row), layout.load())
    (finding,) = refusal.value.findings
    assert (finding.code, finding.cell, finding.found) == ("prefill-row", "line 3", found)
    assert "{" not in finding.message("zh") + finding.message("en")


def test_what_is_no_table_is_refused(tmp_path):
    with pytest.raises(InputError) as refusal:
        prefill.read(tmp_path / "none.csv", layout.load())
    assert refusal.value.findings[0].code == "prefill-unreadable"
    (tmp_path / "odd.csv").write_text(HEADER.replace("terms", "colour") + COAL, encoding="utf-8")
    with pytest.raises(InputError, match="colour"):
        prefill.read(tmp_path / "odd.csv", layout.load())

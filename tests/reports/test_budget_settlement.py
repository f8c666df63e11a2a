"""The final account: figures, both views, a draft and a closed year, languages; the workbook recalculates."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ghginv.budget.settlement import statement
from ghginv.reports import budget_settlement, page
from ghginv.reports.budget_settlement import SettlementMaterial
from ghginv.reports.document import Chart, Paragraph, Table
from ghginv.workbooks import settlement_workbook
from tests.recalculation import recalculate

WAYS = {name: (zh, en) for name, (zh, en, _) in statement.columns().items()}
FACTS = {
    "budget": "B1", "name": "测试市碳预算", "region": "测试市", "version": 2, "state": "issued", "base_year": 2025,
    "years": [2026, 2027], "basis": "dual-control", "gwp": "AR5", "rules": "缺省规则集", "rules_status": "own",
    "price_base": "2025", "data_date": "2027-03-01", "at": "2027-03-01", "warning": "编造 made up",
}  # fmt: skip


def row(code: str, name: str, original: int, virement: int, used: int, rest: int = 0, reserves: int = 0) -> dict:
    final = original + virement
    told = dict.fromkeys([f"{each}_kg" for each in WAYS], 0)
    stands = {"consumed_est_kg": 0, "consumed_ver_kg": used, "consumed_rest_kg": rest, "reserves_kg": reserves,
              "projects_kg": 0, "carried_out_kg": 0, "left_kg": final - used - rest - reserves}  # fmt: skip
    ways = {"original_kg": original, "virement_kg": virement, "final_kg": final, "consumed_kg": used + rest}
    return {"code": code, "name": name, **told, **ways, **stands, "rate": (used + rest) / final if final else None}


def material(**changes) -> SettlementMaterial:
    regions = [
        row("C", "测试市", 10_000_000, 0, 6_000_000, 2_500_000, 500_000),
        row("D1", "东区", 6_000_000, -200_000, 4_000_000, 2_000_000, 300_000),
        row("D2", "=HYPERLINK(1)西区", 4_000_000, 200_000, 2_000_000, 500_000, 200_000),
    ]
    industries = [row("C39", "电子", 5_500_000, 0, 6_000_000), row("E", "建筑", 4_000_000, 0, 0, 2_500_000)]
    enterprises = [row("E1", "甲厂", 3_000_000, 0, 3_500_000), row("E2", "乙厂", 3_000_000, 0, 2_500_000)]
    views = [{"code": "D1", "name": "东区", "official_kg": -500_000, "traded_kg": 400_000, "net_kg": -100_000}]
    papers = [{"document": "d1", "kind": "order", "title": "决算书", "sha256": "a" * 64, "at": "2027-03-01"}]
    told = {
        "facts": FACTS, "year": 2026, "ways": WAYS, "regions": pd.DataFrame(regions),
        "industries": pd.DataFrame(industries), "enterprises": pd.DataFrame(enterprises),
        "documents": pd.DataFrame(papers), "views": pd.DataFrame(views),
    }  # fmt: skip
    return SettlementMaterial(**{**told, **changes})


def texts(made) -> str:
    return "\n".join(each.text for each in made.blocks if isinstance(each, Paragraph))


def table(made, caption: str) -> Table:
    return next(each for each in made.blocks if isinstance(each, Table) and caption in each.caption)


def test_the_city_as_a_whole():
    made = budget_settlement.document(material())
    assert "10,000 吨，其中预备 500 吨" in texts(made)
    assert "8,500 吨，执行率 85.00%" in texts(made)
    whole = dict(table(made, "全市决算").rows)
    assert whole["年初预算"] == whole["最终预算"] == "10,000"
    stood = [whole[name] for name in ("其中：企业核定", "其中：企业未解释", "剩余（负数为超支）")]
    assert stood == ["6,000", "2,500", "1,000"]


def test_who_is_above_its_budget_is_named():
    made = budget_settlement.document(material())
    assert "东区（500 吨）" in texts(made)
    assert table(made, "超出预算的 1 家企业").rows[0][:4] == ["甲厂 E1", "3,000", "3,500", "-500"]
    assert table(made, "各区决算").rows[0] == ["东区 D1", "6,000", "-200", "5,800", "6,000", "-500", "103.45"]


def test_both_views_stand_side_by_side():
    made = budget_settlement.document(material())
    assert table(made, "官方口径和净额口径").rows == [["D1", "东区", "-500", "400", "-100"]]
    assert "两个口径相同" in texts(budget_settlement.document(material(views=None)))


def test_a_draft_says_so_and_a_closed_year_names_its_digest():
    assert "决算草案" in texts(budget_settlement.document(material()))
    closed = texts(budget_settlement.document(material(sealed="f" * 64)))
    assert "f" * 64 in closed
    assert "草案" not in closed


def test_without_an_inventory_it_says_what_is_missing():
    only = pd.DataFrame([row("C", "测试市", 10_000_000, 0, 6_000_000)])
    assert "没有核定数" in texts(budget_settlement.document(material(regions=only)))


def test_another_figure_is_another_digest():
    stated = [budget_settlement.document(each).facts[-1] for each in (
        material(), material(), material(regions=pd.DataFrame([row("C", "测试市", 10_000_001, 0, 6_000_000)])),
    )]  # fmt: skip
    assert stated[0] == stated[1] != stated[2]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_both_languages_without_an_unfilled_word(lang):
    made = budget_settlement.document(material(), lang)
    said = page.html(made)
    assert "{" not in texts(made)
    assert "col." not in said
    assert "table." not in said
    assert any(isinstance(each, Chart) for each in made.blocks)


def account(**changes) -> settlement_workbook.FinalAccount:
    made = material()
    entries = pd.DataFrame([
        {"entry_id": "E000001", "effective": "2026-01-01", "kind": "total", "document": "d1", "account": "cap",
         "instrument": "BU", "amount_kg": -10_000_000, "actor": "甲", "note": "=1+1"},
    ])  # fmt: skip
    told = {
        "title": "决算", "facts": ["预算：B1"], "ways": {name: zh for name, (zh, _) in WAYS.items()},
        "regions": made.regions.iloc[1:].reset_index(drop=True), "industries": made.industries,
        "enterprises": made.enterprises, "entries": entries, "remarks": ["一处差异"], "warning": "编造 made up",
    }  # fmt: skip
    return settlement_workbook.FinalAccount(**{**told, **changes})


def test_the_workbook_recalculates_and_holds_no_strange_formula(tmp_path: Path):
    path = tmp_path / "决算.xlsx"
    settlement_workbook.write_settlement(path, account())
    (again,) = recalculate([path], tmp_path / "again")
    kept, computed = (openpyxl.load_workbook(each, data_only=True) for each in (path, again))
    for sheet in kept:
        for line in sheet.iter_rows():
            for cell in line:
                other = computed[sheet.title][cell.coordinate].value
                same = cell.value == other or cell.value == pytest.approx(other, rel=1e-12)
                assert same or {cell.value, other} <= {"", None}, f"{sheet.title}!{cell.coordinate}"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", "各区决算", "各行业决算", "企业决算", "结转", "分录"]
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert all(str(each).startswith(("=SUM(", "=IF(", "=")) and "HYPERLINK" not in str(each) for each in cells)
    assert not any("1+1" in str(each) for each in cells)
    sums = openpyxl.load_workbook(path, data_only=True)["各区决算"]
    assert [cell.value for cell in sums[sums.max_row]][2:4] == [10_000, 0]


def test_what_is_carried_over_is_said_before_and_after_closing():
    carried = pd.DataFrame([{"code": "D1", "name": "东区", "carried_kg": 250_500}])
    draft = budget_settlement.document(material(carried=carried))
    assert table(draft, "结转到下一年度").rows == [["D1", "东区", "250.5"]]
    assert "关账时按规则集结转" in texts(draft)
    assert "关账时按规则集结转" not in texts(budget_settlement.document(material(carried=carried, sealed="f" * 64)))
    assert "没有结转到下一年度" in texts(budget_settlement.document(material()))

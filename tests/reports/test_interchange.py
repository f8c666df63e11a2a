"""Others read what we hand over: the same totals, codes and units in their words."""

import subprocess
import sys
from pathlib import Path

import pytest

from ghginv import folders
from ghginv.domain import categories
from ghginv.reports import files, interchange
from tests import inventories

PEER = folders.built_in() / "build" / "peers" / "primap2"
READ = """
import sys, primap2
from primap2 import pm2io
data = pm2io.from_interchange_format(pm2io.read_interchange_format(sys.argv[1]))
data.pr.ensure_valid()
total = data["CO2"].pr.loc[{"category": "0"}].pint.dequantify()
print(float(total.values.squeeze()), total.attrs["units"])
"""


@pytest.fixture(scope="module")
def years():
    return {2022: inventories.city("ipcc2006")}


@pytest.fixture(scope="module")
def primap2_python():
    """An environment with primap2, which agrees with ours on neither numpy nor pandas; ``make test`` has made it."""
    if not (PEER / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", PEER], check=True)
        subprocess.run([PEER / "bin" / "python", "-m", "pip", "install", "-q", "primap2==0.13.0"], check=True)
    return PEER / "bin" / "python"


def counted(years, gas):
    rows = years[2022].emissions
    return rows[(rows["memo"] == "") & (rows["gas"] == gas)]["mass_t"].sum()


def test_primap2_itself_reads_it(years, primap2_python, tmp_path):
    data, meta = interchange.primap2(years)
    data.to_csv(tmp_path / "x.csv", index=False)
    files.write_yaml({**meta, "data_file": "x.csv"}, tmp_path / "x.yaml")
    call = [primap2_python, "-c", READ, tmp_path / "x.yaml"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    value, unit = done.stdout.split(maxsplit=1)
    assert float(value) == pytest.approx(counted(years, "CO2"), rel=1e-12)
    assert "CO2" in unit


@pytest.mark.parametrize("gas", ["CO2", "CH4", "N2O"])
def test_each_level_adds_up(years, gas):
    data, _ = interchange.primap2(years)
    mine = data[data["entity"] == gas].set_index("category (IPCC2006)")["2022"]
    assert mine["0"] == pytest.approx(counted(years, gas), rel=1e-12)
    assert mine[[code for code in mine.index if code.isdigit() and code != "0"]].sum() == pytest.approx(mine["0"])


def test_every_category_has_a_code_others_know():
    codes = {node.ipcc2006 for node in categories.tree().values()} - {"", "RA"}
    assert [code for code in codes if len(code) > 1 and "." not in interchange.dotted(code)] == []
    assert interchange.dotted("1A1aiii") == "1.A.1.a.iii"


def test_the_iamc_template_has_its_columns_and_totals(years):
    table = interchange.iamc(years)
    assert list(table.columns) == ["Model", "Scenario", "Region", "Variable", "Unit", "2022"]
    assert not table.duplicated(["Variable"]).any()
    by_variable = table.set_index("Variable")
    assert by_variable.loc["Emissions|CO2", "2022"] == pytest.approx(counted(years, "CO2") / 1e6)
    assert by_variable.loc["Emissions|N2O", "Unit"] == "kt N2O/yr"
    total = by_variable.loc["Emissions|Kyoto Gases (AR5-GWP100)", "2022"]
    rows = years[2022].emissions
    assert total == pytest.approx(rows[rows["memo"] == ""]["co2e_t"].sum() / 1e6)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_crt_like_table_adds_up_and_holds_keys(years, lang):
    table = interchange.crt(years[2022], lang).set_index("category")
    assert table.loc["0", "CO2 (t)"] == pytest.approx(counted(years, "CO2"))
    tops = [code for code in table.index if code.isdigit() and code != "0"]
    assert sum(table.loc[tops, "total (t CO2e)"]) == pytest.approx(table.loc["0", "total (t CO2e)"])
    assert table.loc["1.A.3.c", "CO2 (t)"] == "NO"
    assert (table["name"] != "").all()
    assert list(table.index)[:3] == ["0", "1", "1.A"]


def test_text_never_becomes_a_formula(tmp_path):
    import openpyxl
    import pandas as pd

    table = pd.DataFrame({"a": ["=1+1", "-5", "@x", "甲"], "b": [1.5, None, 2.0, -3.0]})
    files.write_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()[1:] == ["'=1+1,1.5", "-5,", "'@x,2.0", "甲,-3.0"]
    files.write_workbook({"甲": table}, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["甲"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [
        ("=1+1", "s"), ("-5", "s"), ("@x", "s"), ("甲", "s")
    ]  # fmt: skip


def test_the_same_tables_give_the_same_bytes(years, tmp_path):
    table = interchange.crt(years[2022])
    for name in ("a.xlsx", "b.xlsx"):
        files.write_workbook({"CRT": table}, tmp_path / name)
    assert Path(tmp_path / "a.xlsx").read_bytes() == Path(tmp_path / "b.xlsx").read_bytes()

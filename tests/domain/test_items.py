"""Items are found by the many names people write, and each name means one item."""

from collections import Counter

import pytest

from ghginv import folders
from ghginv.domain import items, units
from ghginv.domain.terms import TERMS
from ghginv.errors import UsageError

# The columns of the regional energy balance in its older and newer form.
BALANCE = """
煤合计 原煤 洗精煤 其他洗煤 型煤 煤制品 煤矸石 焦炭 焦炉煤气 高炉煤气 转炉煤气 其他煤气 其他焦化产品
油品合计 石油合计 原油 汽油 煤油 柴油 燃料油 石脑油 润滑油 石蜡 溶剂油 石油沥青 石油焦 液化石油气 炼厂干气 其他石油制品
天然气 液化天然气 热力 电力 其他能源
""".split()

# The fuels of form 205-1.
FORM_205_1 = """
原煤 无烟煤 炼焦烟煤 一般烟煤 褐煤 洗精煤 其他洗煤 煤制品 焦炭 其他焦化产品 焦炉煤气 高炉煤气 转炉煤气 发生炉煤气
天然气（气态） 液化天然气（液态） 煤层气（煤田） 原油 汽油 煤油 柴油 燃料油 液化石油气 炼厂干气 其他石油制品
石脑油 润滑油 石蜡 溶剂油 石油焦 石油沥青 热力 电力 其他燃料 余热余压
""".split()


@pytest.mark.parametrize("label", sorted({*BALANCE, *FORM_205_1}))
def test_statistics_labels_are_known(label):
    assert items.find(label)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("汽 油", "gasoline"),
        ("LPG", "lpg"),
        ("液化气", "lpg"),
        ("精洗煤", "cleaned_coal"),
        ("煤制品", "briquettes"),
        ("Coke Oven Gas", "coke_oven_gas"),
        ("natural_gas", "natural_gas"),
        ("石油沥青", "bitumen"),
        ("ＬＮＧ", "lng"),
    ],
)
def test_found_as_written(written, code):
    item = items.find(written)
    assert item
    assert item.code == code


def test_an_unknown_name_is_not_guessed_but_has_neighbours():
    assert items.find("柴油机油") is None
    assert items.nearest("柴 油 料")[0] == "diesel"


def test_an_unknown_code_names_its_neighbours():
    with pytest.raises(UsageError, match="gasoline") as refusal:
        items.find_code("gasolin")
    assert refusal.value.findings[0].code == "item-code-unknown"


def test_every_name_means_one_item():
    named = Counter()
    for path in folders.files("emission_factors", "items/*.csv"):
        for _, row in folders.rows(path):
            spoken = {row["item"], row["zh"], row["en"], *row["aliases"].split(";")} - {""}
            named.update({items.names.plain(name) for name in spoken})
    assert [name for name, count in named.items() if count > 1] == []


def test_quantities_are_kept_in_known_units():
    canonical = TERMS["quantity"].ranges
    assert {item.unit for item in items.load().values()} <= set(canonical)
    assert all(units.dimension(unit) for unit in canonical)


def test_a_vehicle_is_served_by_its_fuel_and_a_fuel_by_itself():
    assert items.lookup("bus_diesel") == ("bus_diesel", "diesel")
    assert items.lookup("underground_mine_township") == ("underground_mine_township", "underground_mine")
    assert items.lookup("anthracite") == ("anthracite",)
    assert items.lookup("not_an_item") == ("not_an_item",)


HEADER = "item,zh,en,kind,unit,parent,aliases,gas,note\n"


def own(folder):
    """Where a workspace keeps its own list of energy items."""
    path = folder / "emission_factors" / "items" / "energy.csv"
    path.parent.mkdir(parents=True)
    return path


def test_a_workspace_may_have_its_own_list(tmp_path):
    table = own(tmp_path)
    table.write_text(HEADER + "x,某油,X,oil,t,,甲;乙,,\n", encoding="utf-8")
    with folders.overlaid(tmp_path):
        assert items.find("x").code == "x"
        assert not items.known("gasoline")
        assert items.find("乙").code == "x"
    assert items.known("gasoline")


@pytest.mark.parametrize(
    ("rows", "message"),
    [("x,甲,X,oil,t,,,,\nx,乙,Y,oil,t,,,,\n", "energy.csv:3: x"), ("x,甲,X,oil,t,y,,,\n", "no parent for x")],
)
def test_a_broken_list_is_refused(tmp_path, rows, message):
    own(tmp_path).write_text(HEADER + rows, encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises(ValueError, match=message):
        items.load()

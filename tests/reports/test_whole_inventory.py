"""The tables of the whole inventory: every row in one line, every sum exact, gross and net, forms as printed."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ghginv.calculation import layouts, reported, reporting, totals
from ghginv.calculation.inventory import Inventory
from ghginv.domain import categories
from ghginv.factors import guidelines
from ghginv.reports import tables
from tests import inventories

GUIDELINES = ["pg2011", "ceads", "ipcc2006", "gpc", "gd2020", "pg2025"]
PARENTS = {node.parent for node in categories.tree().values()}
# Beside these are what is compared or transferred, and what never enters the inventory of a region.
BESIDE = ("B.", "E.", "F.", "X.")
LEAVES = [code for code in categories.tree() if code not in PARENTS and not code.startswith(BESIDE)]
MEMOS = sorted(set(guidelines.MEMOS) - {reporting.REFERENCE})
GASES = ["CO2", "CH4", "N2O", "HFC-23", "HFC-134a", "PFC-14", "PFC-116", "SF6", "NF3"]

ROWS = st.lists(
    st.tuples(
        st.sampled_from(LEAVES),
        st.sampled_from(GASES),
        st.sampled_from(["", "", "", *MEMOS]),
        st.sampled_from("123"),
        st.integers(-(10**13), 10**13),
    ),
    min_size=1,
    max_size=30,
)


@cache
def alone(guideline: str) -> Inventory:
    """A city without emissions, for rows to be added to."""
    city = inventories.city(guideline)
    return inventories.replace(city, rows=city.rows.iloc[:0])


def reports(inventory: Inventory) -> dict[str, reported.Reported]:
    own = reporting.layouts_of(inventory)
    rows = reporting.placed(inventory, *own.values())
    return {name: reported.report(inventory, layout, rows) for name, layout in own.items()}


def grams(table: reported.Reported, line: str, column: str) -> int:
    return table.grams.get((line, column), 0)


def whole_tables(guideline: str) -> list[layouts.Layout]:
    """The tables in which every row of the inventory must have a line."""
    known = [layouts.load(guideline, name) for name in layouts.available(guideline)]
    return [layout for layout in known if layout.takes_rows and not layout.sectors]


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_every_row_has_a_line_that_is_not_hidden_in_a_sum(guideline: str) -> None:
    system = guidelines.load(guideline).category_system
    assert [layout.name for layout in whole_tables(guideline)]
    for layout in whole_tables(guideline):
        assert len({line.line for line in layout.lines}) == len(layout.lines)
        for code, node in categories.tree().items():
            for memo in () if code.startswith("B") else MEMOS:
                for scope in "123":
                    line = layout.place(node.in_system(system), code, memo, scope)
                    summed = [each for each in layout.below(line.line) if each.memo == line.memo]
                    assert not summed or line.memo, (layout.name, code, memo, line.line)


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_the_guidelines_own_sources_have_a_line_of_their_own(guideline: str) -> None:
    """A rest line is for what is not of the guideline, or for what a colleague adds without a line."""
    system = guidelines.load(guideline).category_system
    layout = layouts.load(guideline, "inventory")
    for code in LEAVES:
        node = categories.tree()[code]
        if node.sector == "国际燃料舱":
            continue
        line = layout.place(node.in_system(system), code, "", "1")
        assert not line.line.endswith("X") or not node.official, (code, line.line)


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(rows=ROWS, guideline=st.sampled_from(["pg2011", "ipcc2006", "gpc"]))
def test_every_table_sums_the_same_rows_to_the_gram(rows: list, guideline: str) -> None:
    inventory = inventories.extended(alone(guideline), rows)
    counted = totals.counted(inventory.emissions)
    counted = counted.assign(part=counted["source_category"].map(categories.sector))
    found = reports(inventory)
    whole = found["inventory"]
    assert grams(whole, "T", "co2e_t") == counted["co2e_g"].sum()
    assert grams(whole, "T.X", "co2e_t") == counted.loc[counted["part"] != "land", "co2e_g"].sum()
    removed = (counted["part"] == "land") & (counted["mass_g"] < 0)
    assert grams(whole, "T.R", "co2e_t") == counted.loc[removed, "co2e_g"].sum()
    assert grams(whole, "T.G", "co2e_t") == counted.loc[~removed, "co2e_g"].sum()
    assert grams(whole, "T", "co2_t") == counted.loc[counted["gas"] == "CO2", "mass_g"].sum()
    _families_add_up(whole)
    memo = inventory.emissions[inventory.emissions["memo"] != ""]
    outermost = [line.line for line in whole.layout.lines if line.memo and not line.parent]
    assert sum(grams(whole, line, "co2e_t") for line in outermost) == memo["co2e_g"].sum()
    for name, table in found.items():
        if name != "energy":  # whose lines may hold rows beside those below them
            _children_add_up(table)


def _families_add_up(table: reported.Reported) -> None:
    families = [
        column.id for column in table.layout.columns if column.id.endswith("_co2e_t") and "scope" not in column.id
    ]
    for line in table.layout.lines:
        # A tonne of CO2 is a tonne of CO2e, so the mass column stands in for it.
        parts = grams(table, line.line, "co2_t") + sum(grams(table, line.line, column) for column in families)
        assert parts == grams(table, line.line, "co2e_t"), line.line


def _children_add_up(table: reported.Reported) -> None:
    for line in table.layout.lines:
        below = [each.line for each in table.layout.below(line.line)]
        for column in table.layout.columns if below and not line.memo else ():
            if column.measure:
                assert grams(table, line.line, column.id) == sum(grams(table, each, column.id) for each in below)


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(rows=ROWS)
def test_the_provincial_tables_agree_with_each_other(rows: list) -> None:
    inventory = inventories.extended(alone("pg2011"), rows)
    found = reports(inventory)
    whole, a, b, c, d, lucf = (found[name] for name in ("inventory", *(f"table-{x}" for x in "abcd"), "lucf"))
    net, without = grams(whole, "T", "co2e_t"), grams(whole, "T.X", "co2e_t")
    assert net == grams(a, "T", "co2e_wt") == grams(c, "T", "co2e_wt") == grams(d, "T", "co2e_wt")
    assert without == grams(a, "T.X", "co2e_wt") == grams(c, "T.X", "co2e_wt") == grams(d, "T", "co2e_without_land_wt")
    for column in ("co2_wt", "ch4_wt", "n2o_wt"):
        assert sum(grams(b, line.line, column) for line in b.layout.lines) == grams(a, "T", column)
    for line in ("CO2", "CH4", "N2O", "F"):
        of = [
            column
            for column in a.layout.columns
            if column.gas == line or (line == "F" and column.id[:3] in ("hfc", "pfc", "sf6", "nf3"))
        ]
        if line in ("CO2", "F"):
            assert grams(d, line, "co2e_wt") == sum(grams(a, "T", column.id) for column in of)
    assert [grams(c, str(n), "co2e_wt") for n in range(1, 6)] == [grams(a, x, "co2e_wt") for x in "EPAWL"]
    assert grams(lucf, "T", "co2e_wt") == grams(a, "L", "co2e_wt")
    for table in (a, b, c, d, lucf):
        for column in table.layout.columns:
            for line in table.layout.lines if column.measure else ():
                value = table.value(line.line, column)
                assert (value is None) == ((line.line, column.id) not in table.grams)
                assert value is None or value == grams(table, line.line, column.id) / (10**6 * column.per)


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(rows=ROWS)
def test_gpc_levels_are_those_of_the_protocol(rows: list) -> None:
    """BASIC = I and II in scope 1 and 2 without I.4.4, III.x.1 and III.x.2; BASIC+ adds IV, V, I.x.3, II.x.3."""
    inventory = inventories.extended(alone("gpc"), rows)
    found = reports(inventory)
    detail, summary = found["gpc"], found["gpc-summary"]
    expected = dict.fromkeys(("basic_co2e_t", "basic_plus_co2e_t", "scope1_co2e_t"), 0)
    for row in inventory.emissions.itertuples():
        if row.memo not in ("", "bunker", "territorial"):
            continue
        root, *rest = row.category.split(".") if row.category else ("I", "6", "1")
        # What has no reference number stands in I.6.1, whose scope is 1.
        scope = _scope(root, rest, row.scope, row.memo) if row.category else "1"
        elsewhere = (root == "III" and rest[-1:] == ["3"]) or (row.category == "I.4.4" and row.scope == "1")
        territorial = row.memo == "territorial" or elsewhere
        basic = (root in ("I", "II") and scope in "12") or root == "III"
        expected["basic_co2e_t"] += row.co2e_g * (basic and not territorial)
        expected["basic_plus_co2e_t"] += row.co2e_g * (not territorial)
        expected["scope1_co2e_t"] += row.co2e_g * (scope == "1" or territorial)
    assert {key: grams(summary, "T", key) for key in expected} == expected
    assert grams(detail, "BASIC", "co2e_t") == expected["basic_co2e_t"]
    assert grams(detail, "BASIC+", "co2e_t") == expected["basic_plus_co2e_t"]
    assert grams(detail, "S1", "co2e_t") == expected["scope1_co2e_t"]
    biogenic = inventory.emissions[inventory.emissions["memo"] == "biogenic"]
    top = [line.line for line in detail.layout.lines if not line.parent and not line.where]
    beside = sum(grams(detail, line, "co2b_t") for line in top)
    assert beside == biogenic.loc[biogenic["gas"] == "CO2", "mass_g"].sum()


def _scope(root: str, rest: list[str], scope: str, memo: str) -> str:
    """The scope of a GPC reference number: its last part, or that of the rule where the number names none."""
    if root in ("IV", "V"):
        return "1"
    if root == "III" or (root == "II" and rest[-1:] == ["3"]):
        return {"3": "1", "2": "3", "1": "1"}[rest[-1]] if root == "III" else "3"
    if root == "I" and rest[:1] in (["7"], ["8"]):
        return "1"
    if scope == "2" or (scope == "3" and root == "I" and rest):
        return scope
    return "1"


def test_gross_and_net_are_told_apart() -> None:
    added = [
        ("P.1", "CO2", "", "1", 5 * 10**9),
        ("L.1.A", "CO2", "", "1", -3 * 10**9),
        ("L.2.B.1", "CO2", "", "1", 10**9),
    ]
    summary = totals.summary(inventories.extended(alone("pg2011"), added))
    assert {key: value for key, value in summary.items() if key.endswith("_t")} == {
        "total_co2e_t": 3000.0,
        "total_without_land_co2e_t": 5000.0,
        "before_removals_co2e_t": 6000.0,
        "removals_co2e_t": -3000.0,
    }
    assert [(each["category"], each["co2e_t"]) for each in summary["sectors"]] == [("P", 5000.0), ("L", -2000.0)]  # type: ignore[attr-defined]
    assert summary["memo_items"] == []
    frame = tables.table(inventories.extended(alone("pg2011"), added), "totals").set_index("category")["co2e_t"]
    assert list(frame[["T", "T.X", "T.G", "T.R", "L"]]) == [3000.0, 5000.0, 6000.0, -3000.0, -2000.0]


def test_the_printed_form_has_its_rows_and_columns() -> None:
    """Rows and columns of the provincial reporting system (methods-non-energy.md §12.1)."""
    inventory = inventories.extended(
        alone("pg2011"), [("L.1.A", "CO2", "", "1", -44 * 10**10), ("P.1", "CO2", "", "1", 10**10)]
    )
    a = tables.table(inventory, "table-a")
    assert list(a.columns)[2:] == [
        f"{x}_wt" for x in ("co2", "ch4", "n2o", "hfcs_co2e", "pfcs_co2e", "sf6_co2e", "co2e")
    ]
    names = list(a["name"])
    for name in (
        "乔木林",
        "经济林",
        "竹林",
        "灌木林",
        "疏林、散生木和四旁树",
        "活立木消耗",
        "燃烧排放",
        "分解排放",
        "国际航空",
        "国际航海",
    ):
        assert name in names
    assert [name for name in names if name.endswith("总计")] == [
        *("能源活动总计", "工业生产过程总计", "农业总计", "土地利用变化与林业总计", "废弃物处理总计")
    ]
    b = tables.table(inventory, "table-b")
    assert list(b["name"]) == ["能源活动", "工业生产过程", "农业活动", "土地利用变化和林业", "废弃物处理"]
    assert list(b["co2_without_land_wt"]) == [None, 1.0, None, None, None]
    assert list(b["co2_without_land_share"]) == [None, 100.0, None, None, None]
    lucf = tables.table(inventory, "lucf", given={("1.1", "uncertainty"): 12.5}).set_index("name")
    assert list(lucf.columns) == ["category", "carbon_wt", "co2_wt", "ch4_t", "n2o_t", "co2e_wt", "uncertainty"]
    assert list(lucf.index) == [
        *(
            "森林和其他木质生物质碳储量变化",
            "乔木林",
            "经济林",
            "竹林",
            "特种灌木林",
            "疏林散生木和四旁树",
            "采伐消耗",
            "枯损消耗",
        ),
        *("森林转化", "燃烧排放", "分解排放", "总计"),
    ]
    assert lucf.loc["乔木林", "co2_wt"] == -44.0
    assert lucf.loc["乔木林", "carbon_wt"] == pytest.approx(-12.0, rel=1e-15)
    assert lucf.loc["乔木林", "uncertainty"] == 12.5


def test_the_seventh_gas_shows_where_it_is_emitted() -> None:
    six = inventories.extended(alone("pg2011"), [("P.11", "SF6", "", "1", 10**6)])
    seven = inventories.extended(alone("pg2011"), [("P.11", "SF6", "", "1", 10**6), ("P.11", "NF3", "", "1", 10**6)])
    for name in ("table-a", "table-c"):
        assert "nf3_co2e_wt" not in tables.table(six, name)
        frame = tables.table(seven, name)
        assert frame["nf3_co2e_wt"].iloc[-1 if name == "table-c" else 0] == 16100 / 10**4
        assert frame.set_index("category").loc["T", "co2e_wt"] == pytest.approx((16100 + 23900) / 10**4)
    d = tables.table(seven, "table-d").set_index("category")
    assert list(d["co2e_share"].dropna()) == [100.0, 100.0]
    assert "nf3_co2e_t" in tables.table(six, "inventory")


def test_a_source_outside_the_form_shows_in_a_line_of_its_own() -> None:
    frame = tables.table(inventories.extended(alone("pg2011"), [("P.GL", "CO2", "", "1", 10**10)]), "table-a")
    assert frame.set_index("name").loc["其他工业生产过程", "co2_wt"] == 1.0
    assert "其他工业生产过程" not in set(tables.table(alone("pg2011"), "table-a")["name"])


def test_gpc_table_grades_data_and_fills_every_line() -> None:
    detail = tables.table(inventories.city("gpc"), "gpc").set_index("category")
    assert detail.loc["I.3.1", "quality_activity"] == "H"  # most of it reported by the enterprise
    assert detail.loc["I.1.1", "quality_activity"] == "M"  # statistics
    assert detail.loc["I.1.1", "quality_factor"] == "M"  # most of it CO2 by factors of the provincial guideline
    assert detail.loc["I.6.1", "quality_factor"] == "L"  # international defaults
    assert detail.loc["II.2.1", "notation"] == "NO"
    assert detail.loc["III.1.2", "notation"] == "NE"
    assert detail.loc["I.6.1", "co2b_t"] > 0
    filled = [
        line
        for line in reporting.layouts_of(inventories.city("gpc"))["gpc"].lines
        if line.level and line.line in detail.index
    ]
    for line in filled:
        row = detail.loc[line.line]
        assert (row["co2e_t"] is not None) != (row["notation"] is not None), line.line
        assert row["scope_text"] == line.scope


def test_completeness_covers_every_sector() -> None:
    for guideline in ("pg2011", "ipcc2006", "gpc"):
        frame = tables.table(inventories.city(guideline), "completeness")
        assert list(frame.columns) == ["category", "name", "gas", "estimated", "notation", "items", "reason"]
        layout = layouts.load(guideline, "inventory")
        leaves = {
            line.line
            for line in layout.lines
            if not (line.where or line.optional or line.memo or layout.below(line.line))
        }
        assert leaves <= set(frame["category"])


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_every_table_has_a_caption_and_can_be_printed(guideline: str) -> None:
    inventory = inventories.city(guideline) if guideline != "ceads" else inventories.guangdong(guideline)
    captions = tables.captions(inventory)
    assert [each["table"] for each in captions] == tables.names(inventory)
    for each in captions:
        assert each["zh"]
        assert each["en"]
        for lang in ("zh", "en"):
            assert isinstance(tables.table(inventory, each["table"], lang), pd.DataFrame)
    assert {"totals", "inventory", "energy", "sector-fuel", "completeness", "emissions"} <= set(tables.names(inventory))


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_a_district_with_every_sector_adds_up(guideline: str) -> None:
    inventory = inventories.whole(guideline)
    counted = totals.counted(inventory.emissions)
    assert {categories.sector(code) for code in set(counted["source_category"])} == set(categories.SECTORS)
    found = reports(inventory)
    assert grams(found["inventory"], "T", "co2e_t") == counted["co2e_g"].sum()
    assert grams(found["inventory"], "T.R", "co2e_t") < 0
    for name, table in found.items():
        if name != "energy":
            _children_add_up(table)


def test_the_scope_of_a_gpc_row_is_that_of_its_line() -> None:
    """Bunkers aside, which the rules keep as a memo item of scope 1 and the protocol counts as transboundary."""
    inventory = inventories.whole("gpc")
    rows = reporting.placed(inventory, *reporting.layouts_of(inventory).values())
    rows = rows[(rows["memo"] == "") | (rows["memo"] == "territorial")]
    strange = rows[rows["scope"] != rows["line_scope"]]
    assert strange[["category", "source_category", "scope", "line_gpc"]].drop_duplicates().to_dict("records") == []

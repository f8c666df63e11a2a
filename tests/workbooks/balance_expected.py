"""The activities of Guangdong 2007 by plain arithmetic on the published figures, apart from the reader's own data."""

from __future__ import annotations

from tests.workbooks import balance_files

# What each published row is, by the labels of the yearbook; electricity and heat only where they are consumed.
CATEGORIES = {
    "1.一次能源生产量": "B.1",
    "2.回收能": "B.2",
    "3.外省(区、市)调入量": "B.3",
    "4.进口量": "B.4",
    "5.我轮、机在外国加油量": "B.5",
    "6.本省(区、市)调出量(-)": "B.6",
    "7.出口量(-)": "B.7",
    "8.外轮、机在我国加油量(-)": "B.8",
    "9.库存增(-)、减(+)量": "B.9",
    "1.火力发电": "1.1.1.E",
    "2.供热": "1.1.1.H",
    "1.农、林、牧、渔、水利业": "1.6",
    "2.工业": "1.2.U",
    "#用作原料、材料": "5",
    "3.建筑业": "1.2.6",
    "4.交通运输、仓储和邮政业": "1.3.U",
    "5.批发、零售业和住宿、餐饮业": "1.4.W",
    "城镇": "1.5.U",
    "乡村": "1.5.R",
    "7.其他": "1.4.O",
}
ITEMS = {
    "原煤": ("raw_coal", 1e4),
    "洗精煤": ("cleaned_coal", 1e4),
    "其他洗煤": ("other_washed_coal", 1e4),
    "型煤": ("briquettes", 1e4),
    "焦炭": ("coke", 1e4),
    "焦炉煤气": ("coke_oven_gas", 1e4),
    "其他煤气": ("other_gas", 1e4),
    "原油": ("crude_oil", 1e4),
    "汽油": ("gasoline", 1e4),
    "煤油": ("kerosene", 1e4),
    "柴油": ("diesel", 1e4),
    "燃料油": ("fuel_oil", 1e4),
    "液化石油气": ("lpg", 1e4),
    "炼厂干气": ("refinery_gas", 1e4),
    "天然气": ("natural_gas", 1e4),
    "其他石油制品": ("other_petroleum_products", 1e4),
    "其他焦化产品": ("other_coking_products", 1e4),
    "热力": ("heat", 1e4),
    "电力": ("electricity", 1e5),
    "其他能源": ("other_energy", 1e4),
}
ENERGY = {"热力", "电力"}
CONSUMED = {"B.3", "B.4", "B.6", "B.7", "1.6", "1.2.U", "1.2.6", "1.3.U", "1.4.W", "1.4.O", "1.5.U", "1.5.R"}


def expected() -> dict[tuple[str, str], float]:
    """The activities of Guangdong by plain arithmetic on the published figures."""
    result = {}
    for (row, column), value in balance_files.figures().items():
        category, (item, factor) = CATEGORIES.get(row), ITEMS.get(column, ("", 0))
        if category and item and (column not in ENERGY or category in CONSUMED):
            result[category, item] = -value * factor if category.startswith("1.1.1") else value * factor
    return result

"""A label is understood in every numbering, spacing and wording that editions of the table have used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.domain import categories, items, units
from ghginv.workbooks import balance_labels
from ghginv.workbooks.balance_labels import bare

WORDS = balance_labels.vocabulary()

# Rows as printed: China Energy Statistical Yearbook 2008, tables 4-2 and 6-19; Jilin 2016, table 7-13; Shandong 2006,
# table 6-9; Tianjin 2011, table 7-3 (English); form P303-1.
PRINTED = [
    ("", "一.可供本地区消费的能源量", "supply"),
    ("", "一、可供本地区消费能源量", "supply"),
    ("", "Volume of Energy Available for Consumption", "supply"),
    ("supply", "(一)年初库存量", "opening_stock"),
    ("supply", "1.年初库存量", "opening_stock"),
    ("supply", "一次能源生产量", "production"),
    ("supply", "1.一次能源生产量", "production"),
    ("supply", "(二)一次能源生产量", "production"),
    ("supply", "  水电", "production_hydro"),
    ("supply", "      Nuclear Power", "production_nuclear"),
    ("supply", "2.回收能", "recovery"),
    ("transformation", "(九)回收能", "recovered_energy"),
    ("supply", "3.外省(区、市)调入量", "inflow"),
    ("supply", "（三）外省（区、市）调入量", "inflow"),
    ("supply", "省外调入量", "inflow"),
    ("supply", "3.进 口 量", "import"),
    ("supply", "5.我轮、机在外国加油量", "refuelling_abroad"),
    ("supply", "(五)我轮机在外国加油量", "refuelling_abroad"),
    ("supply", "4.境内飞机和轮船在境外的加油量", "refuelling_abroad"),
    ("supply", "6.本省(区、市)调出量(-)", "outflow"),
    ("supply", "5.出 口 量(-)", "export"),
    ("supply", "7.境外飞机和轮船在境内的加油量(-)", "refuelling_here"),
    ("supply", "8.外轮、机在我国加油量(-)", "refuelling_here"),
    ("supply", "9.库存增(-)、减(+)量", "stock_change"),
    ("supply", "10.年末库存量(-)", "closing_stock"),
    ("supply", "二.加工转换投入(-)产出(+)量", "transformation"),
    ("transformation", "2.供    热", "heat_supply"),
    ("transformation", "3.洗 选 煤", "washing"),
    ("transformation", "(三)煤炭洗选", "washing"),
    ("transformation", "5.炼 油", "refining"),
    ("transformation", "(五)炼油及煤制油", "refining"),
    ("transformation", "其中:油品再投入量(-)", "oil_reinput"),
    ("transformation", "  #焦炭再投入量(-)", "coke_reinput"),
    ("transformation", "Input of Coke (−)", "coke_reinput"),
    ("transformation", "(七)天然气液化", "liquefaction"),
    ("transformation", "7.其他", "other_transformation"),
    ("transformation", "三.损 失 量", "loss"),
    ("loss", "# 运输和输配损失", "loss_transport"),
    ("loss", "四.终端消费量", "final"),
    ("final", "(一)第一产业", "primary"),
    ("final", "1.农、林、牧、渔、水利业", "farming"),
    ("final", "1. 农、林、牧、渔业", "farming"),
    ("final", "2.工    业", "industry"),
    ("final", "#用作原料.材料", "feedstock"),
    ("final", "其中：用作原料、材料", "feedstock"),
    ("final", "4.交通运输、仓储及邮电通迅业", "transport"),
    ("final", "1. 交通运输、仓储及邮政业", "transport"),
    ("final", "5.批发和零售贸易业.餐饮业", "trade"),
    ("final", "2. 批发、零售和住宿、餐饮业", "trade"),
    ("final", "5.批发和零售业、住宿和餐饮业", "trade"),
    ("final", "7.其他", "other"),
    ("final", "3.其 它", "other"),
    ("final", "(四)生活消费", "residential"),
    ("final", "7.居民生活", "residential"),
    ("final", "     城 镇", "urban"),
    ("final", "2.乡 村", "rural"),
    ("final", "农村", "rural"),
    ("final", "五、平衡差额(+、-)", "difference"),
    ("difference", "六.消费量合计", "total"),
    ("final", "  1.火力发电 Thermal Power", "power"),
    ("final", "2.工业\nIndustry", "industry"),
]
HEADERS = [
    ("煤合计", "coal_total"),
    ("原 煤", "raw_coal"),
    ("其它洗煤", "other_washed_coal"),
    ("煤制品", "briquettes"),
    ("型煤", "briquettes"),
    ("焦 炭", "coke"),
    ("石油合计", "oil_total"),
    ("油品合计", "oil_total"),
    ("Petroleum Products Total", "oil_total"),
    ("煤矸石", "coal_gangue"),
    ("高炉煤气", "blast_furnace_gas"),
    ("转炉煤气", "converter_gas"),
    ("LPG", "lpg"),
    ("石脑油", "naphtha"),
    ("润滑油", "lubricants"),
    ("石蜡", "paraffin_wax"),
    ("溶剂油", "white_spirit"),
    ("石油沥青", "bitumen"),
    ("石油焦", "petroleum_coke"),
    ("液化天然气", "lng"),
    ("其他石油制品", "other_petroleum_products"),
    ("其他焦化产品", "other_coking_products"),
    ("热力", "heat"),
    ("电 力", "electricity"),
    ("其他能源", "other_energy"),
    ("液化石油气 LPG", "lpg"),
]


@pytest.mark.parametrize(("block", "label", "row"), PRINTED)
def test_printed_row_is_known(block: str, label: str, row: str) -> None:
    found = WORDS.row(label, block)
    assert found is not None
    assert found.row == row


@pytest.mark.parametrize(("header", "item"), HEADERS)
def test_printed_header_is_known(header: str, item: str) -> None:
    found = WORDS.item(header)
    assert found is not None
    assert found.item == item


@pytest.mark.parametrize("label", ["注：本表按新口径", "工业增加值", "人均生活用能量", "12", "(-)", ""])
def test_other_text_is_no_row(label: str) -> None:
    assert WORDS.row(label, "final") is None


@given(
    row=st.sampled_from(sorted(WORDS.rows)),
    number=st.sampled_from(["", "一、", "二.", "(三)", "（四）", "5.", "６．", "7、", "⑧", "#", "其中：", "  ", "Ⅸ."]),
    gap=st.sampled_from(["", " ", "　", "\n"]),
    mark=st.sampled_from(["", "(-)", "（－）", "*", "①"]),
)
def test_numbering_blanks_and_marks_do_not_matter(row: str, number: str, gap: str, mark: str) -> None:
    meant = WORDS.rows[row]
    found = WORDS.row(number + gap.join(meant.zh) + mark, meant.block)
    assert found is not None
    assert found.row == row


def test_an_unknown_label_is_answered_with_the_nearest() -> None:
    assert WORDS.row("交通运输、仓储和邮正业", "final") is None
    assert WORDS.near_rows("4.交通运输、仓储和邮正业", "final")[0] == "交通运输、仓储和邮政业"
    assert WORDS.near_items("其他石油制器")[0] == "其他石油制品"


def test_no_label_means_two_rows_of_a_block_or_two_columns() -> None:
    for names in (
        [
            (row.block, bare(name))
            for row in WORDS.rows.values()
            for name in {bare(n) for n in (row.zh, row.en, *row.aliases)}
        ],
        [bare(name) for item in WORDS.items for name in {bare(n) for n in (item.zh, item.en, *item.aliases)} if name],
    ):
        assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_data_agree_with_categories_items_and_units() -> None:
    for row in WORDS.rows.values():
        assert row.block in WORDS.rows
        assert row.part_of in ("", *WORDS.rows)
        assert (row.adds, row.sign) in {(adds, sign) for adds in ("yes", "no", "maybe") for sign in "+-"} | {
            (adds, "both") for adds in ("yes", "no", "maybe")
        }
        assert bool(row.category) == (row.quantity in ("published", "input"))
        assert not row.category or row.category in categories.tree()
    for item in WORDS.items:
        assert item.kind in ("fuel", "energy", "sum", "ignored")
        if item.kind != "ignored":
            assert item.unit == items.load()[item.item].unit
            assert units.dimension(item.usual_unit) == units.dimension(item.unit)
            assert item.part_of in ("", *(other.item for other in WORDS.items))

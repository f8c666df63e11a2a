"""What is said of each deed of a market: its columns, in a file or as options of the command line alike."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """``kind``: text, code (no blanks, no colon), year, day, yes, count (whole), amount (t or MWh, up to three
    decimals), price (yuan a t or MWh), percent."""

    name: str
    zh: str
    en: str
    kind: str


class Verb(NamedTuple):
    """A deed: the columns it needs, and those it takes besides."""

    needs: tuple[str, ...]
    takes: tuple[str, ...]
    zh: str
    en: str


COLUMNS = {
    each.name: each
    for each in (
        Column("key", "防重键", "the same key is posted once", "code"),
        Column("enterprise", "企业", "enterprise (credit code)", "code"),
        Column("region", "区域", "region", "code"),
        Column("unit", "配额种类", "CEA, SZA or GDEA; by default CEA", "code"),
        Column("vintage", "配额年度", "year of the allowances or units", "year"),
        Column("year", "年度", "year", "year"),
        Column("amount", "数量", "t, for green power MWh", "amount"),
        Column("verified", "核查排放", "verified emissions, t", "amount"),
        Column("final", "核定配额", "final allocation, t", "amount"),
        Column("differentiated", "差异化", "differentiated issuing: frozen until surrender (yes)", "yes"),
        Column("gas", "气体", "gas of the market, by default CO2", "code"),
        Column("industry", "市场行业", "industry covered, where two markets differ", "code"),
        Column("price", "单价", "yuan a t or MWh", "price"),
        Column("counterparty", "对方企业", "the other enterprise; blank: outside", "code"),
        Column("other_region", "对方区域", "the other region; blank: outside", "code"),
        Column("due", "应清缴量", "what is due: verified emissions, t", "amount"),
        Column("covered", "配额已覆盖", "what allowances cover, t (Shenzhen); by default what was allocated", "amount"),
        Column("block", "区段", "serial block", "code"),
        Column("credits", "抵销量", "credits used with it, t", "amount"),
        Column("sold", "卖出量", "sold 2024-01-01 to 2025-12-31, t", "amount"),
        Column("bought", "买入量", "bought 2024-01-01 to 2025-12-31, t", "amount"),
        Column("held", "年末持有", "held on 2025-12-31, t; by default the ledger's", "amount"),
        Column("pending", "在途", "of it in pending requests, t; by default what is frozen", "amount"),
        Column("on_time", "按时足额", "surrendered for 2023 and 2024 in time (yes, no)", "yes"),
        Column("day", "申请日", "day of the application", "day"),
        Column("void", "余量注销", "cancel what is not carried over (yes)", "yes"),
        Column("free", "解冻", "free instead of freezing (yes)", "yes"),
        Column("instrument", "种类", "CCER or PHCER", "code"),
        Column("id", "区段编号", "the block's serial id", "code"),
        Column("project", "项目", "project", "text"),
        Column("registered", "登记日", "day of registration", "day"),
        Column("start", "起号", "first serial number", "code"),
        Column("end", "止号", "last serial number", "code"),
        Column("quantity", "登记数量", "units in the block, t or certificates", "count"),
        Column("host", "所在地", "region code of the project", "code"),
        Column("twin", "同电量区段", "block of the other kind from the same MWh", "code"),
        Column("parent", "原区段", "block that it is split from", "code"),
        Column("use", "用途", "offset or voluntary; for green power consumption or enclave", "code"),
        Column("consumption", "用电量", "electricity consumed in the year, MWh", "amount"),
        Column("contract", "合同", "contract", "code"),
        Column("origin", "让渡区域", "region that gives; blank: outside", "code"),
        Column("share", "份额", "share of the region, %", "percent"),
        Column("mwh", "合同电量", "generation of the contract in the year, MWh", "amount"),
        Column("tonnes", "合同数量", "right of the contract in the year, t", "amount"),
        Column("note", "说明", "a remark", "text"),
    )
}
_ALLOWANCE = ("enterprise", "vintage", "amount")
_TRADE = ("price", "counterparty", "year")
_REGISTER = ("start", "end", "host", "twin", "parent", "enterprise", "region")
_BLOCKS = ("enterprise", "region", "price", "counterparty", "other_region", "year")
VERBS = {
    "allowance pre": Verb(("enterprise", "vintage"), ("unit", "amount", "verified", "gas", "industry"),
                          "配额预分配", "pre-allocation"),
    "allowance final": Verb(("enterprise", "vintage", "final"),
                            ("unit", "verified", "differentiated", "gas", "industry"), "配额核定", "final allocation"),
    "allowance buy": Verb(_ALLOWANCE, ("unit", *_TRADE), "买入配额", "allowances bought"),
    "allowance sell": Verb(_ALLOWANCE, ("unit", *_TRADE), "卖出配额", "allowances sold"),
    "allowance surrender": Verb(("enterprise", "year", "due"),
                                ("unit", "amount", "block", "credits", "covered", "differentiated"),
                                "配额清缴", "surrender"),
    "allowance carry": Verb(("enterprise", "sold", "bought", "on_time", "day"),
                            ("unit", "amount", "held", "pending", "void"), "配额结转", "carry-over"),
    "allowance deduct": Verb(_ALLOWANCE, ("unit",), "配额核减", "deduction decided"),
    "allowance freeze": Verb(_ALLOWANCE, ("unit", "free"), "配额冻结、解冻", "allowances frozen or freed"),
    "allowance cancel": Verb(_ALLOWANCE, ("unit",), "配额注销", "allowances cancelled"),
    "credit register": Verb(("instrument", "id", "project", "vintage", "registered", "quantity"), _REGISTER,
                            "减排量登记、拆分", "credits registered or split"),
    "credit buy": Verb(("block", "amount"), _BLOCKS, "买入减排量", "credits bought"),
    "credit sell": Verb(("block", "amount"), _BLOCKS, "卖出减排量", "credits sold"),
    "credit retire": Verb(("block", "amount"), ("enterprise", "region", "use", "unit", "year", "due", "covered"),
                          "减排量注销", "credits retired"),
    "green register": Verb(("id", "project", "vintage", "registered", "quantity"), _REGISTER,
                           "绿证、绿电登记、拆分", "certificates registered or split"),
    "green buy": Verb(("block", "amount"), _BLOCKS, "买入绿证、绿电", "certificates bought"),
    "green sell": Verb(("block", "amount"), _BLOCKS, "卖出绿证、绿电", "certificates sold"),
    "green retire": Verb(("block", "amount"), ("enterprise", "region", "use", "year", "consumption"),
                         "绿证核销", "certificates retired"),
    "enclave share": Verb(("contract", "year", "region", "share", "mwh", "tonnes", "block", "amount"), ("origin",),
                          "飞地权益分享", "enclave right shared"),
    "sink": Verb(("region", "year", "amount"), (), "碳汇登记", "sink recorded"),
}  # fmt: skip


def columns(verb: str) -> tuple[Column, ...]:
    """All columns of a deed, those it needs first."""
    deed = VERBS[verb]
    return tuple(COLUMNS[name] for name in (*deed.needs, *deed.takes, "key", "note"))

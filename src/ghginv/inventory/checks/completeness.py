"""Q6: every line has a figure or a notation key, a zero is explained, a key says why or where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ghginv.calculation import completeness, reporting
from ghginv.calculation.totals import WHOLE
from ghginv.domain import categories
from ghginv.domain.notation import NOTATION_KEYS
from ghginv.factors import guidelines
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, counted, named

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

WHERE, WHY = ("IE", "C"), ("NE",)
"""Keys that must name the category that holds the emissions, and those that must give a reason."""


def check(subject: Subject) -> Result:
    """Every line and gas of the guideline's table of the whole inventory, and every activity cell."""
    inventory = subject.inventory
    layout = reporting.layouts_of(inventory)[WHOLE]
    rows = reporting.placed(inventory, layout)
    guideline = guidelines.load(str(inventory.about["guideline"]))
    lines = {lang: completeness.completeness(inventory, layout, rows, guideline, lang) for lang in ("zh", "en")}
    table = lines["zh"].assign(en=lines["en"]["name"])
    open_ = table[~table["estimated"].astype(bool) & (table["notation"] == "") & (table["gas"] != "")]
    remarks = [
        Remark(Finding("qa-missing", found="、".join(part["gas"]), details=_line(str(code), part)), str(code))
        for code, part in open_.groupby("category", sort=False)
    ]
    remarks += [*_zeros(inventory), *_unexplained(inventory)]
    return Result("Q6", len(table) + len(inventory.activity), tuple(remarks))


def _line(code: str, part):  # type: ignore[no-untyped-def]
    return {"what_zh": f"{code} {part['name'].iloc[0]}", "what_en": f"{code} {part['en'].iloc[0]}"}


def _zeros(inventory: Inventory) -> Iterator[Remark]:
    """Cells with a plain zero, and emissions that come to nothing although something was active."""
    activity = inventory.activity
    for row in activity[activity["quantity"] == 0].to_dict("records"):
        details = named(row["category"], row["item"])
        finding = Finding("qa-zero", "", row["sheet"], row["cell"], "0", "NO | NE", details)
        yield Remark(finding, row["category"], row["item"])
    rows = counted(inventory)
    active = (
        rows[rows["quantity"] != 0].groupby(["activity_category", "item", "gas"])["mass_g"].agg(lambda g: g.abs().sum())
    )
    for category, item, gas in active[active == 0].index:
        finding = Finding("qa-zero-emission", found="0", details=named(category, item, gas))
        yield Remark(finding, category, item, gas)


def _unexplained(inventory: Inventory) -> Iterator[Remark]:
    """Keys in cells whose data source says neither why nor where; keys of the guideline whose rule gives no reason."""
    activity = inventory.activity
    for row in activity[activity["notation"].fillna("").isin([*WHERE, *WHY])].to_dict("records"):
        if row["source"] and (row["notation"] not in WHERE or _names_a_category(row["source"])):
            continue
        yield _key(row["notation"], row["category"], row["item"], row["sheet"], row["cell"])
    choices = inventory.choices[
        (inventory.choices["notation"].isin([*WHERE, *WHY])) & (inventory.choices["note_zh"] == "")
    ]
    for row in choices.to_dict("records"):
        yield _key(row["notation"], row["activity_category"], row["item"])


def _names_a_category(text: str) -> bool:
    """Whether a text holds the code or the Chinese name of a category."""
    words = set(re.findall(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*", text))
    return any(code in words or node.zh in text for code, node in categories.tree().items())


def _key(key: str, category: str, item: str, sheet: str = "", cell: str = "") -> Remark:
    meaning = dict(zip(("key_zh", "key_en"), NOTATION_KEYS[key], strict=True))
    code = "qa-key-where" if key in WHERE else "qa-key-why"
    return Remark(Finding(code, "", sheet, cell, key, "", named(category, item) | meaning), category, item)

"""What is estimated and what is not: the notation keys 符号 that stand where no number can, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ghginv.calculation.layouts import Layout
from ghginv.domain import categories, gases, items
from ghginv.domain.notation import NOTATION_KEYS
from ghginv.factors import guidelines
from ghginv.factors.guidelines import Guideline, Rule

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Gap:
    """A notation key in a line of a table; ``gas`` is the gas or its family, blank for every gas."""

    line: str
    gas: str
    notation: str
    zh: str
    en: str

    def reason(self, lang: str = "zh") -> str:
        """Why there is no figure."""
        return (self.zh if lang == "zh" else self.en) or NOTATION_KEYS[self.notation][lang != "zh"]


Gaps = Mapping[Gap, list[str]]
"""Gaps with the items they hold for."""


def gaps(inventory: Inventory, layout: Layout) -> dict[Gap, list[str]]:
    """The gaps of an inventory that rules of the guideline and cells of submitted workbooks name.

    A key in a workbook holds for every gas.
    """
    found: dict[Gap, set[str]] = {}
    guideline = guidelines.load(str(inventory.about["guideline"]))
    choices = inventory.choices[inventory.choices["notation"] != ""]
    for choice in choices[choices["source_category"].isin(categories.tree())].to_dict("records"):
        if not layout.takes_rows or not _stands_in(layout, choice["source_category"]):
            continue
        line = layout.place(choice["category"], choice["source_category"], choice["memo"], choice["scope"]).line
        gap = Gap(line, family(choice["gas"]), choice["notation"], choice["note_zh"], choice["note_en"])
        found.setdefault(gap, set()).add(choice["item"])
    activity = inventory.activity[inventory.activity["notation"].fillna("") != ""]
    for row in activity.to_dict("records"):
        supply = row["category"].startswith(("B", "E"))
        if not layout.takes_rows or supply or not _stands_in(layout, row["category"]):
            continue
        place = f"{row['sheet']}!{row['cell']}"
        for category in _reported_in(row["category"], row["item"], guideline):
            line = layout.place(categories.tree()[category].in_system(layout.system), category, "").line
            gap = Gap(line, "", row["notation"], f"填报于 {place}", f"as submitted in {place}")
            found.setdefault(gap, set()).update({row["item"]} - {""})  # a key may stand for a whole source
    return {gap: sorted(codes) for gap, codes in found.items()}


def _reported_in(category: str, item: str, guideline: Guideline) -> list[str]:
    """Where the emissions of an activity are reported: its own category, or those that the rules name instead."""
    rules = guideline.rules_for(category, item) if items.known(item) else []
    named = {rule.category or category for rule in rules if not rule.memo and rule.category in ("", *categories.tree())}
    return [category] if category in named or not named else sorted(named)


def _stands_in(layout: Layout, category: str) -> bool:
    return not layout.sectors or categories.sector(category) in layout.sectors


def family(gas: str) -> str:
    """The family that a gas is reported in; blank for no gas in particular."""
    return gases.load()[gas].family if gas else ""


def _estimated(layout: Layout, rows: pd.DataFrame) -> set[tuple[str, str]]:
    """The lines and gases that have figures."""
    return set(rows[[layout.column, "family"]].itertuples(index=False, name=None)) if layout.takes_rows else set()


def undivided(layout: Layout, rows: pd.DataFrame) -> list[Gap]:
    """IE for the lines without figures whose emissions another line holds undivided; ``rows`` are placed.

    What is only taken off there (feedstock) does not make a line one that holds the others.
    """
    estimated = _estimated(layout, rows)
    given = _estimated(layout, rows[rows["activity_category"] == rows["source_category"]])
    by_id = {line.line: line for line in layout.lines}
    return [
        Gap(line.line, gas, "IE", f"列于 {whole.key('zh')}", f"included in {whole.key('en')}")
        for line in layout.lines
        if (whole := by_id.get(line.included_in))
        for gas in layout.gases
        if (whole.line, gas) in given and (line.line, gas) not in estimated
    ]


def keys(layout: Layout, known: Iterable[Gap], guideline: Guideline) -> dict[tuple[str, str], str]:
    """The notation keys of the cells of a table, by line and column.

    A key for every gas stands where the guideline has a method, or in all columns where it has none for the line.
    """
    cells: dict[tuple[str, str], set[str]] = {}
    gaps = list(known)
    asked = expected(layout, guideline) if any(not gap.gas for gap in gaps) else {}
    for gap in gaps:
        for column in layout.columns:
            if column.gas and (gap.gas or column.gas) == column.gas in asked.get(gap.line, {column.gas}) | {gap.gas}:
                cells.setdefault((gap.line, column.id), set()).add(gap.notation)
    return {cell: ", ".join(sorted(signs)) for cell, signs in sorted(cells.items())}


def expected(layout: Layout, guideline: Guideline) -> dict[str, set[str]]:
    """The families of gases that the rules of a guideline are about, by line."""
    found: dict[str, set[str]] = {}
    tree = categories.tree()
    parents = {node.parent for node in tree.values()}
    for code, node in tree.items():
        if code in parents or code.startswith("B") or not _stands_in(layout, code):
            continue
        for rule in guideline.rules:
            if rule.memo or not categories.covers(rule.activity_category, code):
                continue
            target = tree.get(rule.category, node)
            line = layout.place(target.in_system(layout.system), target.code, "", rule.scope).line
            found.setdefault(line, set()).update(_families(rule, guideline))
    return found


def _families(rule: Rule, guideline: Guideline) -> set[str]:
    if rule.gas == "item":
        named = [item for item in items.load().values() if item.code in rule.items or f"kind:{item.kind}" in rule.items]
        return {family(item.gas) for item in named if item.gas}
    return {family(rule.gas_of("") or guideline.gas(rule.rule))} - {""}


def completeness(
    inventory: Inventory, layout: Layout, rows: pd.DataFrame, guideline: Guideline, lang: str = "zh"
) -> pd.DataFrame:
    """The table ``category, name, gas, estimated, notation, items, reason``.

    ``rows`` are the emission rows placed in ``layout``, the table of the whole inventory. There is a row for each line
    without lines below it and each gas that is estimated or that the guideline has a method for, one for each notation
    key that stands beside figures, and one for each line that the guideline says nothing of.
    """
    import pandas as pd

    estimated = _estimated(layout, rows)
    known = gaps(inventory, layout) | {gap: [] for gap in undivided(layout, rows)}
    asked = expected(layout, guideline)
    table: list[dict[str, object]] = []
    for line in layout.lines:
        if line.where or (line.optional and not _spoken_of(line.line, estimated, known, asked)):
            continue
        named = {"category": line.line, "name": line.name(lang)}
        of_line = [gap for gap in known if gap.line == line.line]
        wanted = asked.get(line.line, set()) | {gas for at, gas in estimated if at == line.line}
        wanted |= {gap.gas for gap in of_line} - {""}
        leaf = not line.memo and not layout.below(line.line)
        if leaf and not wanted:
            nothing = {"gas": "", "estimated": False, "notation": "", "items": "", "reason": _WORDS["none"][lang]}
            table += [{**named, **nothing}] if not of_line else []
        for gas in sorted(wanted, key=_GASES.index) or ([""] if of_line else []):
            found = (line.line, gas) in estimated
            missing = [gap for gap in of_line if gap.gas in ("" if not found else gas, gas)]
            if found or (leaf and not missing):
                why = _WORDS["yes" if found else "no"][lang]
                table.append({**named, "gas": gas, "estimated": found, "notation": "", "items": "", "reason": why})
            for gap in missing:
                of = "、".join(items.find_code(code).name(lang) for code in known[gap])
                reason = {"notation": gap.notation, "items": of, "reason": gap.reason(lang)}
                table.append({**named, "gas": gas, "estimated": False, **reason})
    return pd.DataFrame(table)


def _spoken_of(
    line: str, estimated: Iterable[tuple[str, str]], known: Iterable[Gap], asked: Mapping[str, set[str]]
) -> bool:
    return line in asked or any(at == line for at, _ in estimated) or any(gap.line == line for gap in known)


_GASES = ["", "CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3", "HCFCs", "other"]
_WORDS = {
    "yes": {"zh": "已估算", "en": "estimated"},
    "no": {"zh": "没有活动水平数据，请核实是 NO 还是 NE", "en": "no activity data: find out whether NO or NE"},
    "none": {"zh": "本指南没有这一排放源的方法", "en": "the guideline has no method for this source"},
}

"""What is estimated and what is not: the notation keys 符号 that stand where no number can, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ghginv.calculation.reporting import Layout
from ghginv.domain import categories, items
from ghginv.domain.notation import NOTATION_KEYS

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Gap:
    """A notation key in a line of the energy table; a blank ``gas`` is every gas."""

    line: str
    gas: str
    notation: str
    zh: str
    en: str

    def reason(self, lang: str = "zh") -> str:
        """Why there is no figure."""
        return (self.zh if lang == "zh" else self.en) or NOTATION_KEYS[self.notation][lang != "zh"]


def gaps(inventory: Inventory, layout: Layout, rows: pd.DataFrame) -> dict[Gap, list[str]]:
    """The gaps of an inventory with the items they hold for; ``rows`` are the placed emission rows.

    A key comes from a rule of the guideline, from the cell of a submitted workbook, where it holds for every gas, or
    from a figure that is given undivided.
    """
    found: dict[Gap, set[str]] = {gap: set() for gap in _undivided(layout, rows)}
    choices = inventory.choices[inventory.choices["notation"] != ""]
    for choice in choices[choices["source_category"].isin(categories.tree())].to_dict("records"):
        if categories.sector(choice["source_category"]) != "energy":
            continue
        line = layout.place(choice["category"], choice["source_category"], choice["memo"]).line
        gap = Gap(line, choice["gas"], choice["notation"], choice["note_zh"], choice["note_en"])
        found.setdefault(gap, set()).add(choice["item"])
    activity = inventory.activity[inventory.activity["notation"].fillna("") != ""]
    for row in activity.to_dict("records"):
        if not row["category"].startswith(("B", "E")) and categories.sector(row["category"]) == "energy":
            reported = categories.tree()[row["category"]].in_system(layout.system)
            line = layout.place(reported, row["category"], "").line
            place = f"{row['sheet']}!{row['cell']}"
            gap = Gap(line, "", row["notation"], f"填报于 {place}", f"as submitted in {place}")
            found.setdefault(gap, set()).add(row["item"])
    return {gap: sorted(codes) for gap, codes in found.items()}


def _estimated(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """The lines and gases that have figures."""
    return set(rows[["line", "gas"]].itertuples(index=False, name=None))


def _undivided(layout: Layout, rows: pd.DataFrame) -> list[Gap]:
    """IE for the lines without figures whose emissions another line holds undivided.

    What is only taken off there (feedstock) does not make a line one that holds the others.
    """
    estimated = _estimated(rows)
    given = _estimated(rows[rows["activity_category"] == rows["source_category"]])
    by_id = {line.line: line for line in layout.lines}
    return [
        Gap(line.line, gas, "IE", f"列于 {whole.key('zh')}", f"included in {whole.key('en')}")
        for line in layout.lines
        if (whole := by_id.get(line.included_in))
        for gas in layout.gases
        if (whole.line, gas) in given and (line.line, gas) not in estimated
    ]


def keys(inventory: Inventory, layout: Layout, rows: pd.DataFrame, figures: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The cells of a table, (line, column), that hold a notation key because they hold no figure."""
    cells: dict[tuple[str, str], set[str]] = {}
    for gap in gaps(inventory, layout, rows):
        for column in layout.columns:
            if column.gas and gap.gas in ("", column.gas):
                cells.setdefault((gap.line, column.id), set()).add(gap.notation)
    missing = figures.isna()
    return {cell: ", ".join(sorted(signs)) for cell, signs in sorted(cells.items()) if missing.loc[cell]}


def completeness(inventory: Inventory, layout: Layout, rows: pd.DataFrame, lang: str = "zh") -> pd.DataFrame:
    """The table ``category, name, gas, estimated, notation, items, reason``.

    ``rows`` are the placed emission rows. There is a row for each line of the energy table without lines below it and
    each gas, and one for each notation key that stands beside figures.
    """
    import pandas as pd

    estimated = _estimated(rows)
    known = gaps(inventory, layout, rows)
    table = []
    for line in layout.lines:
        for gas in layout.gases:
            named = {"category": line.line, "name": line.name(lang), "gas": gas}
            found = (line.line, gas) in estimated
            missing = [gap for gap in known if gap.line == line.line and gap.gas in ("" if not found else gas, gas)]
            if found or not (missing or line.memo or layout.below(line.line)):
                table.append({**named, "estimated": found, "notation": "", "items": "", "reason": _WORDS[found][lang]})
            for gap in missing:
                of = "、".join(items.find_code(code).name(lang) for code in known[gap])
                reason = {"notation": gap.notation, "items": of, "reason": gap.reason(lang)}
                table.append({**named, "estimated": False, **reason})
    return pd.DataFrame(table)


_WORDS = {
    True: {"zh": "已估算", "en": "estimated"},
    False: {"zh": "没有活动水平数据，请核实是 NO 还是 NE", "en": "no activity data: find out whether NO or NE"},
}

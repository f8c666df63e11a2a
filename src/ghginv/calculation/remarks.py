"""What to know before a run's figures are used: factors of earlier years, and how well the factors are evidenced."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ghginv.domain import categories, gases, items
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.factors import guidelines
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

READ = ("found", "derived", "measured")
EARLIER_DEPOSITS = {"W.1.L": "W.1.H", "W.1.I": "W.1.HI", "W.1.O": "W.1.HO"}
"""Where first-order decay finds the waste of earlier years, by the category of the year's deposits."""
DECAYING = ("mixed_msw", "msw_component", "other_landfilled")


def remarks(inventory: Inventory) -> list[Finding]:
    """Warnings: values of earlier years, items without a factor, too much recovered, factors not read at source."""
    year = str(inventory.about["year"])
    earlier = {
        (term["name"], term["earlier"])
        for terms in inventory.choices["terms"]
        for term in json.loads(terms)
        if term["earlier"]
    }
    found = [
        Finding("factor-year-earlier", found=str(used), expected=year, details={"name": TERMS[name].title()})
        for name, used in sorted(earlier)
    ]
    choices = inventory.choices
    unestimated = choices[(choices["notation"] == "NE") & (choices["memo"] == "indirect")]
    found += [
        Finding("information-missing", details={"category": category, "why_zh": zh, "why_en": en})
        for category, zh, en in sorted(
            set(zip(*(unestimated[n] for n in ("category", "note_zh", "note_en")), strict=True))
        )
    ]
    if unused := _unused(inventory):
        found.append(
            Finding("activity-unused", found="、".join(unused), details={"guideline": inventory.about["guideline"]})
        )
    found += _without_potential(inventory)
    found += _recovered_too_much(inventory)
    found += _without_history(inventory)
    found += [*_unread_text(inventory), *_beyond(inventory)]
    unread = Counter(status for status in inventory.parameters["status"] if status not in READ)
    if unread:
        counted = ", ".join(f"{status} {count}" for status, count in sorted(unread.items()))
        total = len(inventory.parameters)
        found.append(Finding("factor-evidence", found=counted, details={"total": total}))
    return found


def _without_potential(inventory: Inventory) -> list[Finding]:
    """Gases of the run that its GWP set has no value for: they stand as NE."""
    gwp_set = str(inventory.about["gwp"])
    known = {gas for each, gas, _ in gases.potentials() if each == gwp_set}
    left_out = inventory.choices[(inventory.choices["notation"] == "NE") & (inventory.choices["gas"] != "")]
    lacking = sorted(set(left_out["gas"]) - known)
    if not lacking:
        return []
    return [Finding("gas-without-potential", found="、".join(lacking), details={"gwp_set": gwp_set})]


def _recovered_too_much(inventory: Inventory) -> list[Finding]:
    """Categories of waste whose methane comes out negative: more is recovered than generated."""
    rows = inventory.emissions
    tree = categories.tree()
    methane = rows[(rows["gas"] == "CH4") & rows["source_category"].str.startswith("W.")]
    top = methane["source_category"].map(lambda code: ".".join(code.split(".")[:2]))
    return [
        Finding(
            "recovery-above-generation",
            found=f"{tonnes:.6g}",
            details={"category_zh": tree[code].zh, "category_en": tree[code].en},
        )
        for code, tonnes in methane.groupby(top)["mass_t"].sum().items()
        if tonnes < 0
    ]


def _without_history(inventory: Inventory) -> list[Finding]:
    """Landfills that a guideline computes by first-order decay, with waste of the year but none of earlier years."""
    given, choices = inventory.activity, inventory.choices
    computed = set(choices[choices["formula"] != ""]["activity_category"])
    left_out = choices[(choices["notation"] == "NO") & (choices["gas"] == "CH4")]
    pairs = set(left_out[["activity_category", "item"]].itertuples(index=False, name=None))
    deposited = {
        row.category
        for row in given[given["quantity"] > 0].itertuples()
        if (row.category, row.item) in pairs and items.find_code(row.item).kind in DECAYING
    }
    tree = categories.tree()
    return [
        Finding("landfill-without-history", details={"category_zh": tree[code].zh, "category_en": tree[code].en})
        for code, earlier in sorted(EARLIER_DEPOSITS.items())
        if code in deposited and earlier not in computed
    ]


def unused_values(inventory: Inventory, typed: Iterable[Parameter]) -> list[Finding]:
    """Values of terms that a workbook gave and no formula of the run took, by their cells.

    What a row gives that has no figure under the guideline at all is not one of them: its activity is named elsewhere.
    """
    used = set(inventory.parameters["parameter_id"])
    rows = inventory.choices[inventory.choices["formula"] != ""]
    served = set(rows[["activity_category", "item"]].itertuples(index=False, name=None))
    anywhere = {item for _, item in served}  # an enterprise may measure an item without naming a category
    idle = [
        each
        for each in typed
        if each.parameter_id not in used
        and ((each.category, each.item) in served or (not each.category and each.item in anywhere))
    ]
    if not idle:
        return []
    shown = "、".join(f"{TERMS[each.name].title()} {each.place}" for each in idle[:5])
    details = {"count": len(idle), "guideline": inventory.about["guideline"]}
    return [Finding("value-unused", found=shown, details=details)]


def _unread_text(inventory: Inventory) -> list[Finding]:
    """Sectors of the run on which the guideline's text was not read, and what stands in."""
    guideline = guidelines.load(str(inventory.about["guideline"]))
    used = {categories.sector(code) for code in set(inventory.emissions["source_category"])}
    return [
        Finding(
            "guideline-unread",
            found=guideline.id,
            details={
                "sector_zh": categories.SECTORS[each.sector][0],
                "sector_en": categories.SECTORS[each.sector][1],
                "why_zh": each.note_zh,
                "why_en": each.note_en,
            },
        )
        for each in guideline.coverage
        if each.sector in used and each.known in ("second_hand", "unread")
    ]


def _beyond(inventory: Inventory) -> list[Finding]:
    """What is computed beside the total because the guideline has no such sources."""
    rows = inventory.emissions[inventory.emissions["memo"] == guidelines.BEYOND]
    if rows.empty:
        return []
    tree = categories.tree()
    codes = sorted(set(rows["source_category"]))
    names = {lang: "、".join(f"{code} {tree[code].name(lang)}" for code in codes[:6]) for lang in ("zh", "en")}
    more = {"zh": f" 等 {len(codes)} 类", "en": f" and others, {len(codes)} in all"} if len(codes) > 6 else {}
    details = {f"names_{lang}": names[lang] + more.get(lang, "") for lang in names}
    total = f"{rows['co2e_g'].sum() / 1e6:,.2f} t CO2e"
    return [Finding("guideline-beyond", found=total, details={**details, "guideline": inventory.about["guideline"]})]


def _unused(inventory: Inventory) -> list[str]:
    """Items of activity data that no rule of the guideline is about, each with its categories."""
    key = ["activity_category", "item"]
    served = set(inventory.choices[key].itertuples(index=False, name=None))
    given = inventory.activity[inventory.activity["quantity"].notna()]
    unused: dict[str, list[str]] = {}
    for category, item in sorted(set(given[["category", "item"]].itertuples(index=False, name=None)) - served):
        unused.setdefault(items.find_code(item).zh, []).append(category)
    return [f"{name}（{' '.join(codes)}）" for name, codes in unused.items()]

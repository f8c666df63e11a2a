"""How much of the statistics enterprises explain: by region, industry and item, with the emissions of a run.

Sums only; single enterprises stand in the trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.domain import categories, items, regions

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

COLUMNS = (
    "region region_name category category_name item item_name unit statistics enterprises enterprise_sum remainder "
    "explained_percent statistics_t enterprises_t remainder_t"
).split()
SECTIONS = ("1.1", "1.2", "1.3", "1.4", "3", "4", "5", "P", "W")
"""Where enterprises emit: energy, industry, transport, services, fugitives, processes, waste."""
EMITTED = ("", "beyond", "territorial")
"""Emissions in t CO2e are those that count and those that a guideline sets apart by where they count."""
_TOTAL = {"zh": "合计", "en": "Total"}


def explained(inventory: Inventory, record: Mapping[str, Any], lang: str = "zh") -> pd.DataFrame:
    """A row for each region, category and item (``COLUMNS``), and below each category its total in t CO2e.

    ``record`` is that of the feed. ``statistics_t`` is what the statistics would come to with the factors of the
    remainder; it is missing where nothing remains. ``explained_percent`` is the enterprises' share of the statistics,
    for totals their share of the emissions.
    """
    import pandas as pd

    emitted = inventory.emissions[inventory.emissions["memo"].isin(EMITTED)]
    tonnes = (emitted.groupby("activity_id")["co2e_g"].sum() / GRAMS_PER_TONNE).to_dict()
    activity = inventory.activity.set_index("activity_id", drop=False).to_dict("index")
    region = str(inventory.about["region"])
    submission = str(record.get("submission", ""))
    rows = [
        *(_of_group(group, region, submission, activity, tonnes) for group in record["groups"]),
        *_alone((activity[each] for each in record["alone"]), tonnes),
        *_statistics_alone(activity.values(), submission, tonnes),
    ]
    by_industry: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_industry[row["region"], row["category"]].append(row)
    order = {code: place for place, code in enumerate(categories.tree())}
    ranked = sorted(by_industry, key=lambda key: (len(regions.chain(key[0])), key[0], order[key[1]]))
    named = [
        _named(row, lang)
        for key in ranked
        for row in (*sorted(by_industry[key], key=lambda row: row["item"]), _total(*key, by_industry[key]))
    ]
    table = pd.DataFrame(named, columns=COLUMNS)
    return table.assign(enterprises=pd.Series([row["enterprises"] for row in named], dtype=object))


def _of_group(
    group: Mapping[str, Any],
    region: str,
    submission: str,
    activity: Mapping[Any, Mapping[str, Any]],
    tonnes: Mapping[str, float],
) -> dict[str, Any]:
    statistics, taken, left = (float(group[name]) for name in ("quantity", "enterprises", "remainder"))
    remaining = sum(tonnes.get(f"{submission}:{each}", 0.0) for each in group["statistics"])
    own = sum(_part(float(part), activity[each], tonnes) for each, part in group["parts"].items())
    return {
        "region": region,
        "category": group["category"],
        "item": group["item"],
        "unit": group["unit"],
        "statistics": statistics,
        "who": set(group["by_enterprise"]),
        "enterprise_sum": taken,
        "remainder": left,
        "explained_percent": 100 * taken / statistics if statistics else None,
        "statistics_t": remaining * statistics / left if left else None,
        "enterprises_t": own,
        "remainder_t": remaining,
    }


def _part(part: float, row: Mapping[str, Any], tonnes: Mapping[str, float]) -> float:
    """The emissions of a row as far as it stands in a figure: a plant's fuel may stand in two."""
    emitted = tonnes.get(row["activity_id"], 0.0)
    return emitted * part / row["quantity"] if row["quantity"] else emitted


def _alone(rows: Iterable[Mapping[str, Any]], tonnes: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """What enterprises have and the statistics do not, in the region in which it stands."""
    same: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        same[row["region"], row["category"], row["item"], row["unit"]].append(row)
    for key, own in same.items():
        yield {
            **dict(zip(("region", "category", "item", "unit"), key, strict=True)),
            "who": {row["enterprise"] for row in own},
            "enterprise_sum": sum(row["quantity"] for row in own),
            "enterprises_t": sum(tonnes.get(row["activity_id"], 0.0) for row in own),
            "remainder_t": 0.0,
        }


def _statistics_alone(
    rows: Iterable[Mapping[str, Any]], submission: str, tonnes: Mapping[str, float]
) -> Iterator[dict[str, Any]]:
    """What the statistics have and no enterprise accounts for."""
    same: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        given = not row["enterprise"] and row["submission"] != submission and row["quantity"] == row["quantity"]
        if given and any(categories.covers(section, row["category"]) for section in SECTIONS):
            same[row["region"], row["category"], row["item"], row["unit"]].append(row)
    for key, own in same.items():
        quantity = sum(row["quantity"] for row in own)
        emitted = sum(tonnes.get(row["activity_id"], 0.0) for row in own)
        yield {
            **dict(zip(("region", "category", "item", "unit"), key, strict=True)),
            "statistics": quantity,
            "who": set(),
            "enterprise_sum": 0.0,
            "remainder": quantity,
            "explained_percent": 0.0,
            "statistics_t": emitted,
            "enterprises_t": 0.0,
            "remainder_t": emitted,
        }


def _total(region: str, category: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    own, left = (sum(row[name] for row in rows) for name in ("enterprises_t", "remainder_t"))
    return {
        "region": region,
        "category": category,
        "item": "",
        "unit": "",
        "enterprises_t": own,
        "remainder_t": left,
        "who": set().union(*(row["who"] for row in rows)),
        "explained_percent": 100 * own / (own + left) if own + left else None,
    }


def _named(row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    item = row["item"]
    return {
        **row,
        "enterprises": len(row["who"]),
        "region_name": regions.find_code(row["region"]).name(lang) if regions.known(row["region"]) else "",
        "category_name": categories.tree()[row["category"]].name(lang),
        "item_name": items.find_code(item).name(lang) if item else _TOTAL[lang],
    }

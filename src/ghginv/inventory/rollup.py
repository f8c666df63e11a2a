"""Roll-up 汇总: districts' inventories become the city's, nothing counted twice, flows between them reconciled.

Emissions are not computed again: the rows of the parts stand side by side, each with its region. What the city itself
holds (a power plant that no district reports) is a part of its own. The gap between the sum and a figure that the city
compiled from its own statistics is reported and never forced.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.inventory import Inventory
from ghginv.domain import categories, regions
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

ALIKE = {
    "year": ("年份", "the year"),
    "guideline": ("核算指南", "the guideline"),
    "guideline_digest": ("核算指南的规则", "the guideline's rules"),
    "gwp": ("全球变暖潜势", "the GWP set"),
}
FLOW_TOLERANCE_PERCENT = 1.0


@dataclass(frozen=True)
class Part:
    """One inventory to merge: ``label`` names its file or run, ``submission`` keeps its rows apart from others'.

    ``held`` marks what the city itself holds: its region is then the city.
    """

    label: str
    inventory: Inventory
    submission: str
    sha256: str
    held: bool = False

    @property
    def region(self) -> str:
        """The region's code."""
        return str(self.inventory.about["region"])

    def name(self) -> str:
        """Code and name."""
        return f"{self.region} {regions.find_code(self.region).zh}" if regions.known(self.region) else self.region


def faults(parts: Sequence[Part], city: str) -> list[Finding]:
    """Why these parts cannot be added up, and what to know where they can."""
    if not parts:
        return [Finding("rollup-few")]
    return [
        *_unequal(parts),
        *_places(parts, city),
        *_same_submission(parts),
        *_same_facility(parts),
        *_parameters(parts),
        *_absent(parts, city),
    ]


def _unequal(parts: Sequence[Part]) -> Iterator[Finding]:
    for name, (zh, en) in ALIKE.items():
        found = sorted({str(part.inventory.about[name]) for part in parts})
        if len(found) > 1:
            shown = ", ".join(each[:12] for each in found)
            yield Finding("rollup-unequal", found=shown, details={"what_zh": zh, "what_en": en})


def _places(parts: Sequence[Part], city: str) -> Iterator[Finding]:
    for part in parts:
        if city not in regions.chain(part.region):
            yield Finding("rollup-outside", file=part.label, found=part.name(), expected=regions.find_code(city).zh)
    for one, other in combinations((part for part in parts if not part.held), 2):
        if one.region in regions.chain(other.region) or other.region in regions.chain(one.region):
            yield Finding("rollup-region-twice", file=other.label, found=other.name(), expected=one.name())


def _same_submission(parts: Sequence[Part]) -> Iterator[Finding]:
    """A filing of a region in two parts. An enterprise feeds each region in which it has facilities."""
    holders: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        table = part.inventory.activity
        fed = set(table.loc[table["enterprise"] != "", "submission"])
        used: Any = part.inventory.about["submissions"]
        for sha256 in sorted({each["sha256"] for each in used if each["submission"] not in fed}):
            holders[sha256].append(part.name())
    for sha256, names in sorted(holders.items()):
        if len(names) > 1:
            yield Finding("rollup-submission-twice", found=sha256[:12], expected="、".join(names))


def _same_facility(parts: Sequence[Part]) -> Iterator[Finding]:
    """A named enterprise or facility with the same category and item in two parts; flows name the other side there."""
    directions = {each[column] for each in flow_rows() for column in ("out_category", "in_category")}
    holders: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for part in parts:
        table = part.inventory.activity
        given = table[table["quantity"].notna() & ~table["category"].isin(directions)]
        for values in given[["enterprise", "facility", "category", "item"]].itertuples(index=False, name=None):
            if values[0] or values[1]:
                holders[values].add(part.name())
    for (enterprise, facility, category, item), names in sorted(holders.items()):
        if len(names) > 1:
            found = " ".join(filter(None, (enterprise, facility, category, item)))
            yield Finding("rollup-facility-twice", found=found, expected="、".join(sorted(names)))


def _parameters(parts: Sequence[Part]) -> Iterator[Finding]:
    values: dict[str, set[tuple[float, str]]] = defaultdict(set)
    for part in parts:
        for row in part.inventory.parameters[["parameter_id", "value", "unit"]].itertuples(index=False, name=None):
            values[row[0]].add((row[1], row[2]))
    different = sorted(name for name, found in values.items() if len(found) > 1)
    yield from (Finding("rollup-parameter", found=name) for name in different)
    if not different and len({str(part.inventory.about["tables_digest"]) for part in parts}) > 1:
        yield Finding("rollup-library")


def _absent(parts: Sequence[Part], city: str) -> Iterator[Finding]:
    year = int(str(parts[0].inventory.about["year"]))
    covered = {code for part in parts for code in regions.chain(part.region)}
    absent = [each for each in regions.children(city, year) if each.code not in covered and each.code.isdigit()]
    if absent:
        yield Finding("rollup-missing", found="、".join(f"{each.code} {each.zh}" for each in absent))


def merged(parts: Sequence[Part], city: str, version: str) -> Inventory:
    """The parts as one inventory of the city; ids of activities and choices are kept apart by part."""
    import pandas as pd

    frames: dict[str, list[pd.DataFrame]] = defaultdict(list)
    offset = 0
    for part in parts:
        given = part.inventory
        frames["activity"].append(_owned(given.activity, part).assign(submission=part.submission, file=part.label))
        frames["parameters"].append(given.parameters)
        frames["choices"].append(given.choices.assign(choice_id=given.choices["choice_id"] + offset))
        frames["rows"].append(_owned(given.rows, part).assign(choice_id=given.rows["choice_id"] + offset))
        offset += int(given.choices["choice_id"].max()) + 1
    tables = {name: pd.concat(each, ignore_index=True) for name, each in frames.items()}
    tables["parameters"] = tables["parameters"].drop_duplicates("parameter_id").sort_values("parameter_id")
    tables["rows"] = tables["rows"].sort_values(["activity_id", "choice_id"])
    return Inventory(
        _about(parts, city, version), **{name: each.reset_index(drop=True) for name, each in tables.items()}
    )


def _owned(frame: pd.DataFrame, part: Part) -> pd.DataFrame:
    return frame.assign(activity_id=part.submission + ":" + frame["activity_id"])


def _about(parts: Sequence[Part], city: str, version: str) -> dict[str, Any]:
    first = parts[0].inventory.about
    inputs = {name: first[name] for name in ("year", "guideline", "guideline_digest", "gwp", "lists_digest")}
    listed = sorted(parts, key=lambda part: part.submission)
    inputs |= {
        "region": city,
        **{name: _joined(parts, name) for name in ("library_digest", "tables_digest")},
        "submissions": [{"submission": part.submission, "sha256": part.sha256} for part in listed],
        "merged": [
            {"region": part.region, "run": str(part.inventory.about["run"]), "held": part.held} for part in listed
        ],
        "version": version,
    }
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return {"run": f"{inputs['year']}-{inputs['guideline']}-merged-{digest[:10]}", **inputs}


def _joined(parts: Sequence[Part], name: str) -> str:
    return ", ".join(sorted({str(part.inventory.about[name]) for part in parts}))


def flow_rows() -> list[dict[str, str]]:
    """What districts hand to each other, as data: ``flow, out_category, in_category, zh, en``."""
    return [row for _, row in folders.rows(folders.file("templates", "rollup/flows.csv"))]


def reconciled(parts: Sequence[Part]) -> pd.DataFrame:
    """What passes between the parts: ``flow, item, unit, sender, receiver, sent, received, difference``.

    The other side is the region that the row's facility names; where none is named, ``sender`` or ``receiver`` is
    blank and the other figure missing.
    """
    import pandas as pd

    columns = ["flow", "item", "unit", "sender", "receiver", "sent", "received", "difference"]
    inside = {part.region for part in parts}
    found: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for flow in flow_rows():
        for part in parts:
            table = part.inventory.activity
            for side, category in (("sent", flow["out_category"]), ("received", flow["in_category"])):
                for row in table[(table["category"] == category) & table["quantity"].notna()].to_dict("records"):
                    other = _counterpart(row["facility"], inside)
                    pair = (part.region, other) if side == "sent" else (other, part.region)
                    found[flow["flow"], row["item"], row["unit"], *pair][side] += row["quantity"]
    rows = [
        dict(zip(columns, (*key, sides.get("sent"), sides.get("received"), _gap(sides)), strict=True))
        for key, sides in sorted(found.items())
    ]
    return pd.DataFrame(rows, columns=columns)


def _counterpart(text: str, inside: set[str]) -> str:
    """The code of the region that a text names, if it is one of the parts."""
    region = regions.find(text) if text else None
    return region.code if region and region.code in inside else ""


def _gap(sides: Mapping[str, float]) -> float | None:
    return sides["sent"] - sides["received"] if "sent" in sides and "received" in sides else None


def mismatches(flows: pd.DataFrame) -> list[Finding]:
    """A warning for each flow between two parts on which they do not agree; one that only one side reports too."""
    words = {row["flow"]: row for row in flow_rows()}
    found = []
    for row in (
        flows[(flows["sender"] != "") & (flows["receiver"] != "")].fillna({"sent": 0, "received": 0}).to_dict("records")
    ):
        sent, received = row["sent"], row["received"]
        if abs(sent - received) > FLOW_TOLERANCE_PERCENT / 100 * max(sent, received):
            named = {"what_zh": words[row["flow"]]["zh"], "what_en": words[row["flow"]]["en"]}
            named |= {side: regions.find_code(row[side]).zh for side in ("sender", "receiver")}
            out, into = (f"{value:,.6g} {row['unit']}" for value in (sent, received))
            found.append(Finding("rollup-flow", found=out, expected=into, details=named))
    return found


def by_region(inventory: Inventory, lang: str = "zh") -> pd.DataFrame:
    """What counts, in t CO2e: a row a region and the sum, a column a sector, the total with and without land use."""
    import pandas as pd

    rows = inventory.emissions[inventory.emissions["memo"] == ""]
    sectors = rows["source_category"].map(categories.sector)
    names = {key: words[lang != "zh"] for key, words in categories.SECTORS.items()}
    table = rows.assign(sector=sectors).pivot_table(
        index="region", columns="sector", values="co2e_g", aggfunc="sum", fill_value=0
    )
    table = table.reindex(columns=[key for key in names if key in table], fill_value=0)
    total, without = ("合计", "不含林业合计") if lang == "zh" else ("Total", "Total without land use")
    table = pd.concat([table, table.sum().to_frame(total).T])
    sums = table.sum(axis=1)
    land = table.get("land", 0)
    table = table.rename(columns=names).assign(**{without: sums - land, total: sums}) / GRAMS_PER_TONNE
    label = [regions.find_code(code).name(lang) if regions.known(code) else code for code in table.index]
    table.insert(0, "name", label)
    return table.rename_axis("region").reset_index()


def gap(inventory: Inventory, city: Inventory, lang: str = "zh") -> pd.DataFrame:
    """The sum of the parts beside the city's own figure: ``sector, gas, sum_t, city_t, gap_t, percent``."""
    import pandas as pd

    sides = []
    for each in (inventory, city):
        rows = each.emissions[each.emissions["memo"] == ""]
        sectors = rows["source_category"].map(categories.sector)
        sides.append(rows.assign(sector=sectors).groupby(["sector", "gas"])["co2e_g"].sum())
    both = pd.concat(sides, axis=1, keys=["sum_t", "city_t"]).fillna(0)
    both.loc[("", ""), :] = both.sum()
    both /= GRAMS_PER_TONNE
    both["gap_t"] = both["sum_t"] - both["city_t"]
    both["percent"] = (100 * both["gap_t"] / both["city_t"].abs()).where(both["city_t"] != 0)
    table = both.reset_index()
    order = {key: place for place, key in enumerate((*categories.SECTORS, ""))}
    table = table.sort_values(["sector", "gas"], key=lambda c: c.map(order) if c.name == "sector" else c)
    names = {key: words[lang != "zh"] for key, words in categories.SECTORS.items()}
    names[""] = "合计" if lang == "zh" else "Total"
    return table.assign(sector=table["sector"].map(names)).reset_index(drop=True)

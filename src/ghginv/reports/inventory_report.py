"""The inventory report: from a run and what was found out about it to a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.domain import categories, gases, regions
from ghginv.factors import guidelines
from ghginv.reports import charts, figures, tables, wording
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.sankey import Flow, sankey
from ghginv.reports.sections import Sections, table

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

INTERVALS = 8
_KEYS = ("code", "category")
_MADE_UP = ("虚构", "made up")


@dataclass(frozen=True)
class Material:
    """What a report is made of: the inventory, and what other rooms found out about it.

    ``years`` are the emission rows of the region's years; ``propagation`` and ``drawn`` the tables of both approaches
    to uncertainty, ``key`` that of key categories, ``checks`` the summary of the checks, ``submissions`` the filings
    (``submission, file, sha256``), ``remarks`` lines on what to know before use.
    """

    inventory: Inventory
    sources: Mapping[str, Mapping[str, str]]
    region: str
    years: Mapping[int, pd.DataFrame]
    base: int
    propagation: pd.DataFrame
    drawn: pd.DataFrame
    key: pd.DataFrame
    checks: Sequence[Mapping[str, Any]]
    submissions: Sequence[Mapping[str, Any]]
    remarks: Sequence[str]
    notes: Sequence[str]


def document(material: Material, lang: str = "zh") -> Document:
    """The report of an inventory in a language; the same material gives the same document."""
    words = wording.words(lang)
    about = material.inventory.about
    sections = Sections(material.inventory, material.sources, words, lang)
    prepared: dict[str, Table | Chart] = {
        **_charts(material, sections, words, lang),
        **_tables(material, sections, words, lang),
    }
    facts = {**_facts(material, sections, words, lang), "has": frozenset(prepared)}
    title = words["title"].format(region=material.region, year=about["year"])
    under = [
        f"{words['guideline']}: {facts['guideline']}",
        f"{words['gwp']}: {about['gwp']}",
        f"{words['run']}: {about['run']}",
    ]
    warning = words["made-up"].format(region=material.region) if made_up(str(about["region"]), material.region) else ""
    blocks = wording.blocks(f"outline.{lang}.jinja", facts, prepared)
    return Document(wording.plain(title), tuple(map(wording.plain, under)), lang, wording.plain(warning), tuple(blocks))


def made_up(region: str, name: str = "") -> bool:
    """Whether a region is an invented one, as its name or note says."""
    known = regions.find_code(region) if regions.known(region) else None
    texts = [name, *((known.zh, known.en, known.note) if known else ())]
    return any(sign in text for text in texts for sign in _MADE_UP)


def _facts(material: Material, sections: Sections, words: Mapping[str, str], lang: str) -> dict[str, Any]:
    about, totals = material.inventory.about, material.inventory
    guideline = guidelines.load(str(about["guideline"]))
    lines = tables.table(totals, "totals", lang).set_index("category")["co2e_t"]
    marks = Counter(material.inventory.parameters["status"])
    whole = material.propagation.set_index("category")
    drawn = material.drawn.set_index("category")
    # Without land use there is one total only.
    own = {key: key if key in whole.index else "total" for key in ("total", "total_without_land")}
    uncertain = {
        name: {
            "percent": figures.percent(whole.loc[key, "combined_uncertainty"]),
            "lower": figures.tonnes(drawn.loc[key, "lower_t"]),
            "upper": figures.tonnes(drawn.loc[key, "upper_t"]),
        }
        for name, key in own.items()
    }
    return {
        "region": material.region,
        "code": about["region"],
        "year": about["year"],
        "years": sorted(material.years),
        "base": material.base,
        "guideline": guideline.name(lang),
        "guideline_note": getattr(guideline, f"note_{lang}"),
        "coverage": [
            {
                "sector": categories.SECTORS[each.sector][lang != "zh"],
                "known": words[f"known.{each.known}"],
                "note": getattr(each, f"note_{lang}"),
            }
            for each in guideline.coverage
            if each.sector in categories.SECTORS
        ],
        "gwp": about["gwp"],
        "run": about["run"],
        "version": about["version"],
        "net": figures.tonnes(lines["T"]),
        "without_land": figures.tonnes(lines["T.X"]),
        "sectors": sections.sectors(),
        "formulas": sections.formulas(),
        "parameters": len(material.inventory.parameters),
        "marks": [(words[f"mark.{mark}"], count) for mark, count in sorted(marks.items())],
        "unread": marks["recalled"] + marks["doubtful"],
        "activities": len(material.inventory.activity),
        "uncertain": uncertain,
        "draws": f"{int(drawn.loc['total', 'draws']):,}",
        "seed": int(drawn.loc["total", "seed"]),
        "key": int(material.key["key"].sum()),
        "assessed": len(material.key),
        "remarks": material.remarks,
        "notes": material.notes,
    }


def _charts(material: Material, sections: Sections, words: Mapping[str, str], lang: str) -> dict[str, Chart]:
    sums = _by_gas(sections.counted)
    found = {
        "chart sectors-by-gas": charts.sectors_by_gas(sums, words, lang),
        "chart sankey": sankey(_flows(sections.counted, lang), words, lang),
        "chart intervals": charts.intervals(_intervals(material), words, lang),
    }
    if material.key["level_key"].any():
        found["chart pareto"] = charts.pareto(material.key, words, lang)
    if len(material.years) > 1:
        found["chart trend"] = charts.trend(
            {year: _by_sector(rows) for year, rows in material.years.items()}, words, lang
        )
    return found


def _by_sector(rows: pd.DataFrame) -> dict[str, float]:
    counted = rows[rows["memo"] == ""]
    sums = counted.groupby(counted["source_category"].map(categories.sector))["co2e_g"].sum()
    return {str(sector): int(grams) / 1e6 for sector, grams in sums.items()}


def _by_gas(counted: pd.DataFrame) -> dict[str, dict[str, float]]:
    families = counted["gas"].map(lambda gas: gases.load()[gas].family)
    sums = counted.groupby([counted["sector"], families])["co2e_g"].sum()
    order = [*dict.fromkeys(gas.family for gas in gases.load().values())]
    return {
        sector: {gas: int(sums[sector, gas]) / 1e6 for gas in order if (sector, gas) in sums.index}
        for sector in categories.SECTORS
        if sector in sums.index.get_level_values(0)
    }


def _flows(counted: pd.DataFrame, lang: str) -> list[Flow]:
    families = counted["gas"].map(lambda gas: gases.load()[gas].family)
    sums = counted.groupby([counted["source_category"], families])["co2e_g"].sum()
    return [
        Flow(code, categories.tree()[code].name(lang), categories.sector(code), gas, int(grams) / 1e6)
        for (code, gas), grams in sums.items()
    ]


def _intervals(material: Material) -> list[dict[str, Any]]:
    """Both totals, then the categories that add most to the uncertainty, with the limits of both approaches."""
    both = material.propagation.merge(
        material.drawn[["category", "gas", "lower_t", "upper_t"]], on=["category", "gas"], how="left"
    )
    totals = both[both["gas"] == ""]
    largest = both[both["gas"] != ""].sort_values("variance_share", ascending=False, kind="stable").head(INTERVALS)
    return [row for part in (totals, largest) for row in part.to_dict("records")]


def _tables(material: Material, sections: Sections, words: Mapping[str, str], lang: str) -> dict[str, Table]:
    found = dict(sections.tables())
    found["totals"] = _totals(material.inventory, words, lang)
    if len((scopes := _totals(material.inventory, words, lang, scopes=True)).columns) > len(_KEYS) + 1:
        found["scopes"] = scopes
    found["uncertainty"] = _uncertainty(material, words)
    found["key"] = _key(material.key, words)
    found["completeness"] = _completeness(material.inventory, words, lang)
    found["submissions"] = table(
        words["submissions"],
        [words[f"column.{name}"] for name in ("submission", "file", "sha256")],
        [[each[name] for name in ("submission", "file", "sha256")] for each in material.submissions],
    )
    if len(material.years) > 1:
        found["trend"] = _trend(material, words, lang)
    if material.checks:
        names = ("check", "name", "status", "examined", "findings", "explained", "left_out")
        rows = [[*(each[name] for name in names)] for each in material.checks]
        for row in rows:
            row[2] = words[f"status.{row[2]}"]
        columns = [words[f"column.{name}"] for name in names]
        found["checks"] = table(words["checks"], columns, rows, (3, 4, 5))
    return found


def _totals(inventory: Inventory, words: Mapping[str, str], lang: str, *, scopes: bool = False) -> Table:
    """The reporting table ``totals`` in t CO2e by gas (of CO2 its tonnes) or by scope, without empty columns."""
    frame = tables.table(inventory, "totals", lang)
    masses = [name.replace("_co2e", "") for name in frame.columns if name.endswith("_co2e_t")]
    values = [name for name in frame.columns if name.endswith("_t") and name not in masses]
    values = [name for name in values if frame[name].notna().any() and name.startswith("scope") <= scopes]
    if scopes:
        values = [name for name in values if name.startswith("scope") or name == "co2e_t"]
    rows = [[row["category"], row["name"], *(_cell(row[name]) for name in values)] for row in frame.to_dict("records")]
    columns = [*(words[f"column.{name}"] for name in _KEYS), *(words[f"column.{name}"] for name in values)]
    strong = [place for place, code in enumerate(frame["category"]) if code in ("T", "T.X")]
    return table(words["totals"], columns, rows, range(2, len(columns)), strong)


def _cell(value: object) -> str:
    return figures.tonnes(value) if value is None or isinstance(value, float) else str(value)


def _trend(material: Material, words: Mapping[str, str], lang: str) -> Table:
    years = {year: _by_sector(rows) for year, rows in sorted(material.years.items())}
    rows: list[tuple[str, list[float | None]]] = [
        (names[lang != "zh"], [years[year].get(sector) for year in years])
        for sector, names in categories.SECTORS.items()
        if any(sector in each for each in years.values())
    ]
    apart: list[float | None] = [sum(v for sector, v in each.items() if sector != "land") for each in years.values()]
    rows += [(words["without-land"], apart), (words["with-land"], [sum(each.values()) for each in years.values()])]
    base = sorted(years).index(material.base)
    last = len(years)
    lines = []
    for name, values in rows:
        start, end = values[base], values[last - 1]
        change = 100 * (end - start) / abs(start) if start and end is not None else None
        lines.append([name, *map(figures.tonnes, values), figures.percent(change)])
    change_title = words["column.change"].format(base=material.base, year=max(years))
    columns = [words["column.sector"], *map(str, years), change_title]
    strong = (len(lines) - 2, len(lines) - 1)
    return table(words["trend"], columns, lines, range(1, len(columns)), strong)


def _uncertainty(material: Material, words: Mapping[str, str]) -> Table:
    rows = [
        [
            f"{row['name']} {row['gas']}",
            figures.tonnes(row["co2e_t"]),
            figures.percent(row["combined_uncertainty"]),
            figures.tonnes(row["lower_t"]),
            figures.tonnes(row["upper_t"]),
            figures.percent(row["variance_share"]),
        ]
        for row in _intervals(material)
    ]
    names = ("category", "co2e_t", "uncertainty", "lower", "upper", "variance_share")
    return table(words["uncertainty"], [words[f"column.{name}"] for name in names], rows, range(1, 6), (0, 1))


def _key(key: pd.DataFrame, words: Mapping[str, str]) -> Table:
    rows = [
        [row["category"], row["name"], row["gas"], figures.tonnes(row["co2e_t"]), row["why"]]
        for row in key[key["key"]].to_dict("records")
    ]
    names = ("code", "category", "gas", "co2e_t", "why")
    return table(words["key"], [words[f"column.{name}"] for name in names], rows, (3,))


def _completeness(inventory: Inventory, words: Mapping[str, str], lang: str) -> Table:
    """What is not estimated or has no data, by notation key; what is estimated needs no line."""
    frame = tables.table(inventory, "completeness", lang)
    frame = frame[~frame["estimated"].astype(bool)]
    rows = [
        [row["notation"] or words["no-key"], row["category"], row["name"], row["gas"], row["reason"]]
        for row in frame.sort_values(["notation"], kind="stable").to_dict("records")
    ]
    names = ("notation", "code", "category", "gas", "reason")
    return table(words["completeness"], [words[f"column.{name}"] for name in names], rows)

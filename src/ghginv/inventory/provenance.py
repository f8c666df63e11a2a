"""Where the uncertainty of each figure comes from, and what to know before it is quoted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ghginv.domain.terms import TERMS
from ghginv.findings import Finding
from ghginv.inventory.evidence import ACTIVITY, FACTOR
from ghginv.inventory.figures import Figures
from ghginv.inventory.inputs import Input, assumed

if TYPE_CHECKING:
    import pandas as pd

INPUT_COLUMNS = (
    "kind code term minus_percent plus_percent distribution origin source_id place status co2e_t categories".split()
)
LARGE = 60.0
"""Percent; a standard deviation above 0.3 of the mean is beyond error propagation (IPCC 2006 Vol.1 Ch.3)."""
_SHOWN = 5
_ORIGINS = {
    "zh": {"submitted": "填报", "library": "因子库", "default": "缺省值", "none": "无"},
    "en": {"submitted": "submitted", "library": "library", "default": "default", "none": "none"},
}
_QUANTITY = {"zh": "活动水平", "en": "activity"}


def used(figures: Figures) -> Iterator[tuple[Any, Input]]:
    """Each counted row with each input it rests on."""
    for row in figures.rows.itertuples():
        yield row, figures.evidence.activity(row.activity_id)
        for parameter_id in figures.choices[row.choice_id].parameters.values():
            yield row, figures.evidence.parameter(parameter_id)


def inputs(figures: Figures) -> pd.DataFrame:
    """A row per input with its interval, its origin and citation, and the emissions in t CO2e (absolute) it decides."""
    import pandas as pd

    touched: dict[Input, float] = {}
    codes: dict[Input, set[str]] = {}
    for row, each in used(figures):
        touched[each] = touched.get(each, 0.0) + abs(row.co2e_t)
        codes.setdefault(each, set()).add(row.category)
    records = [
        {
            "kind": each.kind,
            "code": each.code,
            "term": each.term,
            "minus_percent": each.minus,
            "plus_percent": each.plus,
            "distribution": "" if each.certain else each.distribution or assumed(each.minus, each.plus, each.ceiling),
            "origin": each.origin,
            "source_id": each.source_id,
            "place": each.place,
            "status": each.status,
            "co2e_t": size,
            "categories": " ".join(sorted(codes[each])),
        }
        for each, size in touched.items()
    ]
    frame = pd.DataFrame(records, columns=INPUT_COLUMNS)
    order = frame.assign(size=-frame["co2e_t"]).sort_values(["size", "kind", "code"], ignore_index=True)
    return order.drop(columns="size")


def origins(figures: Figures, lang: str = "zh") -> dict[tuple[str, str], dict[str, str]]:
    """``activity_from`` and ``factor_from`` by category and gas: the origins, with marks and the terms they are of."""
    found: dict[tuple[str, str], dict[str, dict[str, set[str]]]] = {}
    for row, each in used(figures):
        label = _ORIGINS[lang][each.origin] + (f"[{each.status}]" if each.status and each.origin != "submitted" else "")
        title = TERMS[each.term].title(lang) if each.term in TERMS else _QUANTITY[lang]
        sides = found.setdefault((row.category, row.gas), {ACTIVITY: {}, FACTOR: {}})
        sides[each.kind].setdefault(label, set()).add(title)
    return {
        key: {
            "activity_from": "; ".join(sorted(sides[ACTIVITY])),
            "factor_from": "; ".join(
                f"{label}: {', '.join(sorted(terms))}" for label, terms in sorted(sides[FACTOR].items())
            ),
        }
        for key, sides in found.items()
    }


def remarks(figures: Figures) -> list[Finding]:
    """Inputs without an uncertainty, and those that rest on defaults."""
    frame = inputs(figures)
    found = []
    without = frame[frame["origin"] == "none"]
    if not without.empty:
        uncertain = {row.Index for row, each in used(figures) if not each.certain}
        certain = figures.rows[~figures.rows.index.isin(uncertain)]["co2e_t"].abs()
        whole = math.fsum(figures.rows["co2e_t"].abs())
        percent = 100 * math.fsum(certain) / whole if whole else 0.0
        names = ", ".join(without["code"][:_SHOWN]) + (" …" if len(without) > _SHOWN else "")
        details = {"percent": f"{percent:.1f}", "names": names}
        found.append(Finding("uncertainty-none", found=str(len(without)), details=details))
    default = frame[frame["origin"] == "default"]
    if not default.empty:
        marks = Counter(default["status"])
        status = ", ".join(f"{mark} {count}" for mark, count in sorted(marks.items()))
        found.append(Finding("uncertainty-default", found=str(len(default)), details={"status": status}))
    return found

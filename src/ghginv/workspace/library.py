"""``calculate``, ``formulas``, ``factors`` and ``guidelines``: what is known, and how it is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ghginv.domain.terms import TERMS
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors

if TYPE_CHECKING:
    from ghginv.workspace.place import Workspace


def calculate(name: str, values: Sequence[str], lang: str = "zh") -> dict[str, Any]:
    """One formula with ``name=value`` texts: result, unit, the equation with its numbers, the source."""
    from ghginv.formulas import find
    from ghginv.readings import prose

    formula = find(name)
    given = dict(_assignment(text) for text in values)
    lines = prose.in_numbers(formula, given, lang)
    return {
        "formula": name,
        "title": formula.equation.title(lang),
        "result": formula(**given),
        "unit": formula.equation.result,
        "equation": prose.in_symbols(formula),
        "calculation": lines,
        "source": formula.equation.source,
        "status": formula.equation.status,
    }


def formulas(lang: str = "zh") -> list[dict[str, Any]]:
    """All formulas: name, sector, title, result unit, arguments, source."""
    from ghginv.formulas import all_formulas

    return [
        {
            "name": name,
            "sector": formula.equation.sector,
            "title": formula.equation.title(lang),
            "unit": formula.equation.result,
            "arguments": " ".join(formula.equation.arguments),
            "source": formula.equation.source,
        }
        for name, formula in all_formulas().items()
    ]


def formula(name: str, lang: str = "zh") -> dict[str, Any]:
    """One formula explained: its text, its arguments with units."""
    from ghginv.formulas import find
    from ghginv.readings import prose

    found = find(name)
    units = found.equation.units()
    return {
        "name": name,
        "title": found.equation.title(lang),
        "unit": found.equation.result,
        "text": prose.markdown(found, lang).splitlines(),
        "arguments": [
            {"name": argument, "title": TERMS[argument].title(lang), "unit": units[argument]}
            for argument in found.equation.arguments
        ],
        "source": found.equation.source,
        "status": found.equation.status,
    }


def factors(
    workspace: Workspace | None, *, name: str = "", factor_set: str = "", item: str = "", status: str = ""
) -> list[dict[str, Any]]:
    """The parameters of the library, by term, factor set, item and evidence mark."""
    wanted = {"name": name, "factor_set": factor_set, "item": item, "status": status}
    return [
        asdict(row)
        for row in _library(workspace).rows
        if all(not value or getattr(row, field) == value for field, value in wanted.items())
    ]


def factor(workspace: Workspace | None, parameter_id: str) -> dict[str, Any]:
    """One parameter with its citation; UsageError with the nearest ids when unknown."""
    library = _library(workspace)
    if parameter_id not in library.by_id:
        near = get_close_matches(parameter_id, library.by_id, cutoff=0.4)
        raise UsageError(Finding("factor-unknown", found=parameter_id, details={"near": "、".join(near) or "-"}))
    row = library.by_id[parameter_id]
    cited = {f"source_{key}": value for key, value in library.sources[row.source_id].items() if key != "source_id"}
    return {**asdict(row), **cited}


def resolve_term(
    workspace: Workspace | None, term: str, guideline: str, key: dict[str, Any], lang: str = "zh"
) -> dict[str, Any]:
    """Which parameter is chosen for a key under a guideline, why, and what was passed over."""
    from ghginv.domain import items
    from ghginv.factors import guidelines, resolve

    if term not in TERMS:
        near = get_close_matches(term, TERMS, cutoff=0.4)
        raise UsageError(Finding("term-unknown", found=term, details={"near": "、".join(near) or "-"}))
    library = _library(workspace)
    with _overlaid(workspace):
        rules = guidelines.load(guideline or (workspace.settings.guideline if workspace else "pg2011"))
    found = items.find(key["item"]) if key["item"] else None
    full = {
        "enterprise": "",
        **key,
        "region": key["region"] or (workspace.settings.region if workspace else "100000"),
        "item": found.code if found else key["item"],
    }
    wanted = resolve.Key(quantity_unit=full.pop("unit") or (found.unit if found else ""), **full)
    outcome = resolve.resolve(library, term, wanted, rules.sets(term))
    if isinstance(outcome, resolve.Missing):
        raise InputError(outcome.finding())
    row = outcome.parameter
    return {
        "parameter_id": row.parameter_id,
        "value": outcome.value,
        "unit": outcome.unit,
        "status": row.status,
        "source_id": row.source_id,
        "place": row.place,
        "reason": outcome.reason_zh if lang == "zh" else outcome.reason_en,
        "passed_over": [f"{parameter_id}: {why}" for parameter_id, why in outcome.passed_over],
    }


def check(workspace: Workspace | None) -> dict[str, Any]:
    """The state of the library: rows by set and evidence mark, and all that is wrong or odd with file and line."""
    from ghginv.factors import library

    with _overlaid(workspace):
        findings = library.check()
        rows = () if errors(findings) else library.load().rows
    counted = Counter((row.factor_set, row.status) for row in rows)
    return {
        "by_status": [
            {"factor_set": factor_set, "status": status, "rows": count}
            for (factor_set, status), count in sorted(counted.items())
        ],
        "findings": findings,
    }


def guidelines(workspace: Workspace | None, lang: str = "zh") -> list[dict[str, Any]]:
    """All guidelines: id, name, GWP set, category system, and how well their text on each sector is known."""
    from ghginv.factors import guidelines as known

    with _overlaid(workspace):
        loaded = [known.load(guideline) for guideline in known.available()]
    return [
        {
            "guideline": each.id,
            "name": each.name(lang),
            "gwp": each.gwp,
            "categories": each.category_system,
            "rules": len(each.rules),
            "text": ", ".join(f"{part.sector} {part.known}" for part in each.coverage),
            "note": each.note_zh if lang == "zh" else each.note_en,
        }
        for each in loaded
    ]


def guideline_rules(workspace: Workspace | None, guideline: str, lang: str = "zh") -> list[dict[str, Any]]:
    """The rules of a guideline: which formula serves which activity data."""
    from ghginv.factors import guidelines as known

    with _overlaid(workspace):
        loaded = known.load(guideline)
    return [
        {
            "rule": rule.rule,
            "activity_category": rule.activity_category,
            "item": "|".join(rule.items),
            "formula": rule.formula or rule.notation,
            "category": rule.category,
            "scope": rule.scope,
            "memo": rule.memo,
            "note": rule.note_zh if lang == "zh" else rule.note_en,
        }
        for rule in loaded.rules
    ]


def _library(workspace: Workspace | None):  # type: ignore[no-untyped-def]
    from ghginv.factors import library

    with _overlaid(workspace):
        return library.load()


def _overlaid(workspace: Workspace | None):  # type: ignore[no-untyped-def]
    return workspace.overlaid() if workspace else nullcontext()


def _assignment(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        numerator, _, denominator = number.partition("/")
        return name.strip(), float(numerator) / float(denominator or 1)
    except (ValueError, ZeroDivisionError):
        raise UsageError(Finding("value-expected", found=text)) from None

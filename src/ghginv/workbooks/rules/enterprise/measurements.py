"""The sheet of measured values: a parameter of the item, in its unit, once, for something that was used."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import items, units
from ghginv.domain.terms import TERMS
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import Option
from ghginv.workbooks.rules.enterprise.bounds import thresholds

Key = tuple[str, str, str]  # parameter, item, facility


def rows(filled: Filled) -> Iterator[tuple[Entry, Option, Option]]:
    """The rows with a known item and parameter."""
    for entry in filled.of_role("measured"):
        parameter = entry.chosen("parameter")
        if entry.item and parameter:
            yield entry, entry.item, parameter


def fits(item: Option, parameter: Option) -> bool:
    """Whether a parameter is one of the item's kind; one of which nothing is said fits all."""
    kinds = thresholds()["parameters"]["kinds"].get(parameter.code)
    return kinds is None or items.find_code(item.code).kind in kinds


def parameter_of_item(filled: Filled) -> Iterator[Finding]:
    """The parameter is one that the item has."""
    for entry, item, parameter in rows(filled):
        if not fits(item, parameter):
            told = {"item": item.zh, "item_en": item.en, "found_en": parameter.en}
            yield entry.finding("measured-not-of-item", "parameter", parameter.zh, **told)


def unit_of_parameter(filled: Filled) -> Iterator[Finding]:
    """The unit is one in which the parameter may stand; for another of its kind the remedy says how to convert."""
    for entry, item, parameter in rows(filled):
        term = TERMS[parameter.code]
        wanted = term.unit(item.unit)
        given = bool(entry.months) or not entry.total.blank
        if entry.unit == wanted or (not entry.said("unit") and not given) or not fits(item, parameter):
            continue
        told = {"parameter": parameter.zh, "parameter_en": parameter.en}
        if not entry.said("unit"):
            yield entry.finding("measured-unit-missing", "unit", expected=_name(wanted), **told)
        elif entry.unit and units.dimension(entry.unit) == units.dimension(wanted):
            factor = f"{float(units.factor(entry.unit, wanted)):.8g}"
            yield entry.finding("measured-unit-other", "unit", entry.said("unit"), wanted, factor=factor, **told)
        else:
            yield entry.finding("measured-unit-wrong", "unit", entry.said("unit"), _name(wanted), **told)


def _name(unit: str) -> str:
    return "小数 0-1" if unit == "1" else unit


def method_and_laboratory(filled: Filled) -> Iterator[Finding]:
    """Somebody measured it: the laboratory is named; that the method is chosen is asked of every list."""
    for entry, _, _ in rows(filled):
        column = entry.column("laboratory")
        if column and not entry.text(column) and not entry.broken(column):
            yield entry.finding("measured-laboratory-missing", column)


def once(filled: Filled) -> Iterator[Finding]:
    """A parameter of an item stands once for a facility."""
    first: dict[Key, Entry] = {}
    for entry, item, parameter in rows(filled):
        key = (parameter.code, item.code, entry.site)
        earlier = first.setdefault(key, entry)
        if earlier is not entry:
            other = f"{earlier.sheet}!{earlier.address('parameter')}"
            found, found_en = f"{item.zh} {parameter.zh}", f"{item.en}, {parameter.en}"
            yield entry.finding("measured-twice", "parameter", found, other=other, found_en=found_en)


def of_something_used(filled: Filled) -> Iterator[Finding]:
    """What was measured was used, in that facility where one is named."""
    used = _used(filled)
    for entry, item, _ in rows(filled):
        facilities, own = used.get(item.code), entry.site
        if facilities is None:
            yield entry.finding("measured-of-nothing", "item", item.zh, found_en=item.en)
        elif own and own not in facilities and "" not in facilities:
            found, found_en = f"{item.zh}（{entry.facility}）", f"{item.en} ({entry.facility})"
            yield entry.finding("measured-of-nothing", "item", found, found_en=found_en)


def _used(filled: Filled) -> dict[str, set[str]]:
    """The facilities that use an item, by item; empty where a row names none."""
    used: dict[str, set[str]] = {}
    for entry in filled.entries:
        if entry.item:
            used.setdefault(entry.item.code, set()).add(entry.site)
    return used


def together(filled: Filled) -> Iterator[Finding]:
    """A value that rests on another measured value comes with it: carbon per energy with the calorific value."""
    given = {(parameter.code, item.code, entry.site) for entry, item, parameter in rows(filled)}
    used = _used(filled)
    for entry, item, parameter in rows(filled):
        if item.code not in used:
            continue
        for other in thresholds()["parameters"]["together"].get(parameter.code, ()):
            places = {entry.site, ""}
            if fits(item, parameter) and not any((other, item.code, place) in given for place in places):
                told = {"item": item.zh, "item_en": item.en, "found_en": parameter.en}
                expected = TERMS[other].zh
                yield entry.finding(
                    "measured-without", "parameter", parameter.zh, expected, expected_en=TERMS[other].en, **told
                )


def needed(filled: Filled) -> Iterator[Finding]:
    """An item for which no default can stand comes with what was measured of it."""
    asked = thresholds()["parameters"]["needed"]
    given = {(parameter.code, item.code, entry.site) for entry, item, parameter in rows(filled)}
    for entry in filled.entries:
        if entry.item is None or not entry.quantity.number:
            continue
        places = {entry.site, ""}
        missing = [
            TERMS[code]
            for code in asked.get(entry.item.code, ())
            if not any((code, entry.item.code, place) in given for place in places)
        ]
        if missing:
            told = {"item": entry.item.zh, "item_en": entry.item.en, "expected_en": ", ".join(t.en for t in missing)}
            yield entry.finding("measured-needed", "item", expected="、".join(t.zh for t in missing), **told)

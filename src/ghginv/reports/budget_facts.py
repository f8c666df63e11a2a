"""What stands at the head of every document of a budget: version, period, basis, unit, rules, day of the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghginv.reports import wording
from ghginv.reports.budget_material import Facts
from ghginv.reports.inventory_report import made_up

FOLDER = "reports/budget"
_BLANK = ("budget", "name", "region", "version", "state", "basis", "gwp", "rules", "rules_status", "price_base",
          "data_date", "unit", "previous", "prepared_by", "at", "warning")  # fmt: skip
_HEAD = (("number", "date", "issuer"), ("budget", "version"), ("period", "unit"), ("basis",),
         ("rules", "price_base", "gwp"), ("data_date", "prepared"))  # fmt: skip


def known(facts: Facts, words: Mapping[str, str]) -> dict[str, Any]:
    """The facts with every key that documents use, ids as words; what is not given is empty."""
    found: dict[str, Any] = {**dict.fromkeys(_BLANK, ""), "base_t": None, "base_year": 0, "layers": {}, **facts}
    years = tuple(int(year) for year in found["years"])
    basis = str(found["basis"])
    return {
        **found,
        "years": years,
        "first": years[0],
        "last": years[-1],
        "version": str(found["version"]),
        "state": words.get(f"state.{found['state']}", str(found["state"])),
        "basis": words.get(f"basis.{basis}", basis),
        "rules_mark": words.get(f"status.{found['rules_status']}", str(found["rules_status"])),
        "unit": str(found["unit"]) or words["unit.co2" if basis == "dual-control" else "unit.co2e"],
    }


def heading(facts: Mapping[str, Any], words: Mapping[str, str], **more: str) -> tuple[str, ...]:
    """The lines under the title; ``facts`` are those of ``known``, ``more`` the number, date and issuer of a letter."""
    values: dict[str, object] = {
        **more,
        "budget": _pair(facts["name"], facts["budget"], words),
        "version": _pair(facts["version"], facts["state"], words),
        "period": words["period"].format(first=facts["first"], last=facts["last"], base_year=facts["base_year"]),
        "rules": _pair(facts["rules"], facts["rules_mark"], words),
        "prepared": " ".join(str(each) for each in (facts["prepared_by"], facts["at"]) if each),
        **{key: facts[key] for key in ("basis", "unit", "gwp", "price_base", "data_date")},
    }
    lines = []
    for keys in _HEAD:
        said = [words["line"].format(name=words[f"fact.{key}"], value=values[key]) for key in keys if values.get(key)]
        lines.append(wording.plain(words["and"].replace("_", " ").join(said)))
    return tuple(filter(None, lines))


def warning(facts: Facts, lang: str) -> str:
    """What stands on every page: what the facts say, else that a made-up region is one."""
    if given := str(facts.get("warning") or ""):
        return wording.plain(given)
    region, name = str(facts.get("region") or ""), str(facts.get("name") or "")
    if made_up(region, f"{region} {name}"):
        return wording.plain(wording.words(lang)["made-up"].format(region=region or name))
    return ""


def _pair(value: object, more: object, words: Mapping[str, str]) -> str:
    told = more and value and str(more) not in str(value)  # a name that says it need not say it again
    return words["pair"].format(value=value, more=more) if told else str(value or more)

"""Versions of a budget: a budget in a row, its versions, what differs between two."""

from __future__ import annotations

from typing import Any

from ghginv.workspace.budgets.budget import Budget

_KG = 1000


def summary(budget: Budget, lang: str = "zh") -> dict[str, Any]:
    """Id, name, years, state, revision, newest version, version in force, its total of all years in t."""
    from ghginv.budget.process import STATES

    standing, plan = budget.standing, budget.plan
    total = _total(budget.version(standing.version)["about"]) if standing.version else None
    return {
        "budget": budget.id,
        "name": plan.name,
        "years": f"{plan.first_year}-{plan.last_year}",
        "state": STATES[standing.state][lang == "en"],
        "revision": standing.revision,
        "version": standing.version,
        "issued": standing.issued,
        "total_t": total,
    }


def table(budget: Budget, lang: str = "zh") -> list[dict[str, Any]]:
    """A row a version: who made it when, its path and methods, its total in t."""
    return [
        {
            "version": each["version"],
            "at": each["at"],
            "actor": each["actor"],
            "path": each["about"]["choice"].get("path", ""),
            "methods": stated(each["about"]["methods"], lang),
            "total_t": _total(each["about"]),
            "sha256": each["sha256"][:12],
            "note": each["note"],
        }
        for each in budget.versions()
    ]


def stated(methods: dict[str, dict[str, float]], lang: str = "zh") -> str:
    """The methods of regions and industries with their weights in words."""
    from ghginv.budget.allocation import methods as registry

    known = registry.load()
    sides = {"regions": ("区域", "regions"), "industries": ("行业", "industries")}
    parts = []
    for side, weights in methods.items():
        named = " + ".join(
            f"{known[method].name(lang) if method in known else method}"
            + (f" × {weight:g}" if len(weights) > 1 else "")
            for method, weight in weights.items()
        )
        parts.append(f"{sides[side][lang == 'en']}: {named}")
    return "；".join(parts) if lang == "zh" else "; ".join(parts)


def difference(budget: Budget, old: int, new: int, by: str = "line") -> list[dict[str, Any]]:
    """Rows that differ between two versions, in t: by line, or summed by year and region or industry."""
    keys = {
        "line": ["year", "kind", "region", "industry", "layer", "enterprise"],
        "region": ["year", "region"],
        "industry": ["year", "industry"],
    }[by]
    before, after = (budget.lines(number).groupby(keys)["amount_kg"].sum() for number in (old, new))
    both = before.index.union(after.index)
    rows = []
    for key in both:
        was, now = int(before.get(key, 0)), int(after.get(key, 0))
        if was != now:
            percent = 100 * (now - was) / was if was else None
            rows.append(
                {**dict(zip(keys, key, strict=True)), "old_t": was / _KG, "new_t": now / _KG,
                 "change_t": (now - was) / _KG, "change_percent": percent}
            )  # fmt: skip
    return rows


def _total(about: dict[str, Any]) -> float:
    return sum(about["totals"].values()) / _KG

"""Words of the methods: name, formula and why a unit gets what it gets, from ``quota_rules/methods.csv``."""

from __future__ import annotations

from collections.abc import Mapping

from ghginv import folders


@folders.remembered
def methods() -> Mapping[str, Mapping[str, str]]:
    """By method: ``zh, en, formula, citation, reason_zh, reason_en``; in the reasons, symbols stand in braces."""
    path = folders.file("emission_factors", "quota_rules/methods.csv")
    return {row["method"]: row for _, row in folders.rows(path)}


def reason(method: str, basis: Mapping[str, str], lang: str) -> str:
    """The reason with its numbers filled in."""
    return methods()[method][f"reason_{lang}"].format(**basis)

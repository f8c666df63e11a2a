"""``budget evaluate --list``: which evaluation rules there are, for whom, since when, what of them is published."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from ghginv.store.audit import now
from ghginv.workspace.place import Workspace


def table(workspace: Workspace | None, year: int | None = None, lang: str = "zh") -> list[dict[str, Any]]:
    """A row a rule; InputError where a file is no rule."""
    from ghginv import folders
    from ghginv.budget.evaluation import rules

    with workspace.overlaid() if workspace else nullcontext():
        paths = [folders.file("emission_factors", f"{rules.FOLDER}/{name}.toml") for name in rules.names()]
        found = [rules.read(path, year or int(now()[:4])) for path in paths]
    return [
        {
            "id": each.id, "name": each.name(lang), "applies_to": " ".join(each.applies_to), "combine": each.combine,
            "valid": each.valid, "status": each.status,
            "citation": each.citation, "published": each.published_zh if lang == "zh" else each.published_en,
            "own": each.own_zh if lang == "zh" else each.own_en,
        }
        for each in found
    ]  # fmt: skip

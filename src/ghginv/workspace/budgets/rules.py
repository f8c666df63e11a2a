"""``budget rules``: which rule sets there are, and where each number of one comes from."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from ghginv.workspace.place import Workspace

_USES = {"zh": ("规则", "对照"), "en": ("rule", "to compare with")}


def table(workspace: Workspace | None, name: str, year: int | None, lang: str = "zh") -> list[dict[str, Any]]:
    """The rule sets; with a ``name`` the parameters of one in a year, then published figures to compare with.

    UsageError for an unknown name and for a year outside the set.
    """
    from ghginv.budget import rules

    with workspace.overlaid() if workspace else nullcontext():
        if not name:
            found = [rules.load(each) for each in rules.names()]
            return [
                {"id": each.id, "name": each.zh if lang == "zh" else each.en, "status": each.status,
                 "citation": each.citation, "note": each.note_zh if lang == "zh" else each.note_en}
                for each in found
            ]  # fmt: skip
        one = rules.load(name, year)
    rows = [*((_USES[lang][0], each) for each in one.parameters), *((_USES[lang][1], each) for each in one.related)]
    names = ("parameter", "value", "unit", "jurisdiction", "status", "citation", "note")
    return [{"use": use, **{field: getattr(each, field) for field in names}} for use, each in rows]

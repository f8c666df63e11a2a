"""Items that cannot stand in a category or go with a technology: heat is not transferred in as electricity."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import categories
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled


def item_in_category(filled: Filled) -> Iterator[Finding]:
    """The item's list allows it in the category."""
    for entry in filled.entries:
        if not entry.item or not entry.category or not entry.item.categories:
            continue
        if entry.category not in entry.item.categories:
            named = {"item": entry.item.zh, "item_en": entry.item.en}
            for lang, suffix in (("zh", ""), ("en", "_en")):
                named[f"category{suffix}"] = _label(entry.category, lang)
                named[f"allowed{suffix}"] = "、".join(_label(code, lang) for code in entry.item.categories)
            column = entry.column("item")
            found = entry.text(column) if column else ""
            yield entry.finding("item-not-in-category", "item", found, named["allowed"], **named)


def technology_of_item(filled: Filled) -> Iterator[Finding]:
    """The technology is one of the item's; it must be chosen where the factor depends on it and none was measured."""
    for entry in filled.entries:
        column = entry.column("technology")
        allowed = entry.item.technologies if entry.item else None
        if column is None or entry.item is None or allowed is None or entry.technology in allowed:
            continue
        options = [option for option in filled.layout.options[column.options].entries if option.code in allowed]
        named = {
            "item": entry.item.zh,
            "item_en": entry.item.en,
            "allowed": "、".join(option.zh for option in options) or "（空）",
            "allowed_en": ", ".join(option.en for option in options) or "(blank)",
        }
        if entry.technology:
            yield entry.finding("technology-not-of-item", column, entry.text(column), named["allowed"], **named)
        elif options and entry.quantity.number is not None and not entry.text(column) and not any(entry.terms()):
            yield entry.finding("technology-missing", column, "", named["allowed"], **named)


def _label(code: str, lang: str) -> str:
    return f"{code} {categories.tree()[code].name(lang)}"

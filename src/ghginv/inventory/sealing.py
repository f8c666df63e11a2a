"""A sealed inventory 封装: one file that holds a run with all that explains it, can be moved, verified and merged.

The file is a ZIP archive of JSON Lines (``activity``, ``parameters``, ``choices``, ``rows``) and ``manifest.json`` with
their SHA-256; the seal is the SHA-256 of the manifest. The same run gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ghginv.calculation import steps
from ghginv.calculation.apply import GRAMS_PER_TONNE
from ghginv.calculation.inventory import Inventory
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
PARTS = ("activity", "parameters", "choices", "rows")
MANIFEST = "manifest.json"
MOST_BYTES = 1 << 30  # unpacked; a province's inventory has some ten megabytes
_MANIFEST_BYTES = 1 << 22
_DATE = (2000, 1, 1, 0, 0, 0)  # fixed, so that the same run gives the same bytes
_WHOLE = ("year", "month", "vintage", "choice_id", "mass_g", "co2e_g", "valid_from", "valid_to")


@dataclass(frozen=True)
class Sealed:
    """What a package holds; ``regions`` are the rows of those of its regions that have codes of one's own."""

    inventory: Inventory
    seal: str
    regions: tuple[Mapping[str, str], ...]


def pack(inventory: Inventory, regions: Sequence[Mapping[str, str]] = ()) -> tuple[bytes, str]:
    """The package of an inventory and its seal."""
    parts = {name: _lines(getattr(inventory, name)) for name in PARTS}
    manifest = {
        "format": FORMAT,
        "about": dict(inventory.about),
        "regions": [dict(each) for each in regions],
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()},
    }
    head = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {MANIFEST: head, **{f"{name}.jsonl": parts[name] for name in PARTS}}.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue(), hashlib.sha256(head).hexdigest()


def unpack(content: bytes, name: str = "") -> Sealed:
    """The inventory in a package. InputError when it is no package, was changed, or does not follow from its inputs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            head = _read(archive, MANIFEST, _MANIFEST_BYTES)
            manifest = json.loads(head)
            if manifest["format"] != FORMAT:
                raise InputError(Finding("seal-newer", file=name, found=str(manifest["format"]), expected=str(FORMAT)))
            parts = {part: _read(archive, f"{part}.jsonl", MOST_BYTES) for part in PARTS}
            changed = [p for p in PARTS if hashlib.sha256(parts[p]).hexdigest() != manifest["sha256"][p]]
            if changed:
                raise InputError(Finding("seal-broken", file=name, found=", ".join(changed)))
            inventory = Inventory(manifest["about"], **{part: _frame(text) for part, text in parts.items()})
            regions = tuple({str(k): str(v) for k, v in each.items()} for each in manifest["regions"])
            wrong = miscalculated(inventory)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, NotImplementedError) as fault:
        raise InputError(Finding("seal-unreadable", file=name, found=str(fault) or type(fault).__name__)) from None
    if wrong:
        raise InputError(Finding("seal-miscalculated", file=name, found=", ".join(wrong[:5])))
    return Sealed(inventory, hashlib.sha256(head).hexdigest(), regions)


def miscalculated(inventory: Inventory) -> list[str]:
    """The activities whose emissions are not what their formula gives, beyond a gram of rounding."""
    wrong: list[str] = []
    for formula in sorted(set(inventory.emissions["formula"])):
        table = steps.steps(inventory, formula)
        grams = table["result"] * GRAMS_PER_TONNE
        off = (table["mass_g"] - grams).abs() > 1 + 1e-9 * grams.abs()
        wrong += sorted(table.loc[off, "activity_id"])
    choices = inventory.choices.set_index("choice_id")["gwp"]
    rows = inventory.rows
    co2e = rows["mass_g"] * rows["choice_id"].map(choices)
    off = (rows["co2e_g"] - co2e).abs() > 1 + 1e-9 * co2e.abs()
    return [*wrong, *sorted(rows.loc[off, "activity_id"])]


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """An entry, never more than ``most`` bytes whatever its header says."""
    with archive.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} > {most:,} bytes")
    return content


def _lines(frame: pd.DataFrame) -> bytes:
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return "".join(
        json.dumps(each, ensure_ascii=False, sort_keys=True, default=_plain) + "\n" for each in records
    ).encode()


def _plain(value: Any) -> Any:
    return value.item()


def _frame(text: bytes) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame([json.loads(line) for line in text.decode("utf-8").splitlines()])
    for name in _WHOLE:
        if name in frame and frame[name].notna().all():
            frame[name] = frame[name].astype("int64")
    for name in ("quantity", "uncertainty", "gwp"):
        if name in frame:
            frame[name] = frame[name].astype("float64")
    return frame

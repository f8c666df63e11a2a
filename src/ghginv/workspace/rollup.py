"""``seal`` and ``merge``: a run handed over as one file; districts' files become the city's inventory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ghginv
from ghginv.domain import regions
from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.workspace import accounts
from ghginv.workspace.import_workbook import actor, now
from ghginv.workspace.place import Workspace
from ghginv.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.inventory.rollup import Part
    from ghginv.inventory.sealing import Sealed


@dataclass(frozen=True)
class Merged:
    """The city's run, what each region contributes, the flows between them, the gap to the city's own figure."""

    run: Run
    regions: pd.DataFrame
    flows: pd.DataFrame
    gap: pd.DataFrame | None
    findings: list[Finding]


def seal(run: Run, path: Path) -> str:
    """Write a run to a sealed file, which appears whole or not at all; returns the seal, which is also recorded."""
    from ghginv.inventory import sealing
    from ghginv.store import runs

    with run.workspace.overlaid():
        region = str(run.about["region"])
        own = [accounts.row(code) for code in reversed(regions.chain(region)) if accounts.is_own(code)]
        content, mark = sealing.pack(run.inventory, own)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(path)
    with run.workspace.writing() as database:
        runs.seal(database, run.id, mark, now(), actor())
    return mark


def merge(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    held: str | None = None,
    city: str | None = None,
    lang: str = "zh",
) -> Merged:
    """Merge sealed files into a run of the workspace's region and store it with them.

    ``held`` is a run of this workspace with what the city itself holds, ``city`` one that the city compiled from its
    own statistics, to compare with. Raises InputError with all reasons why the parts cannot be added up.
    """
    from ghginv.inventory import rollup

    opened = [_open(path) for path in paths]
    _learn(workspace, [sealed for _, sealed in opened])
    with workspace.overlaid():
        parts = [_part(path.name, content, sealed) for path, (content, sealed) in zip(paths, opened, strict=True)]
        parts += [_held(workspace, held)] if held else []
        parts.sort(key=lambda part: (part.held, part.region))
        found = rollup.faults(parts, workspace.settings.region)
        if wrong := errors(found):
            raise InputError(*wrong)
        inventory = rollup.merged(parts, workspace.settings.region, ghginv.__version__)
        _store(
            workspace, parts, {path.name: content for path, (content, _) in zip(paths, opened, strict=True)}, inventory
        )
        run = Run(workspace, str(inventory.about["run"]))
        flows = rollup.reconciled(parts)
        gap = rollup.gap(inventory, workspace.run(city).inventory, lang) if city else None
        return Merged(
            run, rollup.by_region(inventory, lang), flows, gap, [*found, *rollup.mismatches(flows), *_gap(gap)]
        )


def _open(path: Path) -> tuple[bytes, Sealed]:
    from ghginv.inventory import sealing

    try:
        content = path.read_bytes()
    except OSError as fault:
        raise InputError(Finding("seal-unreadable", file=path.name, found=fault.strerror or str(fault))) from None
    return content, sealing.unpack(content, path.name)


def _learn(workspace: Workspace, opened: Sequence[Sealed]) -> None:
    """Codes of one's own that come with a package become known here."""
    for row in {each["code"]: each for sealed in opened for each in sealed.regions}.values():
        with workspace.overlaid():
            known = regions.known(row["code"])
        if not known:
            accounts.write(workspace.path, row)


def _part(label: str, content: bytes, sealed: Sealed) -> Part:
    from ghginv.inventory.rollup import Part

    digest = sha256(content).hexdigest()
    return Part(label, sealed.inventory, f"S{digest[:10]}", digest)


def _held(workspace: Workspace, run: str) -> Part:
    """What the city holds itself travels the same way: sealed, stored, merged."""
    from ghginv.inventory import sealing
    from ghginv.inventory.rollup import Part

    inventory = workspace.run(run).inventory
    digest = sha256(sealing.pack(inventory)[0]).hexdigest()
    return Part(str(inventory.about["run"]), inventory, f"S{digest[:10]}", digest, held=True)


def _store(workspace: Workspace, parts: Sequence[Part], contents: dict[str, bytes], inventory: Any) -> None:
    from ghginv.store import runs, submissions

    activity = inventory.activity
    with workspace.writing() as database:
        for part in parts:
            if submissions.known(database, part.sha256) is None:
                filing = submissions.Filing(
                    submission=part.submission,
                    file=part.label,
                    sha256=part.sha256,
                    kind=submissions.SEALED,
                    template_version="",
                    region=part.region,
                    year=int(inventory.about["year"]),
                    enterprise="",
                    content=contents.get(part.label, b""),
                )
                own = activity[activity["submission"] == part.submission]
                records = own.astype(object).where(own.notna(), None).to_dict("records")
                submissions.add_sealed(database, filing, records)
                submissions.record_event(database, part.submission, "submitted", now(), actor())
        if not runs.known(database, str(inventory.about["run"])):
            tables = (inventory.choices, inventory.parameters, inventory.rows)
            runs.add(database, inventory.about, *tables, compiled_at=now())


def _gap(gap: pd.DataFrame | None) -> list[Finding]:
    if gap is None:
        return []
    total = gap.iloc[-1]
    percent = "-" if total["percent"] != total["percent"] else f"{total['percent']:+.2f}"
    return [Finding("rollup-gap", found=f"{total['gap_t']:+,.2f} t CO2e", details={"percent": percent})]

"""Where the data that officials own is found: the workspace first, then the checkout, then the installed wheel.

``emission_factors/``, ``templates/``, ``inventories/`` and ``budgets/`` stand at the root of the repository and
travel in the wheel as ``ghginv/_data``. A workspace may override or extend them file by file.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import TypeVar


class BrokenFile(ValueError):
    """A data file that is not a table: which file and line, and what was expected."""


KINDS = ("emission_factors", "templates", "inventories", "budgets")
_PACKAGE = Path(__file__).resolve().parent
Table = TypeVar("Table")
_overlay: ContextVar[Path | None] = ContextVar("overlay", default=None)
_caches: list[Callable[[], None]] = []


@cache
def built_in() -> Path:
    """The folder that holds the shipped data: the repository root in a checkout, else ``_data`` in the wheel."""
    checkout = _PACKAGE.parent.parent
    if _PACKAGE.parent.name == "src" and (checkout / "emission_factors").is_dir():
        return checkout
    return _PACKAGE / "_data"


@contextmanager
def overlaid(workspace: Path | None) -> Iterator[None]:
    """Within the block, files of ``workspace`` stand before the shipped ones."""
    token = _overlay.set(workspace)
    try:
        yield
    finally:
        _overlay.reset(token)


def remembered(load: Callable[[], Table]) -> Callable[[], Table]:
    """Read a list once for each workspace whose files may stand before the shipped ones."""
    by_overlay = lru_cache(maxsize=8)(lambda workspace: load())
    _caches.append(by_overlay.cache_clear)
    return wraps(load)(lambda: by_overlay(_overlay.get()))


def forget() -> None:
    """Read all lists anew: a workspace's own files have changed."""
    for clear in _caches:
        clear()


def files(kind: str, pattern: str) -> list[Path]:
    """All files of a kind that match a glob, by relative name; the workspace's file hides the shipped one."""
    found: dict[str, Path] = {}
    for root in (built_in(), _overlay.get()):
        if root is None:
            continue
        base = root / kind
        found.update({path.relative_to(base).as_posix(): path for path in base.glob(pattern) if path.is_file()})
    return [found[name] for name in sorted(found)]


def file(kind: str, name: str) -> Path:
    """One file by its relative name."""
    for root in (_overlay.get(), built_in()):
        if root is not None and (path := root / kind / name).is_file():
            return path
    raise FileNotFoundError(f"{kind}/{name}")


def digest(kind: str, patterns: Iterable[str]) -> str:
    """SHA-256 of the content of the files that match some globs, as they are found."""
    found = hashlib.sha256()
    for pattern in sorted(patterns):
        for path in files(kind, pattern):
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; every row has every column, all text stripped."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if None in row or None in row.values():
                columns = len(reader.fieldnames or ())
                raise BrokenFile(
                    f"{path}:{reader.line_num}: 该行不是 {columns} 列 the row does not have {columns} columns"
                )
            yield reader.line_num, {name: value.strip() for name, value in row.items()}

"""``ghginv.toml``: which region a workspace belongs to and what it compiles by default."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from ghginv.errors import InputError, UsageError
from ghginv.findings import LANGUAGES, Finding

NAME = "ghginv.toml"
DATABASE = "ghginv.db"
VARIABLE = "GHGINV_WORKSPACE"


_TYPES = {"levels": tuple, "base_year": int, "four_eyes": bool}


@dataclass(frozen=True, slots=True)
class Settings:
    """``levels`` are the codes above the region, nearest first; ``gwp`` empty means the guideline's own set.

    ``base_year`` 0 means the first year of a series. With ``four_eyes`` nobody verifies what he handed in himself.
    """

    region: str
    name: str
    levels: tuple[str, ...] = ()
    guideline: str = "pg2011"
    gwp: str = ""
    language: str = "zh"
    base_year: int = 0
    four_eyes: bool = False

    def text(self) -> str:
        """The file's content."""
        fields = {**asdict(self), "levels": list(self.levels)}
        # A JSON string or list of strings is one in TOML too.
        return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


def read(folder: Path) -> Settings:
    """The settings of the workspace in ``folder``; InputError when a field is missing, unknown or of the wrong type."""
    try:
        fields = tomllib.loads((folder / NAME).read_text("utf-8"))
        settings = Settings(**{**fields, "levels": tuple(fields.get("levels", ()))})
    except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as fault:
        raise InputError(Finding("workspace-broken", file=NAME, found=str(fault))) from None
    for name, value in asdict(settings).items():
        known = value in LANGUAGES if name == "language" else type(value) is _TYPES.get(name, str)
        if not known:
            raise InputError(Finding("workspace-broken", file=NAME, found=f"{name} = {value}"))
    return settings


def locate(given: Path | None) -> Path:
    """The workspace meant: ``given``, else the environment's, else the nearest folder upwards that holds one."""
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    start = named or Path.cwd()
    candidates = [start] if named else [start, *start.resolve().parents]
    for folder in candidates:
        if (folder / NAME).is_file():
            return folder
    raise UsageError(Finding("workspace-missing", found=str(start)))

"""The real command line, as a user calls it, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GHGINV = Path(sys.executable).with_name("ghginv")


@dataclass(frozen=True)
class Answer:
    """What a call left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class Desk:
    """Somebody at a desk: a folder to work in, an empty home, a language."""

    def __init__(self, folder: Path, lang: str = "zh"):
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.lang = lang

    def call(self, *arguments: object, actor: str = "") -> Answer:
        """Call ghginv, as somebody; whatever happens, a traceback is never what a user gets to see."""
        environment = {**os.environ, "HOME": str(self.home), "PYTHONUTF8": "1"}
        environment |= {"GHGINV_ACTOR": actor} if actor else {}
        environment.pop("GHGINV_WORKSPACE", None)
        done = subprocess.run(
            [GHGINV, *map(str, arguments)],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def done(self, *arguments: object) -> Answer:
        """Call ghginv and expect it to succeed."""
        answer = self.call(*arguments)
        assert answer.code == 0, answer.err + answer.out
        return answer

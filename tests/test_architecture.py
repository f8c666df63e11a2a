"""The rooms stay apart, and modules and functions stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for folder in ("src", "tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py"))
MODULE_LINES = 400
FUNCTION_LINES = 60
DRAWERS = {"utils", "util", "helpers", "helper", "common", "commons", "manager", "misc"}

# For each contract, by its id, a module and a line that it must refuse there.
FORBIDDEN = {
    "layers": ("domain", "from ghginv import factors"),
    "database": ("reports", "import sqlite3"),
    "engine": ("workspace", "import duckdb"),
    "old-workbooks": ("store", "import python_calamine"),
    "face": ("cli", "from ghginv import domain"),
}


def lint_imports(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the contracts of ``root/pyproject.toml`` on ``root/src``."""
    return subprocess.run(
        [Path(sysconfig.get_path("scripts")) / "lint-imports", "--no-cache", *options],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
    )


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", FORBIDDEN)
def test_contract_refuses(contract: str, tmp_path: Path) -> None:
    room, line = FORBIDDEN[contract]
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src")
    (tmp_path / "src/ghginv" / room / "planted.py").write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    result = lint_imports(tmp_path, "--contract", contract)
    assert result.returncode == 1
    assert f"ghginv.{room}.planted ->" in result.stdout


def test_modules_are_short() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{named(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in functions(path)
    }
    assert len(lengths) > len(MODULES) // 2
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_modules_say_why_they_exist() -> None:
    silent = [named(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_module_is_a_drawer() -> None:
    assert [named(path) for path in MODULES if DRAWERS & set(path.relative_to(ROOT).with_suffix("").parts)] == []

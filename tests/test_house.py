"""README, Makefile, continuous integration and pyproject.toml say the same, and nothing in the tree is local."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ghginv import folders

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Without these bounds an installation of today breaks, or says nothing and draws wrong tables.
PINS = {"ibis-framework[duckdb]==12.0.*", "duckdb>=1.5.5,<2", "sqlglot<30"}

# Written in two halves, so that this file does not name what it looks for.
LOCAL_PATH = re.compile(r"(?<![\w.:/~*$}-])/" + r"(?:work|tmp|root|home|Users)/\w")
REGISTRY_HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "crates" + ".io", "golang" + ".org")


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    return set(phony[1].split())


def recipe(target: str) -> list[str]:
    """The command lines of a target of the Makefile."""
    body = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert body, target
    return [line.strip() for line in body[1].splitlines()]


def commands(text: str) -> set[str]:
    """The lines of a text, fenced or not, that call make."""
    return set(re.findall(r"^make (\w+)", text, re.MULTILINE))


def texts() -> Iterator[tuple[Path, str]]:
    """The text files of the tree: those of the root, and all below the folders that are kept."""
    kept = (".ci", "benchmarks", "docs", "src", "tests", *folders.KINDS)
    paths = [*ROOT.iterdir(), *(path for folder in kept for path in (ROOT / folder).rglob("*"))]
    for path in sorted(path for path in paths if path.is_file()):
        content = path.read_bytes()
        if b"\0" not in content:
            yield path, content.decode("utf-8")


def test_readme_calls_real_targets() -> None:
    assert {"demo", "test"} <= commands(README) <= targets()


@pytest.mark.parametrize("target", ["demo", "test", "bench"])
def test_target_sets_up_its_environment(target: str) -> None:
    assert re.search(rf"^{target}: \$\(BIN\)/pip\b", MAKEFILE, re.MULTILINE)
    assert any(line.startswith("$(PIP) install ") for line in recipe(target))


def test_ci_runs_the_readme_test_command() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[-1] == "make test"
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_the_tests_come_last() -> None:
    assert recipe("test")[-1].startswith("$(BIN)/pytest")


def test_pins_are_kept() -> None:
    assert set(PROJECT["project"]["dependencies"]) >= PINS


def test_every_data_folder_is_shipped() -> None:
    build = PROJECT["tool"]["hatch"]["build"]["targets"]
    assert build["wheel"]["force-include"] == {kind: f"ghginv/_data/{kind}" for kind in folders.KINDS}
    assert {f"/{kind}" for kind in folders.KINDS} <= set(build["sdist"]["include"])


def test_nothing_is_local() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if LOCAL_PATH.search(line) or any(host in line for host in REGISTRY_HOSTS)
    ]
    assert found == []


def mapped() -> set[str]:
    """The paths that the tree of MAP.md names, folders with a slash."""
    tree = (ROOT / "src/ghginv/MAP.md").read_text(encoding="utf-8").split("## The tree")[1].split("```")[1]
    found, parents = set(), []
    for indent, name in re.findall(r"^( *)([\w.]+/?)(?:\s|$)", tree, re.MULTILINE):
        del parents[len(indent) // 2 :]
        found.add("".join([*parents, name]))
        parents.append(name)
    return found


def test_map_names_every_room_and_module() -> None:
    package = ROOT / "src/ghginv"
    modules = [path.relative_to(package) for path in package.rglob("*.py")]
    rooms = {f"{parent.as_posix()}/" for path in modules for parent in path.parents if parent.name}
    assert mapped() == rooms | {path.as_posix() for path in modules if path.name != "__init__.py"}

"""What is published works away from the checkout: the wheel, built from the sdist, compiles the worked example."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from ghginv import folders

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed, run without what the checkout puts into the environment."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "GHGINV_WORKSPACE")}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a new environment that holds the wheel and borrows all other packages from this one."""
    base = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", base / "dist", ROOT, cwd=base)
    (wheel,) = (base / "dist").glob("*.whl")

    environment = base / "venv"
    venv.create(environment, symlinks=True)
    scripts = environment / "bin"
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python")
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=base)
    purelib = run(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=base).strip()
    # A line of a .pth file extends the path and nothing more: the editable installation over there is not followed.
    Path(purelib, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


def test_package_and_data_come_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    script = "from ghginv import folders; print(folders.__file__); print(folders.built_in())"
    module, data = map(Path, run(installed / "python", "-c", script, cwd=tmp_path).split("\n")[:2])
    assert module.is_relative_to(installed.parent)
    assert data == module.parent / "_data"


def test_all_data_are_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    script = "from ghginv import folders; print(folders.built_in())"
    shipped = Path(run(installed / "python", "-c", script, cwd=tmp_path).strip())
    for kind in folders.KINDS:
        assert content(shipped / kind) == content(ROOT / kind)


def test_demo_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    printed = run(installed / "ghginv", "demo", "--part", "inventory", "--part", "district", cwd=tmp_path)
    assert "CO2" in printed
    assert any(tmp_path.rglob("ghginv.db"))
    assert any(tmp_path.rglob("*.xlsx"))


def content(folder: Path) -> dict[str, bytes]:
    """The files below a folder by relative name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

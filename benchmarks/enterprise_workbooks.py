"""How fast hundreds of enterprise workbooks are read and judged, against bare python-calamine, in one run.

Run by hand: ``python benchmarks/enterprise_workbooks.py [WORKBOOKS]``. The workbooks are those of ``ghginv synthetic``:
twelve industries, some 6,000 cells with formats each, a third of them with known faults.

* ghginv: read with all limits on, all rules asked, records made; on two worker processes as ``ghginv import`` has them,
  from their start to their end.
* python-calamine: bare ``to_python(skip_empty_area=False)`` of all sheets, on one process; values only.

Both take turns, three times; what ghginv finds is compared with the faults that were put in. Peak memory is that of a
fresh run over a fifth of the workbooks and over all of them: the largest worker, and the process that gathers.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine
from tabulate import tabulate

from ghginv.workspace import synthetic, workers
from ghginv.workspace.check import check_workbook

PROCESSES, ROUNDS, REGION = 2, 3, "440300"
Found = tuple[str, str, str, str]


def judged(path: Path) -> tuple[int, list[Found]]:
    """Read and judge one workbook: the number of its records, and what was found."""
    checked = check_workbook(path, region=REGION)
    records = len(checked.judgement.activities) + len(checked.judgement.indicators)
    return records, [(path.name, each.sheet, each.cell, each.code) for each in checked.findings]


def of_ghginv(paths: list[Path]) -> tuple[int, list[Found]]:
    """All workbooks, on two processes."""
    records, found = 0, []
    for path, answer in workers.run(judged, paths, processes=PROCESSES, seconds=300):
        if isinstance(answer, workers.Failure):
            raise SystemExit(f"{path.name}: {answer}")
        records += answer[0]
        found += answer[1]
    return records, found


def of_calamine(paths: list[Path]) -> None:
    """Values only, as lists, on one process."""
    for path in paths:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def used() -> float:
    """Processor seconds of this process and of its children that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(read: Callable[[list[Path]], object], paths: list[Path]) -> tuple[float, float]:
    """Seconds on the clock and of processor time."""
    clock, processor = time.perf_counter(), used()
    read(paths)
    return time.perf_counter() - clock, used() - processor


def memory(folder: Path, count: int) -> tuple[float, float]:
    """Peak MiB of the largest worker and of the gathering process, in an interpreter of its own."""
    call = [sys.executable, __file__, "--memory", str(folder), str(count)]
    worker, gathering = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    return worker / 1024, gathering / 1024


def peak(folder: Path, count: int) -> None:
    """Judge the first workbooks of a folder and print the peak memory of worker and gatherer in KiB."""
    of_ghginv(sorted(folder.glob("*.xlsx"))[:count])
    usages = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    print(json.dumps(list(usages)))


def main(count: int) -> None:
    """Write the workbooks, read them in turns, print medians and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin = time.process_time()
        paths = sorted(synthetic.write(folder, synthetic.Order(count=count, faults=1 / 3)))
        written = 1000 * (time.process_time() - begin) / count
        print(f"{count} workbooks written: {written:.0f} ms of processor time each")
        faults = json.loads((folder / "faults.json").read_text("utf-8"))
        known = sorted(tuple(fault[key] for key in ("file", "sheet", "cell", "code")) for fault in faults)
        records, found = of_ghginv(paths)
        if sorted(found) != known:
            raise SystemExit(f"not the faults that were put in: {sorted(set(found) ^ set(known))[:5]}")
        times = [(timed(of_calamine, paths), timed(of_ghginv, paths)) for _ in range(ROUNDS)]
        rows = [("python-calamine, one process", *_each(times, 0, count)), ("ghginv, two", *_each(times, 1, count))]
        size = sum(path.stat().st_size for path in paths) / count / 1024
        print(f"{records:,} records, {len(found)} faults, all of them those put in; {size:.0f} KiB a workbook; medians")
        print(tabulate(rows, ("reader", "ms/workbook", "processor ms/workbook"), floatfmt=".1f"))
        clock = statistics.median(ours[0] / theirs[0] for theirs, ours in times)
        processor = statistics.median(ours[1] / PROCESSES / theirs[1] for theirs, ours in times)
        print(f"ghginv takes {clock:.2f} x the time; {processor:.2f} x where both processors are free for it")
        peaks = [(each, *memory(folder, each)) for each in (max(1, count // 5), count)]
        print(tabulate(peaks, ("workbooks", "peak MiB of a worker", "of the gatherer"), floatfmt=".1f"))


def _each(times: list[tuple[tuple[float, float], tuple[float, float]]], which: int, count: int) -> list[float]:
    """Median milliseconds a workbook, on the clock and of the processor."""
    return [statistics.median(1000 * each[which][kind] / count for each in times) for kind in (0, 1)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        peak(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)

"""Work on many files in child processes: in order, a few at a time, and none takes the others along.

Each worker is a process of its own behind a pipe. One that dies, or works longer than it may on a file, costs that
file alone: a new worker takes its place. Results are given in the order of the jobs; only a window of them is ever
under way, so memory does not grow with their number.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Literal

WINDOW = 16  # jobs under way or waiting for an earlier one, for each worker
_TICK = 1.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job has no result: its process died, it took too long, or it raised; ``found`` says more."""

    kind: Literal["died", "slow", "raised"]
    found: str


def run(
    work: Callable[[Any], Any], jobs: Iterable[Any], *, processes: int, seconds: float
) -> Iterator[tuple[Any, Any]]:
    """Each job with its result or ``Failure``, in the order of the jobs, which are taken as workers come free.

    ``work`` and the jobs must be picklable: workers start as new interpreters. A job that is a ``Done`` needs no work.
    """
    pool = _Pool(work, iter(jobs), processes, seconds)
    try:
        yield from pool.results()
    finally:
        pool.close()


@dataclass(frozen=True, slots=True)
class Done:
    """A job whose result is known already: it only waits for its turn."""

    job: Any
    result: Any


class _Worker:
    """A child process, what it works on, and since when."""

    def __init__(self, work: Callable[[Any], Any]):
        spawn = multiprocessing.get_context("spawn")
        self.connection, theirs = spawn.Pipe()
        self.process = spawn.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()
        self.number = -1
        self.job: Any = None
        self.since = 0.0

    def give(self, number: int, job: Any) -> None:
        self.number, self.job, self.since = number, job, time.monotonic()
        with contextlib.suppress(OSError):  # it died while idle: seen when its answer is read
            self.connection.send(job)

    def answer(self) -> Any:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            return Failure("died", str(self.process.exitcode))

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Pool:
    def __init__(self, work: Callable[[Any], Any], jobs: Iterator[Any], processes: int, seconds: float):
        self.work, self.jobs, self.most, self.seconds = work, jobs, max(1, processes), seconds
        self.idle: list[_Worker] = []
        self.busy: dict[Connection, _Worker] = {}
        self.done: dict[int, tuple[Any, Any]] = {}
        self.taken, self.given, self.more = 0, 0, True

    def results(self) -> Iterator[tuple[Any, Any]]:
        while True:
            self._take()
            while self.given in self.done:
                self.given += 1
                yield self.done.pop(self.given - 1)
                self._take()
            if not self.busy and not self.more:
                return
            if self.busy:
                self._collect()

    def close(self) -> None:
        for worker in (*self.idle, *self.busy.values()):
            worker.end()

    def _take(self) -> None:
        """Give out jobs while somebody is free and the window is open."""
        while self.more and len(self.busy) < self.most and self.taken - self.given < self.most * WINDOW:
            try:
                job = next(self.jobs)
            except StopIteration:
                self.more = False
                return
            number, self.taken = self.taken, self.taken + 1
            if isinstance(job, Done):
                self.done[number] = job.job, job.result
                continue
            worker = self.idle.pop() if self.idle else _Worker(self.work)
            self.busy[worker.connection] = worker
            worker.give(number, job)

    def _collect(self) -> None:
        """Take the answers that are there, and give up on who has worked too long."""
        ready: Any = wait(list(self.busy), timeout=min(_TICK, self.seconds))
        for connection in ready:
            worker = self.busy.pop(connection)
            answer = worker.answer()
            self.done[worker.number] = worker.job, answer
            if isinstance(answer, Failure) and answer.kind == "died":
                worker.end()
            else:
                self.idle.append(worker)
        for worker in list(self.busy.values()):
            if time.monotonic() - worker.since > self.seconds and not worker.connection.poll():
                del self.busy[worker.connection]
                self.done[worker.number] = worker.job, Failure("slow", f"{self.seconds:g}")
                worker.end()


def _serve(connection: Connection, work: Callable[[Any], Any]) -> None:
    """The child: a job, an answer, until the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(500_000)  # a workbook is tens of thousands of small objects without cycles
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            answer = work(job)
        except Exception as fault:  # a fault of ours in one file must not end the others
            answer = Failure("raised", f"{type(fault).__name__}: {fault}")
        connection.send(answer)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)

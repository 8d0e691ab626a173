"""Where articles are read: in processes of this machine, or on the machines of a Dask cluster.

Reading scales out; publishing stays with one process. Whatever reads, the result is the same.
Any other `concurrent.futures.Executor` will do, too: `Corpus.load` and `regenerate` take one.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from typing import Any, ParamSpec, TypeVar

from vnru.diagnostics import VnruError
from vnru.extras import needing
from vnru.signals import STOPPING, held

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_PAYS = 2_000  #: articles; to start processes for fewer takes longer than to read them
_PATIENCE = 30.0  #: seconds to wait for a first worker of a cluster, or for another one
_INTERVAL = 1.0  #: seconds between two looks for one


class WorkerError(VnruError):
    """What was to read the articles ended before it had; nothing was published."""


def suitable(articles: int) -> int:
    """Return how many processes should read a number of articles: one for each core, or one."""
    if articles < _PAYS:
        return 1
    if hasattr(os, "sched_getaffinity"):  # what a container or `taskset` leaves us
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def processes(count: int) -> Iterator[Executor]:
    """Give an executor of `count` processes of this machine.

    They start when there is something to do, all at once; a run with next to nothing to read does
    without. They end with the block, and also with this process, however it ends.

    Raises:
        WorkerError: one of them was killed.
    """
    executor = _Processes(count)
    try:
        yield executor
    except BrokenExecutor as error:
        raise WorkerError(
            "a process that read articles was killed, perhaps for want of memory; nothing was"
            " changed (--jobs 1 takes the least)"
        ) from error
    finally:
        executor.shutdown(cancel_futures=True)


class _Processes(Executor):
    """Processes that are not there before they are needed."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: Executor | None = None

    def submit(
        self,
        fn: Callable[_Parameters, _Result],
        /,
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> Future[_Result]:
        if self._pool is None:
            self._pool = _pool(self._count)
            with held():  # a worker hears of no signal before it has begun
                self._pool.submit(_begun).result()
        promised: Future[_Result] = Future()
        task = self._pool.submit(fn, *args, **kwargs)
        task.add_done_callback(functools.partial(_keep, promised))
        return promised

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as inherited
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)


def _keep(promised: Future[_Result], task: Future[_Result]) -> None:
    """Hand on how a task of the pool ended.

    The pool's own futures are for the pool to cancel: where a process is killed, Python 3.11 fails
    with a traceback on one that somebody else has cancelled (`shutdown` cancels what is left).
    """
    if task.cancelled():
        promised.cancel()
    if not promised.set_running_or_notify_cancel():
        return
    error = task.exception()
    if error is None:
        promised.set_result(task.result())
    else:
        promised.set_exception(error)


def _pool(count: int) -> Executor:
    import multiprocessing  # only where there are to be some
    from concurrent.futures import ProcessPoolExecutor

    # Forking is safe as long as there are no threads, and spares every worker our imports.
    method = "fork" if sys.platform == "linux" else None
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Leave signals to the parent, who is asked to stop as well, and end when it has ended.

    But obey SIGTERM: with it, a pool ends those that are left when one of them was killed.
    """
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):  # `held` when this process was started
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _begun() -> None:
    """Nothing to do: to submit it starts the processes."""


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give an executor that reads on the workers of a Dask cluster (extra ``dask``).

    Every worker must have the same release of vnru, and find the folder under the same path.

    Args:
        address: of the scheduler, like ``tcp://10.0.0.5:8786``.

    Raises:
        MissingExtraError: distributed is not installed.
        OSError: nobody answers at the address.
        WorkerError: too many workers were lost, or there is none, or the scheduler was lost.
    """
    with needing("dask"):
        distributed: Any = importlib.import_module("distributed")  # which has no types
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # we have a sentence for it
    with distributed.Client(address, set_as_default=False) as client:
        try:
            yield _Cluster(client)
        except (distributed.KilledWorker, CancelledError) as error:
            raise WorkerError(
                f"the cluster of {address} was lost while it read articles; nothing was changed"
            ) from error


class _Cluster(Executor):
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(retries=2)

    def submit(
        self,
        fn: Callable[_Parameters, _Result],
        /,
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> Future[_Result]:
        return _Awaited(self._client, self._executor.submit(fn, *args, **kwargs))


class _Awaited(Future[_Result]):
    """What a cluster is to give, and may never give: Dask waits for workers without end.

    To be asked for its result, or cancelled.
    """

    def __init__(self, client: Any, given: Future[_Result]) -> None:
        super().__init__()
        self._client = client
        self._given = given

    def result(self, timeout: float | None = None) -> _Result:
        """Return what was given.

        Raises:
            WorkerError: the cluster has had no worker for a while.
        """
        del timeout  # `_PATIENCE` is the one there is
        last = time.monotonic()  # there was a worker, or nobody had looked for one
        while not wait((self._given,), _INTERVAL).done:
            if self._client.nthreads():
                last = time.monotonic()
            elif time.monotonic() - last >= _PATIENCE:
                address = self._client.scheduler.address
                raise WorkerError(
                    f"{address} has had no worker for {_PATIENCE:g} seconds; nothing was changed"
                )
        return self._given.result()

    def cancel(self) -> bool:
        return self._given.cancel()

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys

import pytest

from vnru.signals import Interrupted, held, interruptible

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def _same_handlers_afterwards():
    before = {each: signal.getsignal(each) for each in SIGNALS}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize(
    ("signum", "code"),
    [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)],
)
def test_signal_becomes_an_exception(signum, code):
    with pytest.raises(Interrupted) as caught, interruptible():
        signal.raise_signal(signum)
    assert caught.value.exit_code == code
    assert str(caught.value) == f"interrupted by {signum.name}"


def test_no_handler_of_exceptions_swallows_it():
    assert not issubclass(Interrupted, Exception)


def test_further_signals_are_ignored_while_cleaning_up():
    cleaned = []

    def run():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            cleaned.extend(map(signal.raise_signal, SIGNALS))

    with pytest.raises(Interrupted), interruptible():
        run()
    assert len(cleaned) == len(SIGNALS)


def test_signals_that_come_together_are_one(capfd):
    """Python hands them over one after the other, and grumbles if one is ignored by then."""

    def receive_all():
        with held():
            for each in SIGNALS:
                signal.raise_signal(each)

    with pytest.raises(Interrupted), interruptible():
        receive_all()
    assert ("", "") == capfd.readouterr()


def test_signals_are_ignored_when_the_work_is_done():
    with interruptible():
        pass
    for each in SIGNALS:
        signal.raise_signal(each)


def test_ignored_signals_stay_ignored():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with interruptible():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_lost_interruption_is_raised_in_the_end():
    def lose():  # as Python does with what a destructor raises
        with contextlib.suppress(Interrupted):
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Interrupted) as caught, interruptible():
        lose()
    assert caught.value.signum == signal.SIGTERM


def test_held_signal_arrives_afterwards():
    steps = []

    def run():
        with held():
            with held():
                signal.raise_signal(signal.SIGTERM)
            steps.append("finished")
        steps.append("never")

    with pytest.raises(Interrupted), interruptible():
        run()
    assert steps == ["finished"]


def test_interruption_pickles():
    assert pickle.loads(pickle.dumps(Interrupted(2))).signum == 2  # noqa: S301 - our own bytes


def test_import_is_light():
    code = "import sys, vnru.signals; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "vnru" in loaded
    assert not loaded & {"attrs", "attr", "cattrs", "click", "dateutil", "feedgen", "htpy", "lxml"}


def test_system_that_cannot_hold_signals(monkeypatch):
    monkeypatch.delattr(signal, "pthread_sigmask")
    with pytest.raises(Interrupted), interruptible(), held():
        signal.raise_signal(signal.SIGTERM)

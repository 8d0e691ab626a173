from __future__ import annotations

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
    cleaned = False
    with pytest.raises(Interrupted), interruptible():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            for each in SIGNALS:
                signal.raise_signal(each)
            cleaned = True
    assert cleaned


def test_handlers_are_put_back():
    before = [signal.getsignal(each) for each in SIGNALS]
    with interruptible():
        assert [signal.getsignal(each) for each in SIGNALS] != before
    assert [signal.getsignal(each) for each in SIGNALS] == before


def test_ignored_signals_stay_ignored():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with interruptible():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_lost_interruption_is_raised_in_the_end(recwarn):
    with pytest.raises(Interrupted) as caught, interruptible():
        try:
            signal.raise_signal(signal.SIGTERM)
        except Interrupted:  # as Python does with what a destructor raises
            pass
    assert caught.value.signum == signal.SIGTERM


def test_held_signal_arrives_afterwards():
    steps = []
    with pytest.raises(Interrupted), interruptible():
        with held():
            signal.raise_signal(signal.SIGTERM)
            steps.append("finished")
        steps.append("never")
    assert steps == ["finished"]


def test_held_in_held():
    steps = []
    with pytest.raises(Interrupted), interruptible(), held():
        with held():
            signal.raise_signal(signal.SIGTERM)
        steps.append("finished")
    assert steps == ["finished"]


def test_interruption_pickles():
    assert pickle.loads(pickle.dumps(Interrupted(2))).signum == 2  # noqa: S301 - our own bytes


def test_import_is_light():
    code = "import sys, vnru.signals; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "vnru" in loaded
    assert not loaded & {"attrs", "attr", "cattrs", "click", "dateutil", "feedgen", "htpy", "lxml"}

"""Reading in processes: the same result, and nobody left behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import requires_packages
from publishing import memory_or_disk, site
from vnru import cli, loading, workers
from vnru.config import TopicConfig
from vnru.corpus import Corpus
from vnru.loading import Reader, read_folder
from vnru.topics import Taxonomy

CORPUS = Path(__file__).parent / "data" / "corpus"
ARGUMENTS = ["regenerate", "--now", "2026-11-21", "--out"]

#: The command, with readers that leave their numbers in the folder `marks` and take their time.
_SLOW = """
import os, time
from vnru import loading
real = loading.read
def read(*args, **options):
    open(f"marks/{os.getpid()}", "w").close()
    time.sleep(0.2)
    return real(*args, **options)
loading.read, loading._BATCH = read, 1
from vnru.__main__ import run
run()
"""


@pytest.fixture
def desk(monkeypatch):
    """Work in a folder with good and bad articles in seeds/."""
    with tempfile.TemporaryDirectory(dir=memory_or_disk()) as name:
        desk = Path(name)
        shutil.copytree(CORPUS / "articles", desk / "seeds")
        shutil.copytree(CORPUS / "bad", desk / "seeds", dirs_exist_ok=True)
        with monkeypatch.context() as patch:
            patch.chdir(desk)
            patch.setattr(loading, "_BATCH", 3)
            yield desk


# --- the same result ----------------------------------------------------------------------------


@pytest.mark.parametrize("config", ["", "[topics.energie]\nterms = ['amitié']\nlabel = 'Tout'"])
def test_any_number_of_jobs_publishes_the_same_bytes(desk, config):
    (desk / "vnru.toml").write_text(config)
    said = [
        CliRunner().invoke(cli.main, [*ARGUMENTS, f"o{jobs}", "--jobs", str(jobs)])
        for jobs in (1, 2, 3)
    ]
    assert {(3, said[0].output)} == {(each.exit_code, each.output) for each in said}
    sites = [site(desk / f"o{jobs}") for jobs in (1, 2, 3)]
    assert len(sites[0]) > 100
    assert sites[0] == sites[1] == sites[2]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("taxonomy", [None, Taxonomy.default(), Taxonomy(topics=())])
def test_workers_look_for_the_topics_they_are_told(taxonomy):
    expected = Corpus.load("seeds", taxonomy=taxonomy)
    assert bool(expected.topics) == (taxonomy is None or len(taxonomy) > 0)
    with workers.processes(2) as executor:
        corpus = Corpus.load("seeds", taxonomy=taxonomy, executor=executor)
    assert (expected, expected.refused) == (corpus, corpus.refused)


class Observed(Executor):
    """Does everything at once, and remembers how much was not asked for yet."""

    def __init__(self):
        self.futures, self.most, self.messages = [], 0, set()

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_result(fn(*args, **kwargs))
        future.asked = False
        real = future.result
        future.result = lambda: (setattr(future, "asked", True), real())[1]
        self.futures.append(future)
        self.messages.add(next(arg for arg in args if isinstance(arg, bytes)))
        self.most = max(self.most, sum(not future.asked for future in self.futures))
        return future


@pytest.mark.usefixtures("desk")
def test_only_some_batches_are_handed_over_ahead(monkeypatch):
    monkeypatch.setattr(loading, "_BATCH", 1)
    monkeypatch.setattr(loading, "_AHEAD", 4)
    observed = Observed()
    Corpus.load("seeds", executor=observed)
    assert (4, len(list(Path("seeds").glob("*.txt")))) == (observed.most, len(observed.futures))


@pytest.mark.usefixtures("desk")
def test_a_single_batch_is_read_here(monkeypatch):
    monkeypatch.setattr(loading, "_BATCH", 1_000)
    observed = Observed()
    assert Corpus.load("seeds") == Corpus.load("seeds", executor=observed)
    assert [] == observed.futures


class OneByOne(Observed):
    """Does the first thing, and then nothing."""

    def submit(self, fn, /, *args, **kwargs):
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_result(fn(*args, **kwargs))
        return self.futures[-1]


@pytest.mark.usefixtures("desk")
def test_what_is_not_needed_any_more_is_cancelled(monkeypatch):
    monkeypatch.setattr(loading, "_AHEAD", 4)
    idle = OneByOne()
    readings = read_folder(Path("seeds"), Reader(), idle)
    next(readings)
    readings.close()
    assert [False, True, True, True] == [future.cancelled() for future in idle.futures]


@pytest.mark.usefixtures("desk")
def test_the_usual_topics_are_not_sent():
    changed = Taxonomy.default().with_changes({"energie": TopicConfig(label="Tout")})
    sizes = []
    for taxonomy in (Taxonomy.default(), changed):
        observed = Observed()
        Corpus.load("seeds", taxonomy=taxonomy, executor=observed)
        (message,) = observed.messages
        sizes.append(len(message))
    assert sizes[0] < 1_000 < sizes[1]


@pytest.mark.usefixtures("desk")
def test_a_worker_that_does_not_see_the_folder_does_not_make_it_empty(monkeypatch):
    """An empty folder, unlike this, may withdraw everything."""

    def lost(self, folder, names):  # noqa: ARG001
        raise FileNotFoundError(2, "No such file or directory", str(folder))

    assert 3 == CliRunner().invoke(cli.main, [*ARGUMENTS, "o"]).exit_code
    monkeypatch.setattr(Reader, "receive", lost)
    shutil.rmtree("o/.vnru/cache")  # so that there is something to read
    lose = [*ARGUMENTS, "o", "--jobs", "2", "--allow-empty"]
    result = CliRunner().invoke(cli.main, lose)
    assert (74, True) == (result.exit_code, "does not find the folder" in result.stderr)


# --- how many -----------------------------------------------------------------------------------


def test_processes_are_for_many_articles(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 2, 5}, raising=False)
    assert [1, 1, 3, 3] == [workers.suitable(n) for n in (0, 1_999, 2_000, 100_000)]
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert 7 == workers.suitable(2_000)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert 1 == workers.suitable(2_000)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("options", "environment", "expected"),
    [
        ([], {}, []),
        (["--jobs", "1"], {}, []),
        (["--jobs", "2"], {}, [2]),
        ([], {"VNRU_JOBS": "4"}, [4]),
        (["--jobs", "2"], {"VNRU_JOBS": "4"}, [2]),
    ],
)
def test_as_many_start_as_were_asked_for(monkeypatch, options, environment, expected):
    started = []

    @contextlib.contextmanager
    def processes(count):
        started.append(count)
        yield Observed()

    monkeypatch.setattr(workers, "processes", processes)
    command = [*ARGUMENTS, "o", *options]
    assert 3 == CliRunner().invoke(cli.main, command, env=environment).exit_code
    assert expected == started


@pytest.mark.usefixtures("desk")
def test_none_start_where_there_is_next_to_nothing_to_read(monkeypatch):
    command = [*ARGUMENTS, "o", "--jobs", "2", "--json"]
    assert 3 == CliRunner().invoke(cli.main, command).exit_code
    name = min(path.name for path in (CORPUS / "articles").iterdir())
    with Path("seeds", name).open("a") as article:
        article.write("\n\nUn paragraphe de plus.\n")
    monkeypatch.delattr(workers, "_pool")
    result = CliRunner().invoke(cli.main, command)
    assert (3, 1) == (result.exit_code, json.loads(result.stdout)["updated"])


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_jobs_is_a_number(jobs):
    assert 2 == CliRunner().invoke(cli.main, [*ARGUMENTS, "o", "--jobs", jobs]).exit_code
    assert not Path("o").exists()


# --- how they end -------------------------------------------------------------------------------


@pytest.fixture
def run(desk):
    """Start the command with two processes, and wait until both are reading."""
    (desk / "marks").mkdir()
    command = [sys.executable, "-c", _SLOW, *ARGUMENTS, "o", "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            _until(lambda: len(_readers()) == 2)
            yield process
        finally:
            process.kill()


def _readers():
    return [int(path.name) for path in Path("marks").iterdir()]


def _until(condition):
    patience = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < patience
        time.sleep(0.02)


def _is_running(number):
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")


@needs_proc
@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("whom", ["the command", "everybody"])
def test_a_signal_ends_all_of_them(run, signum, code, whom):
    for number in [run.pid, *(_readers() if whom == "everybody" else [])]:
        os.kill(number, signum)
    _, said = run.communicate(timeout=60)
    assert (code, f"vnru: interrupted by {signum.name}\n") == (run.returncode, said)
    assert not any(map(_is_running, _readers()))
    assert ["o/.vnru"] == [str(path) for path in Path("o").iterdir()]


@needs_proc
def test_a_killed_reader_is_told_in_one_sentence(run):
    os.kill(_readers()[0], signal.SIGKILL)
    _, said = run.communicate(timeout=60)
    assert (1, 1) == (run.returncode, said.count("\n"))
    assert "nothing was changed" in said
    assert ["o/.vnru"] == [str(path) for path in Path("o").iterdir()]
    _until(lambda: not any(map(_is_running, _readers())))


@needs_proc
def test_readers_do_not_outlive_a_killed_command(run):
    run.kill()
    run.wait()
    _until(lambda: not any(map(_is_running, _readers())))
    assert 3 == CliRunner().invoke(cli.main, [*ARGUMENTS, "o"]).exit_code  # the lock is free


# --- on other machines --------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")  # of what a cluster is made of
def test_a_cluster_reads_the_same(desk):
    requires_packages("distributed")
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(desk)
    ) as cluster:
        address = cluster.scheduler_address
        far = [*ARGUMENTS, "o1", "--dask-scheduler", address]
        assert 3 == CliRunner().invoke(cli.main, far).exit_code
    assert 3 == CliRunner().invoke(cli.main, [*ARGUMENTS, "o2"]).exit_code
    assert site(desk / "o2") == site(desk / "o1")


@pytest.fixture
def far(tmp_path):
    """A cluster in this process, and little patience with it."""
    requires_packages("distributed")
    from distributed import LocalCluster

    with (
        pytest.MonkeyPatch.context() as patch,
        LocalCluster(
            n_workers=1, processes=False, dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
    ):
        patch.setattr(workers, "_PATIENCE", 0.1)
        patch.setattr(workers, "_INTERVAL", 0.02)
        yield cluster


def _send_away_workers(cluster):
    cluster.scale(0)
    _until(lambda: not cluster.scheduler.workers)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("desk")
def test_a_cluster_without_a_worker_is_not_waited_for_without_end(far):
    _send_away_workers(far)
    command = [*ARGUMENTS, "o", "--dask-scheduler", far.scheduler_address]
    result = CliRunner().invoke(cli.main, command)
    assert (1, 1) == (result.exit_code, result.output.count("\n"))
    assert "has had no worker for 0.1 seconds; nothing was changed" in result.output
    assert ["o/.vnru"] == [str(path) for path in Path("o").iterdir()]


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_may_lose_all_its_workers_in_mid_run(far):
    with workers.cluster(far.scheduler_address) as executor:
        assert 2 == executor.submit(len, "ab").result()
        _send_away_workers(far)
        with pytest.raises(workers.WorkerError, match="no worker"):
            executor.submit(len, "abc").result()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_hangs_up_is_told_in_a_sentence(far):
    """Dask's client cancels then all that is waited for."""

    def read():
        with workers.cluster(far.scheduler_address) as executor:
            future = executor.submit(time.sleep, 60)
            future.cancel()
            future.result()

    _send_away_workers(far)
    with pytest.raises(workers.WorkerError, match="was lost while it read articles"):
        read()


@pytest.mark.usefixtures("desk")
def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    far = [*ARGUMENTS, "o", "--dask-scheduler", "tcp://127.0.0.1:1"]
    result = CliRunner().invoke(cli.main, far)
    assert (2, True) == (result.exit_code, "pip install 'vnru[dask]'" in result.stderr)

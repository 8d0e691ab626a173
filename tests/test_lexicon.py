"""What an operator or a researcher adds to the lexicons, and where it has to arrive."""

from __future__ import annotations

import ast
import datetime as dt
import pickle
import re
import threading
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from handbook import HOW_TO, ROOT, read
from vnru import Config, ConfigError, Corpus, Lexicon, Taxonomy, regenerate
from vnru import read as read_article
from vnru.article import Block, BlockKind
from vnru.cli import main
from vnru.config import LexiconFiles, Query, QueryFeed
from vnru.lexicon import load, using
from vnru.reading.places import read_places
from vnru.workers import processes

NAME = "004_5d1f0a9b3c7e2468.txt"
ID = "5d1f0a9b3c7e2468"
NOW = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def _example(title: str) -> str:
    """Return a file that the page shows."""
    pattern = rf'^```\w+ title="{re.escape(title)}"\n(.*?)^```$'
    found = re.search(pattern, read(HOW_TO / "lexicon.md"), re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


TEXT = _example(f"seeds/{NAME}")
GAZETTE = _example("gazette.toml")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the page's article and lexicon, and no other."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / NAME).write_text(TEXT, "utf-8")
    (tmp_path / "gazette.toml").write_text(GAZETTE, "utf-8")
    (tmp_path / "vnru.toml").write_text('[lexicon]\nfiles = ["gazette.toml"]\n', "utf-8")
    for variable in ("VNRU_CONFIG", "VNRU_OUT", "VNRU_BASE_URL", "VNRU_JOBS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- what it changes ------------------------------------------------------------------------------


def test_the_page_tells_what_is_understood_without_it():
    article = read_article(TEXT.encode(), NAME).unwrap()
    assert (None, (), (), ()) == (
        article.dateline,
        article.credits,
        article.people,
        article.places,
    )
    surroundings = {BlockKind.CAPTION, BlockKind.RELATED, BlockKind.BOILERPLATE}
    assert () == article.blocks_of(surroundings)


def test_the_page_tells_what_is_understood_with_it():
    lexicon = Lexicon.from_toml(GAZETTE)
    article = read_article(TEXT.encode(), NAME, lexicon=lexicon).unwrap()
    assert "Palmes-Ville" == article.dateline.place
    assert ("La Gazette du Fleuve",) == article.dateline.agencies == article.credits
    assert [("Iefrossi Tarkine", "batelier")] == [(p.name, p.role) for p in article.people]
    assert ("Port-aux-Palmes",) == article.places
    kinds = [block.kind.value for block in article.blocks]
    assert ["headline", "lead", "caption", "related", "boilerplate"] == kinds


@pytest.mark.parametrize("name", ["events", "furniture", "names", "places", "roles", "titles"])
def test_every_key_of_every_lexicon_can_be_added_to_and_nothing_is_lost(name: str):
    """The entry is hostile to whoever makes an expression of it."""
    before = load(name)
    entry = "Zéro (un"
    with using(Lexicon.from_toml(_toml(name, before, entry))):
        after = load(name)
        article = read_article(TEXT.encode(), NAME).unwrap()
    assert article.title
    for path, value in _leaves(before):
        added = _at(after, path)
        assert added[: len(value.rstrip("\n") if isinstance(value, str) else value)] == (
            value.rstrip("\n") if isinstance(value, str) else value
        )
        assert added[len(value) :] if isinstance(value, list) else entry in added.splitlines()
    assert before == load(name)


def _leaves(table: dict, path: tuple[str, ...] = ()):
    for key, value in table.items():
        if isinstance(value, dict) and key != "present":
            yield from _leaves(value, (*path, key))
        elif key != "present":
            yield (*path, key), value


def _at(table: dict, path: tuple[str, ...]):
    for key in path:
        table = table[key]
    return table


def _toml(name: str, table: dict, entry: str) -> str:
    lines = (f"{'.'.join((name, *path))} = ['{entry}']" for path, _ in _leaves(table))
    return "\n".join(lines)


def test_a_title_can_take_another_verb():
    text = "Hanoï (VNA) – Le navigateur russe a bourlingué lundi vers Hai Phong."
    lexicon = Lexicon.from_toml("[titles.present]\n'a bourlingué' = 'bourlingue'")
    assert "a bourlingué" in read_article(text.encode(), NAME).unwrap().title
    title = read_article(text.encode(), NAME, lexicon=lexicon).unwrap().title
    assert "russe bourlingue" in title


def test_files_go_together():
    whole = Lexicon.from_toml("[furniture]\nlines = ['a', 'b']")
    parts = [Lexicon.from_toml(f"[furniture]\nlines = ['{entry}']") for entry in "ab"]
    together = Lexicon(tuple(addition for part in parts for addition in part.additions))
    with using(whole):
        expected = load("furniture")
    with using(together):
        assert expected == load("furniture")


def test_words_may_be_a_text_or_a_list():
    texts = ("'batelier batelière'", '["batelier", "batelière"]', '"""\nbatelier\nbatelière\n"""')
    for words in texts:
        lexicon = Lexicon.from_toml(f"[roles.heads]\nfunctions = {words}")
        text = "Hanoï (VNA) – Le batelier Vladimir Poutine a reçu lundi une délégation."
        article = read_article(text.encode(), NAME, lexicon=lexicon).unwrap()
        assert ["batelier"] == [person.role for person in article.people]


# --- where it arrives -----------------------------------------------------------------------------


def test_a_corpus_is_read_with_it_here_and_elsewhere(desk, monkeypatch):
    (desk / "seeds" / "005_5d1f0a9b3c7e2469.txt").write_text(TEXT, "utf-8")
    monkeypatch.setattr("vnru.loading._BATCH", 1)
    lexicon = Lexicon.load("gazette.toml")
    here = Corpus.load("seeds", lexicon=lexicon)
    assert [("La Gazette du Fleuve",)] * 2 == [article.credits for article in here]
    assert [*here] == [r.article for r in Corpus.readings("seeds", lexicon=lexicon)]
    with processes(1) as executor:
        assert here == Corpus.load("seeds", lexicon=lexicon, executor=executor)
    assert Corpus.load("seeds") != here


def test_threads_do_not_mix_lexicons_up():
    lexicons = [Lexicon.from_toml(f"[furniture]\nagencies = ['Le Fil {n}']") for n in "abcd"]
    found: dict[int, set[tuple[str, ...]]] = {n: set() for n in range(4)}
    barrier = threading.Barrier(4)

    def work(number: int) -> None:
        barrier.wait()
        for _ in range(20):
            text = f"Hanoï (Le Fil {'abcd'[number]}) – Une délégation russe est arrivée lundi."
            reading = read_article(text.encode(), NAME, lexicon=lexicons[number])
            found[number].add(reading.unwrap().credits)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: {(f"Le Fil {'abcd'[n]}",)} for n in range(4)} == found


def test_it_is_a_value():
    lexicon = Lexicon.from_toml(GAZETTE)
    assert lexicon == Lexicon.from_toml(GAZETTE) == pickle.loads(pickle.dumps(lexicon))  # noqa: S301
    assert 1 == len({lexicon, Lexicon.from_toml(GAZETTE)})
    assert Lexicon() != lexicon


@pytest.mark.parametrize(
    "command", [["show", ID], ["list", "--json"], ["export"], ["show", f"seeds/{NAME}"]]
)
@pytest.mark.usefixtures("desk")
def test_every_command_reads_with_it(command: list[str]):
    done = CliRunner().invoke(main, command)
    assert 0 == done.exit_code
    assert "Iefrossi Tarkine" in done.output


def test_an_article_is_added_with_it(desk: Path):
    (desk / "seeds" / NAME).unlink()
    done = CliRunner().invoke(main, ["add"], input=TEXT)
    assert "credits     La Gazette du Fleuve\n" in done.output


@pytest.mark.usefixtures("desk")
def test_a_query_knows_the_other_names_of_a_place():
    with using(Lexicon.load("gazette.toml")):
        assert ("Port-aux-Palmes",) == read_places([Block(BlockKind.LEAD, "Palmes-Ville")])
    assert ID in CliRunner().invoke(main, ["list", "--place", "Palmes-Ville"]).output
    query = QueryFeed(slug="palmes", title="Palmes", query=Query(places=["Palmes-Ville"]))
    config = attrs.evolve(Config.load(Path("vnru.toml")), feeds=[query])
    regenerate(config, now=NOW)
    assert ID in Path("feeds/feeds/palmes.atom").read_text("utf-8")


@pytest.mark.usefixtures("desk")
def test_a_corpus_remembers_it():
    corpus = Corpus.configured(Config.load(Path("vnru.toml")))
    others = Corpus(())
    for part in (corpus, corpus[:], corpus.naming(role="batelier"), corpus & corpus):
        assert [ID] == [article.id for article in part.at("Palmes-Ville")]
    for whole in (corpus | others, others | corpus):
        assert [ID] == [article.id for article in whole.at("Palmes-Ville")]
    assert corpus.at("Palmes-Ville") == corpus.meeting(Query(places=["Palmes-Ville"]))


def test_a_changed_lexicon_makes_another_edition(desk: Path):
    """Though no article moved and the cache remembers all of them."""
    config = Config.load(Path("vnru.toml"))
    regenerate(config, now=NOW)
    feed = Path("feeds/all.atom")
    assert "<name>La Gazette du Fleuve</name>" in feed.read_text("utf-8")
    (desk / "gazette.toml").write_text("", "utf-8")
    assert "all.atom" in regenerate(config, now=NOW).changes.changed
    assert "<name>La Gazette du Fleuve</name>" not in feed.read_text("utf-8")
    plain = attrs.evolve(config, lexicon=LexiconFiles())
    assert () == regenerate(plain, now=NOW).changes.written


def test_paths_are_relative_to_the_configuration(desk: Path):
    config = Config.load(desk / "vnru.toml")
    assert (desk / "gazette.toml",) == config.lexicon.files


# --- mistakes -------------------------------------------------------------------------------------

MISTAKES = {
    "furniture.x = 1": "1: furniture.x: there is no such key (known: lines, signs,",
    "[furniture]\nagencie = ['x']": "2: furniture.agencie: there is no such key (did you mean",
    "[furniture]\nsigns = '©'": "2: furniture.signs: expected a list of texts, got '©'",
    "[furniture]\nlines = [\n 'a',\n ' ']": "4: furniture.lines: expected a text, got ' '",
    "[furniture]\nlines = ['\\u0000']".replace("'", '"'): "2: furniture.lines: a control",
    "\n[names]\ngiven = 3": "3: names.given: expected a table",
    "[names.given]\nfrench = 3": "2: names.given.french: expected words or a list of them, got 3",
    "[places]\nrussia = ['Ville | ']": "2: places.russia: a place begins with a capital letter",
    "[places]\nrussia = 'ville'": "2: places.russia: a place begins with a capital letter, not 'v",
    "[topics]": "1: topics: there is no such key (known: events, furniture,",
    "[titles.present]\n'a dit' = 3": "2: titles.present.a dit: expected a text, got 3",
    "[furniture": "1: is not TOML",
}


@pytest.mark.parametrize("text", MISTAKES, ids=repr)
def test_a_mistake_is_told_with_file_line_and_reason(text: str):
    with pytest.raises(ConfigError) as told:
        Lexicon.from_toml(text, "ma.toml")
    assert f"ma.toml:{MISTAKES[text]}" in str(told.value)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(ConfigError) as told:
        Lexicon.from_toml("[furniture]\nx = 1\nlines = [1, 2]", "ma.toml")
    assert ["ma.toml:2", "ma.toml:3", "ma.toml:3"] == [
        line.rpartition(": furniture")[0] for line in str(told.value).splitlines()
    ]


@pytest.mark.parametrize("kind", [Lexicon, Taxonomy])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[furniture]\nlines = " + "[" * 5_000, "1: has tables or lists more than 32 deep"),
        (f"topic = [{{slug{'.a' * 5_000} = 1}}]", "1: has tables or lists more than 32 deep"),
        (f"furniture.agencies{'.a' * 5_000} = 1", "1: has tables or lists more than 32 deep"),
        (f"furniture = {'1' * 5_000}", "1: is not TOML: Exceeds the limit"),
    ],
    ids=["lists", "tables", "keys", "digits"],
)
def test_a_text_that_python_cannot_hold_is_a_mistake(
    kind: type[Lexicon | Taxonomy], text: str, reason: str
):
    with pytest.raises(ConfigError, match=f"ma.toml:{reason}"):
        kind.from_toml(text, "ma.toml")


def test_a_lexicon_that_is_none_is_wrong_usage(desk: Path):
    lexicon = desk / "gazette.toml"
    for content, complaint in (
        (b"\n\xff", "gazette.toml:2: is not UTF-8"),
        (b"#" * 1_048_577, "gazette.toml: has more than 1048576 bytes"),
        (None, "gazette.toml: cannot be read: No such file"),
    ):
        lexicon.unlink() if content is None else lexicon.write_bytes(content)
        done = CliRunner().invoke(main, ["regenerate"])
        assert 2 == done.exit_code
        assert complaint in done.stderr
    assert not (desk / "feeds").exists()


def test_no_answer_is_kept_for_another_lexicon():
    """What reading remembers by itself must not depend on words; `remembered` is for all else."""
    kept = set()
    for path in (ROOT / "src/vnru/reading").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        for function in functions:
            if any("cache" in ast.unparse(decorator) for decorator in function.decorator_list):
                kept.add(f"{path.stem}.{function.name}")
    letters = {"runs._followed", "spelling.skeleton", "spelling.sound"}
    assert letters == kept

"""What a corpus can be asked, and how the answers compose."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import threading
import unicodedata
from collections import Counter
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import vnru
from factories import make_article
from strategies import partial_dates
from vnru import queries
from vnru.article import Article, Evidence, Person, TopicMatch
from vnru.config import Config, LexiconFiles, Query
from vnru.corpus import Corpus
from vnru.dates import PartialDate
from vnru.notebook import brief
from vnru.searching import expression
from vnru.stories import Story

DATA = Path(__file__).parent / "data" / "corpus" / "articles"


def serials(corpus: Corpus) -> list[int | None]:
    return [article.serial for article in corpus]


def corpus_of(*articles: Article) -> Corpus:
    return Corpus(articles)


VISIT = make_article(
    1,
    date="2024-03",
    topics={"visites-officielles": 2, "energie": 1},
    people=("Tô Lâm", "Sergueï Choïgou"),
    places=("Hanoi", "Hô Chi Minh-Ville"),
    blocks=[("lead", "Le président a visité la centrale nucléaire de laRussie.")],
)
PLANT = make_article(
    2,
    date="2024-04-02",
    topics={"energie": 2},
    people=("Sergei Shoigu", "Huong"),
    agencies=("AVI",),
    blocks=[("lead", "Les énergies du gisement Bach Hô, à Đà Nẵng : un œuvre commun.")],
)
UNDATED = make_article(3, date=None, topics={"sante": 2}, people=("Khuong",), places=("Moscou",))
CORPUS = corpus_of(UNDATED, PLANT, VISIT)


# --- a sequence ----------------------------------------------------------------------------------


def test_articles_stand_oldest_first():
    assert [3, 1, 2] == serials(CORPUS)


def test_an_article_is_found_by_its_place_and_by_its_id():
    assert PLANT is CORPUS[2] is CORPUS[PLANT.id] is CORPUS.get(PLANT.id)
    assert CORPUS.get("0" * 16) is None
    with pytest.raises(KeyError, match="no article has the id '300'"):
        CORPUS["300"]
    with pytest.raises(IndexError):
        CORPUS[300]


def test_a_slice_is_a_corpus():
    assert corpus_of(UNDATED, VISIT) == CORPUS[:2]


def test_the_slice_backwards_is_in_corpus_order():
    assert CORPUS == CORPUS[::-1]


def test_membership_is_of_articles_and_of_ids():
    assert PLANT in CORPUS
    assert PLANT.id in CORPUS
    assert make_article(2) not in CORPUS
    assert "0" * 16 not in CORPUS


def test_equal_articles_make_equal_corpora():
    same = corpus_of(*CORPUS)
    assert same == CORPUS
    assert hash(same) == hash(CORPUS)
    assert CORPUS[:1] != CORPUS


def test_what_was_refused_is_not_compared():
    diagnostic = vnru.read(b"", "001_0123456789abcdef.txt").diagnostics[0]
    assert Corpus(CORPUS, refused=[diagnostic]) == CORPUS


def test_an_id_occurs_once():
    with pytest.raises(ValueError, match="several articles have one id: 0000000000000001"):
        corpus_of(VISIT, make_article(1))


def _pickled(corpus: Corpus) -> Corpus:
    return pickle.loads(pickle.dumps(corpus))  # noqa: S301 - our own


@pytest.mark.parametrize("remake", [copy.copy, copy.deepcopy, _pickled])
def test_a_corpus_that_was_asked_can_be_copied(remake):
    assert 1 == len(CORPUS.search("centrale"))
    again = remake(CORPUS)
    assert CORPUS == again
    assert serials(CORPUS.search("centrale")) == serials(again.search("centrale"))


def test_a_corpus_says_what_it_is_in_a_line():
    assert "<Corpus: 3 articles, 2024-03 to 2024-04-02, 1 undated>" == repr(CORPUS)
    assert "<Corpus: 2 articles, 2024-03 to 2024-04-02>" == repr(CORPUS[1:])
    assert "<Corpus: 1 article, 1 undated>" == repr(corpus_of(UNDATED))
    assert "<Corpus: 0 articles>" == repr(corpus_of())
    assert "1 refused" in repr(
        Corpus((), refused=vnru.read(b"", "001_0123456789abcdef.txt").diagnostics)
    )


def test_readings_come_one_by_one():
    readings = list(Corpus.readings(DATA.parent / "bad"))
    assert readings
    loaded = Corpus.load(DATA.parent / "bad")
    assert len(loaded) == sum(reading.article is not None for reading in readings)


def test_a_corpus_is_read_as_its_configuration_says(tmp_path: Path):
    (tmp_path / "depeches").mkdir()
    (tmp_path / "depeches" / "001_0123456789abcdef.txt").write_text(
        " date 2024-03 Hanoï (La Gazette du Fleuve) – Le durian se vend à Moscou.", "utf-8"
    )
    (tmp_path / "maison.toml").write_text(
        '[furniture]\nagencies = ["La Gazette du Fleuve"]\n', "utf-8"
    )
    settings = tmp_path / "vnru.toml"
    settings.write_text(
        'source = "depeches"\nlexicon.files = ["maison.toml"]\n'
        '[topics.fruits]\nlabel = "Fruits"\nterms = ["durian"]\n',
        "utf-8",
    )
    corpus = Corpus.configured(Config.load(settings))
    assert 1 == len(corpus.about("fruits"))
    assert 1 == len(corpus.signed("La Gazette du Fleuve"))
    assert 1 == len(Corpus.configured(Config.load(settings), today=dt.date(2024, 2, 1)).refused)


# --- questions -----------------------------------------------------------------------------------


def test_questions_compose():
    assert [1] == serials(CORPUS.about("energie").between("2024-03").naming("to lam").at("hanoi"))


def test_about_takes_any_topic_at_a_grade():
    assert [1, 2] == serials(CORPUS.about("energie"))
    assert [2] == serials(CORPUS.about("energie", grade=2))
    assert [3, 2] == serials(CORPUS.about("sante", "energie", grade=2))
    assert [] == serials(CORPUS.about("no-such-topic"))


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (lambda corpus: corpus.about(), "no topic is asked for"),
        (lambda corpus: corpus.about("energie", grade=3), "no grade 3; known: 1 .* 2"),
        (lambda corpus: corpus.naming(), "nobody is asked for"),
        (lambda corpus: corpus.at(), "no place is asked for"),
        (lambda corpus: corpus.signed(), "no agency is asked for"),
        (lambda corpus: corpus.naming(""), "'' is no name"),
        (lambda corpus: corpus.naming("Tô Lâm", role="-"), "'-' is no name: it has neither a let"),
        (lambda corpus: corpus.at("Hanoi", " "), "' ' is no name"),
        (lambda corpus: corpus.signed("\n"), "'\\\\n' is no name"),
        (lambda corpus: corpus.meeting(Query(people=(".",))), "'\\.' is no name"),
        (lambda _: Query(grade=7), "no grade 7; known: 1 .* 2"),
        (lambda corpus: corpus.between("2025", "2024"), "ends before it begins: 2025 to 2024"),
        (lambda corpus: corpus.timeline("quarter"), "'quarter'; known: year, month, day"),
    ],
)
def test_what_no_article_could_meet_is_refused(ask, complaint: str):
    with pytest.raises(ValueError, match=complaint):
        ask(CORPUS)


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (lambda corpus: corpus.naming(["Tô Lâm"]), r"expected a name, got \['Tô Lâm'\]"),
        (lambda corpus: corpus.at(None), "expected a name, got None"),
        (lambda corpus: corpus.signed(3), "expected a name, got 3"),
        (lambda corpus: corpus.where("energie"), "expected a function of an article, got 'energie"),
        (lambda corpus: corpus.meeting("x"), r"expected a vnru\.Query, as in Query\(all=\["),
        (lambda _: Corpus.configured("vnru.toml"), r"expected a vnru\.Config, as in Config\.load"),
    ],
)
def test_what_is_no_question_says_what_is_expected(ask, complaint: str):
    with pytest.raises(TypeError, match=complaint):
        ask(CORPUS)


@pytest.mark.parametrize("key", ["any", "all", "none", "people", "places", "agencies"])
def test_a_text_is_not_taken_for_its_letters(key: str):
    with pytest.raises(TypeError, match=r"expected several, as in \('energie',\), got 'energie'"):
        Query(**{key: "energie"})
    with pytest.raises(TypeError, match="expected several"):
        LexiconFiles(files="maison.toml")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Tô Lâm", [1]),
        ("to  lam", [1]),
        ("TO LAM", [1]),
        ("Lâm", [1]),
        ("Lam To", []),
        ("La", []),
        ("Sergueï Choïgou", [1, 2]),
        ("Shoigu", [1, 2]),
        ("Huong", [2]),
        ("Khuong", [3]),
        ("Шойгу", []),
    ],
)
def test_a_person_is_found_in_any_spelling(name: str, found: list[int]):
    assert found == serials(CORPUS.naming(name))


def test_naming_takes_any_of_several():
    assert [3, 1] == serials(CORPUS.naming("Khuong", "Tô Lâm"))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Hà Nội", [1]),
        ("hanoi", [1]),
        ("Ho Chi Minh Ville", [1]),
        ("Saigon", [1]),
        ("Hai Phong", []),
    ],
)
def test_a_place_is_found_by_any_of_its_names(name: str, found: list[int]):
    assert found == serials(CORPUS.at(name))


def test_signed_takes_agencies():
    assert [2] == serials(CORPUS.signed("avi"))
    assert [3, 1] == serials(CORPUS.signed("VNA"))
    assert [] == serials(CORPUS.signed("V"))


@pytest.mark.parametrize(
    ("start", "end", "surely", "found"),
    [
        ("2024", None, False, [1, 2]),
        ("2024-03-09", None, False, [1, 2]),
        ("2024-03-09", None, True, [2]),
        (None, "2024-03-09", False, [1]),
        (None, "2024-03-09", True, []),
        ("2024-03", "2024-03", True, [1]),
        ("2025", None, False, []),
        (None, None, False, [1, 2]),
        (PartialDate(2024, 4), None, False, [2]),
        (2024, 2024, False, [1, 2]),
        (2025, None, False, []),
        (dt.date(2024, 4, 2), dt.date(2024, 4, 2), True, [2]),
        ("2024-04", "2024", False, [2]),
    ],
)
def test_a_date_may_lie_in_a_period(start, end, surely, found: list[int]):
    assert found == serials(CORPUS.between(start, end, surely=surely))


def test_what_is_no_date_is_refused():
    with pytest.raises(ValueError, match="not a date"):
        CORPUS.between("mars 2024")
    with pytest.raises(TypeError, match=r"not a date: 2024\.5; expected a text"):
        CORPUS.between(2024.5)  # type: ignore[arg-type]


@given(partial_dates(), partial_dates(), partial_dates())
def test_what_surely_lies_in_a_period_may_lie_there(date, start, end):
    assume(start.earliest <= end.latest)
    article = make_article(1, date=str(date))
    may = queries.between(start, end)(article)
    assert may or not queries.between(start, end, surely=True)(article)
    days = (date.earliest, date.latest)
    assert may == (days[1] >= start.earliest and days[0] <= end.latest)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("centrale nucleaire", [1]),
        ("CENTRALE", [1]),
        ("centrale gisement", []),
        ("russie", [3, 1]),
        ('"Bach Ho"', [2]),
        ("« Bach Hô »", [2]),
        ('"Ho Bach"', []),
        ("energ*", [2]),
        ("energ", []),
        ("da nang", [2]),
        ("oeuvre", [2]),
        ("œuvre", [2]),
        ("nucle\u0301aire", [1]),
        ("le -centrale", [3]),
        ("le -nucle\u0301aire", [3]),
        ("l'ambassadeur", [3]),
    ],
)
def test_search_is_blind_to_accents(query: str, found: list[int]):
    assert found == serials(CORPUS.search(query))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PetroVietnam", [4, 5]),
        ("Petro Vietnam", [4, 6]),
        ("Petro*", [4, 5, 6]),
        ("groupe -PetroVietnam", [6]),
    ],
)
def test_search_is_blind_to_case_within_words(query: str, found: list[int]):
    texts = ("PetroVietnam, un groupe.", "Petrovietnam, un groupe.", "Petro Vietnam, un groupe.")
    articles = (make_article(n, blocks=[("lead", text)]) for n, text in enumerate(texts, 4))
    corpus = corpus_of(*articles)
    asked = (query, query.lower(), query.upper())
    assert [found] * 3 == [serials(corpus.search(words)) for words in asked]


@pytest.mark.parametrize("query", ["", "  ", "-vaccin", '""', "*", "- !"])
def test_a_search_needs_a_word(query: str):
    with pytest.raises(ValueError, match="no word to search for"):
        CORPUS.search(query)


@given(st.text())
def test_no_query_breaks_the_index(query: str):
    try:
        expression(query)
    except ValueError:
        return
    assert len(CORPUS.search(query)) <= len(CORPUS)


def test_a_corpus_can_be_searched_from_another_thread():
    corpus = corpus_of(*CORPUS)
    found = [len(corpus.search("centrale"))]
    thread = threading.Thread(target=lambda: found.append(len(corpus.search("centrale"))))
    thread.start()
    thread.join()
    assert [1, 1] == found


def test_a_feeds_query_means_the_same():
    query = Query(all=("energie",), grade=1, people=("Shoigu",), until="2024-03")
    assert CORPUS.about("energie").naming("Shoigu").between(None, "2024-03") == CORPUS.meeting(
        query
    )
    assert [2] == serials(CORPUS.meeting(Query(none=("visites-officielles", "sante"))))
    assert CORPUS == CORPUS.meeting(Query())
    assert [2] == serials(CORPUS.meeting(Query(agencies=("AVI",), any=("energie", "sante"))))
    assert [1] == serials(CORPUS.meeting(Query(places=("Saigon",))))


# --- sets ----------------------------------------------------------------------------------------


def test_corpora_combine_as_sets_do():
    left, right = corpus_of(VISIT, PLANT), corpus_of(PLANT, UNDATED)
    assert CORPUS == left | right
    assert corpus_of(PLANT) == left & right
    assert corpus_of(VISIT) == left - right
    assert corpus_of(VISIT, UNDATED) == left ^ right


def test_where_both_have_an_article_the_left_ones_stands():
    other = make_article(1, title="Autre version", date="2024-03")
    assert VISIT is (corpus_of(VISIT) | corpus_of(other))[0]
    assert other is (corpus_of(other) & corpus_of(VISIT))[0]


@pytest.mark.parametrize("operator", ["__or__", "__and__", "__sub__", "__xor__"])
def test_a_corpus_combines_with_corpora_alone(operator: str):
    assert NotImplemented is getattr(CORPUS, operator)([VISIT])


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_sets_of_articles_behave_as_sets_of_ids(left: set[int], right: set[int]):
    one, other = (corpus_of(*map(make_article, sorted(side))) for side in (left, right))
    assert left | right == set(serials(one | other))
    assert left & right == set(serials(one & other))
    assert left - right == set(serials(one - other))
    assert left ^ right == set(serials(one ^ other))


# --- sums ----------------------------------------------------------------------------------------


def test_topics_are_counted_as_about_finds_them():
    assert Counter(energie=2, sante=1, **{"visites-officielles": 1}) == CORPUS.topics
    assert ["energie", "sante", "visites-officielles"] == list(CORPUS.topics)
    assert all(count == len(CORPUS.about(slug)) for slug, count in CORPUS.topics.items())


def test_people_are_counted_over_spellings():
    assert [("Sergueï Choïgou", 2), ("Huong", 1), ("Khuong", 1), ("Tô Lâm", 1)] == list(
        CORPUS.people.items()
    )


def test_places_are_counted_most_first():
    both = CORPUS | corpus_of(make_article(4, places=("Moscou",)))
    assert [("Moscou", 2), ("Hanoi", 1), ("Hô Chi Minh-Ville", 1)] == list(both.places.items())


def test_people_named_together_are_weighted():
    again = make_article(4, people=("Shoigu", "To Lam"))
    assert [
        (("Sergueï Choïgou", "Tô Lâm"), 1),
        (("Huong", "Sergueï Choïgou"), 1),
    ] == sorted(CORPUS.together().items(), reverse=True)
    assert 1 == (CORPUS | corpus_of(again)).together()["Shoigu", "Tô Lâm"]


def test_the_names_of_a_pair_stand_in_alphabetical_order():
    names = ("Youri Borissov", "Konstantin Vnoukov")  # by their sound, the other way round
    together = corpus_of(make_article(1, people=names)).together()
    assert {("Konstantin Vnoukov", "Youri Borissov"): 1} == together


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("year", {"2024": 2}),
        ("month", {"2024-03": 1, "2024-04": 1}),
        ("day", {"2024-04-02": 1}),
    ],
)
def test_the_timeline_counts_what_is_precise_enough(by, counts: dict[str, int]):
    assert counts == CORPUS.timeline(by)


def test_the_timeline_has_no_gaps():
    corpus = corpus_of(*(make_article(n, date=d) for n, d in enumerate(["2023-11", "2024-02"])))
    assert {"2023-11": 1, "2023-12": 0, "2024-01": 0, "2024-02": 1} == corpus.timeline()
    assert {} == corpus_of(UNDATED).timeline()
    days = corpus_of(*(make_article(n, date=d) for n, d in enumerate(["2024-02-28", "2024-03-01"])))
    assert ["2024-02-28", "2024-02-29", "2024-03-01"] == list(days.timeline("day"))


# --- notebooks -----------------------------------------------------------------------------------


def test_a_notebook_shows_a_corpus_as_a_table():
    hostile = make_article(1, title="<script>alert('1')</script> & co", topics={"energie": 2})
    shown = Corpus([hostile])._repr_html_()
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; co" in shown
    assert "<td>energie</td>" in shown


def test_a_notebook_shows_the_first_articles_of_many():
    shown = Corpus(make_article(n) for n in range(25))._repr_html_()
    assert 20 + 1 == shown.count("<tr>")
    assert "25 articles" in shown
    assert "the first 20 are shown" in shown


def test_a_notebook_shows_an_article():
    article = make_article(
        1,
        title="A < B",
        event_date="2024-03-03",
        people=("Tô Lâm",),
        blocks=[("lead", "Texte <b>."), ("credit", "VNA/CVN")],
    )
    shown = article._repr_html_()
    assert "<h3>A &lt; B</h3>" in shown
    assert "<p>Texte &lt;b&gt;.</p>" in shown
    assert "<td>2024-03-03</td>" in shown
    assert "VNA/CVN</p>" not in shown
    assert "places" not in shown


# --- words in context ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nucleaire", [(" centrale ", "nucléaire", " de laRuss")]),
        ("CENTRALE   nucléaire", [("visité la ", "centrale nucléaire", " de laRuss")]),
        ("energie", []),
        ("énerg*", [("Les ", "énergies", " du giseme")]),
        ("Da Nang", [("ach Hô, à ", "Đà Nẵng", " : un œuvr")]),
        ("Hô à", [("ment Bach ", "Hô, à", " Đà Nẵng :")]),
        ("vaccin", []),
    ],
)
def test_words_are_shown_in_their_context(words: str, found: list[tuple[str, str, str]]):
    lines = CORPUS.kwic(words, width=10)
    assert found == [(line.left, line.word, line.right) for line in lines]
    assert all(line.article in CORPUS for line in lines)


@pytest.mark.parametrize("words", ["œuvre", "oeuvre", "ŒUVRE", "œuv*"])
def test_a_ligature_is_two_letters_in_a_concordance(words: str):
    article = make_article(1, blocks=[("lead", "L’œuvre ouvre ; Oeuvre, ŒUVRES et manœuvres.")])
    found = [line.word for line in corpus_of(article).kwic(words)]
    assert ["œuvre", "Oeuvre", "ŒUVRES"][: 3 if words.endswith("*") else 2] == found


def test_lines_of_a_concordance_stand_in_corpus_order():
    article = make_article(
        4, date="2024-03", blocks=[("lead", "Du gaz.\nDu gaz."), ("related", "gaz")]
    )
    lines = corpus_of(PLANT, article).kwic("du gaz")
    assert [("", ". Du gaz."), ("Du gaz. ", ".")] == [(line.left, line.right) for line in lines]


@pytest.mark.parametrize("words", ["", " ", "*", "«»"])
def test_a_concordance_needs_a_word(words: str):
    with pytest.raises(ValueError, match="no word to search for"):
        CORPUS.kwic(words)


@given(st.text(max_size=20), st.text(max_size=200))
def test_a_concordance_shows_what_is_there(words: str, text: str):
    corpus = corpus_of(make_article(1, blocks=[("lead", unicodedata.normalize("NFC", text))]))
    try:
        lines = corpus.kwic(words)
    except ValueError:
        return
    assert all(f"{x.left}{x.word}{x.right}" in corpus[0].text.replace("\n", " ") for x in lines)


# --- people by what they are ---------------------------------------------------------------------


def test_people_are_found_by_their_role():
    envoy = attrs.evolve(VISIT, people=[Person("Tô Lâm", "Président"), Person("Huong", None)])
    corpus = corpus_of(envoy, PLANT)
    assert [1] == serials(corpus.naming(role="president"))
    assert [1] == serials(corpus.naming("to lam", role="président"))
    assert [] == serials(corpus.naming("Huong", role="président"))
    assert [1, 2] == serials(corpus.naming("Huong"))
    assert [] == serials(corpus.naming(role="présidente"))


# --- topics that do not exist --------------------------------------------------------------------


def test_a_topic_that_was_not_looked_for_is_an_error():
    loaded = Corpus.load(DATA)
    for corpus in (loaded, loaded[:3], loaded.about("energie"), loaded | loaded[2:]):
        with pytest.raises(ValueError, match="no such topic: 'energy' \\(did you mean 'energie'"):
            corpus.about("energy")
        for key in ("any", "all", "none"):
            with pytest.raises(ValueError, match="no such topic: 'energy'"):
                corpus.meeting(Query(**{key: ["energie", "energy"]}))
    assert 0 == len(loaded[:0].about("sante"))


def test_where_nobody_knows_the_topics_every_question_is_one():
    assert 0 == len(CORPUS.about("energy"))
    assert 0 == len((Corpus.load(DATA) | CORPUS).about("energy"))


def test_the_text_is_the_article_itself():
    blocks = [("headline", "Titre"), ("lead", "Chapeau."), ("credit", "VNA"), ("related", "Voir")]
    assert "Titre\n\nChapeau." == make_article(1, blocks=blocks).text


# --- what a prompt shows -------------------------------------------------------------------------


def test_a_prompt_shows_a_line():
    twice = [Evidence(0, 0, 3, "gaz"), Evidence(0, 9, 12, "gaz")]
    taxonomy = vnru.Taxonomy.default()
    energy, both = taxonomy["energie"], Story((VISIT, PLANT))
    lead = "Le président a visité la centrale nucléaire de laRussie."
    shown = {
        VISIT: f"<Article {VISIT.id}, 2024-03: {VISIT.title!r}>",
        UNDATED: f"<Article {UNDATED.id}, undated: {UNDATED.title!r}>",
        VISIT.blocks[0]: f"<Block lead, line 1: {lead!r}>",
        TopicMatch("energie", 2, twice): "<TopicMatch energie, grade 2: 'gaz'>",
        Story((VISIT,)): f"<Story of 1 version: {VISIT!r}>",
        both: f"<Story of 2 versions: {both.best!r}>",
        taxonomy: "<Taxonomy: 16 topics>",
        energy: f"<Topic energie: 'Énergie', {len(energy.terms)} terms>",
        vnru.Lexicon(): "<Lexicon: 0 entries for none>",
    }
    assert list(shown.values()) == list(map(repr, shown))
    assert "<Ledger: 0 articles, 0 files>" == repr(vnru.edition.Ledger())


@given(st.text())
def test_a_line_is_short_and_begins_as_the_text_does(text: str):
    shown = brief(text, 20)
    assert 20 >= len(shown)
    assert "\n" not in shown
    assert " ".join(text.split()).startswith(shown.removesuffix("…"))

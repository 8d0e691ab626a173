"""The taxonomy as data: what an editor may write, and what an operator may change."""

from __future__ import annotations

import pickle
import re
from importlib import resources

import attrs
import pytest

from vnru.article import Block, BlockKind
from vnru.config import Config, TopicConfig
from vnru.diagnostics import ConfigError
from vnru.topics import Taxonomy, Topic
from vnru.topics.notation import variants

SOUND = """\
[titles]
roles = ["ministre(s)"]
adjectives = ["russe"]

[contexts]
money = ["dollar(s)"]

[[topic]]
slug = "trade"
label = "Commerce"
label_en = "Trade"
description = "Échanges."
iptc = [{ code = "20000373", match = "exact", label_en = "trade", label_fr = "Commerce" }]
terms = [
  "commerce",
  { term = "échanges", with = ["money"], without = [] },
]
mentions = ["prix"]
exceptions = ["prix Nobel"]

[[topic]]
slug = "farming"
label = "Agriculture"
broader = "trade"
terms = ["riz"]
"""


def broken(old, new):
    assert SOUND.count(old) == 1
    with pytest.raises(ConfigError) as caught:
        Taxonomy.from_toml(SOUND.replace(old, new), "desk.toml")
    return str(caught.value)


def test_a_sound_taxonomy():
    taxonomy = Taxonomy.from_toml(SOUND)
    trade, farming = taxonomy
    assert ("trade", "Commerce", "Trade", "Échanges.", None) == (
        trade.slug,
        trade.label,
        trade.label_en,
        trade.description,
        trade.broader,
    )
    assert ["subject", "subject", "mention", "exception"] == [term.role for term in trade.terms]
    assert (("money",), ()) == (trade.terms[1].needs, trade.terms[1].shuns)
    (concept,) = trade.iptc
    assert "http://cv.iptc.org/newscodes/mediatopic/20000373" == concept.uri
    assert ("exact", "trade", "Commerce") == (concept.match, concept.label_en, concept.label_fr)
    assert ("trade", None, ()) == (farming.broader, farming.label_en, farming.iptc)
    assert taxonomy["farming"] is farming
    assert "farming" in taxonomy
    assert "sport" not in taxonomy
    assert 2 == len(taxonomy)
    with pytest.raises(KeyError):
        taxonomy["sport"]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('label = "Commerce"', 'label = "Commerce', 10, "is not TOML"),
        ('label = "Commerce"\n', "", 8, "missing: 'label'"),
        ('label = "Commerce"', 'label = ""', 10, "expected a text, got '': 'label'"),
        ('label = "Commerce"', "label = 3", 10, "expected a text, got 3: 'label'"),
        ('slug = "trade"\n', "", 8, "missing: 'slug'"),
        ('slug = "trade"', 'slug = "Trade!"', 9, "small letters, digits and single hyphens"),
        ('slug = "farming"', 'slug = "trade"', 22, "already a topic of this slug: 'trade'"),
        (
            "\nlabel_en =",
            "\nlabels_en =",
            11,
            "unknown key (did you mean 'label_en'?)",
        ),
        ("\nlabel_en =", "\ncolour =", 11, "unknown key (known keys: slug, label,"),
        ('broader = "trade"', 'broader = "tarde"', 24, "the broader topic does not exist: 'tarde'"),
        ('broader = "trade"', 'broader = "farming"', 24, "the topic is broader than itself"),
        ('terms = ["riz"]', 'terms = ["riz", "Riz"]', 25, "has this term already: 'Riz'"),
        ('terms = ["riz"]', 'terms = ["riz", "riz(s"]', 25, "')' is missing: 'riz(s'"),
        ('terms = ["riz"]', 'terms = ["riz", ""]', 25, "the term may be empty: ''"),
        ('terms = ["riz"]', "terms = [3]", 21, "expected a text, or a table with a 'term': 3"),
        ('terms = ["riz"]', 'terms = "riz"', 25, "expected a list of terms: 'terms'"),
        ('terms = ["riz"]', 'terms = [{ term = "riz", whith = [] }]', 25, "did you mean 'with'?"),
        (
            'terms = ["riz"]',
            'terms = [{ term = "r", with = "money" }]',
            25,
            "a list of texts: 'with'",
        ),
        ('with = ["money"]', 'with = ["games"]', 16, "there is no such context: 'games'"),
        ("without = []", 'without = ["games"]', 16, "there is no such context: 'games'"),
        ('"20000373"', '"2000"', 13, "the eight digits of a Media Topic: '2000'"),
        ('"exact"', '"same"', 13, "expected one of exact, close, broad, narrow, related: 'same'"),
        ("iptc = [{", "iptc = [3, {", 13, "expected a list of tables: 'iptc'"),
        ("[contexts]\nmoney", "[[contexts]]\nmoney", 5, "expected a table: 'contexts'"),
        ("[contexts]\nmoney", "[context]\nmoney", 1, "unknown key (did you mean 'contexts'?)"),
        ("roles =", "role =", 2, "unknown key (did you mean 'roles'?): 'role'"),
    ],
)
def test_mistakes_are_told_with_file_line_and_reason(old, new, line, reason):
    report = broken(old, new)
    assert any(
        re.match(rf"desk\.toml:{line}: .*{re.escape(reason)}", mistake)
        for mistake in report.splitlines()
    ), report


def test_all_mistakes_are_told_at_once():
    report = broken('terms = ["riz"]', 'terms = ["riz(", 3]\nlabels = "x"')
    assert 3 == len(report.splitlines())


def test_a_circle_of_topics_is_refused():
    with pytest.raises(
        ConfigError, match=r"topics\.a\.broader: the topic is broader than itself: 'b'"
    ):
        Taxonomy(
            topics=[
                Topic(slug="a", label="A", broader="b"),
                Topic(slug="b", label="B", broader="c"),
                Topic(slug="c", label="C", broader="a"),
                Topic(slug="d", label="D", broader="a"),
            ]
        )


# what the built-in taxonomy is


def test_the_built_in_topics():
    taxonomy = Taxonomy.default()
    assert [
        "visites-officielles",
        "dialogue-politique",
        "partis-parlements",
        "defense-securite",
        "commerce-investissement",
        "energie",
        "nucleaire-civil",
        "sciences-technologies",
        "education-formation",
        "culture-arts",
        "tourisme-transports",
        "sante",
        "cooperation-multilaterale",
        "memoire-anniversaires",
        "diaspora-societe",
        "cooperation-locale",
    ] == [topic.slug for topic in taxonomy]
    assert "energie" == taxonomy["nucleaire-civil"].broader
    assert taxonomy is Taxonomy.default()
    for topic in taxonomy:
        assert topic.label_en
        assert topic.description.endswith(".")
        assert topic.iptc
        assert topic.label[0].isupper()


def test_every_built_in_term_is_found_where_it_stands():
    """Nothing an editor wrote is out of reach: hidden by a rule, or lost in the trie."""
    taxonomy = Taxonomy.default()
    for topic in taxonomy:
        phrases = (phrase for term in topic.terms for phrase in variants(term.pattern))
        text = ". ".join(phrases).replace("*", "").replace("…", "entre")
        assert set(topic.terms) <= taxonomy.terms_in([Block(BlockKind.PARAGRAPH, text)])


def test_no_built_in_term_is_written_twice():
    for topic in Taxonomy.default():
        seen = {}
        for term in topic.terms:
            for phrase in variants(term.pattern):
                key = (term.role, term.needs, phrase.casefold())
                assert seen.setdefault(key, term.pattern) == term.pattern, (topic.slug, phrase)


def test_the_file_of_the_built_in_taxonomy_is_kept_tidy():
    text = resources.files("vnru").joinpath("lexicon/topics.toml").read_text(encoding="utf-8")
    assert text.isascii() is False
    for line in text.splitlines():
        assert line == line.rstrip()


# what goes with it


def test_a_taxonomy_travels_to_other_processes():
    taxonomy = Taxonomy.from_toml(SOUND)
    block = Block(BlockKind.LEAD, "Le commerce du riz.")
    before = taxonomy.classify([block])
    copy = pickle.loads(pickle.dumps(taxonomy))  # noqa: S301 - our own bytes
    assert copy == taxonomy
    assert hash(copy) == hash(taxonomy)
    assert before == copy.classify([block])


# changes by an operator


def changed(**changes):
    return Taxonomy.from_toml(SOUND).with_changes(
        {slug: TopicConfig(**change) for slug, change in changes.items()}
    )


def slugs(taxonomy, text):
    return {match.slug for match in taxonomy.classify([Block(BlockKind.LEAD, text)])}


def test_no_change_changes_nothing():
    taxonomy = Taxonomy.from_toml(SOUND)
    assert taxonomy == taxonomy.with_changes({})
    assert taxonomy == taxonomy.with_changes({"trade": TopicConfig(include="mentions")})


def test_terms_are_added():
    taxonomy = changed(
        trade={"terms": ("blé(s)",), "mentions": ("troc",), "exceptions": ("commerce des idées",)}
    )
    assert {"trade"} == slugs(taxonomy, "Du blé et du troc.")
    assert set() == slugs(taxonomy, "Le commerce des idées.")
    assert {"trade"} == slugs(taxonomy, "Le commerce.")
    (match,) = taxonomy.classify([Block(BlockKind.LEAD, "Du troc.")])
    assert 1 == match.grade


def test_labels_and_relations_are_changed():
    taxonomy = changed(
        trade={
            "label": "Affaires",
            "label_en": "Business",
            "description": "Tout.",
            "iptc": ("exact:20000378", "20000374"),
        },
        farming={"broader": ""},
    )
    trade, farming = taxonomy
    assert ("Affaires", "Business", "Tout.") == (trade.label, trade.label_en, trade.description)
    assert [("20000378", "exact"), ("20000374", "close")] == [(c.code, c.match) for c in trade.iptc]
    assert farming.broader is None


def test_a_topic_is_dropped_and_the_gap_closed():
    taxonomy = changed(trade={"drop": True})
    assert ["farming"] == [topic.slug for topic in taxonomy]
    assert taxonomy["farming"].broader is None
    assert {"farming"} == slugs(taxonomy, "Le commerce du riz.")
    three = changed(noodles={"label": "Nouilles", "broader": "farming", "terms": ("nouilles",)})
    two = three.with_changes({"farming": TopicConfig(drop=True)})
    assert "trade" == two["noodles"].broader


def test_a_topic_is_added():
    taxonomy = changed(sport={"label": "Sport", "terms": ("football",), "broader": "trade"})
    assert ["trade", "farming", "sport"] == [topic.slug for topic in taxonomy]
    assert {"sport", "trade"} == slugs(taxonomy, "Un match de football.")


def test_a_topic_may_have_its_articles_from_narrower_ones():
    taxonomy = changed(food={"label": "Vivres"}, farming={"broader": "food"})
    assert {"farming", "food"} == slugs(taxonomy, "Le riz pousse.")


def test_changes_come_from_a_configuration_file(tmp_path):
    path = tmp_path / "vnru.toml"
    path.write_text(
        '[topics.sport]\nlabel = "Sport"\nterms = ["football(eur)(s)"]\n'
        '[topics.sante]\ndrop = true\n[topics.energie]\nmentions = ["watt(s)"]\n',
        encoding="utf-8",
    )
    taxonomy = Taxonomy.default().with_changes(Config.load(path).topics)
    assert 16 == len(taxonomy)
    assert {"culture-arts", "sport"} == slugs(taxonomy, "Des footballeurs et des vaccins.")
    assert {"energie"} == slugs(taxonomy, "Mille watts.")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"tradd": {}},
            "topics.tradd: no such topic (did you mean 'trade'? a new",
        ),
        (
            {"sport": {"drop": True}},
            "topics.sport: no such topic (a new one needs a label and terms)",
        ),
        (
            {"farmings": {"label": "Paysans", "hints": ("riz",)}},
            "topics.farmings: no such topic (did you mean 'farming'? a new one needs a label and",
        ),
        ({"Sport!": {"label": "S"}}, "topics.Sport!: expected small letters, digits and single"),
        ({"trade": {"terms": ("a(",)}}, "topics.trade.terms: ')' is missing: 'a('"),
        ({"trade": {"mentions": ("",)}}, "topics.trade.mentions: the term may be empty: ''"),
        (
            {"trade": {"terms": ("commerce",)}},
            "topics.trade.terms: the topic has this term",
        ),
        ({"trade": {"iptc": ("2000",)}}, "topics.trade.iptc: expected the eight digits of a Media"),
        ({"trade": {"iptc": ("same:20000373",)}}, "topics.trade.iptc: expected the eight digits"),
        (
            {"trade": {"broader": "x"}},
            "topics.trade.broader: the broader topic does not",
        ),
        (
            {"trade": {"broader": "farming"}},
            "topics.trade.broader: the topic is broader than",
        ),
    ],
)
def test_changes_that_cannot_be_made(changes, reason):
    with pytest.raises(ConfigError, match=f"^{re.escape(reason)}"):
        changed(**changes)


def test_every_field_of_a_change_is_made():
    """A key that `vnru.toml` takes does something."""
    elsewhere = {"include"}  # decides what feeds hold
    values = {
        "drop": True,
        "label": "L",
        "label_en": "L",
        "description": "D.",
        "broader": "",
        "terms": ("x1",),
        "mentions": ("x2",),
        "hints": ("x3",),
        "exceptions": ("x4",),
        "iptc": ("20000378",),
    }
    fields = {field.name for field in attrs.fields(TopicConfig)} - elsewhere
    assert values.keys() == fields
    for name, value in values.items():
        assert changed(farming={name: value}) != Taxonomy.from_toml(SOUND), name

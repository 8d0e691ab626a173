"""When a topic is the subject of an article, and when it is only mentioned."""

from __future__ import annotations

import re

import pytest

from vnru.article import Block, BlockKind
from vnru.topics import Taxonomy
from vnru.topics.enumerations import enumerations
from vnru.topics.grading import Why
from vnru.topics.page import Page

EDITORS = """
[titles]
roles = ["ministre(s)", "vice-ministre(s)"]
adjectives = ["russe", "étrangères", "supérieur"]

[contexts]
leaders = ["ministre(s)", "président"]
games = ["sport"]

[[topic]]
slug = "energy"
label = "Énergie"
terms = ["énergie", "centrale(s)", "gaz"]
exceptions = ["avec énergie", "gaz lacrymogène(s)"]

[[topic]]
slug = "nuclear"
label = "Nucléaire"
broader = "energy"
terms = ["nucléaire(s)", "réacteur(s)"]
exceptions = ["arme(s) nucléaire(s)"]

[[topic]]
slug = "trade"
label = "Commerce"
terms = ["commerce", "riz", "café", "caoutchouc", "accord commercial"]
mentions = ["marchands", "accord commercial de principe"]
hints = ["prix", "coût"]

[[topic]]
slug = "culture"
label = "Culture"
terms = ["culture", "théâtre(s)", "=élève(s)", "^la scène"]

[[topic]]
slug = "health"
label = "Santé"
terms = ["santé", "hôpital"]

[[topic]]
slug = "school"
label = "École"
terms = ["école(s)", { term = "bourse", without = ["games"] }]

[[topic]]
slug = "visits"
label = "Visites"
terms = [{ term = "a reçu", with = ["leaders"] }]
"""
TAXONOMY = Taxonomy.from_toml(EDITORS)


def why(text, kind=BlockKind.PARAGRAPH):
    return {x.topic: x.why for x in TAXONOMY.explain([Block(kind, text)])}


def grades(*blocks):
    return {match.slug: match.grade for match in TAXONOMY.classify(blocks)}


SENTENCE, LIST, PASSING = Why.SENTENCE, Why.LIST, Why.PASSING
FAR = "la ville le long du fleuve que borde un chemin planté de grands arbres verts " * 2


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("headline", "Le gaz et les marchands", {"energy": Why.HEADLINE, "trade": Why.HEADLINE}),
        ("lead", "Du gaz, du riz et du thé.", {"energy": Why.LEAD, "trade": Why.LEAD}),
        ("lead", "Les marchands attendent.", {"trade": Why.HINT}),
        ("caption", "Une centrale. Photo : VNA", {"energy": Why.CAPTION}),
        ("crosshead", "Le gaz d'abord", {"energy": SENTENCE}),
        ("paragraph", "Le gaz manque.", {"energy": SENTENCE}),
        ("paragraph", "- du gaz ;", {"energy": SENTENCE}),
        ("related", ">> Le gaz manque", {}),
        ("boilerplate", "Gaz de France", {}),
        ("credit", "Gaz/VNA", {}),
    ],
)
def test_the_place_decides(kind, text, expected):
    assert expected == why(text, BlockKind(kind))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # enumerations
        (
            "Ils ont parlé du théâtre, du gaz et de la santé.",
            {"culture": LIST, "energy": LIST, "health": LIST},
        ),
        ("Trois thèmes : riz, gaz, santé.", {"trade": LIST, "energy": LIST, "health": LIST}),
        ("Ils vendent du riz, du café, du gaz et du thé.", {"trade": LIST, "energy": LIST}),
        (
            "Ils vendent du riz, du café, du gaz et du caoutchouc.",
            {"trade": SENTENCE, "energy": LIST},
        ),
        ("L'hôpital, d'un coût modeste, sera fait de bois et de pierre.", {"health": SENTENCE}),
        ("Le théâtre, Vu Duc Tùng, Lê Minh et d'autres y viendront.", {"culture": SENTENCE}),
        # in passing
        ("Le théâtre sera chauffé au gaz.", {"culture": SENTENCE, "energy": PASSING}),
        (
            "Le théâtre sera chauffé au gaz, qui sera bientôt fourni par une centrale.",
            {"culture": SENTENCE, "energy": SENTENCE},
        ),
        ("Les marchands sont au théâtre.", {"trade": Why.HINT, "culture": SENTENCE}),
        ("- chauffer le théâtre au gaz ;", {"culture": SENTENCE, "energy": SENTENCE}),
        # who speaks is not what is spoken of
        (
            "La directrice du théâtre a proposé de passer au gaz.",
            {"culture": SENTENCE, "energy": SENTENCE},
        ),
        ("La directrice du théâtre propose du gaz.", {"culture": SENTENCE, "energy": SENTENCE}),
        (
            "La directrice a proposé que le théâtre passe au gaz.",
            {"culture": SENTENCE, "energy": PASSING},
        ),
        # an afterthought
        (f"Le visiteur a vu {FAR} un hôpital.", {"health": PASSING}),
        (f"Le visiteur a vu {FAR} un hôpital voué à la santé.", {"health": SENTENCE}),
        # many topics
        (
            "Le gaz sert au théâtre où la santé des écoles inquiète le commerce.",
            dict.fromkeys(("energy", "culture", "health", "school", "trade"), Why.CROWD),
        ),
        # a longer term of the topic speaks for it
        ("Un accord commercial suffit.", {"trade": SENTENCE}),
        ("Un accord commercial de principe suffit.", {"trade": Why.HINT}),
        # broader topics
        ("Un réacteur s'arrête.", {"nuclear": SENTENCE, "energy": Why.NARROWER}),
        ("Une centrale nucléaire.", {"nuclear": PASSING, "energy": SENTENCE}),
    ],
)
def test_the_sentence_decides(text, expected):
    assert expected == why(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il répond avec énergie.", set()),
        ("Il répond avec énergie à la question du gaz.", {"energy"}),
        ("Les armes nucléaires inquiètent.", set()),
        ("Le gaz lacrymogène se dissipe.", set()),
        ("Le ministre russe de l'énergie est là.", set()),
        ("Le ministre de la Culture, de la Santé et du Commerce Nguyên Van Hùng est là.", set()),
        ("Le ministre de la Santé, des écoles en tête, est là.", {"school"}),
        ("Le ministre chargé du Commerce est là.", set()),
        ("Le ministère du Commerce est là.", {"trade"}),
        ("Le ministre parle du commerce.", {"trade"}),
        ("Un niveau élevé.", set()),
        ("Un ÉLÈVE.", {"culture"}),
        ("Un eleve.", set()),
        ("UN ELEVE", {"culture"}),
        ("La scène est vide.", {"culture"}),
        ("« La scène est vide.", {"culture"}),
        ("Sur la scène.", set()),
        ("Il y vint. La scène est vide.", {"culture"}),
        ("Le sport et la bourse.", set()),
        ("Le sport. La bourse.", {"school"}),
        ("Le président l'a reçu.", {"visits"}),
        ("Le colis, il l'a reçu.", set()),
    ],
)
def test_what_counts(text, expected):
    assert expected == set(why(text))


def test_the_best_grade_counts_and_all_evidence_is_kept():
    blocks = [
        Block(BlockKind.LEAD, "Les marchands sont là."),
        Block(BlockKind.RELATED, ">> Le commerce va"),
        Block(BlockKind.PARAGRAPH, "Le commerce va. Le gaz manque au commerce."),
    ]
    matches = TAXONOMY.classify(blocks)
    assert [("trade", 2), ("energy", 2)] == sorted(
        ((m.slug, m.grade) for m in matches), key=lambda pair: -ord(pair[0][0])
    )
    (trade,) = (match for match in matches if match.slug == "trade")
    assert [(0, "marchands"), (2, "commerce"), (2, "commerce")] == [
        (e.block, e.text) for e in trade.evidence
    ]
    for match in matches:
        for item in match.evidence:
            assert item.text == blocks[item.block].text[item.start : item.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le prix du billet.", {}),
        ("Le prix. Puis encore le prix.", {}),
        ("Le prix. Les marchands.", {"trade": 1}),
        ("Le prix et le coût.", {}),
        ("Le prix. Du riz.", {"trade": 2}),
    ],
)
def test_hints_count_only_beside_more_than_hints(text, expected):
    assert expected == grades(Block(BlockKind.PARAGRAPH, text))


def test_topics_are_sorted_by_grade_then_slug():
    blocks = [
        Block(BlockKind.LEAD, "Le théâtre et le gaz."),
        Block(BlockKind.CAPTION, "À l'école."),
    ]
    assert [("culture", 2), ("energy", 2), ("school", 1)] == [
        (m.slug, m.grade) for m in TAXONOMY.classify(blocks)
    ]


def test_an_implied_topic_has_the_evidence_of_the_narrower():
    block = Block(BlockKind.LEAD, "Deux réacteurs.")
    nuclear, energy = TAXONOMY.classify([block])
    assert ("nuclear", 2, "energy", 1) == (nuclear.slug, nuclear.grade, energy.slug, energy.grade)
    assert nuclear.evidence == energy.evidence
    assert "réacteur(s)" == energy.evidence[0].rule


def test_nothing_has_no_topic():
    assert {} == grades()
    assert {} == grades(Block(BlockKind.LEAD, ""))


def test_classifying_and_explaining_agree():
    blocks = [Block(BlockKind.LEAD, "Le gaz."), Block(BlockKind.PARAGRAPH, "Un réacteur, du gaz.")]
    explained = TAXONOMY.explain(blocks)
    best = {}
    for item in explained:
        best[item.topic] = max(best.get(item.topic, 0), item.why.grade)
    assert best == grades(*blocks)
    assert list(explained) == sorted(explained, key=lambda x: (x.evidence, x.topic))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "du blé, des engrais, du charbon et de l'acier.",
            ["du blé", "des engrais", "du charbon", "de l'acier."],
        ),
        (
            "le commerce, l'énergie ou la formation, dit-il.",
            ["le commerce", "l'énergie", "la formation"],
        ),
        ("l'un et l'autre.", []),
        ("la Russie, qui livre, et la Chine.", []),
        ("Vu Duc Tùng, directeur, et les deux pays.", []),
        ("trois choses : riz, thé, café.", ["trois choses : riz", "thé", "café."]),
        ("riz, thé, café.", []),
        ("", []),
    ],
)
def test_enumerations(text, expected):
    found = [text[a:b].strip() for items in enumerations(text, 0, len(text)) for a, b in items]
    assert expected == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Un. Deux ! Trois ? « Quatre ». Cinq…",
            ["Un. ", "Deux ! ", "Trois ? « ", "Quatre ». ", "Cinq…"],
        ),
        (
            "M. Kassianov et V. Titov ont vu Mme. Markova.",
            ["M. Kassianov et V. Titov ont vu Mme. Markova."],
        ),
        ("Il part.Les deux restent.", ["Il part.", "Les deux restent."]),
        ("1.000 doses, 2.400 MW.", ["1.000 doses, 2.400 MW."]),
        ("Il s'agit de\n- un ;\n- deux.", ["Il s'agit de\n", "un ;\n", "deux."]),
    ],
)
def test_sentences(text, expected):
    page = Page([Block(BlockKind.LEAD, text)])
    found = dict.fromkeys(page.sentence(word.start()) for word in re.finditer(r"\w+", text))
    assert expected == [page.text[s.start : s.end] for s in found]

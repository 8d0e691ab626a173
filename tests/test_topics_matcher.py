"""Where terms are found in the text of agencies."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnru.topics import Taxonomy, words
from vnru.topics.matcher import Matcher, Term


def found(text, *patterns):
    matcher = Matcher(Term(pattern, "t") for pattern in patterns)
    return [text[start:end] for start, end, _ in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        # accents, case, apostrophes, hyphens, white space
        ("L’ÉNERGIE verte", "énergie", ["ÉNERGIE"]),
        ("l'Energie", "énergie", ["Energie"]),
        ("d’État", "d'État", ["d’État"]),
        ("libre échange, libre‑échange", "libre-échange", ["libre échange", "libre‑échange"]),
        ("Bach\xa0Hô", "Bach Ho", ["Bach\xa0Hô"]),
        ("centrale\nnucléaire", "centrale nucléaire", ["centrale\nnucléaire"]),
        ("main-d'œuvre", "main-d'oeuvre", ["main-d'œuvre"]),
        ("Đông Nai", "Dông Nai", ["Đông Nai"]),
        # edges
        ("agriculture", "culture", []),
        ("cultures", "culture", []),
        ("31octobre", "octobre", ["octobre"]),
        ("2.400MW", "MW", ["MW"]),
        ("laRussie", "Russie", ["Russie"]),
        ("relationsVietnam", "relations", ["relations"]),
        (
            "PetroVietnam Petrovietnam petro vietnam",
            "PetroVietnam",
            ["PetroVietnam", "Petrovietnam", "petro vietnam"],
        ),
        # glue: known words only, and no French word taken apart
        ("centralenucléaire", "centrale nucléaire", ["centralenucléaire"]),
        ("lesrelations", "relations", ["relations"]),
        ("delaformation", "formation", ["formation"]),
        ("puissancede 10 MW", "puissance", ["puissance"]),
        ("déformation", "formation", []),
        ("passeront", "passer", []),
        ("informations", "formation(s)", []),
        # a phrase ends at punctuation
        ("accord, de libre-échange", "accord de libre-échange", []),
        ("accord. De", "accord de", []),
        # stems and gaps
        ("vaccin, vaccinal, vaccins", "vaccin*", ["vaccin", "vaccinal", "vaccins"]),
        ("vacciné", "vaccin", []),
        ("délégation par", "délégation … par", ["délégation par"]),
        ("délégation russe de haut par", "délégation … par", ["délégation russe de haut par"]),
        ("délégation russe de très haut par", "délégation … par", []),
        ("délégation russe, par", "délégation … par", []),
        # small words in front are part of the term
        ("la province, une province", "la province", ["la province"]),
        ("a reçu, ont reçu", "[a|ont] reçu", ["a reçu", "ont reçu"]),
        ("de la province", "la province", ["la province"]),
        ("reçu", "a reçu", []),
        ("le 9 mai", "9 mai", ["9 mai"]),
    ],
)
def test_one_term(text, pattern, expected):
    assert expected == found(text, pattern)


def test_terms_inside_and_across_others_are_all_found():
    text = "un accord de libre-échange entre banques"
    patterns = (
        "accord",
        "accord de libre-échange",
        "libre-échange",
        "libre-échange entre",
        "échange",
    )
    expected = [
        "accord de libre-échange",
        "accord",
        "libre-échange entre",
        "libre-échange",
        "échange",
    ]
    assert expected == found(text, *patterns)


def test_one_phrase_may_be_a_term_of_several_topics():
    matcher = Matcher([Term("Zarubezhneft", "energie"), Term("Zarubezhneft", "commerce")])
    owners = [term.owner for _, _, term in matcher.find("Zarubezhneft")]
    assert ["energie", "commerce"] == owners


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text):
    text = unicodedata.normalize("NFC", text)
    for start, end, _ in _MATCHER.find(text):
        assert 0 <= start < end <= len(text)


_MATCHER = Matcher(term for topic in Taxonomy.default() for term in topic.terms)
_WORDS = (
    "énergie",
    "l'",
    "centrale",
    "nucléaire",
    "gaz",
    "(",
    "31",
    "Russie",
    "accord",
    "de",
    "libre-échange",
    ".",
    "’",
    "\xa0",
    "visite",
    "d'État",
    "GNL",
    "é",
)


@given(st.lists(st.sampled_from(_WORDS), max_size=12), st.sampled_from(["", " ", "-"]))
def test_hits_are_in_order_and_begin_and_end_with_words(parts, glue):
    text = glue.join(parts)
    hits = _MATCHER.find(text)
    assert hits == sorted(hits, key=lambda hit: (hit[0], -hit[1]))
    for start, end, _ in hits:
        matched = text[start:end]
        assert matched == matched.strip()
        assert matched[0].isalnum()
        assert matched[-1].isalnum()


@given(st.lists(st.sampled_from(_WORDS), max_size=12), st.sampled_from("\n\t\xa0\u202f"))
def test_all_white_space_is_alike(parts, space):
    text = " ".join(parts)
    assert _MATCHER.find(text) == _MATCHER.find(text.replace(" ", space))


def ways_through(text, phrase, at=0):
    """Where a phrase of words, gaps and stems ends that begins at `at`, one word at a time."""
    word, *rest = phrase
    if word == "…":
        ends = {at}
        for _ in range(3):
            ends |= {m.end() for end in ends if (m := re.compile(r" ?[a-z]+").match(text, end))}
        return {e for end in ends for e in ways_through(text, rest, end)}
    stem, cut, _ = word.partition("*")
    found = re.compile(rf" ?{stem}{'[a-z]*' * bool(cut)}(?![a-z])").match(text, at)
    if found is None:
        return set()
    return ways_through(text, rest, found.end()) if rest else {found.end()}


_PHRASES = st.lists(st.sampled_from(["abc", "abcd", "d", "la", "abc*"]), min_size=1, max_size=3)


@given(
    st.lists(st.sampled_from(["abc", "abcd", "d", "la", "e", ", d", "- la"]), max_size=14),
    st.lists(st.tuples(_PHRASES, st.booleans()), min_size=1, max_size=4),
)
def test_all_terms_are_found_and_nothing_else(parts, phrases):
    patterns = {(" … " if gap else " ").join(phrase) for phrase, gap in phrases}
    text = " ".join(parts)
    flat = text.replace("- ", "")  # one more separator lets a phrase go on
    expected = {
        (pattern, flat[start:end])
        for pattern in patterns
        for start in range(len(flat))
        if flat[start : start + 1].isalpha() and not flat[:start][-1:].isalpha()
        for end in ways_through(flat, pattern.split(" "), start)
    }
    hits = Matcher(Term(pattern, "t") for pattern in sorted(patterns)).find(text)
    assert expected == {
        (term.pattern, text[start:end].replace("- ", "")) for start, end, term in hits
    }


def test_a_matcher_that_forgets_finds_the_same(monkeypatch):
    monkeypatch.setattr("vnru.topics.matcher._MEMORY", 3)
    text = "Une centralenucléaire et un accord de libre-échange, puis du gaz."
    matcher = Matcher([Term("centrale nucléaire", "a"), Term("gaz", "b")])
    first = matcher.find(text)
    assert ["centralenucléaire", "gaz"] == [text[start:end] for start, end, _ in first]
    assert first == matcher.find("un deux trois quatre cinq")[:0] + matcher.find(text)


def test_a_matcher_that_another_thread_lets_forget_finds_the_same(monkeypatch):
    text = "Une centralenucléaire et un accord de libre-échange, puis du gaz."
    matcher = Matcher([Term("centrale nucléaire", "a"), Term("gaz", "b")])
    alone = matcher.find(text)
    monkeypatch.setattr("vnru.topics.matcher._MEMORY", -1)
    stretches = words.stretches

    def meanwhile(part):
        if part == text:
            matcher.find("Un autre texte.")
        return stretches(part)

    monkeypatch.setattr(words, "stretches", meanwhile)
    assert alone == matcher.find(text)


def test_a_run_of_letters_that_is_no_word_costs_nothing():
    assert [] == found("énergie" * 50_000, "énergie", "vaccin*")
    assert [] == found("vaccin" * 10 + "x" * 200_000, "énergie")

"""How editors write terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnru.topics.notation import MAX_VARIANTS, spelling, spellings, variants


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("accord", ("accord",)),
        ("accord(s) de libre-échange", ("accord de libre-échange", "accords de libre-échange")),
        ("(vice-)ministre", ("ministre", "vice-ministre")),
        ("commercia[l|le|ux]", ("commercial", "commerciale", "commerciaux")),
        ("a (b |c )d", ("a b d", "a c d", "a d")),
        (
            "lutte [contre [le COVID|la grippe]]",
            ("lutte contre la grippe", "lutte contre le COVID"),
        ),
        ("visite ( d'État)", ("visite", "visite d'État")),
        ("a[|b]", ("a", "ab")),
        ("vaccin*", ("vaccin*",)),
        ("délégation(s) … par", ("délégation … par", "délégations … par")),
        ("^la province", ("la province",)),
        ("=élève(s)", ("élève", "élèves")),
        ("^=été", ("été",)),
    ],
)
def test_what_a_term_stands_for(pattern, expected):
    assert expected == variants(pattern)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "may be empty"),
        ("(s)", "may be empty"),
        ("[|a]", "may be empty"),
        ("- '", "may be empty"),
        ("accord(s", "')' is missing"),
        ("accord[s", "']' is missing"),
        ("accord(s]", "']' without an opening bracket"),
        ("accord)", "')' without an opening bracket"),
        ("a|b", "'|' without an opening bracket"),
        ("au* secours", "at least 3 letters"),
        ("*", "may be empty"),
        ("vac*in", "must end a word"),
        ("… par", "between words"),
        ("délégation …", "between words"),
        ("=vaccin*", "spelled out"),
        ("=a … b", "spelled out"),
        ("(a)" * 10, "more than 512"),
        ("[" + "|".join(f"a{n}" for n in range(MAX_VARIANTS + 1)) + "]", "more than 512"),
    ],
)
def test_what_is_no_term(pattern, reason):
    with pytest.raises(ValueError, match=reason.replace("(", r"\(").replace(")", r"\)")) as caught:
        variants(pattern)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="ab ()[]|*…^='-", max_size=12))
def test_any_text_is_a_term_or_refused(pattern):
    try:
        found = variants(pattern)
    except ValueError:
        return
    assert tuple(sorted(set(found))) == found
    assert all(any(char.isalnum() for char in phrase) for phrase in found)


def test_spelling_keeps_accents_and_nothing_else():
    assert spelling("L’Élève ") == spelling("l'élève") == "lélève"
    assert spelling("élevé") != spelling("élève")
    assert spellings("=élève(s)") == {"élève", "élèves"}

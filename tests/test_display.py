"""What people read."""

from __future__ import annotations

import datetime as dt
import html.parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import make_article
from vnru.article import Block, BlockKind
from vnru.display import body, date_element, day_text, shown, typeset

TEXT = st.text(alphabet=st.sampled_from("aé1 \n\u00a0\u202f«»;:!?%&<>\"'/.#-") | st.characters())


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Photo: VNA", "Photo\u00a0: VNA"),
        ("Photo : VNA", "Photo\u00a0: VNA"),
        ("un accord ; deux visites", "un accord\u202f; deux visites"),
        ("Vraiment?! Oui !", "Vraiment\u202f?! Oui\u202f!"),
        ("« un ami »", "«\u202fun ami\u202f»"),
        ("«un ami»", "«\u202fun ami\u202f»"),
        ("« Quoi ? »", "«\u202fQuoi\u202f?\u202f»"),
        ("de 60 % et 7%", "de 60\u202f% et 7%"),
        ("à 10:30 (+84)", "à 10:30 (+84)"),
        ("https://example.org/?a=1;b=2 : là", "https://example.org/?a=1;b=2\u00a0: là"),
        (
            "https://a.vn «x» ? xhttp://b ; c",
            "https://a.vn «\u202fx\u202f»\u202f? xhttp://b\u202f; c",
        ),
        ("R&amp; D &eacute; x ;", "R&amp; D &eacute; x\u202f;"),
        ("suite ...", "suite ..."),
    ],
)
def test_typeset_gives_the_spaces_of_french_typography(printed, shown):
    assert shown == typeset(printed)


@given(TEXT)
def test_typeset_changes_only_white_space(text):
    assert "".join(text.split()) == "".join(typeset(text).split())


@given(TEXT)
def test_typeset_twice_is_typeset_once(text):
    assert typeset(text) == typeset(typeset(text))


@pytest.mark.parametrize(
    ("date", "event_date", "element"),
    [
        ("2024-03", "2024-03-03", '<time datetime="2024-03-03">3 mars 2024</time>'),
        ("2024-03", None, '<time datetime="2024-03">mars 2024</time>'),
        ("2024-08-01", None, '<time datetime="2024-08-01">1er août 2024</time>'),
        ("2024", None, '<time datetime="2024">2024</time>'),
        (None, None, "sans date"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(date, event_date, element):
    article = make_article(date=date, event_date=event_date)
    assert element == date_element(article.best_date)


def test_the_day_of_an_instant_is_its_day_in_utc():
    moscow = dt.timezone(dt.timedelta(hours=3))
    assert "31 décembre 2025" == day_text(dt.datetime(2026, 1, 1, 2, 0, tzinfo=moscow))


BLOCKS = [
    ("headline", "Titre"),
    ("lead", "Chapeau."),
    ("caption", "Une photo. Photo : VNA"),
    ("paragraph", "Il s'agit :"),
    ("paragraph", "- d'un accord ;"),
    ("paragraph", "- d'une visite."),
    ("crosshead", "Intertitre"),
    ("paragraph", "- Seul tiret."),
    ("credit", "VNA/CVN"),
    ("related", ">> Autre article"),
    ("boilerplate", "Rédactrice en chef : X"),
]


def test_body_shows_the_article_and_nothing_else():
    assert (
        '<p class="lead">Chapeau.</p>\n'
        "<figure><figcaption>Une photo. Photo : VNA</figcaption></figure>\n"
        "<p>Il s&#39;agit :</p>\n"
        "<p>- d&#39;un accord ;</p>\n"
        "<p>- d&#39;une visite.</p>\n"
        "<h3>Intertitre</h3>\n"
        "<p>- Seul tiret.</p>\n"
        '<p class="credit">VNA/CVN</p>\n'
    ) == body(make_article(blocks=BLOCKS))


def test_body_marks_up_printed_lists_and_typesets_where_asked():
    assert (
        '<p class="lead">Chapeau.</p>\n'
        "<figure><figcaption>Une photo. Photo\u00a0: VNA</figcaption></figure>\n"
        "<p>Il s&#39;agit\u00a0:</p>\n"
        '<ul class="printed">\n'
        "<li>- d&#39;un accord\u202f;</li>\n"
        "<li>- d&#39;une visite.</li>\n"
        "</ul>\n"
        "<h2>Intertitre</h2>\n"
        "<p>- Seul tiret.</p>\n"
        '<p class="credit">VNA/CVN</p>\n'
    ) == body(make_article(blocks=BLOCKS), level=2, text=typeset, lists=True)


class _Reader(html.parser.HTMLParser):
    """Tells tags and text apart as a browser does."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = set(), []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self.tags.add(tag)

    def handle_data(self, data):
        self.text.append(data)


@given(st.lists(st.tuples(st.sampled_from(list(BlockKind)), TEXT)), st.booleans())
def test_text_comes_out_as_it_went_in_and_never_as_markup(pairs, lists):
    blocks = [(kind.value, text) for kind, text in pairs]
    article = make_article(blocks=blocks)
    reader = _Reader()
    reader.feed(body(article, lists=lists))
    reader.close()
    assert reader.tags <= {"p", "figure", "figcaption", "h3", "ul", "li"}
    expected = "".join(block.text for block in shown(article))
    assert "".join(expected.split()) == "".join("".join(reader.text).split())


def test_a_teaser_is_not_shown():
    article = make_article(blocks=[("related", ">> Lire aussi"), ("lead", "Un chapeau.")])
    assert (Block(BlockKind.LEAD, "Un chapeau."),) == shown(article)

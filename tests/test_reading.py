"""Bytes of a file become an article, or the reasons why not; and nothing ever raises."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import invariants
import vnru
from strategies import agency_text, article_bytes
from vnru.config import Limits
from vnru.dates import PartialDate
from vnru.diagnostics import ParseError, Severity
from vnru.reading import article_id, read
from vnru.topics import Taxonomy

NAME = "003_9cfc9d1ae11acf60.txt"
LEAD = "Le ministre Bui Thanh Son a reçu le 3 mars, à Hanoi, l'ambassadeur de Russie."
TEXT = f" date 2024-03 Le ministre reçoit l'ambassadeur\n\n{LEAD}\n\nVNA/CVN"


def codes(text: str, name: str = NAME, **options) -> list[str]:
    return [found.code for found in read(text.encode(), name, **options).diagnostics]


# the record


def test_a_good_file_is_an_article_without_a_word():
    reading = read(TEXT.encode(), NAME)
    assert () == reading.diagnostics
    article = reading.unwrap()
    assert ("9cfc9d1ae11acf60", 3, NAME) == (article.id, article.serial, article.source)
    assert (PartialDate(2024, 3), PartialDate(2024, 3, 3)) == (article.date, article.event_date)
    assert "Le ministre reçoit l'ambassadeur" == article.headline == article.title
    assert (LEAD, "fr", ("VNA", "CVN")) == (article.lead, article.language, article.credits)
    assert ["headline", "lead", "credit"] == [block.kind for block in article.blocks]


def test_a_refusal_can_be_raised():
    reading = read(b"", NAME)
    with pytest.raises(ParseError, match="VN002") as caught:
        reading.unwrap()
    assert reading.diagnostics == caught.value.diagnostics


def test_a_reading_can_be_sent_to_another_process():
    for data in (TEXT.encode(), b"\xff"):
        reading = read(data, NAME)
        assert reading == pickle.loads(pickle.dumps(reading))  # noqa: S301 - our own


def test_warnings_stay_with_the_article():
    reading = read(f"\ufeff{TEXT}".encode(), NAME)
    assert ["VN010"] == [found.code for found in reading.diagnostics]
    assert reading.diagnostics == reading.unwrap().diagnostics


# names and ids


@pytest.mark.parametrize(
    ("name", "id_", "serial"),
    [
        ("003_9cfc9d1ae11acf60.txt", "9cfc9d1ae11acf60", 3),
        ("000_0000000000000000.txt", "0000000000000000", 0),
        ("123456_9cfc9d1ae11acf60.txt", "9cfc9d1ae11acf60", 123456),
        ("999999999999999_9cfc9d1ae11acf60.txt", "9cfc9d1ae11acf60", 999999999999999),
    ],
)
def test_the_name_gives_id_and_serial(name, id_, serial):
    assert (id_, serial) == article_id(name)
    assert [] == codes(TEXT, name)


@pytest.mark.parametrize(
    "name",
    [
        "depeche russie (copie).txt",
        "03_9cfc9d1ae11acf60.txt",
        "003_9cfc9d1ae11acf6.txt",
        "003_9cfc9d1ae11acf600.txt",
        "003_9CFC9D1AE11ACF60.txt",
        "003-9cfc9d1ae11acf60.txt",
        "003_9cfc9d1ae11acf60.TXT",
        "٠٠٣_9cfc9d1ae11acf60.txt",
        " 003_9cfc9d1ae11acf60.txt",
        "003_9cfc9d1ae11acf60.txt\n",
        "9" * 16 + "_9cfc9d1ae11acf60.txt",
        ".txt",
        "",
        os.fsdecode(b"\xff.txt"),
        "\ud800.txt",
    ],
    ids=ascii,
)
def test_another_name_gives_an_id_of_its_own_and_a_warning(name):
    article = read(TEXT.encode(), name).unwrap()
    assert re.fullmatch(r"[0-9a-f]{16}", article.id)
    assert (article.id, None) == (article_id(name)[0], article.serial)
    assert ["VN201"] == [found.code for found in article.diagnostics]
    assert article.id in article.diagnostics[0].message


def test_an_id_made_of_a_name_is_stable():
    assert ("98c7688e8d87343f", None) == article_id("depeche russie (copie).txt")


def test_names_that_look_alike_have_different_ids():
    names = ["é.txt", "e\u0301.txt", "É.txt", "e.txt", "E.txt", "\udce9.txt", "e.txt ", "e..txt"]
    assert len(names) == len({article_id(name)[0] for name in names})


# the digest


@pytest.mark.parametrize(
    "variant",
    [
        TEXT,
        f"{TEXT}\n",
        f"\ufeff{TEXT}",
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", " \n\t"),
        unicodedata.normalize("NFD", TEXT),
    ],
    ids=["the same", "last line end", "BOM", "CRLF", "outer white space", "NFD"],
)
def test_the_digest_stays_where_the_text_stays(variant):
    assert read(TEXT.encode(), NAME).unwrap().digest == read(variant.encode(), NAME).unwrap().digest


@pytest.mark.parametrize(
    "variant",
    [
        TEXT.replace("2024-03", "2024-04"),
        TEXT.replace("Hanoi", "Hanoï"),
        TEXT.replace("3 mars", "3\xa0mars"),
        TEXT.replace("\n\n", "\n"),
        f"{TEXT} ",
    ],
    ids=["date", "accent", "NBSP", "blank line", "nothing"],
)
def test_the_digest_moves_with_the_text(variant):
    same = variant.strip() == TEXT.strip()
    digests = {read(text.encode(), NAME).unwrap().digest for text in (TEXT, variant)}
    assert (1 if same else 2) == len(digests)


def test_the_digest_does_not_depend_on_the_name():
    digests = {read(TEXT.encode(), name).unwrap().digest for name in (NAME, "autre.txt")}
    assert 1 == len(digests)


# refusals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["VN002"]),
        (" \n\n ", ["VN002"]),
        ("\xa0\n\u3000", ["VN101", "VN105"]),
        ("\ufeff", ["VN010", "VN101", "VN105"]),
        ("\u200b\u200b", ["VN014", "VN101", "VN105"]),
        (" date 2024-03 ", ["VN105"]),
        (" date 2024-03", ["VN105"]),
        (" date 2024-03 \n\n\xa0\n", ["VN105"]),
        (" date 2024-13 Titre\n\nUn texte.", ["VN102"]),
        (" date 2024-13 ", ["VN102", "VN105"]),
        (" date 1066 Titre\n\nUn texte.", ["VN103"]),
        (" date 2024-03 VNA/CVN", ["VN107"]),
        (" date 2024-03 Photo : VNA", ["VN107"]),
        (" date 2024-03 >> Voir ailleurs", ["VN107"]),
        (" date 2024-03 Chia sẻ\n\nback to top", ["VN107"]),
        ("Photo : VNA", ["VN101", "VN107"]),
    ],
    ids=ascii,
)
def test_a_file_without_text_is_refused(text, expected):
    reading = read(text.encode(), NAME)
    assert reading.article is None
    assert sorted(expected) == sorted(found.code for found in reading.diagnostics)


def test_what_was_found_instead_of_text_is_named():
    (found,) = read(b" date 2024-03 Photo : VNA\n\nVNA/CVN", NAME).diagnostics
    assert "caption, credit" in found.message


def test_a_future_article_is_held_back():
    today = dt.date(2024, 2, 29)
    reading = read(TEXT.encode(), NAME, today=today)
    assert reading.article is None
    assert [Severity.HELD] == [found.severity for found in reading.diagnostics]


@pytest.mark.parametrize(("limit", "expected"), [(len(TEXT.encode()), []), (10, ["VN001"])])
def test_the_size_of_a_file_is_limited(limit, expected):
    assert expected == codes(TEXT, limits=Limits(file_bytes=limit))


@pytest.mark.parametrize(("limit", "expected"), [(len(LEAD), []), (len(LEAD) - 1, ["VN106"])])
def test_the_size_of_a_paragraph_is_limited(limit, expected):
    assert expected == codes(TEXT, limits=Limits(paragraph_chars=limit))


def test_a_long_paragraph_is_named_by_its_line():
    (found,) = read(f"{TEXT}\n\n{'x' * 30_000}".encode(), NAME).diagnostics
    assert ("VN106", 7) == (found.code, found.line)
    assert "30000 characters, more than 20000" in found.message


def test_a_wrapped_paragraph_is_measured_as_a_whole():
    assert ["VN106"] == codes(TEXT + "\n\n" + "Une ligne de trente caractères.\n" * 700)


# lines


def test_blocks_know_their_line_in_the_file():
    article = read(TEXT.encode(), NAME).unwrap()
    assert [1, 3, 5] == [block.line for block in article.blocks]


def test_blocks_know_their_line_below_a_header_on_its_own_line():
    article = read(TEXT.replace("03 Le", "03\n\n\nLe").encode(), NAME).unwrap()
    assert [4, 6, 8] == [block.line for block in article.blocks]


def test_an_undated_article_is_good_with_a_warning():
    reading = read(TEXT.replace(" date 2024-03 ", "").encode(), NAME)
    assert ["VN101"] == [found.code for found in reading.diagnostics]
    assert reading.unwrap().date is None


# language


@pytest.mark.parametrize(
    "text",
    [
        (
            "The minister received the ambassador of Russia on Monday in Hanoi, and both sides"
            " agreed that the cooperation between the two countries should be deepened in trade,"
            " in energy and in education, as well as in science and technology, the ministry"
            " said in a statement"
        ),
        (
            "El ministro recibió el lunes en Hanói al embajador de Rusia, y ambas partes"
            " acordaron que la cooperación entre los dos países debe profundizarse en el"
            " comercio, en la energía y en la educación, así como en la ciencia y la tecnología,"
            " según informó el ministerio hoy"
        ),
        (
            "Il ministro ha ricevuto lunedì ad Hanoi l'ambasciatore della Russia, e le due parti"
            " hanno convenuto che la cooperazione tra i due paesi deve essere approfondita nel"
            " commercio, nell'energia e nell'istruzione, nonché nella scienza e nella"
            " tecnologia, e nel turismo"
        ),
        (
            "O ministro recebeu na segunda-feira em Hanói o embaixador da Rússia, e ambas as"
            " partes concordaram que a cooperação entre os dois países deve ser aprofundada no"
            " comércio, na energia e na educação, bem como na ciência e na tecnologia, informou"
            " o ministério"
        ),
        (
            "Bộ trưởng Bộ Ngoại giao Bùi Thanh Sơn đã tiếp Đại sứ Liên bang Nga tại Hà Nội, hai"
            " bên nhất trí tiếp tục thúc đẩy hợp tác trong các lĩnh vực thương mại, năng lượng,"
            " giáo dục, khoa học và công nghệ, cũng như giao lưu nhân dân giữa hai nước trong"
            " thời gian tới đây"
        ),
        (
            "Министр иностранных дел принял посла России в Ханое, стороны договорились углублять"
            " сотрудничество в торговле, энергетике, образовании, науке и технологиях, а также"
            " обмены между народами двух стран, сообщили в министерстве иностранных дел страны в"
            " понедельник вечером после встречи, которая прошла в тёплой и дружественной"
            " атмосфере, как всегда"
        ),
    ],
    ids=["English", "Spanish", "Italian", "Portuguese", "Vietnamese", "Russian"],
)
def test_another_language_is_tagged_and_warned_about(text):
    reading = read(f" date 2024-03 {text}.".encode(), NAME)
    assert "und" == reading.unwrap().language
    assert ["VN301"] == [found.code for found in reading.diagnostics]


def test_what_surrounds_the_article_does_not_count_for_its_language():
    english = ">> The ministers of both countries have signed it, and both are happy with it. " * 9
    assert [] == codes(f"{TEXT}\n\n{english}")


def test_a_text_too_short_to_tell_is_taken_for_french():
    assert "fr" == read(b" date 2024-03 The minister is here.", NAME).unwrap().language


def test_glued_french_is_french():
    glued = (
        "Truong Tân Sang a émis lesouhait que la Russie participe plus activement auxgrands projets"
        " énergétiques du Vietnam. Il a cité la centralenucléaire de Ninh Thuân 1, la"
        " modernisation de centrales hydrauliques et les nouveaux blocs pétroliers confiés à"
        " laRussie."
    )
    assert "fr" == read(f" date 2012-07 {glued}".encode(), NAME).unwrap().language


# topics


def test_the_operators_taxonomy_is_used_even_if_it_is_empty():
    text = f" date 2024-03 Accord sur la centrale nucléaire\n\n{LEAD}".encode()
    empty = Taxonomy(topics=())
    assert () == read(text, NAME, taxonomy=empty).unwrap().topics
    assert read(text, NAME).unwrap().topics


# properties: any bytes, any name


names = st.text(max_size=40) | st.from_regex(r"\d{3,16}_[0-9a-f]{16}\.txt", fullmatch=True)


@given(article_bytes(), names)
@example(b"", "")
@example(b"\xef\xbb\xbf", "\ud800")
@example(("a" + "\u0301" * 40).encode(), "a")
def test_read_never_raises_on_any_bytes_and_name(data, name):
    reading = read(data, name)
    invariants.an_article_only_warns(reading)
    invariants.findings_are_ordered_and_complete(reading)
    if reading.article is not None:
        assert (name, article_id(name)[0]) == (reading.article.source, reading.article.id)


@given(st.text(st.characters()))
def test_read_never_raises_on_any_text(text):
    reading = read(text.encode("utf-8", "surrogatepass"), NAME)
    invariants.an_article_only_warns(reading)


@given(agency_text())
def test_text_in_is_text_out(text):
    article = read(text.encode(), NAME).article
    assume(article is not None)
    invariants.text_in_is_text_out(text.encode(), article)


@given(agency_text())
def test_blocks_stand_where_they_say(text):
    article = read(text.encode(), NAME).article
    assume(article is not None)
    invariants.blocks_stand_where_they_say(text.encode(), article)


@given(agency_text())
def test_evidence_points_at_the_text_it_claims(text):
    article = read(text.encode(), NAME).article
    assume(article is not None)
    invariants.evidence_points_at_the_text_it_claims(article)


@given(agency_text())
def test_an_article_has_one_lead_and_a_title(text):
    article = read(text.encode(), NAME).article
    assume(article is not None)
    invariants.an_article_has_one_lead_and_a_title(article)


@given(agency_text())
def test_names_credits_and_places_stand_once(text):
    article = read(text.encode(), NAME).article
    assume(article is not None)
    invariants.names_credits_and_places_stand_once(article)


@given(article_bytes())
def test_reading_twice_gives_the_same(data):
    assert read(data, NAME) == read(data, NAME)


@given(agency_text())
def test_outer_white_space_changes_nothing(text):
    text = text.replace("\r", "")
    first, second = (
        read(variant.encode(), NAME).article for variant in (text, f"{text.rstrip()} \n\n\t\n")
    )
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert (first.digest, first.blocks) == (second.digest, second.blocks)


@given(agency_text())
def test_line_ends_change_only_warnings(text):
    text = text.replace("\r", "")
    first, second = (
        read(variant.encode(), NAME).article for variant in (text, text.replace("\n", "\r\n"))
    )
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert (first.digest, first.blocks) == (second.digest, second.blocks)


def test_a_text_is_read_as_a_file_is():
    text = " date 2024-03 Hanoï (VNA) – Une délégation russe est arrivée lundi."
    name = "001_0123456789abcdef.txt"
    assert read(text.encode(), name) == read(text, name)


def test_a_text_without_a_name_gives_the_id_itself():
    one, other = (
        read(f"Hanoï (VNA) – Une délégation est arrivée {day}.") for day in ("lundi", "mardi")
    )
    assert one.unwrap().serial is None
    assert ["VN101"] == [found.code for found in one.diagnostics]  # and no word of a name
    assert one.unwrap().id != other.unwrap().id
    assert one == read("Hanoï (VNA) – Une délégation est arrivée lundi.".encode())
    assert 2 == len(vnru.Corpus([one.unwrap(), other.unwrap()]))


@given(st.text())
def test_no_text_raises(text):
    reading = read(text)
    assert (reading.article is None) == any(d.severity != "warning" for d in reading.diagnostics)

"""Datelines and signatures in all the spellings of the agencies."""

from __future__ import annotations

import pytest
from hypothesis import given

from strategies import agency_text
from vnru.article import Block, BlockKind
from vnru.reading.signatures import (
    is_byline_alone,
    is_credit_line,
    read_credits,
    read_dateline,
    read_opening,
    signature_start,
)

LEAD = "Le ministre de la Défense a reçu mardi l'ambassadeur de Russie."


def lead(text: str) -> list[Block]:
    return [Block(BlockKind.LEAD, text)]


@pytest.mark.parametrize(
    ("opening", "place", "agencies"),
    [
        ("Hanoï (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoï (VNA) - ", "Hanoï", ("VNA",)),
        ("Hanoï (VNA) — ", "Hanoï", ("VNA",)),
        ("Hanoï (VNA)–", "Hanoï", ("VNA",)),
        ("Hanoï (VNA) -- ", "Hanoï", ("VNA",)),
        ("Hanoï (VNA) : ", "Hanoï", ("VNA",)),
        ("Hanoï (VNA). ", "Hanoï", ("VNA",)),
        ("Hanoï ( VNA ) – ", "Hanoï", ("VNA",)),
        ("Hanoï\xa0(VNA)\xa0– ", "Hanoï", ("VNA",)),
        ("Hanoi(AVI) - ", "Hanoi", ("AVI",)),
        ("Moscou (VNA/CVN) – ", "Moscou", ("VNA", "CVN")),
        ("Moscou (AFP, Reuters) – ", "Moscou", ("AFP", "Reuters")),
        ("HANOÏ (VNA) – ", "HANOÏ", ("VNA",)),
        ("Hô Chi Minh-Ville (VNA) – ", "Hô Chi Minh-Ville", ("VNA",)),
        ("Hồ Chí Minh-Ville (VNA) – ", "Hồ Chí Minh-Ville", ("VNA",)),
        ("Saint-Pétersbourg (VNA) – ", "Saint-Pétersbourg", ("VNA",)),
        ("Rostov-sur-le-Don (VNA) – ", "Rostov-sur-le-Don", ("VNA",)),
        ("Bà Ria - Vung Tàu (VNA) – ", "Bà Ria - Vung Tàu", ("VNA",)),
        ("Đà Nẵng (VNA) – ", "Đà Nẵng", ("VNA",)),
        ("La Havane (VNA) – ", "La Havane", ("VNA",)),
        ("Hanoï, 17 octobre (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoï, le 17 octobre (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoï, le 1er mars 2024 (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoï, mardi 17 octobre (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoi, 1er novembre (AVI) - ", "Hanoi", ("AVI",)),
        ("Hanoï, 12 août (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoi le 17 octobre (VNA) - ", "Hanoi", ("VNA",)),
        ("Hanoï, 17/10 (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoï, 17/10/2023 (VNA) – ", "Hanoï", ("VNA",)),
        ("Hanoï, 17 octobre - (VNA) – ", "Hanoï", ("VNA",)),
        ("Vladivostok, Russie (VNA) – ", "Vladivostok", ("VNA",)),
        ("Vladivostok (Russie) (VNA) – ", "Vladivostok", ("VNA",)),
        ("Sotchi (Russie), 17 mai (VNA) – ", "Sotchi", ("VNA",)),
        ("Phnom Penh (AKP-VNA) – ", "Phnom Penh", ("AKP", "VNA")),
        ("Hanoï, VNA – ", "Hanoï", ("VNA",)),
        ("Hanoï /VNA/ – ", "Hanoï", ("VNA",)),
        ("Pékin (Xinhua) – ", "Pékin", ("Xinhua",)),
        ("Moscou (TASS) – ", "Moscou", ("TASS",)),
        ("Moscou (RIA Novosti) – ", "Moscou", ("RIA Novosti",)),
        ("Hanoï (XYZ) – ", "Hanoï", ("XYZ",)),
    ],
)
def test_a_dateline_names_place_and_agencies(opening, place, agencies):
    dateline = read_dateline(lead(opening + LEAD))
    assert dateline is not None
    assert (place, agencies) == (dateline.place, dateline.agencies)


@pytest.mark.parametrize("opening", ["Hanoï (VNA) – ", "Moscou, 17 octobre (VNA/CVN) -- "])
def test_the_text_begins_behind_the_dateline(opening):
    read = read_opening(opening + LEAD)
    assert read is not None
    assert LEAD == (opening + LEAD)[read.length :]


@pytest.mark.parametrize(
    "text",
    [
        LEAD,
        "(VOVWORLD) - Le Vietnam et la Russie se rapprochent.",
        "L'Agence vietnamienne d'information (VNA) - fondée en 1945 - a reçu ses hôtes.",
        "Le Front de libération nationale (FLN) - un mouvement - a envoyé un message.",
        "L'Organisation du traité (OTAN) : une histoire.",
        "Hanoï accueille l'ambassadeur (VNA) – une première.",
        "Le Parti communiste du Vietnam (PCV) a reçu une délégation.",
        "Selon le ministère (MOFA) - les échanges progressent.",
        "(photo) – Une vue du port.",
        "",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text):
    assert read_dateline(lead(text)) is None


@pytest.mark.parametrize(
    ("opening", "agencies"),
    [("(VOVWORLD) - ", ("VOVWORLD",)), ("(VNA) – ", ("VNA",)), ("(VNA/CVN) : ", ("VNA", "CVN"))],
)
def test_a_bracket_without_a_place_credits_but_dates_nothing(opening, agencies):
    blocks = lead(opening + LEAD)
    assert (None, agencies) == (read_dateline(blocks), read_credits(blocks))


def test_the_dateline_may_stand_in_the_paragraph_after_the_lead():
    blocks = [
        *lead(LEAD),
        Block(BlockKind.CAPTION, "Les deux ministres. Photo : VNA"),
        Block(BlockKind.PARAGRAPH, "Moscou (AVI) – Durant son séjour, il a été reçu."),
    ]
    dateline = read_dateline(blocks)
    assert dateline is not None
    assert "Moscou" == dateline.place


def test_a_dateline_far_down_belongs_to_something_else():
    filler = Block(BlockKind.PARAGRAPH, "Ils ont parlé de l'énergie.")
    late = Block(BlockKind.PARAGRAPH, "Moscou (AVI) – Durant son séjour, il a été reçu.")
    assert read_dateline([*lead(LEAD), filler, filler, late]) is not None
    assert read_dateline([*lead(LEAD), filler, filler, filler, late]) is None


@pytest.mark.parametrize("kind", [BlockKind.CAPTION, BlockKind.RELATED, BlockKind.BOILERPLATE])
def test_captions_teasers_and_furniture_file_nothing(kind):
    blocks = [*lead(LEAD), Block(kind, "Hanoï (VNA) – Une autre dépêche. - VNA")]
    assert (None, ()) == (read_dateline(blocks), read_credits(blocks))


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("VNA", ("VNA",)),
        ("VNA/CVN", ("VNA", "CVN")),
        ("AFP/VNA/CVN", ("AFP", "VNA", "CVN")),
        ("CPV/VNA/CVN", ("CPV", "VNA", "CVN")),
        ("VNA / CVN", ("VNA", "CVN")),
        ("VNA-CVN", ("VNA", "CVN")),
        ("VNA - CVN", ("VNA", "CVN")),
        ("- VNA", ("VNA",)),
        ("-VNA", ("VNA",)),
        ("– VNA", ("VNA",)),
        ("— VNA", ("VNA",)),
        ("(VNA)", ("VNA",)),
        ("[VNA]", ("VNA",)),
        ("VNA.", ("VNA",)),
        ("VOVWORLD", ("VOVWORLD",)),
        ("VOV5", ("VOV5",)),
        ("VN+", ("VN+",)),
        ("Xinhua/VNA", ("Xinhua", "VNA")),
        ("Nhân Dân en ligne", ("Nhân Dân en ligne",)),
        ("Linh Thao/CVN", ("CVN",)),
        ("Linh Thao - Huong Linh/CVN", ("CVN",)),
        ("Linh Thao, Huong Linh/CVN", ("CVN",)),
        ("Quang Minh – Huy Hùng/CVN", ("CVN",)),
        ("L.T/CVN", ("CVN",)),
        ("LINH THAO/CVN", ("CVN",)),
        ("Source : VNA", ("VNA",)),
        ("(Source : VNA/CVN)", ("VNA", "CVN")),
        ("Nhan Dan/CVN", ("Nhan Dan", "CVN")),
        ("VOVworld", ("VOVworld",)),
        ("Nguyễn Thị Hương/VNA/CVN", ("VNA", "CVN")),
        ("Texte et photos : Quang Vinh/CVN", ("CVN",)),
        ("Propos recueillis par Quang Vinh/VNA/CVN", ("VNA", "CVN")),
        ("Propos recueillis par Quang Vinh et Linh Thao/CVN", ("CVN",)),
        ("Entretien réalisé par Quang Vinh/CVN", ("CVN",)),
    ],
)
def test_a_signature_alone_on_its_line(line, agencies):
    assert is_credit_line(line)
    assert agencies == read_credits([Block(BlockKind.CREDIT, line)])


@pytest.mark.parametrize(
    "line",
    [
        "ÉNERGIE",
        "COMMERCE ET CHANTIERS NAVALS",
        "Le commerce Vietnam/Russie",
        "Les relations VNA",
        "Bui Thanh Son",
        "Vietnam - Russie",
        "Le Vietnam et la Russie/ASEAN",
        "75 ans de relations/VNA dans le monde",
        "Qui a signé ? VNA",
        "",
    ],
)
def test_what_is_no_signature(line):
    assert not is_credit_line(line)


@pytest.mark.parametrize(
    "line", ["Propos recueillis par Quang Vinh", "Entretien réalisé par Linh Thao"]
)
def test_a_byline_without_an_agency(line):
    assert is_byline_alone(line)
    assert () == read_credits([Block(BlockKind.CREDIT, line)])


BODY = "Les deux parties ont abordé la coopération dans l'énergie"


@pytest.mark.parametrize(
    ("ending", "agencies"),
    [
        (". - VNA", ("VNA",)),
        (". -VNA", ("VNA",)),
        (".-VNA", ("VNA",)),
        (".- VNA", ("VNA",)),
        (". – VNA", ("VNA",)),
        (". –VNA", ("VNA",)),
        (". — VNA", ("VNA",)),
        (". -- VNA", ("VNA",)),
        (". -VNA.", ("VNA",)),
        (".\xa0- VNA", ("VNA",)),
        (". - VNA/CVN", ("VNA", "CVN")),
        (".-VNA/VI", ("VNA", "VI")),
        (". -CPV/VNA", ("CPV", "VNA")),
        (". VNA", ("VNA",)),
        (". VNA/CVN", ("VNA", "CVN")),
        (".VNA", ("VNA",)),
        (". (VNA)", ("VNA",)),
        (". - (VNA)", ("VNA",)),
        (". (VNA).", ("VNA",)),
        (". /VNA", ("VNA",)),
        (". -Vietnamplus", ("Vietnamplus",)),
        (" ». - VNA", ("VNA",)),
        (" ! – VNA", ("VNA",)),
        (" ? – VNA", ("VNA",)),
        (' ". -VNA', ("VNA",)),
        (" - VNA", ("VNA",)),
        ("./. VNA", ("VNA",)),
        (". - Linh Thao/CVN", ("CVN",)),
        (". - VOVWORLD", ("VOVWORLD",)),
        (". - Nhân Dân", ("Nhân Dân",)),
    ],
)
def test_a_signature_behind_the_last_sentence(ending, agencies):
    text = BODY + ending
    start = signature_start(text)
    assert start is not None
    assert BODY == text[:start].rstrip('.»!?"” \xa0')
    assert agencies == read_credits([Block(BlockKind.PARAGRAPH, text)])


@pytest.mark.parametrize(
    "text",
    [
        BODY + ".",
        BODY + " avec l'ASEAN.",
        BODY + " avec l'ASEAN",
        BODY + " (EAEU).",
        BODY + " (selon l'AIEA).",
        "Le Vietnam est membre de l'ONU, de l'APEC et de l'ASEAN.",
        "Les travaux du groupe VTB - VRB, la banque mixte, progressent.",
        "- d'un accord entre PetroVietnam et Novatek ;",
        "Le forum réunit les pays de l'UEEA - une première",
        "- VNA",
        "VNA",
        "",
    ],
)
def test_a_paragraph_without_a_signature(text):
    assert signature_start(text) is None


def test_agencies_stand_in_order_without_duplicates():
    blocks = [
        Block(BlockKind.LEAD, f"Moscou (VNA) – {LEAD}"),
        Block(BlockKind.PARAGRAPH, f"{BODY}. - AVI"),
        Block(BlockKind.CREDIT, "AFP/VNA/CVN"),
    ]
    assert ("VNA", "AVI", "AFP", "CVN") == read_credits(blocks)


def test_photographers_sign_nothing():
    blocks = [Block(BlockKind.CAPTION, "Les ministres. Photo : Huy Hùng/VNA/CVN"), *lead(LEAD)]
    assert () == read_credits(blocks)


def test_a_signature_over_two_lines():
    assert ("VNA", "CVN") == read_credits([Block(BlockKind.CREDIT, "VNA\nLinh Thao/CVN")])


@given(agency_text())
def test_what_is_found_lies_in_the_text(text):
    opening, start = read_opening(text), signature_start(text)
    if opening is not None:
        assert 0 < opening.length <= len(text)
        assert all(name.casefold() in text.casefold() for name in opening.agencies)
    if start is not None:
        assert 0 < start < len(text)

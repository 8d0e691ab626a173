"""Every kind of block is told apart, wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import agency_text
from vnru.article import BlockKind
from vnru.reading.blocks import read_blocks
from vnru.reading.groups import Line, split_groups

HEADLINE = "Le Vietnam et la Russie relancent leur coopération énergétique"
LEAD = (
    "Le ministre de l'Industrie et du Commerce a reçu mardi à Hanoï une délégation du groupe"
    " Zarubezhneft, venue présenter ses projets en mer."
)
BODY = "Les deux parties ont examiné vingt projets, du dragage des ports à l'éolien en mer."
END = "La session aura lieu à l'automne, selon le ministère du Plan et de l'Investissement."


def blocks(*groups: str) -> list[tuple[str, str]]:
    """Read groups of lines, and return kinds with texts."""
    text = "\n\n".join(groups)
    return [(block.kind.value, block.text) for block in read_blocks(list(split_groups(text)))]


def kinds(*groups: str) -> str:
    return " ".join(kind for kind, _ in blocks(*groups))


# headline and lead


def test_headline_lead_and_paragraphs():
    assert "headline lead paragraph paragraph" == kinds(HEADLINE, LEAD, BODY, END)


def test_without_a_headline_the_lead_comes_first():
    assert "lead paragraph" == kinds(LEAD, BODY)


def test_a_lead_alone_is_an_article():
    assert "lead" == kinds(LEAD)


def test_a_line_without_a_final_stop_alone_is_the_lead():
    assert "lead" == kinds(HEADLINE)


def test_a_dispatch_that_opens_with_a_dateline_has_no_headline():
    assert "lead paragraph" == kinds(f"Hanoï (VNA) – {LEAD}", BODY)


def test_a_long_first_line_without_a_final_stop_is_no_headline():
    assert "lead paragraph" == kinds(LEAD.rstrip(".") + " et " + LEAD.rstrip("."), BODY)


@pytest.mark.parametrize(
    "headline",
    [
        "La Russie, un partenaire prioritaire ?",
        "« La confiance est notre premier capital »",
        "L'ambassadeur Dang Minh Khôi : « La confiance est notre premier capital »",
        "Cap sur Vladivostok !",
        "Vietnam - Russie : une amitié à l'épreuve du temps",
        "LE PRÉSIDENT TÔ LÂM REÇOIT L'AMBASSADEUR DE RUSSIE",
        "Nha Trang attend les touristes russes...",
        "Ninh Thuân 1",
    ],
)
def test_headlines_of_many_forms(headline):
    assert [("headline", headline), ("lead", LEAD)] == blocks(headline, LEAD)


def test_headline_and_lead_in_one_group():
    assert [("headline", HEADLINE), ("lead", LEAD)] == blocks(f"{HEADLINE}\n{LEAD}")


def test_a_headline_over_two_lines():
    headline = "Le secrétaire général du Parti Tô Lâm s'entretient avec le président de la\nDouma"
    assert "headline lead" == kinds(headline, LEAD)


def test_a_headline_repeated_as_a_group_is_a_headline_again():
    assert "headline headline lead" == kinds(HEADLINE, HEADLINE, LEAD)


def test_a_headline_repeated_below_the_lead_is_a_headline_again():
    assert "headline lead headline paragraph" == kinds(HEADLINE, LEAD, HEADLINE, BODY)


def test_a_headline_repeated_with_other_typography_is_a_headline_again():
    first, second = "L'amitié à l'épreuve : bilan", "L’amitié à l’épreuve\xa0: bilan"
    assert "headline headline lead" == kinds(first, second, LEAD)


def test_the_lead_stays_the_lead_where_the_dateline_opens_the_next_paragraph():
    assert "headline lead paragraph" == kinds(HEADLINE, LEAD, f"Moscou (VNA) – {BODY}")


@pytest.mark.parametrize(("length", "kind"), [(220, "headline"), (221, "lead")])
def test_a_headline_has_at_most_220_characters(length, kind):
    assert kind == blocks("V" * length, LEAD)[0][0]


def test_a_lead_that_reads_like_a_caption_is_the_lead_where_no_text_follows():
    assert "headline lead" == kinds(HEADLINE, "Vue aérienne du port de Vladivostok.")


# paragraphs


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = "Les deux parties ont examiné vingt projets, du dragage\ndes ports à l'éolien."
    assert [("headline", HEADLINE), ("lead", LEAD), ("paragraph", wrapped)] == blocks(
        HEADLINE, LEAD, wrapped
    )


def test_two_groups_are_two_blocks():
    assert "headline lead paragraph paragraph" == kinds(HEADLINE, LEAD, BODY, BODY)


@pytest.mark.parametrize("mark", ["- ", "– ", "• ", "* ", "1. ", "2) ", "a) "])
def test_items_of_a_list_are_paragraphs(mark):
    item = f"{mark}d'un accord entre PetroVietnam et Novatek"
    assert "headline lead paragraph paragraph paragraph" == kinds(HEADLINE, LEAD, item, item, BODY)


def test_a_paragraph_that_announces_a_list():
    assert "headline lead paragraph paragraph" == kinds(HEADLINE, LEAD, "Il s'agit :", BODY)


def test_the_last_line_without_text_after_it_is_no_crosshead():
    assert "headline lead paragraph paragraph" == kinds(HEADLINE, LEAD, BODY, "Une page se tourne")


# crossheads


@pytest.mark.parametrize(
    "crosshead",
    [
        "Une cadence hebdomadaire",
        "COMMERCE ET CHANTIERS NAVALS",
        "MÉDECINE",
        "« Son nom est passé de bouche en bouche »",
        "Le nucléaire, dossier d'avenir",
        "Deux cent quarante millions de tonnes",
        "Vers un accord ?",
        "75 ans d'amitié",
        "Énergie - transports",
    ],
)
def test_crossheads_between_paragraphs(crosshead):
    read = blocks(HEADLINE, LEAD, crosshead, BODY, END)
    assert ("crosshead", crosshead) == read[2]
    assert "headline lead crosshead paragraph paragraph" == " ".join(kind for kind, _ in read)


@pytest.mark.parametrize(("length", "kind"), [(110, "crosshead"), (111, "paragraph")])
def test_a_crosshead_has_at_most_110_characters(length, kind):
    assert kind == blocks(HEADLINE, LEAD, "x" * length, BODY)[2][0]


def test_questions_of_an_interview_are_paragraphs():
    questions = ("Quel regard portez-vous sur ces années ?", "Où en est la coopération ?")
    read = blocks(HEADLINE, LEAD, questions[0], BODY, "Les jeunes et la langue", questions[1], END)
    assert [
        "headline",
        "lead",
        "paragraph",
        "paragraph",
        "crosshead",
        "paragraph",
        "paragraph",
    ] == [kind for kind, _ in read]


def test_a_question_over_a_question_of_an_interview_is_a_crosshead():
    asked = ("Et après ?", "Quelles suites attendez-vous ?")
    read = blocks(HEADLINE, LEAD, "Que cherchiez-vous ?", BODY, *asked, END)
    assert [("crosshead", asked[0]), ("paragraph", asked[1])] == read[4:6]


def test_a_question_that_ends_an_answer_is_no_crosshead():
    asked = ("On le lisait partout. Quel livre peut en dire autant ?", "Le lit-on encore ?")
    read = blocks(HEADLINE, LEAD, "Que cherchiez-vous ?", BODY, *asked, END)
    assert [("paragraph", asked[0]), ("paragraph", asked[1])] == read[4:6]


# captions


@pytest.mark.parametrize(
    "caption",
    [
        "Photo : VNA/CVN",
        "Photo: Reuters/CVN",
        "Photo\xa0: VNA",
        "Photos : Huy Hùng/VNA/CVN",
        "Crédit photo : VNA",
        "Photo d'archives : VNA",
        "Ảnh: TTXVN",
        "Les deux ministres avant leur entretien. Photo : VNA",
        "Le ministre Phan Van Giang (gauche) et son homologue. Photo : Trân Hiêu/VNA/CVN",
        "Les deux ministres.\nPhoto : VNA",
        "Une plate-forme au large de Vung Tàu.\nPhoto : Huy Hùng/VNA/CVN",
        "Les deux parties échangent les documents. Photo : Xinhua/VNA/CVN",
        "La poignée de main. Photo: VNA La poignée de main. Photo: VNA",
        f"{HEADLINE} ảnh 1Photo : VNA",
        f"{HEADLINE} ảnh 1 Les ministres. Photo : VNA",
        f"{HEADLINE} ảnh 1",
        "Les ministres (Photo : VNA)",
        "Les ministres - Photo VNA".replace("Photo VNA", "Photo : VNA"),
    ],
)
def test_captions_bear_their_credit(caption):
    read = blocks(HEADLINE, LEAD, caption, BODY)
    assert [("headline", HEADLINE), ("lead", LEAD), ("caption", caption), ("paragraph", BODY)] == (
        read
    )


@pytest.mark.parametrize(
    "caption",
    [
        "Photo : VNA, les ministres de\nla Défense",
        "Les deux ministres.\nPhoto : VNA, le 3 mars, à\nHanoï",
    ],
)
def test_a_caption_may_go_on_below_its_credit(caption):
    assert ("caption", caption) == blocks(HEADLINE, LEAD, caption, BODY)[2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Les plus jeunes ont dansé en ao dài.", "caption"),
        ("Les deux ministres ont ensuite visité la raffinerie de Dung Quât.", "paragraph"),
        ("Une salle comble pour la première du Lac des cygnes à l'Opéra de Hanoï.", "caption"),
    ],
)
def test_a_group_above_a_photo_credit_is_a_caption_if_it_is_static_or_tiny(text, kind):
    assert (kind, text) == blocks(HEADLINE, LEAD, text, "Photo : VNA/CVN", BODY)[2]


def test_a_dispatch_above_a_photo_credit_is_no_caption():
    text = f"Hanoï (VNA) – {LEAD}"
    assert [("lead", text), ("caption", "Photo : VNA")] == blocks(f"{text}\nPhoto : VNA", BODY)[:2]


@pytest.mark.parametrize(("length", "kind"), [(400, "caption"), (401, "paragraph")])
def test_a_line_above_a_photo_credit_is_a_caption_if_it_is_not_long(length, kind):
    read = blocks(HEADLINE, LEAD, f"{'x' * length}\nPhoto : VNA", BODY)
    assert kind == read[2][0]


def test_a_caption_may_open_the_file():
    caption = "Les deux ministres avant leur entretien. Photo : VNA"
    assert "caption lead paragraph" == kinds(caption, f"Moscou (VNA) – {LEAD}", BODY)


def test_a_caption_may_stand_between_headline_and_lead():
    assert "headline caption lead" == kinds(HEADLINE, "Le port. Photo : VNA", LEAD)


def test_a_caption_may_close_the_file():
    read = kinds(LEAD, f"{BODY} - VNA", "L'entretien entre les deux ministres. Photo : VNA")
    assert "lead paragraph caption" == read


def test_a_caption_and_its_credit_may_be_two_groups():
    caption = "Des voyageurs russes à leur descente d'avion, à Cam Ranh."
    assert "headline lead caption caption paragraph" == kinds(
        HEADLINE, LEAD, caption, "Photo : VNA/CVN", BODY
    )


def test_a_paragraph_before_a_bare_photo_credit_stays_a_paragraph():
    told = "Le gouverneur a rappelé que sa ville était jumelée à Hô Chi Minh-Ville. Il y retourne."
    assert "headline lead paragraph caption paragraph" == kinds(
        HEADLINE, LEAD, told, "Photo : VNA/CVN", BODY
    )


@pytest.mark.parametrize(
    "caption",
    [
        "Le président Tô Lâm (à gauche) et le président Vladimir Poutine.",
        "De gauche à droite : Tô Lâm, Luong Cuong et Pham Minh Chinh.",
        "Photo de famille des participants au sommet.",
        "Vue aérienne du port de Vladivostok.",
        "Le ministre Phan Van Giang (2e à gauche) au forum de Moscou",
    ],
)
def test_captions_without_a_credit_point_into_the_picture(caption):
    assert "headline lead caption paragraph" == kinds(HEADLINE, LEAD, caption, BODY)


@pytest.mark.parametrize(
    "text",
    [
        "Une photo du jeune homme, prise en 1923, a été montrée aux invités de la cérémonie.",
        (
            "L'exposition compte cent photos : portraits, paysages et scènes de rue, que le public"
            " pourra découvrir jusqu'à la fin du mois à la Maison de la culture."
        ),
        "Le président, à gauche de l'échiquier, a dit sa confiance.",
        "- le ministre Phan Van Giang (à gauche) ;",
        "« Une photo de famille », selon lui.",
        '"Une photo de famille", selon lui.',
        "Une photo de famille, et puis plus rien. Les délégués se séparent.",
        f"Une photo de famille {'très ' * 50} réussie.",
    ],
)
def test_text_that_speaks_of_photos_is_no_caption(text):
    assert "headline lead paragraph paragraph" == kinds(HEADLINE, LEAD, text, BODY)


# signatures


@pytest.mark.parametrize(
    "credit",
    [
        "VNA/CVN",
        "- VNA",
        "– VNA",
        "Linh Thao/CVN",
        "Propos recueillis par Quang Vinh/VNA/CVN",
        "Propos recueillis par Quang Vinh",
    ],
)
def test_a_signature_alone_on_its_line_is_a_credit(credit):
    assert [("paragraph", BODY), ("credit", credit)] == blocks(HEADLINE, LEAD, BODY, credit)[2:]


def test_a_signature_on_the_next_line_of_the_last_paragraph():
    assert [("paragraph", BODY), ("credit", "VNA/CVN")] == blocks(
        HEADLINE, LEAD, f"{BODY}\nVNA/CVN"
    )[2:]


def test_the_last_paragraph_keeps_its_signature():
    assert ("paragraph", f"{BODY} - VNA") == blocks(HEADLINE, LEAD, f"{BODY} - VNA")[-1]


def test_a_crosshead_in_capitals_is_no_signature():
    assert "headline lead crosshead paragraph" == kinds(HEADLINE, LEAD, "ÉNERGIE", BODY)


# related


@pytest.mark.parametrize(
    "teaser",
    [
        ">> Sommet ASEAN - Russie : ce qu'il faut savoir",
        ">>Le leader du Parti est arrivé en Russie",
        ">> Un teaser\n>> Un autre teaser",
        ">> Un teaser\nqui continue\nencore",
        "» Sommet ASEAN - Russie".replace("» ", "»» "),
        "→ Les vols charters reprennent",
        "Lire aussi : Les vols charters reprennent",
        "À lire aussi : Les vols charters reprennent",
        "Voir aussi :",
        "Sur le même sujet",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_teasers_are_related_wherever_they_stand(teaser, place):
    groups = [HEADLINE, LEAD, BODY]
    groups.insert(place, teaser)
    expected = ["headline", "lead", "paragraph"]
    expected.insert(place, "related")
    assert " ".join(expected) == kinds(*groups)


def test_headline_and_summary_of_another_article_after_the_signature():
    other = "Foire artisanale à Huê\nPlus de 200 stands attendent les visiteurs."
    assert [("paragraph", f"{BODY} -VNA"), ("related", other)] == blocks(
        HEADLINE, LEAD, f"{BODY} -VNA\n{other}"
    )[2:]


def test_groups_after_the_signature_are_other_articles():
    read = kinds(HEADLINE, LEAD, BODY, "VNA/CVN", "Foire artisanale à Huê", "Plus de 200 stands.")
    assert "headline lead paragraph credit related related" == read


def test_a_sentence_that_only_begins_like_an_announcement_is_text():
    text = "Les plus lus des écrivains russes au Vietnam restent Tolstoï et Cholokhov."
    assert "headline lead paragraph paragraph" == kinds(HEADLINE, LEAD, text, BODY)


# site furniture


@pytest.mark.parametrize(
    "furniture",
    [
        "back to top",
        "Chia sẻ",
        "Commentaires",
        "Autres",
        "Rédactrice en chef : Nguyễn Thu Hà",
        "Adresse : 12, rue des Manguiers, Hanoï, Vietnam",
        "Tél : (+84) 24 00 00 00 00",
        "Tél: (+84) 24 00 00 00 00",
        "Email:redaction@courrier.example",
        "Bureau : Hanoï\nVietnam\nAsie",
        "E-mail : redaction@courrier.example",
        "Permis de publication : 00/GP-BTTTT",
        "© Le Courrier du Vietnam",
        "Rédactrice en chef : Nguyễn Thu Hà\nAdresse : 12, rue des Manguiers\nTél : 00",
        "Adresse : 12, rue des Manguiers\nHanoï, Vietnam",
        "COMMENTAIRES",
        "Partager :",
    ],
)
def test_site_furniture_after_the_signature(furniture):
    read = blocks(HEADLINE, LEAD, BODY, "VNA/CVN", furniture)
    assert [("credit", "VNA/CVN"), ("boilerplate", furniture)] == read[3:]


def test_site_furniture_may_stand_before_the_headline():
    assert "boilerplate headline lead" == kinds("Chia sẻ", HEADLINE, LEAD)


def test_furniture_without_a_signature_before_it():
    assert "headline lead paragraph boilerplate" == kinds(HEADLINE, LEAD, BODY, "back to top")


def test_a_text_of_furniture_alone_has_no_lead():
    assert "boilerplate boilerplate" == kinds("Chia sẻ", "back to top")


# groups and lines


def test_blank_lines_separate_groups_however_many():
    groups = split_groups("\n \nun\n\xa0deux\u202f\n\t\n\n\n\u3000\ntrois")
    assert [
        (Line("un", 3, "un"), Line("deux", 4, "deux")),
        (Line("trois", 9, "trois"),),
    ] == list(groups)


def test_blocks_know_their_line():
    groups = list(split_groups(f"{HEADLINE}\n\n\n{LEAD}\n\n{BODY}\nVNA/CVN", first_line=3))
    assert [3, 6, 8, 9] == [block.line for block in read_blocks(groups)]


def words(text: str) -> list[str]:
    return text.split()


@given(agency_text())
def test_no_character_is_lost_moved_or_invented(text):
    read = read_blocks(list(split_groups(text)))
    assert words(text) == [word for block in read for word in words(block.text)]


@given(agency_text())
def test_no_block_is_empty_or_has_outer_white_space(text):
    for block in read_blocks(list(split_groups(text))):
        assert block.text
        assert all(line and line == line.strip() for line in block.text.split("\n"))


@given(agency_text())
def test_there_is_at_most_one_lead(text):
    leads = [b for b in read_blocks(list(split_groups(text))) if b.kind is BlockKind.LEAD]
    assert len(leads) <= 1


@given(st.lists(st.sampled_from((HEADLINE, LEAD, BODY, "VNA/CVN", "Chia sẻ", ">> Un autre"))))
def test_blocks_stand_in_the_order_of_the_file(groups):
    read = read_blocks(list(split_groups("\n\n".join(groups))))
    assert groups == [block.text for block in read]
    lines = [block.line for block in read]
    assert sorted(set(lines)) == lines

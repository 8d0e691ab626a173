"""A title for an article without a headline: short, whole, and without what a title leaves out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from strategies import agency_text
from vnru.article import Block, BlockKind, Person
from vnru.reading.blocks import read_blocks
from vnru.reading.groups import split_groups
from vnru.reading.title import MAX_TITLE, make_title

#: Words that call for another one.
OPEN_WORDS = (
    "de du des d' le la les l' un une à au aux et ou en par pour sur dans avec sans entre vers chez"
    " que qu' qui dont où son sa ses leur leurs ce cet cette ces a ont est sont se"
).split()

LEADS = (
    (
        "Moscou (VNA) – Le ministre de la Défense du Vietnam, le général Phan Van Giang, s'est"
        " entretenu le 23 juin à Moscou avec le ministre russe de la Défense, Sergueï Choïgou, en"
        " marge de la 9e Conférence de Moscou sur la sécurité internationale."
    ),
    (
        "Hanoï, 17 octobre (VNA) – Le président de l’Assemblée nationale et le président de la"
        " Douma ont coprésidé lundi 16 octobre à Hanoï la deuxième réunion de la Commission de"
        " coopération interparlementaire entre les deux pays."
    ),
    (
        "(VOVWORLD) - Près de 300 étudiants vietnamiens (dont cent boursiers) venus de quinze"
        " villes ont participé samedi à un colloque sur « l'apprentissage du russe et la vie"
        " universitaire », organisé par leur association avec l'appui de l'ambassade."
    ),
    (
        "Le Vietnam considère la Russie comme l'un des partenaires prioritaires dans sa politique"
        " diplomatique et souhaite maintenir de bonnes relations, répondant aux intérêts des deux"
        " peuples, a affirmé Tô Lâm. Il l'a dit mardi. - VNA"
    ),
    (
        "Pendant dix jours, les visiteurs pourront goûter au pho, s'initier à la calligraphie ou"
        " applaudir les troupes du Théâtre national des marionnettes et l'ensemble de cirque de"
        " Hanoï…"
    ),
    (
        "Le gouverneur de la région de Kalouga a déclaré que « la coopération avec le Vietnam,"
        " dont les entreprises laitières ont investi plus de deux milliards de dollars dans sa"
        " région, est exemplaire » aux yeux de Moscou."
    ),
)


def title(lead: str, *people: Person) -> str:
    return make_title([Block(BlockKind.LEAD, lead)], people)


def test_a_headline_is_the_title():
    blocks = [
        Block(BlockKind.HEADLINE, "La place Rouge aux couleurs du Vietnam"),
        Block(BlockKind.LEAD, LEADS[0]),
    ]
    assert "La place Rouge aux couleurs du Vietnam" == make_title(blocks, ())


def test_a_headline_over_two_lines_becomes_one_line():
    blocks = [Block(BlockKind.HEADLINE, "La place Rouge\naux couleurs\xa0 du Vietnam")]
    assert "La place Rouge aux couleurs du Vietnam" == make_title(blocks, ())


def test_a_long_headline_is_kept_whole():
    headline = "Le Vietnam et la Russie " * 8
    assert headline.strip() == make_title([Block(BlockKind.HEADLINE, headline.strip())], ())


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (
            "Hanoï (VNA) – Un avion a livré le 17 septembre à Hanoï 35 tonnes d'aide.",
            "Un avion livre à Hanoï 35 tonnes d'aide",
        ),
        (
            "Le ministre Bui Thanh Son a reçu le 3 mars, à Hanoi, l'ambassadeur de Russie.",
            "Le ministre Bui Thanh Son reçoit l'ambassadeur de Russie",
        ),
        (
            "(VOVWORLD) - Le Comité a tenu mercredi matin sa 31e session à Hanoi.",
            "Le Comité tient sa 31e session à Hanoi",
        ),
        (
            "L'Agence vietnamienne d'information (VNA) a signé un accord avec TASS. Il est bon.",
            "L'Agence vietnamienne d'information signe un accord avec TASS",
        ),
        (
            "Trois bâtiments effectuent du 12 au 16 septembre une escale à Dà Nang.",
            "Trois bâtiments effectuent une escale à Dà Nang",
        ),
        (
            "Du 5 au jeudi 8 mai 2014, cent jeunes tiennent à Kazan leur premier Parlement.",
            "Cent jeunes tiennent à Kazan leur premier Parlement",
        ),
        (
            "Les deux maires ont paraphé ce mardi 12 avril, dans la cité portuaire, un accord.",
            "Les deux maires ont paraphé, dans la cité portuaire, un accord",
        ),
        (
            (
                "Le Vietnam et la Russie rouvriront avant la fin de l'année une ligne maritime"
                " régulière entre Hai Phong et Vladivostok, suspendue depuis 1991."
            ),
            (
                "Le Vietnam et la Russie rouvriront avant la fin de l'année une ligne maritime"
                " régulière entre Hai Phong"
            ),
        ),
        (
            "Les deux pays ont signé jeudi 20 juin 2024 un accord. - VNA/CVN",
            "Les deux pays signent un accord",
        ),
        (
            "Les deux ministres se sont entretenus\nà Moscou.",
            "Les deux ministres s'entretiennent à Moscou",
        ),
        ("la Russie ouvre un consulat.", "La Russie ouvre un consulat"),
        ("Le président reçoit Bui Thanh Son.", "Le président reçoit Bui Thanh Son"),
        ("Le président a reçu Nguyen Thi Sa.", "Le président reçoit Nguyen Thi Sa"),
    ],
)
def test_a_lead_becomes_a_title(lead, expected):
    assert expected == title(lead)


def test_a_sentence_of_110_characters_is_not_cut():
    sentence = "La Russie " + "v" * (MAX_TITLE - 10)
    assert sentence == title(f"{sentence}.")
    assert "La Russie" == title(f"{sentence}v.")


def test_a_word_without_end_is_cut():
    assert "V" * MAX_TITLE == title("V" * 500)


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ('Le forum parle de "bonne volonté', "Le forum parle de bonne volonté"),
        ('Le forum parle de "bonne volonté" ici', 'Le forum parle de "bonne volonté" ici'),
        ("« Nous irons plus loin", "Nous irons plus loin"),
        (
            "Le gouverneur de la région en a parlé (beaucoup",
            "Le gouverneur de la région en a parlé",
        ),
    ],
)
def test_no_quotation_stays_open(lead, expected):
    assert expected == title(lead)


def test_a_person_who_is_not_named_in_the_lead_changes_nothing():
    lead = "Les deux pays " + "et leurs entreprises " * 6 + "signent un accord."
    assert title(lead) == title(lead, Person("Tô Lâm", "président"), Person("Lê", None))


def test_roles_go_where_the_names_say_enough():
    lead = (
        "Le ministre vietnamien de la Sécurité publique, Luong Tam Quang, et le ministre russe de"
        " l'Intérieur, Vladimir Kolokoltsev, ont évoqué à Hanoï la lutte contre la cybercriminalité"
    )
    people = (
        Person("Luong Tam Quang", "ministre vietnamien de la Sécurité publique"),
        Person("Vladimir Kolokoltsev", "ministre russe de l'Intérieur"),
    )
    assert title(f"{lead}.", *people).startswith("Luong Tam Quang et Vladimir Kolokoltsev ")


def test_a_name_is_no_pattern():
    lead = "Le ministre " + "très occupé " * 12 + "a reçu A (B."
    assert title(lead, Person("A (B", "ministre ["), Person("C*", "(")) is not None


@pytest.mark.parametrize("lead", LEADS, ids=range(len(LEADS)))
class TestEveryLead:
    def test_has_at_most_110_characters(self, lead):
        assert 20 <= len(title(lead)) <= MAX_TITLE == 110

    def test_has_no_ellipsis(self, lead):
        assert "…" not in title(lead)
        assert "..." not in title(lead)

    def test_has_no_dateline_and_no_agency(self, lead):
        assert not re.search(r"VNA|VOVWORLD|^Moscou|^Hanoï", title(lead))

    def test_has_no_day(self, lead):
        assert not re.search(r"\d{1,2} (?:juin|octobre)|lundi|mardi|samedi", title(lead))

    def test_ends_with_a_word_that_stands_alone(self, lead):
        assert title(lead).split()[-1] not in OPEN_WORDS
        assert title(lead)[-1].isalnum() or title(lead)[-1] in "»)"

    def test_closes_what_it_opens(self, lead):
        assert title(lead).count("«") == title(lead).count("»")
        assert title(lead).count("(") == title(lead).count(")")

    def test_begins_with_a_capital(self, lead):
        assert title(lead)[0].isupper()

    def test_stays_a_part_of_the_lead_but_for_the_verb(self, lead):
        known = set(re.findall(r"\w+", lead.lower()))
        new = [word for word in re.findall(r"\w+", title(lead).lower()) if word not in known]
        assert len(new) <= 2


@pytest.mark.parametrize("lead", ["…", "- ", "(VNA)", "« »", "!!!", "et", "« de la", "x" * 5000])
def test_the_poorest_lead_has_a_title(lead):
    assert 0 < len(title(lead)) <= MAX_TITLE


@given(agency_text())
def test_every_article_has_a_title_on_one_line(text):
    blocks = read_blocks(list(split_groups(text)))
    made = make_title(blocks, ())
    if any(block.kind is BlockKind.HEADLINE for block in blocks):
        assert made
        return
    assert len(made) <= MAX_TITLE
    assert made == " ".join(made.split())
    assert bool(made) == any(block.kind is BlockKind.LEAD for block in blocks)
    words = made.replace("’", "'").split()
    assert len(words) < 2 or words[-1] not in OPEN_WORDS

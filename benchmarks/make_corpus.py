"""Make a corpus for benchmarks: invented dispatches of about 3 KB, the same for the same number.

    python benchmarks/make_corpus.py 10000 FOLDER

Each article has one to six topics, a date between 1995 and 2026, and some of the quirks of real
deliveries (no headline, captions, crossheads, glued words, NFD, NBSP, teasers, site furniture).
All of it is nonsense made of stock sentences: for measuring, never for publishing.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from pathlib import Path

FIRST, LAST = 1995, 2026

FAMILY = (
    "Nguyên Trân Lê Pham Hoàng Phan Vu Vo Dang Bùi Dô Hô Ngô Duong Ly Truong Dinh Luong".split()
)
MIDDLE = "Van Thi Minh Duc Quang Xuân Thanh Huu Ngoc Hông".split()
GIVEN = (
    "Hùng Lan Tuân Dung Mai Thu Bình Hai Nam Phong Son Thao Viêt Linh Khoa Trung Hà Giang".split()
)
FIRST_NAMES = (
    "Sergueï Andreï Alexeï Dmitri Mikhaïl Nikolaï Viktor Oleg Igor Vladimir Konstantin Maxime Anna"
    " Olga Elena Tatiana Irina Ekaterina Natalia Maria"
).split()
SURNAMES = (
    "Smirnov Kouznetsov Sokolov Lebedev Kozlov Novikov Morozov Volkov Soloviov Vassiliev Zaïtsev"
    " Pavlov Semionov Goloubev Vinogradov Bogdanov Vorobiov Fiodorov Mikhaïlov Beliaev"
).split()
ROLES = (
    "le ministre de l'Industrie et du Commerce",
    "le vice-ministre des Affaires étrangères",
    "l'ambassadeur de Russie au Vietnam",
    "le gouverneur de la région de Kalouga",
    "le directeur général de Zarubezhneft",
    "le président de l'Association d'amitié",
    "le recteur de l'Université d'État",
    "le vice-président du Comité populaire",
    "le secrétaire du Comité du Parti",
    "le consul général du Vietnam",
)
PLACES = "Hanoï Moscou Saint-Pétersbourg Vladivostok Kazan Novossibirsk Irkoutsk Sotchi".split()
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)

#: Sentences by topic; {a} and {b} are persons, {p} a place, {n} a number.
SENTENCES = {
    "visites-officielles": (
        "{a} a reçu à {p} {b}, en visite officielle au Vietnam.",
        "{a} s'est entretenu avec {b} à l'issue de la cérémonie d'accueil.",
    ),
    "dialogue-politique": (
        "Les deux parties ont tenu leurs consultations politiques annuelles et fait le point du partenariat stratégique intégral.",
        "Le dialogue stratégique sur la diplomatie se tiendra désormais tour à tour dans les deux capitales.",
    ),
    "partis-parlements": (
        "L'Assemblée nationale du Vietnam et la Douma d'État ont arrêté le programme de leur commission interparlementaire.",
        "Le Parti communiste du Vietnam et Russie unie échangeront chaque année une délégation de cadres.",
    ),
    "defense-securite": (
        "Les ministères de la Défense renforceront la formation des officiers et le déminage.",
        "La lutte contre la cybercriminalité et l'entraide judiciaire feront l'objet d'un protocole.",
    ),
    "commerce-investissement": (
        "Les échanges commerciaux ont atteint {n} millions de dollars, en hausse de douze pour cent sur un an.",
        "L'accord de libre-échange avec l'Union économique eurasiatique a ouvert le marché aux crevettes, au café et au textile.",
    ),
    "energie": (
        "Vietsovpetro a extrait {n}.000 tonnes de pétrole et mis en service une plate-forme en mer.",
        "Les groupes gaziers étudient la livraison de gaz naturel liquéfié et des parcs éoliens.",
    ),
    "nucleaire-civil": (
        "Rosatom remettra l'étude de faisabilité de la centrale nucléaire de Ninh Thuân 1 dans les délais.",
        "Le Centre de science et de technologie nucléaires accueillera un réacteur de recherche de dix mégawatts.",
    ),
    "sciences-technologies": (
        "Le Centre tropical a présenté ses recherches sur la tenue des matériaux et la biodiversité.",
        "Les académies des sciences lancent un laboratoire commun d'intelligence artificielle.",
    ),
    "education-formation": (
        "La Russie accorde cette année {n} bourses aux étudiants vietnamiens, en ingénierie et en médecine.",
        "L'Université d'État de Moscou ouvrira à Hanoï une antenne pour l'enseignement du russe.",
    ),
    "culture-arts": (
        "Une semaine de cinéma, une exposition de peinture et deux concerts sont au programme des Journées de la culture.",
        "Le ballet du théâtre Mariinski donnera trois représentations à l'Opéra de Hanoï.",
    ),
    "tourisme-transports": (
        "La compagnie rouvre ses vols directs et attend {n}.000 touristes russes à Nha Trang.",
        "Une ligne de fret ferroviaire relie désormais la gare de Yên Viên à la région de Moscou.",
    ),
    "sante": (
        "Les hôpitaux des deux pays ont réalisé {n} opérations et échangé des chirurgiens.",
        "Un laboratoire pharmaceutique russe produira des vaccins dans la banlieue de Hanoï.",
    ),
    "cooperation-multilaterale": (
        "Les deux pays se soutiennent à l'ONU, à l'ASEAN et au sommet des BRICS.",
        "Le Forum économique oriental a réuni {n} délégations à Vladivostok.",
    ),
    "memoire-anniversaires": (
        "Une cérémonie a marqué l'anniversaire de l'établissement des relations diplomatiques.",
        "Des anciens combattants ont fleuri le monument aux soldats tombés pour la Patrie.",
    ),
    "diaspora-societe": (
        "La communauté vietnamienne en Russie a recueilli {n} millions de dôngs pour les sinistrés.",
        "L'Association d'amitié Vietnam - Russie organise un camp d'été pour la jeunesse.",
    ),
    "cooperation-locale": (
        "La province de Khanh Hoà et la région de Kalouga ont signé un accord de jumelage.",
        "Le Comité populaire de la ville a proposé un bureau commun à {p}.",
    ),
}
BACKGROUND = (
    "Selon les observateurs, la rencontre confirme la solidité de liens noués il y a longtemps et que les circonstances n'ont pas entamés.",
    "Les participants ont par ailleurs passé en revue les engagements pris lors de leur précédente réunion et demandé aux services compétents de lever les obstacles.",
    "« Nous avançons pas à pas, mais nous avançons », a résumé {a}, qui a souhaité que chacun tienne le calendrier.",
    "De son côté, {b} a estimé que les résultats obtenus jusqu'ici restaient en deçà des possibilités, tout en saluant la bonne volonté de ses interlocuteurs.",
    "Un groupe de travail se réunira avant la fin de l'année pour suivre l'application de ces décisions et en rendre compte aux deux gouvernements.",
)
CROSSHEADS = ("Un cap confirmé", "DES CHANTIERS OUVERTS", "Regards croisés", "Et demain ?")


def article(index: int) -> tuple[str, str]:
    """Return the file name and the text of article `index`."""
    dice = random.Random(f"vnru benchmark {index}")
    name = f"{index:07}_{dice.getrandbits(64):016x}.txt"
    year, month, day = dice.randint(FIRST, LAST - 1), dice.randint(1, 12), dice.randint(1, 28)
    persons = [_person(dice) for _ in range(4)]
    words = {
        "a": persons[0],
        "b": persons[1],
        "p": dice.choice(PLACES),
        "n": str(dice.randint(12, 990)),
    }
    topics = dice.sample(sorted(SENTENCES), dice.randint(1, 6))
    blocks = [_lead(dice, topics[0], words, day, month), *_body(dice, topics, persons, words)]
    if dice.random() < 0.7:
        blocks.insert(0, _headline(topics[0], words))
    if dice.random() < 0.6:
        caption = f"{persons[0].split(', ')[-1]} lors de la cérémonie à {words['p']}."
        blocks.insert(2, f"{caption} Photo : {dice.choice(('VNA', 'VNA/CVN', 'TASS'))}")
    _sign(dice, blocks)
    text = "\n\n".join(blocks)
    text = f" date {year}-{month:02} {text}" if dice.random() < 0.9 else text
    return name, _quirks(dice, text)


def _person(dice: random.Random) -> str:
    if dice.random() < 0.5:
        name = f"{dice.choice(FAMILY)} {dice.choice(MIDDLE)} {dice.choice(GIVEN)}"
    else:
        name = f"{dice.choice(FIRST_NAMES)} {dice.choice(SURNAMES)}"
    return f"{dice.choice(ROLES)}, {name}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _headline(topic: str, words: dict[str, str]) -> str:
    label = topic.replace("-", " et ")
    return _capital(f"{label} : {words['p']} relance la coopération, dossier {words['n']}")


def _lead(dice: random.Random, topic: str, words: dict[str, str], day: int, month: int) -> str:
    dateline = f"{words['p']} (VNA) - " if dice.random() < 0.5 else ""
    sentence = _capital(dice.choice(SENTENCES[topic]).format(**words))
    when = f" La rencontre s'est tenue le {day} {MONTHS[month - 1]} à {words['p']}."
    return dateline + sentence + when


def _body(
    dice: random.Random, topics: list[str], persons: list[str], words: dict[str, str]
) -> list[str]:
    paragraphs = []
    size = 0
    while size < 2300:
        words = words | {"a": dice.choice(persons), "b": dice.choice(persons)}
        topic = topics[len(paragraphs) % len(topics)]
        sentences = [*SENTENCES[topic], *dice.sample(BACKGROUND, 2)]
        paragraph = " ".join(_capital(sentence.format(**words)) for sentence in sentences)
        paragraphs.append(paragraph)
        size += len(paragraph)
    if dice.random() < 0.5:
        paragraphs.insert(len(paragraphs) // 2, dice.choice(CROSSHEADS))
    return paragraphs


def _sign(dice: random.Random, blocks: list[str]) -> None:
    if dice.random() < 0.5:
        blocks[-1] += dice.choice((" - VNA", " -VNA", " – VNA"))
    else:
        blocks.append(dice.choice(("VNA/CVN", "CPV/VNA/CVN", "Linh Thao/CVN")))
    if dice.random() < 0.1:
        blocks += [
            "Rédactrice en chef : Nguyễn Thu Hà\nAdresse : 12, rue des Manguiers",
            "back to top",
        ]


def _quirks(dice: random.Random, text: str) -> str:
    chance = dice.random()
    if chance < 0.05:
        return unicodedata.normalize("NFD", text)
    if chance < 0.15:
        return text.replace(" :", "\xa0:").replace("« ", "«\xa0").replace(" »", "\xa0»")
    if chance < 0.25:
        return text.replace("la Russie", "laRussie").replace(
            "relations diplomatiques", "relationsdiplomatiques"
        )
    return text


def make(count: int, folder: Path) -> None:
    """Write `count` articles into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        name, text = article(index)
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, help="articles")
    parser.add_argument("folder", type=Path, help="where to write them")
    options = parser.parse_args()
    make(options.count, options.folder)

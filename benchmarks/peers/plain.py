"""What a competent developer writes in an afternoon with feedgen: the peer to measure against.

    python plain.py SOURCE OUT [--fast] [--unlimited]

A page for each article, Atom and RSS for everything and each of 16 topics, windows of 50 entries
(all of them with --unlimited). Topics by sixteen alternations over folded text; with --fast by one.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

from feedgen.feed import FeedGenerator

BASE = "https://example.org/plain/"
KEYWORDS = {
    "visites-officielles": "visite|a recu|entretien|rencontre|audience|delegation conduite|ambassadeur|message de felicitations",
    "dialogue-politique": "partenariat strategique|consultations politiques|dialogue strategique|declaration commune|affaires etrangeres|relations bilaterales|traite",
    "partis-parlements": "parti communiste|assemblee nationale|douma|conseil de la federation|russie unie|interparlementaire|deputes",
    "defense-securite": "defense|militaire|armee|police|cybercriminalite|entraide judiciaire|extradition|deminage|securite publique",
    "commerce-investissement": "echanges commerciaux|libre-echange|investissement|exportations|importations|banque|douane|union economique eurasiatique|entreprises|marche",
    "energie": "petrole|gaz|electricite|charbon|eolien|vietsovpetro|zarubezhneft|gazprom|hydrocarbures|energie",
    "nucleaire-civil": "centrale nucleaire|nucleaire|rosatom|reacteur|ninh thuan",
    "sciences-technologies": "sciences|technologie|recherche|laboratoire|intelligence artificielle|satellite|spatial|centre tropical|numerique",
    "education-formation": "universite|bourses|etudiants|enseignement|formation|ecole|diplome|institut pouchkine",
    "culture-arts": "culture|cinema|theatre|concert|exposition|musique|ballet|litterature|festival|sport",
    "tourisme-transports": "tourisme|touristes|vols|visa|ferroviaire|fret|maritime|logistique|aeroport",
    "sante": "sante|hopital|vaccin|medecine|pharmaceutique|chirurgien|pandemie|medicament",
    "cooperation-multilaterale": "onu|nations unies|asean|brics|apec|forum economique|organisation de cooperation de shanghai",
    "memoire-anniversaires": "anniversaire|commemoration|monument|anciens combattants|victoire|memoire",
    "diaspora-societe": "communaute vietnamienne|association d'amitie|jeunesse|diaspora|humanitaire|sinistres",
    "cooperation-locale": "province|region|jumelage|comite populaire|gouverneur|ville|municipal",
}
PATTERNS = {slug: re.compile(rf"\b(?:{words})s?\b") for slug, words in KEYWORDS.items()}
ONE = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<t{i}>{words})" for i, words in enumerate(KEYWORDS.values()))
    + r")s?\b"
)
SLUGS = list(KEYWORDS)
HEADER = re.compile(r"\s?date (\d{4})-(\d{2})(?:-\d{2})? ")


def fold(text: str) -> str:
    """Return a text without accents and capitals."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower().replace("’", "'")


def topics_of(text: str, *, fast: bool) -> list[str]:
    """Return the topics whose words stand in a text."""
    if fast:
        key = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()
        return sorted({SLUGS[int(m.lastgroup[1:])] for m in ONE.finditer(key)})
    key = fold(text)
    return [slug for slug, pattern in PATTERNS.items() if pattern.search(key)]


def read(path: Path, *, fast: bool) -> dict[str, Any]:
    """Read an article."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    header = HEADER.match(text)
    date = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    if header:
        date = dt.datetime(int(header[1]), int(header[2]), 1, tzinfo=dt.UTC)
        text = text[header.end() :]
    paragraphs = [p.strip() for p in text.split("\n\n") if p.strip()]
    return {
        "id": path.stem.split("_")[-1],
        "date": date,
        "title": paragraphs[0][:110],
        "paragraphs": paragraphs,
        "topics": topics_of(text, fast=fast),
    }


def page(article: dict[str, Any]) -> str:
    """Return the page of an article."""
    body = "\n".join(f"<p>{html.escape(p)}</p>" for p in article["paragraphs"])
    topics = ", ".join(article["topics"])
    title = html.escape(article["title"])
    return (
        f"<!doctype html><html lang=fr><meta charset=utf-8><title>{title}</title>"
        f"<h1>{title}</h1><p>{article['date']:%Y-%m}</p>{body}<p>{topics}</p></html>"
    )


def feed(slug: str, articles: list[dict[str, Any]]) -> FeedGenerator:
    """Return the feed of a topic, or of everything."""
    generator = FeedGenerator()
    generator.id(f"{BASE}{slug}")
    generator.title(slug)
    generator.description(slug)
    generator.link(href=f"{BASE}{slug}.html", rel="alternate")
    generator.updated(
        max((a["date"] for a in articles), default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    )
    for article in articles:
        entry = generator.add_entry(order="append")
        entry.id(f"{BASE}{article['id']}")
        entry.title(article["title"])
        entry.link(href=f"{BASE}articles/{article['id']}.html")
        entry.published(article["date"])
        entry.updated(article["date"])
        entry.summary(article["paragraphs"][min(1, len(article["paragraphs"]) - 1)])
        entry.content(
            "".join(f"<p>{html.escape(p)}</p>" for p in article["paragraphs"]), type="html"
        )
        entry.category([{"term": topic} for topic in article["topics"]])
    return generator


def main() -> None:
    """Make a site."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    fast, unlimited = "--fast" in sys.argv, "--unlimited" in sys.argv
    articles = [read(path, fast=fast) for path in sorted(source.glob("*.txt"))]
    articles.sort(key=lambda a: (a["date"], a["id"]), reverse=True)
    (out / "articles").mkdir(parents=True, exist_ok=True)
    for article in articles:
        (out / "articles" / f"{article['id']}.html").write_text(page(article), encoding="utf-8")
    for slug in ("all", *SLUGS):
        chosen = articles if slug == "all" else [a for a in articles if slug in a["topics"]]
        generator = feed(slug, chosen if unlimited else chosen[:50])
        generator.atom_file(str(out / f"{slug}.atom"))
        generator.rss_file(str(out / f"{slug}.rss"))
    links = "".join(f'<li><a href="{slug}.atom">{slug}</a>' for slug in SLUGS)
    (out / "index.html").write_text(f"<!doctype html><ul>{links}</ul>", encoding="utf-8")


if __name__ == "__main__":
    main()

"""What the command shows people of a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from vnru.article import SUBJECT, Article, Block, Evidence, TopicMatch
from vnru.topics import Taxonomy
from vnru.topics.grading import Why

_GRADES = {SUBJECT: "subject"}


def card(article: Article) -> str:
    """Return what was understood of an article, a line each."""
    return "\n".join(f"{label:12}{value}" for label, value in _facts(article) if value)


def explained(article: Article, taxonomy: Taxonomy) -> str:
    """Return the text block by block, evidence in ⟦double brackets⟧, then a line for each topic.

    Args:
        article: what was read.
        taxonomy: by which its topics were found; it knows what each piece of evidence weighs.
    """
    blocks = [
        f"[{block.kind}] {_marked(block, _evidence(article, index))}"
        for index, block in enumerate(article.blocks)
    ]
    return "\n\n".join([*blocks, "\n".join(_reasons(article, taxonomy))])


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    yield "id", article.id
    yield "source", article.source
    yield "title", article.title
    yield "headline", article.headline or "(none: the title is made from the lead)"
    yield "date", str(article.date or "(none)")
    yield "event", str(article.event_date or "")
    yield "language", article.language if article.language != "fr" else ""
    if article.dateline:
        yield "dateline", f"{article.dateline.place} ({'/'.join(article.dateline.agencies)})"
    yield "credits", ", ".join(article.credits)
    yield "places", ", ".join(article.places)
    for person in article.people:
        yield "person", f"{person.name} — {person.role}" if person.role else person.name
    for line in _topic_lines(article):
        yield "topic", line
    for block in article.blocks:
        yield f"[{block.kind}]", _one_line(block.text)
    for diagnostic in article.diagnostics:
        yield diagnostic.severity, f"{diagnostic.code} {diagnostic.message}"


def _one_line(text: str, width: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _topic_lines(article: Article) -> Iterator[str]:
    for match in article.topics:
        yield f"{_graded(match)} — {_quoted(match.evidence)}"


def _reasons(article: Article, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield a line for each topic: why it has its grade, and what else was found of it."""
    found: dict[str, dict[Why, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for item in taxonomy.explain(article.blocks):
        found[item.topic][item.why].append(item.evidence)
    for match in article.topics:
        reasons = sorted(found[match.slug].items(), key=lambda reason: -reason[0].grade)
        told = (f"{why.text}: {_quoted(evidence)}" for why, evidence in reasons)
        yield f"{_graded(match)} — {'; '.join(told)}"


def _graded(match: TopicMatch) -> str:
    return f"{match.slug}: {_GRADES.get(match.grade, 'mention')}"


def _quoted(evidence: Iterable[Evidence]) -> str:
    return ", ".join(dict.fromkeys(f"« {' '.join(e.text.split())} »" for e in evidence))


def _evidence(article: Article, block: int) -> list[Evidence]:
    return sorted(e for match in article.topics for e in match.evidence if e.block == block)


def _marked(block: Block, evidence: list[Evidence]) -> str:
    """Put brackets around the evidence; overlapping spans share theirs."""
    parts, position = [], 0
    for start, end in _merged(evidence):
        parts += [block.text[position:start], "⟦", block.text[start:end], "⟧"]
        position = end
    return "".join([*parts, block.text[position:]])


def _merged(evidence: list[Evidence]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for item in evidence:
        if spans and item.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], item.end))
        else:
            spans.append((item.start, item.end))
    return spans

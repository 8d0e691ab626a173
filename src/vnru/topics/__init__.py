"""What an article is about: topics, graded subject or mention, with the words that say so."""

from vnru.topics.coverage import Coverage, coverage
from vnru.topics.listing import as_json, as_text
from vnru.topics.skos import as_turtle
from vnru.topics.taxonomy import Concept, Explained, Taxonomy, Topic

__all__ = [
    "Concept",
    "Coverage",
    "Explained",
    "Taxonomy",
    "Topic",
    "as_json",
    "as_text",
    "as_turtle",
    "coverage",
]

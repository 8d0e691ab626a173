"""What an article is about: topics, graded subject or mention, with the words that say so."""

from vnru.topics.taxonomy import Concept, Explained, Taxonomy, Topic

__all__ = ["Concept", "Explained", "Taxonomy", "Topic"]

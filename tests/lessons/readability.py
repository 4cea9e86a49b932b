"""How easy a text is to read, by the measures that writers use."""

from __future__ import annotations

import re

CODE = re.compile(r"`[^`]*`")
SENTENCE_END = re.compile(r"(?<=[.!?:])[\"')]*\s+(?=[\"'(`]*[A-Z0-9`])")
WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")


def sentences(paragraph: str) -> list[list[str]]:
    """Words of each sentence; a piece of code is one short word."""
    parts = SENTENCE_END.split(CODE.sub("Code", paragraph))
    return [words for part in parts if (words := WORD.findall(part))]


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end: the usual estimate for English."""
    groups = len(VOWELS.findall(word.lower()))
    is_silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - is_silent)


def mean_sentence_words(paragraphs: list[str]) -> float:
    """Words a sentence."""
    found = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    return sum(map(len, found)) / len(found)


def reading_ease(paragraphs: list[str]) -> float:
    """Flesch reading ease: 60 to 70 is plain English, 30 a paper, 90 a comic.

    Source: R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948),
    https://doi.org/10.1037/h0057532
    """
    words = [word for paragraph in paragraphs for sentence in sentences(paragraph) for word in sentence]
    return 206.835 - 1.015 * mean_sentence_words(paragraphs) - 84.6 * sum(map(syllables, words)) / len(words)

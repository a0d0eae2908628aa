"""What a network's colleagues looked for and nobody could help with: the matters, never the words."""

from collections import Counter
from collections.abc import Iterable

from handlers.rules.profiles import concepts_of
from handlers.rules.reading import read
from handlers.rules.vocabulary import in_a_sentence, vocabulary


def matters_of(questions: Iterable[str], about: str) -> tuple[str, ...]:
    """Labels of the topics asked for that are part of what a network is about, the most asked first."""
    book, own = vocabulary(), set(concepts_of(about))
    asked = Counter(
        topic
        for text in questions
        for topic in set(read(text).topics)
        if topic in book.concepts and own & {*book.narrower(topic), *book.wider(topic)}
    )
    return tuple(in_a_sentence(book.label(topic)) for topic, _ in asked.most_common())

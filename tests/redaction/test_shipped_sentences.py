"""After nothing that the shipped bot says may a card number stand: it asks for no number that looks like one."""

import pytest

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, Said, redact
from tests.services.conftest import WORKSHOP


@pytest.mark.parametrize("lang", sorted(WORKSHOP.intents.languages))
@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "my number is 5500005555555559", "here: 378282246310005"])
def test_a_card_number_is_masked_after_every_sentence_of_the_bot(lang, card):
    language = WORKSHOP.intents.languages[lang]
    said = [*language.phrases.values(), *(slot.ask for slot in language.slots.values())]
    said += [intent.answer for intent in language.intents.values() if intent.answer]
    assert len(said) > 80
    kept = [
        text
        for text in said
        if redact(Context((Said(AuthorKind.BOT, text),)), RawText(card), AuthorKind.VISITOR).text == card
    ]
    assert kept == []

import re

import pytest

from chatserver.cli.demo_replies import DEMO_REPLIES
from chatserver.core.redaction.redact import redact_line
from chatserver.core.replies import shortcut_of, texts_of, title_of

LANGUAGES = {"en", "de", "es", "pt-BR", "ru"}
PLACES = {"visitor", "agent", "chat_id", "brand"}


@pytest.mark.parametrize(
    ("named", "texts"), DEMO_REPLIES.items(), ids=lambda value: value[0] if type(value) is tuple else ""
)
def test_each_reply_is_one_that_an_author_could_save_in_every_language(named, texts):
    shortcut, title = named
    assert shortcut_of(shortcut) == shortcut
    assert title_of(title) == title
    assert texts.keys() == LANGUAGES
    assert texts_of(texts) == texts
    for text in texts.values():
        assert redact_line(text) == text
        places = set(re.findall(r"\{([\w.]+)\}", text))
        assert places <= PLACES
        assert places == set(re.findall(r"\{([\w.]+)\}", texts["en"]))


def test_there_are_some_and_no_shortcut_twice():
    shortcuts = [shortcut for shortcut, _ in DEMO_REPLIES]
    assert len(shortcuts) == len(set(shortcuts)) == 8

from chatserver.core import events as ev
from chatserver.core.attachments import Attachment
from chatserver.core.people import Author, AuthorKind, bot_author, visitor_author
from chatserver.core.search.texts import Findable, findable, folded, shown

ANNA = Author(AuthorKind.AGENT, "a-1", "Anna")
FILE = Attachment("f", "bill.pdf", "application/pdf", 1)


def test_words_stand_where_who_said_them_stands():
    assert findable(ev.MessagePosted(visitor_author("v"), "hello")) == Findable(visitor="hello\n".strip())
    assert findable(ev.MessagePosted(ANNA, "hello")) == Findable(agent="hello", author="Anna")
    assert findable(ev.MessagePosted(bot_author("Bot"), "hello")) == Findable(bot="hello")
    assert findable(ev.NoteAdded(ANNA, "hello")) == Findable(note="hello", author="Anna")


def test_files_are_found_by_their_names():
    said = ev.MessagePosted(visitor_author("v"), "", files=(FILE,))
    assert findable(said) == Findable(visitor="\nbill.pdf")
    assert shown(said) == "bill.pdf"


def test_what_is_known_of_a_chat_is_found():
    assert findable(ev.ChatStarted("v", "en", details={"name": "Anna", "email": "a@x.example"})) == Findable(
        about="Anna\na@x.example"
    )
    assert findable(ev.DetailsCollected({"order": "A-1234"})) == Findable(about="A-1234")
    assert findable(ev.ChatClosed(ANNA, ev.CloseReason.RESOLVED, 2, "Sent again")) == Findable(
        about="Sent again", author="Anna"
    )
    assert findable(ev.ChatRated(1, "too slow")) == Findable(visitor="too slow")
    assert shown(ev.ChatRated(1, "too slow")) == "too slow"
    assert shown(ev.DetailsCollected({"order": "A-1", "name": "B"})) == "A-1 · B"


def test_what_says_nothing_is_not_indexed():
    for event in (ev.ChatStarted("v", "en"), ev.ChatRated(5), ev.LanguageChanged("de"), ev.TicketOffered()):
        assert findable(event) is None
        assert shown(event) == "" or isinstance(event, ev.ChatStarted)


def test_letters_that_people_type_for_one_another_are_one():
    assert folded("Ёлка, Straße") == "Елка, Strasse"
    assert folded("cafe\u0301") == "café"

import re
from datetime import timedelta
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chatserver.core import events as ev
from chatserver.core.attachments import Attachment
from chatserver.core.chat import Chat
from chatserver.core.events import Audience, Event, Recorded
from chatserver.core.evolve import fold
from chatserver.core.people import visitor_author
from chatserver.core.routing.ladder import Step
from chatserver.core.transcript import MAX_BYTES, Transcript, as_html, as_text, transcript_of
from tests.core.test_markup import ATTACKS
from tests.doubles import NOON
from tests.story import ADA, BEN, BOT, CHAT_ID, assigned, queued, said, started

SUMMARY = "The card was declined.\nA new one works."
STORY: list[Event] = [
    ev.ChatStarted("v-1", "en", zone="Europe/Berlin"),
    ev.MessagePosted(BOT, "Hello, how can I help?", buttons=(ev.Button("Prices"),)),
    said("my card is [card number removed]"),
    queued(),
    assigned(ADA),
    ev.MessagePosted(
        ADA.as_author(),
        "Hi Anna,\nhere is the bill:",
        files=(Attachment("f-1", "bill.pdf", "application/pdf", 12_345),),
    ),
    ev.ChatTransferred(ADA, BEN, 4),
    ev.ChatClosed(BEN.as_author(), ev.CloseReason.SPAM, 5, SUMMARY),
]
HIDDEN: list[Event] = [
    ev.NoteAdded(ADA.as_author(), "NOTE: a difficult one"),
    ev.DetailsCollected({"plan": "PLAN premium"}),
    ev.EscalationReached(Step.BREACH),
    ev.OfferMade("OFFER-1", ADA, NOON),
    ev.OfferEnded("OFFER-1", ADA, ev.OfferOutcome.LAPSED),
]


def recorded(events: list[Event]) -> list[Recorded]:
    """A minute apart."""
    return [
        Recorded(CHAT_ID, number, NOON + timedelta(minutes=number), event) for number, event in enumerate(events, 1)
    ]


def made(events: list[Event], lang: str = "en", zone: str = "", chat: Chat | None = None) -> Transcript:
    chat = chat or Chat(CHAT_ID, "v-1", lang, NOON, zone=zone)
    return transcript_of(chat, recorded(events), "Acme")


def test_the_text_reads_as_the_chat_did():
    log = recorded(STORY)
    assert as_text(transcript_of(fold(log), log, "Acme"), footer="Good-bye.") == (
        "Your chat with Acme\n"
        "\n"
        "ChatID: K7Q3-M9XD-5R\n"
        "Started: 21 November 2026, 13:01\n"
        "Ended: 21 November 2026, 13:08\n"
        "Times are in Europe/Berlin.\n"
        "\n"
        "--- 21 November 2026 ---\n"
        "\n"
        "[13:02] Acme Bot (automatic):\n"
        "    Hello, how can I help?\n"
        "\n"
        "[13:03] Anna:\n"
        "    my card is [card number removed]\n"
        "\n"
        "[13:05] Ada has joined the chat.\n"
        "\n"
        "[13:06] Ada:\n"
        "    Hi Anna,\n"
        "    here is the bill:\n"
        "    File: bill.pdf (12 KB)\n"
        "\n"
        "[13:07] Ben has joined the chat.\n"
        "\n"
        "[13:08] The chat has ended.\n"
        "    Summary:\n"
        "    The card was declined.\n"
        "    A new one works.\n"
        "\n"
        "---\n"
        "Good-bye.\n"
    )


@pytest.mark.parametrize("event", HIDDEN, ids=lambda event: type(event).__name__)
def test_what_only_agents_see_changes_nothing(event):
    log = recorded(STORY)
    with_it = [*log[:3], replace(log[3], event=event), *log[3:]]
    chat = fold(log)
    assert event.audience is Audience.AGENTS
    assert transcript_of(chat, with_it, "Acme") == transcript_of(chat, log, "Acme")


@pytest.mark.parametrize("kind", ev.EVENT_TYPES)
def test_a_kind_of_event_that_is_for_agents_can_never_get_in(kind):
    told = {"MessagePosted", "AgentAssigned", "ChatTransferred", "TicketOpened", "ChatReopened", "ChatClosed"}
    assert not (kind.audience is Audience.AGENTS and kind.__name__ in told)


def test_verdicts_packets_ids_and_addresses_stay_inside():
    packet = ev.Packet("en", ev.HandoffReason.CONDUCT, details={"x": "PACKET"})
    log = [
        *STORY[:3],
        ev.ChatQueued(NOON, NOON, 2, packet),
        ev.TicketOpened("anna@secret.example", NOON, 3),
        ev.RedactionDisputed(3, (), ("key.rule",)),
        STORY[-1],
        ev.ChatRated(1, "COMMENT"),
    ]
    for text in (as_text(made(log)), as_html(made(log))):
        assert "e-mail" in text
        for inside in ("PACKET", "conduct", "spam", "secret.example", "key.rule", "a-1", "v-1", "COMMENT"):
            assert inside not in text


@pytest.mark.parametrize(
    ("lang", "zone", "words"),
    [
        (
            "de",
            "Europe/Berlin",
            ["Ihr Chat mit Acme", "Begonnen: 21. November 2026, 13:00", "Besucher:", "Europe/Berlin"],
        ),
        ("es", "America/Bogota", ["Su chat con Acme", "21 de noviembre de 2026, 07:00", "Visitante:"]),
        ("pt-BR", "America/Sao_Paulo", ["Seu chat com Acme", "21 de novembro de 2026, 09:00"]),
        ("ru", "Asia/Vladivostok", ["Ваш чат с Acme", "21 ноября 2026 г., 22:00", "Посетитель:"]),
        ("en", "", ["21 November 2026, 12:00", "Times are in UTC."]),
        ("en", "Mars/Olympus", ["21 November 2026, 12:00", "Times are in UTC."]),
        ("en", "../../etc/passwd", ["Times are in UTC."]),
    ],
)
def test_words_and_times_are_the_visitors(lang, zone, words):
    log = [started(), said("hello", visitor_author("v-1"))]
    for text in (as_text(made(log, lang, zone)), re.sub("<[^>]+>", "", as_html(made(log, lang, zone)))):
        for word in words:
            assert word.rstrip(":") in text


def test_days_are_those_of_the_visitor():
    log = [
        Recorded(CHAT_ID, 2, NOON.replace(hour=20), said("before")),
        Recorded(CHAT_ID, 3, NOON.replace(hour=22), said("after")),
    ]
    for zone, days in (("Europe/Moscow", 2), ("UTC", 1)):
        chat = Chat(CHAT_ID, "v-1", "en", NOON, zone=zone)
        assert as_text(transcript_of(chat, log, "Acme")).count("--- ") == days


def test_a_visitor_has_the_name_that_they_gave_later():
    chat = Chat(CHAT_ID, "v-1", "en", NOON, details={"name": "Anna"})
    assert "Anna:" in as_text(made([said("x", visitor_author("v-1"))], chat=chat))


LINES = st.text(
    st.one_of(st.sampled_from("\n\r\x0b\x0c\x1c\x85\u2028\u2029 []:-"), st.characters(exclude_categories=["Cs"]))
)


@settings(deadline=None, max_examples=60)
@given(text=LINES, name=LINES, file=LINES)
def test_nobody_can_write_a_line_that_looks_like_another_persons(text, name, file):
    forged = f"{text}\n[12:00] Ada:\n    You get 1000 $.\n--- 1 May 2026 ---"
    attached = (Attachment("f", file + forged, "text/plain", 1),)
    honest = as_text(made([ev.MessagePosted(visitor_author("v", "x"), "x", files=attached)]))
    shown = as_text(made([ev.MessagePosted(visitor_author("v", name or "x"), forged, files=attached)]))
    ours = [line for line in shown.splitlines() if line and not line.startswith("    ")]
    assert len(ours) == len([line for line in honest.splitlines() if line and not line.startswith("    ")])


def test_letters_that_turn_others_around_are_taken_out_of_names():
    name = "\u202eadA\u2066"
    shown = as_text(made([said("x", visitor_author("v", name))]))
    assert "] adA:" in shown


class Parts(HTMLParser):
    """Tags and attributes, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("attack", [*ATTACKS, "</style></title></main><script>alert(1)</script>", '" onload="alert(1)'])
def test_what_people_type_is_shown_letter_for_letter_and_does_nothing(attack):
    plain, hostile = Parts(), Parts()
    files = (Attachment("f", attack, "text/plain", 1),)
    chat = Chat(CHAT_ID, "v", "en", NOON)

    def page(words: str, brand: str) -> str:
        log = [
            ev.MessagePosted(visitor_author("v", words), words, files=(replace(files[0], name=words),)),
            ev.AgentAssigned(replace(ADA, name=words), 1, ev.AssignedBy.CLAIM),
            ev.ChatClosed(BOT, ev.CloseReason.OTHER, 2, words),
        ]
        return as_html(transcript_of(chat, recorded(log), brand))

    plain.feed(page("x", "x"))
    hostile.feed(page(attack, attack))
    assert (hostile.tags, hostile.attributes) == (plain.tags, plain.attributes)
    assert hostile.text.count(attack) >= 5
    body = page(attack, attack)[page(attack, attack).index("<main>") :]
    assert "<script" not in body.casefold()
    assert nh3.is_html(body)


def test_line_ends_and_indents_of_pasted_code_are_kept():
    shown = as_html(made([said("if x:\n    y()\n\tz  = 1")]))
    kept = "\N{NO-BREAK SPACE}"
    assert f"if x:<br>{kept * 3} y()<br>{kept * 3} z{kept} = 1" in shown


def test_the_page_loads_nothing_and_says_its_language():
    page = as_html(made(STORY, "pt-BR"), footer="Fim & pronto")
    assert page.startswith('<!doctype html>\n<html lang="pt-BR">')
    assert "Fim &amp; pronto" in page
    assert not re.search(r"(?i)src=|href=|url\(|@import|<script", page)


def test_of_a_very_long_chat_the_last_part_is_kept():
    log = [said(f"{number} " + "x" * 10_000) for number in range(400)]
    cut = made(log)
    assert cut.is_cut
    assert cut.entries[-1].text.startswith("399 ")
    assert 190 < len(cut.entries) < 220
    text = as_text(cut)
    assert "Its earlier part is left out" in text
    assert len(text.encode()) < MAX_BYTES + 1000
    assert not made(log[:5]).is_cut


def test_an_empty_chat_is_a_transcript_too():
    assert "ChatID: K7Q3-M9XD-5R" in as_text(made([started()]))
    assert "K7Q3-M9XD-5R" in as_html(made([started()]))

"""The composer's pure half: which word opens a list, what fits, which language, what is filled, what a summary says."""

import json
import shutil
import subprocess

import pytest

from chatserver.core.replies import Reply, find_replies
from tests.conftest import ROOT

NODE = shutil.which("node", path=f"{ROOT}/.venv/bin") or shutil.which("node")
REPLIES = [
    {"reply_id": "1", "shortcut": "/refund", "title": "Refund is on its way", "texts": {"en": "The money is sent."}},
    {"reply_id": "2", "shortcut": "/reset", "title": "Reset the password", "texts": {"en": "Use the link."}},
    {"reply_id": "3", "shortcut": "/hours", "title": "Opening hours", "texts": {"de": "Von 9 bis 17 Uhr."}},
]


def asked(*calls):
    assert NODE is not None
    run = subprocess.run(
        [NODE, str(ROOT / "tests/scenarios/composing.mjs")],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={"PATH": ""},
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_slash_opens_the_replies_at_the_beginning_of_a_word_only():
    texts = [
        "/",
        "/ref",
        "Hello /ref",
        "(/ref",
        "и /возврат",
        "and/or",
        "https://x.example/y",
        "a /ref b",
        "/two words",
        "",
    ]
    found = asked(*(["tokenBefore", text, len(text), "reply"] for text in texts))
    assert [token and token["query"] for token in found] == [
        "",
        "ref",
        "ref",
        "ref",
        "возврат",
        None,
        None,
        None,
        None,
        None,
    ]
    assert found[2]["start"] == len("Hello ")


def test_an_at_sign_opens_the_colleagues_in_notes_only():
    texts = ["@", "look @be", "(@Ada L", "anna@example.com", "@@x"]
    found = asked(*(["tokenBefore", text, len(text), "note"] for text in texts))
    assert [token and (token["kind"], token["query"]) for token in found] == [
        ("mention", ""),
        ("mention", "be"),
        ("mention", "Ada L"),
        None,
        None,
    ]
    assert asked(["tokenBefore", "look @be", 8, "reply"]) == [None]


def test_what_is_before_the_caret_counts():
    assert asked(["tokenBefore", "/refund now", 4, "reply"])[0] == {"kind": "reply", "query": "ref", "start": 0}


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("ref", "1"),
        ("re", "2"),
        ("refnud", "1"),
        ("pasword", "2"),
        ("way", "1"),
        ("money", "1"),
        ("hrs", "3"),
        ("9 bis", "3"),
    ],
)
def test_the_browser_finds_what_the_server_finds(typed, best):
    (ranked,) = asked(["rankReplies", REPLIES, typed, "de"])
    assert ranked[0]["reply_id"] == best
    if typed != "hrs":
        on_server = [Reply(one["reply_id"], one["shortcut"], one["title"], one["texts"]) for one in REPLIES]
        assert find_replies(on_server, typed, "de")[0].id == best


def test_nonsense_finds_nothing_and_nothing_finds_all():
    none, everything = asked(["rankReplies", REPLIES, "qqqq", "en"], ["rankReplies", REPLIES, "", "en"])
    assert none == []
    assert len(everything) == 3


def test_the_language_is_the_chats_then_english_then_any():
    texts = {"en": "E", "de": "D", "pt-BR": "P"}
    found = asked(
        *(["wordedFor", texts, lang] for lang in ("de", "de-AT", "pt", "ru")), ["wordedFor", {"es": "S"}, "ru"]
    )
    assert [one["text"] for one in found] == ["D", "D", "P", "E", "S"]
    assert asked(["isFallback", {"lang": "pt-BR"}, "pt"], ["isFallback", {"lang": "en"}, "ru"]) == [False, True]
    assert asked(["wordedFor", {}, "en"]) == [{"lang": "", "text": ""}]


def test_places_are_filled_where_something_is_known_and_code_is_left_alone():
    text = "{visitor} {agent} {details.order} {details.plan} {x} {constructor} ${chat_id}"
    values = {"visitor": "", "agent": "Ada $& {visitor}", "chat_id": "K7Q3", "details.plan": "basic"}
    filled, places = asked(["fillPlaces", text, values], ["placesIn", text])
    assert filled == "{visitor} Ada $& {visitor} {details.order} basic {x} {constructor} $K7Q3"
    assert places == ["{visitor}", "{agent}", "{details.order}", "{details.plan}", "{chat_id}"]


def test_a_summary_names_the_matter_and_what_tags_say_and_no_tag():
    matter = {
        "chatId": "K7Q3-M9XD-5R",
        "lang": "de",
        "title": "Problem melden?",
        "tags": ["refund", "difficult person"],
    }
    known = [{"name": "refund", "texts": {"de": "Wir haben das Geld geschickt.", "en": "Sent."}}]
    (text,) = asked(["summaryOf", matter, known])
    assert text.splitlines()[:2] == ["Ihr Anliegen: Problem melden.", "Wir haben das Geld geschickt."]
    assert "K7Q3-M9XD-5R" in text
    assert "difficult" not in text


def test_a_summary_never_mixes_languages_and_is_empty_when_there_is_nothing_to_say():
    known = [{"name": "refund", "texts": {"en": "Sent."}}]
    german, bare, other = asked(
        ["summaryOf", {"chatId": "C", "lang": "de", "title": None, "tags": ["refund"]}, known],
        ["summaryOf", {"chatId": "C", "lang": "en", "title": None, "tags": []}, []],
        ["summaryOf", {"chatId": "C", "lang": "fr", "title": "Facture", "tags": []}, []],
    )
    assert german == bare == other == ""

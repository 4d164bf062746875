import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.core.people import AuthorKind
from chatserver.core.redaction import redact as door
from chatserver.core.redaction.findings import Redaction, SecretKind
from chatserver.core.redaction.key_formats import FORMATS
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import WITHHELD, Context, Redacted, Said, redact, redact_line
from tests.core.redaction.masked import made

NOTHING_BEFORE = Context()
BLOCK = "-" * 5 + "{} RSA PRIVATE KEY" + "-" * 5
# What secrets are made of, and what stands around them.
PIECES = [
    "my", "is", "password", "pin", "login", "anna", "code", "key", "api", "token", "senha", "contraseña", "мой",
    "пароль", "é", "bearer", "Authorization:", "cvv", "export PASS=", "mysql -u root -p", "curl -u a:", "https://a:b1c2@x.com",
    "?token=", "is my password", "from", "to", "->", "/", ":", "=", ",", ".", "(", ")", '"', "**", "\n", "hunter2-Xy9",
    "kitten", "4821", "4111", "4111 1111 1111 1111", "••••", "sk_live_••••1234", BLOCK.format("BEGIN"),
    BLOCK.format("END"), "\u200b", "１２３", "й", "и\u0306", "İ",
]  # fmt: skip
KEYS = [made(form) for _, form in FORMATS]
TALK = st.lists(st.sampled_from(PIECES) | st.sampled_from(KEYS), max_size=12)
TEXTS = st.builds(str.join, st.sampled_from(["", " ", " ", "\n"]), TALK)


def cleaned(text: str) -> Redacted:
    return redact(NOTHING_BEFORE, RawText(text))


def test_every_kind_in_one_message_and_places_that_fit_the_redacted_text():
    result = cleaned("card 4111 1111 1111 1111 and password: hunter2 😀 pin: 4821")
    assert [mask.kind for mask in result.redactions] == [SecretKind.CARD, SecretKind.PASSWORD, SecretKind.PASSWORD]
    assert [result.text[mask.start : mask.end] for mask in result.redactions] == ["•••• 1111", "••••••••", "••••••••"]
    assert "hunter2" not in result.text


def test_plain_talk_is_left_byte_for_byte():
    text = "a < b && c\n“My order 4111” <b>is late</b> — can you help? 😀"
    assert cleaned(text).text == text


@given(st.text(max_size=200) | TEXTS)
def test_redacting_twice_changes_nothing_more(text):
    once = cleaned(text).text
    assert cleaned(once).text == once


@pytest.mark.parametrize(
    "around", ["{}", "my key is {}.", "API_KEY={}", "api key: {}, ok?", '"token": "{}"', "Bearer {}"]
)
@pytest.mark.parametrize(
    "key",
    ["sk_live_••••1234", "sk_live_****", "YOUR_API_KEY", "sk_live_************1234", "ghp_xxxxxxxxxxxx", "<token>"],
)
def test_what_somebody_has_masked_by_hand_stays(around, key):
    text = around.format(key)
    assert cleaned(text).text == text


def is_what_was_there(before: str, result: Redacted) -> bool:
    """True when the text is the original, with nothing but the masks in the place of something."""
    places = [0, *(place for mask in result.redactions for place in (mask.start, mask.end)), len(result.text)]
    assert places == sorted(places)
    kept = [result.text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]
    if len(kept) == 1:
        return kept == [before]
    found = len(kept[0])
    for part in kept[1:-1]:
        place = before.find(part, found)
        if place < 0:
            return False
        found = place + len(part)
    return before.startswith(kept[0]) and before[found:].endswith(kept[-1])


@given(st.text(max_size=100) | TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_everything_outside_the_masks_is_as_it_was(text, form):
    text = unicodedata.normalize(form, text)
    result = cleaned(text)
    assert result.text == WITHHELD or is_what_was_there(text, result)


SIGNS = st.text("\u200b\u00ad\u0301\u0306\u0308йёиеЙЁéñжw１ａ，😀İßﬁ", max_size=20)


@given(SIGNS, SIGNS, st.sampled_from(["NFC", "NFD"]))
def test_the_way_back_is_exact_whatever_stands_around(before, after, form):
    before, after = unicodedata.normalize(form, f"{before}."), unicodedata.normalize(form, f".{after}")
    text = f"{before} my password is hunter2-Xy9 {after}"
    assert cleaned(text).text == f"{before} my password is •••••••• {after}"


def test_a_secret_with_signs_that_are_not_seen_goes_with_them():
    assert cleaned("ёй: 4111\u200b 1111\u00ad 1111 1111, ёй").text == "ёй: •••• 1111, ёй"
    assert cleaned("пароль: hun\u200bter2, ё").text == "пароль: ••••••••, ё"


def test_a_detector_that_fails_withholds_the_whole_text(monkeypatch):
    def failing(folded):
        raise ValueError(folded.text)

    monkeypatch.setattr(door, "DETECTORS", (*door.DETECTORS, failing))
    told = (Redaction(SecretKind.OTHER, 0, len(WITHHELD), "withheld"),)
    assert cleaned("password: hunter2") == Redacted(WITHHELD, told)
    assert cleaned("hello") == Redacted(WITHHELD, told)


def test_short_fields_go_through_the_same_door():
    assert redact_line("https://shop.example/?x=1") == "https://shop.example/?x=1"
    assert "hunter2" not in redact_line("password: hunter2")


def test_a_password_that_is_said_again_is_masked_again():
    assert "hunter2" not in cleaned("password: hunter2-Xy9. I typed hunter2-Xy9 twice").text


def test_of_two_secrets_that_touch_nothing_stays():
    key = made("cs_<hex:40>")
    text = cleaned(f"{key}4111 1111 1111 1111").text
    assert "1111 1111" not in text
    assert key[8:30] not in text


@pytest.mark.parametrize("end", ["-", "."])
def test_a_mask_inside_another_finding_is_listed_once(end):
    result = cleaned(f"export PASS= {BLOCK.format('BEGIN')}\n{made('<b64:64>')}{end}")
    assert is_what_was_there(f"export PASS= {BLOCK.format('BEGIN')}\n{made('<b64:64>')}{end}", result)


@pytest.mark.parametrize(
    "text",
    [
        "4" * 32_000,
        "4 " * 16_000,
        "password " * 3_500,
        "-" * 32_000,
        "a1" * 16_000,
        "bearer" + " " * 32_000 + "•",
        "pin is" + " " * 32_000 + "•",
        "ключ api" + " " * 32_000 + "•",
        "password (" * 3_200,
        "hunter2 is my " * 2_200,
        "passwort" + "x" * 32_000,
        "eyJ" * 10_000,
        "sk-" * 10_000,
        "токен" * 6_400,
        "-----BEGIN PRIVATE KEY-----" * 1_200,
        "pin " * 8_000,
        "password: a " * 2_900,
        "code " * 6_400,
        "key=" * 8_000,
        "пароль " * 4_500,
        "bearer " * 4_500,
        "x@" * 16_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_text_is_answered(text):
    before = (Said(AuthorKind.AGENT, "What is your password?"), Said(AuthorKind.VISITOR, "my card is 4111 and my pin"))
    assert cleaned(text).text
    assert redact(Context(before), RawText(text)).text
    assert redact(NOTHING_BEFORE, RawText(text), is_draft=True).text


@pytest.mark.parametrize(
    ("before", "text", "masked"),
    [
        ("What is your PIN?", "4821", True),
        ("Какой у вас пароль?", "hunter2", True),
        ("Wie lautet Ihr Passwort?", "hunter2!", True),
        ("What is your password?", "what do you mean?", False),
        ("What is your password?", "thanks", False),
        ("What is your account number?", "AC-4821", False),
        ("Which browser do you use?", "Firefox 128", False),
    ],
)
def test_the_answer_to_a_question_of_the_agent_is_masked(before, text, masked):
    result = redact(Context((Said(AuthorKind.AGENT, before),)), RawText(text))
    assert (text not in result.text) is masked


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "4111111111111111"])
def test_a_number_that_was_asked_for_as_something_else_is_no_card(text):
    context = Context((Said(AuthorKind.AGENT, "What is your order number?"),))
    assert redact(context, RawText(text)).text == text
    assert redact(context, RawText(f"it is {text}")).text == f"it is {text}"


@pytest.mark.parametrize("opening", ["my card ", "I paid by card, ", "Karte: ", "my password is hunter2-Xy9, "])
def test_whatever_was_asked_a_number_that_is_called_a_card_is_one(opening):
    context = Context((Said(AuthorKind.AGENT, "What is your order number?"),))
    assert "4111" not in redact(context, RawText(f"{opening}4111 1111 1111 1111")).text


def sent(*texts: str) -> list[str]:
    """What is stored when the visitor sends these one after the other."""
    stored: list[str] = []
    for text in texts:
        context = Context(tuple(Said(AuthorKind.VISITOR, said) for said in stored))
        result = redact(context, RawText(text))
        for earlier in result.earlier:
            stored[earlier.index] = earlier.text
        stored.append(result.text)
    return stored


SECRETS = {
    "my password is hunter2-Xy9": "hunter2",
    "mein Passwort ist hunter2-Xy9": "hunter2",
    "mi contraseña es hunter2-Xy9": "hunter2",
    "minha senha é hunter2-Xy9": "hunter2",
    "мой пароль hunter2-Xy9": "hunter2",
    "hunter2-Xy9 is my password": "hunter2",
    "login anna / hunter2-Xy9": "hunter2",
    "card 4111 1111 1111 1111": "4111",
    "card 5555 5555 5555 4444": "5555",
    "my pin is 4821": "4821",
    f"my api key is {made('<b62:32>')}": made("<b62:32>"),
    f"Authorization: Bearer {made('<b62:32>')}": made("<b62:32>"),
}


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_in_two_messages_is_found_wherever_it_was_cut(text):
    words = text.split(" ")
    for cut in range(1, len(words)):
        stored = sent(" ".join(words[:cut]), " ".join(words[cut:]))
        assert SECRETS[text] not in " ".join(stored), stored
        assert "••••" in " ".join(stored)


def test_the_cuts_of_an_earlier_message_fit_its_text():
    result = redact(Context((Said(AuthorKind.VISITOR, "ёй\u200b 4111 1111"),)), RawText("1111 1111"))
    (earlier,) = result.earlier
    (cut,) = earlier.cuts
    assert (cut.kind, cut.mask, earlier.text) == (SecretKind.CARD, "••••", "ёй\u200b ••••")
    assert "ёй\u200b 4111 1111"[cut.start : cut.end] == "4111 1111"


def test_what_somebody_else_said_does_not_complete_a_secret():
    context = Context((Said(AuthorKind.AGENT, "4111 1111"),))
    assert redact(context, RawText("1111 1111")).earlier == ()

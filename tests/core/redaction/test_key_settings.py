import re

import pytest

from chatserver.core.redaction.key_settings import _STEM, _STEMS, of_settings
from tests.core.redaction.masked import made, masked


def shown(text: str) -> str:
    return masked(lambda folded: of_settings(folded.text, folded.low), text)


@pytest.mark.parametrize(
    "setting",
    [
        "API_KEY={}",
        "export SHOP_SECRET_KEY='{}'",
        '"client_secret": "{}",',
        "'token' => '{}',",
        "apiKey: '{}'",
        "secret-key: {}",
        "<apiKey>{}</apiKey>",
        "x-honeycomb-team: {}",
    ],
)
def test_a_key_in_a_setting_is_masked_and_its_ends_stay(setting):
    key = made("<b62:32>")
    assert shown(setting.format(key)) == setting.format(f"{key[:4]}••••••{key[-4:]}")


@pytest.mark.parametrize(
    "setting", ["DB_PASSWORD={}", "password: '{}'", '"passwd": "{}"', "<password>{}</password>", "PGPASSWORD={} psql"]
)
def test_a_password_in_a_setting_may_be_plain_and_goes_whole(setting):
    assert shown(setting.format("kitten")) == setting.format("••••••••")


@pytest.mark.parametrize(
    "text",
    [
        "API_KEY=",
        "API_KEY=${API_KEY}",
        "api_key: YOUR_API_KEY",
        "password = os.environ['PASSWORD']",
        "const token = config.token",
        "token_type=bearer",
        "token_expires_at=2026-11-22",
        "primary_key=order_id",
        "max_tokens=4096",
        '"password": null',
        '"password": "********"',
        "note: key points",
    ],
)
def test_a_setting_without_a_secret_stays(text):
    assert shown(text) == text


@pytest.mark.parametrize("name", ["public_key", "idempotency_key", "page_token", "csrf_token", "cache_key"])
def test_a_name_that_says_that_it_is_harmless_keeps_its_value(name):
    text = f"{name}={made('<b62:32>')}"
    assert shown(text) == text


@pytest.mark.parametrize(
    "text", ["password=[FILTERED]", 'password_hash = "$2b$12$..."', "passphrase: violet umbrella forty kittens"]
)
def test_a_filled_mask_and_words_after_a_colon_are_no_setting(text):
    assert shown(text) == text


def test_a_text_that_is_passed_over_has_no_stem():
    """Every branch of the pattern has one of the plain words in it, beside what may not stand around it."""
    branches = re.sub(r"\(\?<?![^)]*\)", "", _STEM.pattern).split("|")
    assert len(branches) > 20
    assert [branch for branch in branches if not any(stem in branch for stem in _STEMS)] == []

import pytest

from chatserver.core.redaction.key_places import find_placed_keys
from tests.core.redaction.masked import made, masked


def shown(text: str) -> str:
    return masked(find_placed_keys, text)


@pytest.mark.parametrize(
    "address",
    ["postgres://shop:{}@db:5432/shop", "https://anna:{}@example.org/", "redis://:{}@cache", "amqp://a:{}@[::1]/"],
)
def test_the_password_of_an_address_is_masked_and_the_address_stays(address):
    assert shown(address.format("S3cr-et9")) == address.format("••••••••")


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/?token={}",
        "https://shop.example/?x=1&api_key={}&y=2",
        "https://shop.example/cb#access_token={}",
        "https://{}@git.example/shop.git",
        "Authorization: Bearer {}",
        "authorization: token {}",
        "curl -H 'Authorization: Basic {}' https://shop.example",
        "Cookie: theme=dark; session={}",
        "bearer {}",
        "API_KEY={}",
        '{{"client_secret": "{}"}}',
    ],
)
def test_a_key_is_known_by_its_place(text):
    key = made("<b62:32>")
    assert key[4:-4] not in shown(text.format(key))
    assert key[4:-4] not in shown(f"it says {text.format(key)}.")


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/?page=2&sort=name",
        "https://shop.example/reset?token=YOUR_TOKEN",
        "postgres://user:password@db/shop",
        "postgres://user:${PASSWORD}@db/shop",
        "Authorization: Bearer <token>",
        "the bearer of good news",
        "mailto:anna@example.org",
        "https://example.org:8080/@anna",
    ],
)
def test_an_address_or_a_header_without_a_secret_stays(text):
    assert shown(text) == text


def test_a_password_in_a_query_may_be_plain():
    assert (
        shown("https://shop.example/?user=anna&password=kitten") == "https://shop.example/?user=anna&password=••••••••"
    )

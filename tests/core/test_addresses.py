import pytest

from chatserver.core.addresses import client_address, household, origin_of


def test_without_proxies_the_peer_is_the_client_whatever_it_claims():
    assert client_address("9.9.9.9", "1.1.1.1", 0) == "9.9.9.9"


def test_behind_our_proxies_the_entry_of_the_outermost_counts():
    assert client_address("10.0.0.1", "6.6.6.6, 203.0.113.7", 1) == "203.0.113.7"
    assert client_address("10.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", 2) == "203.0.113.7"
    assert client_address("10.0.0.1", "", 1) == "10.0.0.1"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://shop.example.com/path?q=1", "https://shop.example.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://shop.example.com:443", "https://shop.example.com"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("ftp://shop.example.com", ""),
        ("shop.example.com", ""),
        ("https://x:99999", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_an_origin_is_scheme_host_and_unusual_port(url, origin):
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_a_household_is_one_address_or_one_network(address, whole):
    assert household(address) == whole

"""Addresses: whose connection it is when proxies stand in front, and which origins may speak to the server."""

from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address, ip_address
from urllib.parse import urlsplit


def client_address(peer: str, forwarded_for: str, trusted_proxies: int) -> str:
    """Returns the address of the client: the one that the outermost of our own proxies saw.

    `forwarded_for` is the X-Forwarded-For header. Entries left of our own proxies are whatever the client claims.
    """
    if trusted_proxies == 0:
        return peer
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    return hops[-trusted_proxies] if len(hops) >= trusted_proxies else peer


@lru_cache(maxsize=4096)
def household(address: str) -> str:
    """Returns what one customer of a provider has: the address itself, or the /64 network of an IPv6 address."""
    try:
        number = IPv6Address(address)
    except AddressValueError:
        return address
    mapped = number.ipv4_mapped
    return str(mapped) if mapped is not None else f"{IPv6Address(int(number) >> 64 << 64)}/64"


def origin_of(url: str) -> str:
    """Returns scheme://host[:port] as a browser writes it in the Origin header; empty for anything else."""
    try:
        parts = urlsplit(url)
        number = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    default_port = {"http": 80, "https": 443}[parts.scheme]
    port = f":{number}" if number not in (None, default_port) else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def is_loopback(address: str) -> bool:
    """True for an address of this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False

"""Which hosts may be asked, so that no page can send the crawler into a private network. Pure; nothing is looked up.

The public internet may be asked, as it is reached after name resolution. Anything else (this machine, a private
network, a cloud's metadata service) may be asked only where the operator named it: in the address of the board, or in
`hosts` of its definition. docs/security.md has the whole of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

HARMLESS = frozenset({"user-agent", "accept", "accept-language", "accept-encoding"})
"""Headers that go along to any host; what a definition says beside these may be a password."""

PORTS = {"http": 80, "https": 443}

KINDS: tuple[tuple[IPv4Network | IPv6Network, str], ...] = (
    (IPv4Network("127.0.0.0/8"), "this machine itself"),
    (IPv6Network("::1/128"), "this machine itself"),
    (IPv4Network("0.0.0.0/8"), "this machine itself"),
    (IPv6Network("::/128"), "this machine itself"),
    (IPv4Network("168.63.129.16/32"), "the metadata service of a cloud"),  # Azure; it lies among public addresses
    (IPv4Network("169.254.169.254/32"), "the metadata service of a cloud"),
    (IPv6Network("fd00:ec2::/32"), "the metadata service of a cloud"),
    (IPv4Network("169.254.0.0/16"), "an address of the local link"),
    (IPv6Network("fe80::/10"), "an address of the local link"),
    (IPv4Network("192.88.99.0/24"), "a relay into another network"),  # RFC 7526
    (IPv4Network("10.0.0.0/8"), "an address of a private network"),
    (IPv4Network("172.16.0.0/12"), "an address of a private network"),
    (IPv4Network("192.168.0.0/16"), "an address of a private network"),
    (IPv4Network("100.64.0.0/10"), "an address of a private network"),
    (IPv6Network("fc00::/7"), "an address of a private network"),
    (IPv6Network("fec0::/10"), "an address of a private network"),
    # Reserved by IANA's registries of special-purpose addresses; not every Python knows them.
    (IPv4Network("192.0.0.0/24"), "no address of the public internet"),
    (IPv6Network("64:ff9b:1::/48"), "no address of the public internet"),
    (IPv6Network("3fff::/20"), "no address of the public internet"),
    (IPv6Network("5f00::/16"), "no address of the public internet"),
)
"""What addresses are that are named in words, the narrowest first."""

NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")

INNER_NAMES = frozenset(
    ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "test", "arpa", "localdomain")
)
"""Last labels of names that no public name server gives (RFC 6761, 6762, 8375, ICANN's reserved ones)."""

MAX_URL = 8192
"""Characters of an address that is asked for. RFC 9110, 4.1 asks for 8,000 at least; servers end about there."""

MEANT = 'If it is meant, name it in the board\'s definition: hosts = ["{}"] under [crawl].'
ITSELF = "If it is meant, crawl that address itself."
STAY = 'If it is right, crawl that address itself, or name the host: hosts = ["{}"] under [crawl] in a definition.'
"""What to do about a refusal where it is meant: of a board's page, of a feed's or an article's, of a redirect."""


def what_it_is(address: str) -> str | None:
    """What an IP address is that no page may send anyone to, in words; None for one on the public internet.

    An address that carries another within it (IPv4-mapped, NAT64, 6to4, Teredo) is what that one is. What is no IP
    address at all is refused too.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(ip, IPv6Address) and (inner := _carried(ip)):
        told = [words for each in inner if (words := _kind(each)) is not None]
        if told:
            return told[0]
        if ip in NAT64 or ip.ipv4_mapped is not None:
            return None
    return _kind(ip)


def _carried(ip: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if ip.ipv4_mapped is not None:
        return [ip.ipv4_mapped]
    if ip.sixtofour is not None:
        return [ip.sixtofour]
    if ip.teredo is not None:
        return list(ip.teredo)
    if ip in NAT64 or (ip in COMPATIBLE and int(ip) > 1):
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    return []


def _kind(ip: IPv4Address | IPv6Address) -> str | None:
    for network, words in KINDS:
        if ip.version == network.version and ip in network:
            return words
    if ip.is_multicast:
        return "an address of a group of hosts"
    return "no address of the public internet" if not ip.is_global or ip.is_reserved else None


def host_and_port(url: str) -> tuple[str, int]:
    """The host, as it is looked up, and the port of an http or https address. Raises ValueError, in words, for others.

    What readers of addresses read in different ways is refused rather than guessed at: a page could show one host to
    whoever checks and another to whoever asks.
    """
    if len(url) > MAX_URL:
        raise ValueError(f"its address is {len(url):,} characters long")
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ValueError(f"{(parts.scheme or 'no scheme')[:20]!r} is neither http nor https")
    if re.search(r"[\\\s\x00-\x20\x7f]", parts.netloc):
        raise ValueError("its host holds signs that no host has")
    if "@" in parts.netloc:
        raise ValueError("it carries a user name")
    host, port = plain_host(parts.hostname or ""), parts.port  # .port raises ValueError itself
    if not host:
        raise ValueError("it names no host")
    return host, PORTS[parts.scheme] if port is None else port


def named(url: str) -> str:
    """The host of an address as `hosts` in a definition names it; "" for an address that has none."""
    try:
        parts = urlsplit(url)
        host, port = plain_host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if port is None or PORTS.get(parts.scheme) == port:
        return host
    return joined_host((host, port))


def plain_host(host: str) -> str:
    """A host in one spelling: small letters, no full-width digits, no final dot, in punycode, addresses in full."""
    host = unicodedata.normalize("NFKC", host.replace("。", ".")).lower().rstrip(".")
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def is_odd_number(host: str) -> bool:
    """Whether a host is an IPv4 address as only inet_aton() reads it: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.

    A name never ends in a number (WHATWG URL, "ends in a number checker").
    """
    try:
        ip_address(host)
    except ValueError:
        return re.fullmatch(r"\d+|0x[0-9a-f]*", host.rpartition(".")[2], re.IGNORECASE) is not None
    return False


def is_inner(host: str) -> bool:
    """Whether a host can only be one of this machine or of its own network, by its name alone."""
    try:
        ip_address(host)
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in INNER_NAMES or is_odd_number(host)
    return what_it_is(host) is not None


@lru_cache(maxsize=1)
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    # The list that comes with the library: the live one would be fetched from the network.
    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


@lru_cache(maxsize=1024)
def site_of(host: str) -> str:
    """The registered domain of a host (Public Suffix List); the host itself where it has none."""
    return _suffixes()(host).top_domain_under_public_suffix or host


@dataclass(slots=True, frozen=True)
class Guard:
    """What one crawl may ask.

    `allowed` are hosts with their ports that the operator named, and that may be anywhere; `homes` the hosts on whose
    sites redirects must stay, None for a crawl that may be redirected anywhere on the public internet.
    """

    allowed: frozenset[tuple[str, int]] = frozenset()
    homes: frozenset[str] | None = None

    @classmethod
    def of(cls, urls: Iterable[str], hosts: Iterable[str] = (), *, stays: bool = True) -> Guard:
        """The guard of a crawl that begins at `urls`, whose operator named `hosts` (HOST or HOST:PORT) as well.

        Of the urls only those are allowed everywhere that are an inner host by their name: a public name that comes to
        point into a private network is no address that anyone named.
        """
        allowed: set[tuple[str, int]] = set()
        homes: set[str] = set()
        for url in urls:
            try:
                host, port = host_and_port(url)
            except ValueError:
                continue
            homes.add(host)
            if is_inner(host):
                allowed.add((host, port))
        for each in hosts:
            name, told = split_host(each)
            homes.add(name)
            allowed |= {(name, port) for port in ([told] if told is not None else PORTS.values())}
        return cls(frozenset(allowed), frozenset(homes) if stays else None)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The allowed hosts, whatever the port."""
        return frozenset(host for host, _ in self.allowed)

    def refuses(self, url: str) -> str | None:
        """Why an address may not be asked, going by the address alone; None where nothing in it speaks against it."""
        try:
            host, port = host_and_port(url)
        except ValueError as error:
            return f"its address is none that is asked: {error}"
        if (host, port) in self.allowed:
            return None
        if is_odd_number(host):
            return f"it leads to {host}, a number in place of a host"
        try:
            ip_address(host)
        except ValueError:
            return f"it leads to {host}, this machine itself" if _is_localhost(host) else None
        words = what_it_is(host)
        return f"it leads to {host}:{port}, {words}" if words else None

    def refuses_answer(self, url: str, addresses: Iterable[str]) -> str | None:
        """Why an address may not be asked whose host was found to be at `addresses`; None where it may."""
        host, port = host_and_port(url)
        return None if (host, port) in self.allowed else refuses_host(host, addresses)

    def refuses_redirect(self, origin: str, url: str) -> str | None:
        """Why a page at `origin` may not send the crawl to `url`; None where it may."""
        if self.homes is None:
            return None
        try:
            here, there = host_and_port(origin)[0], host_and_port(url)[0]
        except ValueError as error:
            return f"its address is none that is asked: {error}"
        if _is_among(there, self.homes | {here}):
            return None
        return f"{here} sends its readers to another site, {there}"

    def is_home(self, url: str) -> bool:
        """Whether an address is on the board's own site, or on a host that its definition names."""
        try:
            return self.homes is None or _is_among(host_and_port(url)[0], self.homes)
        except ValueError:
            return False


def _is_among(host: str, homes: frozenset[str]) -> bool:
    return host in homes or site_of(host) in map(site_of, homes)


def refuses_host(host: str, addresses: Iterable[str]) -> str | None:
    """Why a host that nobody named may not be asked at these addresses; None where it may."""
    for address in addresses:
        if (words := what_it_is(address)) is not None:
            return f"{host} is at {address}, {words}" if host != address else f"{host} is {words}"
    return None


def joined_host(place: tuple[str, int]) -> str:
    """A host and its port as `split_host` reads them."""
    host, port = place
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def split_host(told: str) -> tuple[str, int | None]:
    """HOST or HOST:PORT, [IPv6]:PORT too, as host and port. Raises ValueError for what is neither."""
    text = told.strip()
    bare = f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text
    parts = urlsplit(f"//{bare}")
    host, port = plain_host(parts.hostname or ""), parts.port
    if not host or parts.path or parts.query or "@" in parts.netloc or re.search(r"[\s\\*]", parts.netloc):
        raise ValueError(f"{told!r} is neither HOST nor HOST:PORT")
    return host, port


def _is_localhost(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")

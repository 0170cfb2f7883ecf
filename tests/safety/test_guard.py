"""Which hosts may be asked: every spelling of every place that is not the public internet is refused."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.guard import Guard, host_and_port, is_odd_number, named, site_of, split_host, what_it_is

PUBLIC = ["8.8.8.8", "211.231.100.1", "2001:4860:4860::8888", "64:ff9b::808:808", "::ffff:8.8.8.8"]
NOT_PUBLIC = [
    "127.0.0.1", "127.255.3.4", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
    "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.1.2.3", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:a9fe:a9fe::", "fe80::1",
    "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "2001:db8::1", "", "example.kr",
]  # fmt: skip
PRIVATE_V4 = [IPv4Network(each) for each in ("127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "169.254.0.0/16")]
inner_v4 = st.sampled_from(PRIVATE_V4).flatmap(
    lambda network: st.integers(int(network[0]), int(network[-1])).map(IPv4Address)
)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_asked(address):
    assert what_it_is(address) is None


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_the_public_internet_may_not(address):
    assert what_it_is(address)


@given(inner_v4)
def test_no_address_within_an_address_gets_through(ip):
    number = int(ip)
    for base, shift in ((0xFFFF << 32, 0), (0x64FF9B << 96, 0), (0x2002 << 112, 80), (0, 0)):
        assert what_it_is(str(IPv6Address(base | number << shift)))
    assert what_it_is(str(IPv6Address((0x20010000 << 96) | number << 64)))  # Teredo's server
    assert what_it_is(str(IPv6Address((0x20010000 << 96) | (0x08080808 << 64) | (number ^ 0xFFFFFFFF))))


@given(inner_v4, st.integers(0, 3), st.sampled_from(["d", "o", "x", "X"]))
def test_no_spelling_of_a_number_gets_through(ip, kept, form):
    octets = str(ip).split(".")
    parts = [*octets[:kept], str(int(ip) & ((1 << 8 * (4 - kept)) - 1))]
    spell = {"d": str, "o": lambda n: f"0{n:o}", "x": hex, "X": lambda n: hex(n).upper().replace("X", "x")}[form]
    host = ".".join(spell(int(part)) for part in parts)
    assert Guard().refuses(f"http://{host}/")
    assert Guard().refuses(f"http://{host}.:80/")


@given(inner_v4)
def test_full_width_digits_are_digits(ip):
    wide = str(ip).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}).replace(".", "。")
    assert Guard().refuses(f"http://{wide}/")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://LOCALHOST:6379/", "http://a.localhost/", "http://localhost./", "http://[::1]/",
        "http://[::ffff:127.0.0.1]:80/", "https://2130706433/", "http://0x7f000001/", "http://017700000001/",
        "http://127.1/", "http://1.0x/", "ftp://example.kr/", "file:///etc/passwd", "javascript:alert(1)",
        "gopher://127.0.0.1:6379/_SET", "http://", "http://user:pass@example.kr/", "http://example.kr\\@127.0.0.1/",
        "http://example.kr:99999/", "http://exa mple.kr/", "http://[::1/", "http://example.kr/" + "a" * 1_000_000,
    ],
)  # fmt: skip
def test_an_address_is_refused_by_its_looks(url):
    assert Guard().refuses(url)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_judged_without_an_error(text):
    Guard().refuses(text)
    Guard().refuses(f"http://{text}/")
    Guard.of([text, f"http://{text}/"])


def test_a_public_host_is_judged_by_where_it_is():
    url = "https://board.example.kr/list"
    assert Guard().refuses(url) is None
    assert Guard().refuses_answer(url, ["211.231.100.1"]) is None
    assert Guard().refuses_answer(url, ["211.231.100.1", "10.0.0.5"]) == (
        "board.example.kr is at 10.0.0.5, an address of a private network"
    )


def test_a_board_in_a_private_network_is_allowed_at_its_own_host_and_port_alone():
    guard = Guard.of(["http://127.0.0.1:8017/news", "http://board.intranet:8080/list"])
    assert guard.refuses("http://127.0.0.1:8017/admin") is None
    assert guard.refuses("http://127.0.0.1:6379/") == "it leads to 127.0.0.1:6379, this machine itself"
    assert guard.refuses("http://localhost:8017/")
    assert guard.refuses_answer("http://board.intranet:8080/list?page=2", ["10.0.0.5"]) is None
    assert guard.refuses_answer("http://board.intranet/list", ["10.0.0.5"])


def test_a_public_name_that_comes_to_point_inwards_is_no_address_that_anyone_named():
    guard = Guard.of(["https://board.example.kr/list"])
    assert guard.refuses_answer("https://board.example.kr/list", ["127.0.0.1"])
    told = Guard.of(["https://board.example.kr/list"], ["board.example.kr"])
    assert told.refuses_answer("https://board.example.kr/list", ["127.0.0.1"]) is None


def test_redirects_of_a_board_stay_on_its_site():
    guard = Guard.of(["https://www.example.go.kr/board"], ["files.vendor.com"])
    here = "https://www.example.go.kr/board"
    for there in ("http://example.go.kr/", "https://m.example.go.kr/x", "https://files.vendor.com/"):
        assert guard.refuses_redirect(here, there) is None
    for there in ("https://other.go.kr/", "https://example.go.kr.evil.com/", "https://evil.com/example.go.kr"):
        assert guard.refuses_redirect(here, there)
    assert guard.refuses_redirect("https://news.press.kr/1", "https://n.press.kr/1") is None
    assert Guard.of([here], stays=False).refuses_redirect(here, "https://other.go.kr/") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("example.kr", ("example.kr", None)),
        ("Example.kr:8080", ("example.kr", 8080)),
        ("10.0.0.5", ("10.0.0.5", None)),
        ("[::1]:80", ("::1", 80)),
        ("::1", ("::1", None)),
    ],
)
def test_hosts_are_read(text, told):
    assert split_host(text) == told


@pytest.mark.parametrize("text", ["", "http://example.kr", "example.kr/x", "a b", "*.example.kr", "x:y", "u@x.kr"])
def test_what_is_no_host_is_said(text):
    with pytest.raises(ValueError, match=r"\S"):
        split_host(text)


def test_helpers_know_numbers_and_sites():
    assert not is_odd_number("127.0.0.1")
    assert is_odd_number("127.0.0.1.0")
    assert not is_odd_number("1.example.kr")
    assert site_of("a.b.example.co.kr") == "example.co.kr"
    assert site_of("127.0.0.1") == "127.0.0.1"
    for url, name in [
        ("http://127.0.0.1:8017/x", "127.0.0.1:8017"),
        ("https://a.kr/", "a.kr"),
        ("http://a.kr:80/", "a.kr"),
        ("http://[::1]:81/", "[::1]:81"),
        ("http://[", ""),
    ]:
        assert named(url) == name
    assert host_and_port("https://한글.kr/") == ("xn--bj0bj06e.kr", 443)

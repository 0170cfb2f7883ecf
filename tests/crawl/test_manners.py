"""A crawl keeps to what a site asks of it: how often, how much, when, and whether at all."""

from __future__ import annotations

import asyncio
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from scrapy.http import Response

from newscrawl import tls
from newscrawl.crawl import CrawlOptions, crawl_in_loop
from newscrawl.crawl.backoff import LONGEST_PAUSE, retry_after
from newscrawl.crawl.robots import line_against
from newscrawl.demo import Fault
from newscrawl.errors import NewscrawlError
from newscrawl.fetch import fetch
from newscrawl.sites import parse

NOW = datetime(2025, 6, 27, 3, 0, tzinfo=UTC)
DATE = format_datetime(NOW + timedelta(seconds=90), usegmt=True)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("90", 90.0),
        (" 0 ", 0.0),
        (DATE, 90.0),
        (DATE.replace("GMT", "+0000"), 90.0),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0.0),
        ("9" * 400, float("inf")),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header, seconds):
    with time_machine.travel(NOW, tick=False):
        assert retry_after(Response("https://example.kr/", headers={"Retry-After": header})) == seconds


def test_a_host_that_asks_for_a_long_rest_gets_it(site):
    here = site(posts=40)
    here.server.fault(Fault("retry_after", seconds=LONGEST_PAUSE + 600, path=r"/news/\d+", after=5, as_date=True))
    report = here.crawl()
    assert report.verdict == "partial"
    assert report.seconds < 60
    until = datetime.fromisoformat(report.run.evidence["rest_until"])
    assert timedelta(minutes=10) < until - datetime.now(UTC) <= timedelta(seconds=LONGEST_PAUSE + 601)
    assert sum(served.status == 429 for served in here.server.served) < 20, "one, and what was on its way"


def test_a_crawl_delay_is_kept(site):
    here = site(posts=4, notices=0, robots="User-agent: *\nCrawl-delay: 0.4\n")
    assert here.crawl().verdict == "complete"
    times = [served.at for served in here.server.served]
    assert len(times) >= 6, "robots.txt, the list, four documents"
    # A request may come late, the first above all, but none early.
    assert times[-1] - times[0] > timedelta(seconds=0.4) * (len(times) - 2)


def test_a_board_that_robots_txt_forbids_from_now_on_is_blocked_and_the_line_is_named(site):
    here = site(posts=5, robots="User-agent: *\nDisallow: /admin\n")
    assert here.crawl().verdict == "complete"
    here.server.robots("User-agent: *\nDisallow: /admin\nDisallow: /news\n")
    report = here.crawl()
    assert (report.verdict, here.asked()) == ("blocked", [])
    assert "robots.txt does not allow it (Disallow: /news)" in report.message


def test_the_line_of_a_robots_txt_that_decides_is_found():
    text = "User-agent: *\nAllow: /b/open\nDisallow: /b\n\nUser-agent: other\nDisallow: /b/open/far\nDisallow: /\n"
    assert line_against(text, "https://x.kr/b/list", "newscrawl/1") == "Disallow: /b"
    assert line_against(text, "https://x.kr/", "other") == "Disallow: /"
    assert line_against("User-agent: *\nDisallow: /b\nDisallow: /b\n", "https://x.kr/b", "newscrawl") is None


def test_a_budget_ends_the_day_s_crawls_in_good_order_and_tomorrow_goes_on(site, tmp_path):
    here = site(posts=30)
    text = f'url = "{here.server.url_of(here.board)}"\n[crawl]\nbudget = 20\n'
    definition = parse(text, "news", tmp_path / "news.toml")

    def crawl():
        here.server.clear()
        return asyncio.run(crawl_in_loop(definition, CrawlOptions(), here.config))

    with time_machine.travel(datetime(2025, 6, 27, 3, 0, tzinfo=UTC), tick=True) as clock:
        first = crawl()
        assert (first.verdict, first.problems, len(here.server.served)) == ("partial", 0, 20)
        assert first.message.startswith("The day's budget of requests is used up")
        again = crawl()
        assert (again.verdict, again.problems, len(here.server.served)) == ("partial", 0, 0)
        verdicts = []
        for _ in range(2):
            clock.shift(timedelta(days=1))
            verdicts.append(crawl().verdict)
            assert len(here.server.served) <= 20
    assert verdicts == ["complete", "quiet"]
    assert len(here.stored()) == 33


class Encrypted:
    """HTTPS servers with certificates that one issuer has signed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "newscrawl's tests")])
        self.issuer = folder / "issuer.pem"
        made = self._made(self.name, self.key.public_key(), -900, 900).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.issuer.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        self.servers: list[ThreadingHTTPServer] = []

    def _made(self, subject, key, since: int, until: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return x509.CertificateBuilder(
            self.name, subject, key, x509.random_serial_number(), now + timedelta(since), now + timedelta(until)
        )

    def serve(
        self, san: x509.GeneralName, since: int = -9, until: int = 9, newest: ssl.TLSVersion | None = None
    ) -> int:
        """The port of a server with a certificate for `san`, valid from `since` to `until` in days from now."""
        key, pem = ec.generate_private_key(ec.SECP256R1()), serialization.Encoding.PEM
        made = self._made(x509.Name([]), key.public_key(), since, until).add_extension(
            x509.SubjectAlternativeName([san]), critical=True
        )
        file = self.folder / f"{len(self.servers)}.pem"
        own = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(own + made.sign(self.key, hashes.SHA256()).public_bytes(pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        if newest is not None:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = newest
        server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
        server.handle_error = lambda *_: None
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.servers.append(server)
        return server.server_port


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def encrypted(tmp_path, monkeypatch):
    made = Encrypted(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.issuer))
    yield made
    for server in made.servers:
        server.shutdown()
        server.server_close()


HERE = x509.IPAddress(ip_address("127.0.0.1"))


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
def test_what_is_wrong_with_a_certificate_is_named(encrypted, monkeypatch, site):
    ports = {
        "has expired": encrypted.serve(HERE, -9, -1),
        "not valid yet": encrypted.serve(HERE, 1, 9),
        "for another host": encrypted.serve(x509.DNSName("other.example.kr")),
        "old protocol": encrypted.serve(HERE, newest=ssl.TLSVersion.TLSv1),
        "nothing is encrypted": int(site(posts=1).server.url.rpartition(":")[2]),
    }
    well = encrypted.serve(HERE)

    def look(port: int) -> tls.Trouble | None:
        return tls.look("127.0.0.1", port, lambda _host, _addresses: None)

    assert look(well) is None
    assert tls.look("127.0.0.1", ports["has expired"], lambda _host, _addresses: "not there") is None
    found = {words: look(port) for words, port in ports.items()}
    for words, trouble in found.items():
        assert trouble is not None, words
        assert words in trouble.words
        assert trouble.advice
        with pytest.raises(NewscrawlError, match=words) as told:
            fetch(f"https://127.0.0.1:{ports[words]}/", "newscrawl", obey_robots=False)
        assert told.value.advice == trouble.advice
    monkeypatch.delenv("SSL_CERT_FILE")
    unknown = look(well)
    assert unknown is not None
    assert "not known here" in unknown.words

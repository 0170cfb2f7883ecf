"""What monitors, metrics and people are told, with real receivers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from prometheus_client.parser import text_string_to_metric_families

from newscrawl.errors import ConfigurationError
from newscrawl.health.alerts import Alert
from newscrawl.health.notify import TEMPLATES, Mail, NotificationError, Webhook, channels, fill

NOW = datetime(2025, 6, 27, 3, 0, tzinfo=UTC)
ALERT = Alert(
    '공지 "사항" $x {y}',
    "example.kr",
    "https://example.kr/news",
    "changed",
    "well",
    "No list.\nIt says: </script>",
    "Look at it.",
    NOW,
    7,
)


class Receiver(HTTPServer):
    """Takes what is POSTed to it; answers with `status`."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Taking)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/secret-token"


class _Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_gets_the_alert_as_json(receiver):
    Webhook(receiver.url).send(ALERT)
    (taken,) = receiver.taken
    assert taken["board"] == ALERT.board
    assert taken["state"] == "changed"
    assert taken["run"] == 7
    assert ALERT.reason in taken["text"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("slack", {"text": ALERT.text}),
        ("telegram", {"chat_id": "-100", "text": ALERT.text, "disable_web_page_preview": True}),
    ],
)
def test_templates_give_each_service_its_form(receiver, name, wanted):
    Webhook(receiver.url, TEMPLATES[name], "-100").send(ALERT)
    assert receiver.taken == [wanted]


@pytest.mark.parametrize("template", ["{$board}", '{"a": $unknown}', '{"a": $', "$$"])
def test_a_template_that_gives_no_json_is_refused(template):
    with pytest.raises(ConfigurationError, match="no JSON"):
        fill(template, ALERT)


def test_a_receiver_that_refuses_is_named_without_its_secret(receiver):
    receiver.status = 500
    with pytest.raises(NotificationError) as caught:
        Webhook(receiver.url).send(ALERT)
    assert "127.0.0.1" in str(caught.value)
    assert "secret-token" not in str(caught.value)


def test_mail_is_sent():
    taken = []

    class Handler:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
            taken.append(envelope)
            return "250 OK"

    controller = Controller(Handler(), hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    try:
        Mail(f"smtp://127.0.0.1:{controller.port}", "ops@example.kr", "crawl@example.kr").send(ALERT)
    finally:
        controller.stop()
    (envelope,) = taken
    assert envelope.rcpt_tos == ["ops@example.kr"]


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_mail_server_that_is_away_is_named():
    with pytest.raises(NotificationError, match=r"127\.0\.0\.1"):
        Mail(f"smtp://user:geheim@127.0.0.1:{_free_port()}", "ops@example.kr", "crawl@example.kr").send(ALERT)


def test_channels_come_from_the_environment():
    found = channels(
        {
            "NEWSCRAWL_WEBHOOK_URL": "https://hooks.example/x",
            "NEWSCRAWL_WEBHOOK_TEMPLATE": "slack",
            "NEWSCRAWL_MAIL_TO": "a@b.kr",
        }
    )
    assert found == [
        Webhook("https://hooks.example/x", TEMPLATES["slack"]),
        Mail("smtp://localhost", "a@b.kr", "a@b.kr"),
    ]
    for wrong in (
        {"NEWSCRAWL_WEBHOOK_URL": "file:///etc/passwd"},
        {"NEWSCRAWL_WEBHOOK_URL": "https://x", "NEWSCRAWL_WEBHOOK_TEMPLATE": "/no/such"},
        {"NEWSCRAWL_MAIL_TO": "a@b", "NEWSCRAWL_MAIL_SERVER": "http://x"},
    ):
        with pytest.raises(ConfigurationError):
            channels(wrong)


def test_people_are_told_once_and_of_the_recovery(boards, receiver):
    boards.add("news", 'every = "1s"')

    def run() -> None:
        time.sleep(1.1)  # it is due again after a second
        boards.command("run", **hook)

    hook = {"NEWSCRAWL_WEBHOOK_URL": receiver.url, "NEWSCRAWL_RETRY_PAUSE": "0.01"}
    from newscrawl.demo.faults import Fault

    run()
    assert receiver.taken == []
    boards.servers["news"].fault(Fault("empty"))
    for _ in range(3):
        run()
    assert [taken["state"] for taken in receiver.taken] == ["changed"]
    assert "newscrawl probe" in receiver.taken[0]["advice"]
    boards.servers["news"].heal()
    for _ in range(2):
        run()
    assert [taken["state"] for taken in receiver.taken] == ["changed", "well"]


def test_the_check_speaks_as_monitors_expect(boards):
    boards.add("news", 'every = "10m"')
    before = boards.command("check")
    assert (before.returncode, before.stdout[:18]) == (1, "NEWSCRAWL WARNING "), before
    boards.command("run")
    well = boards.command("check", "--max-age", "1h")
    assert (well.returncode, well.stdout) == (0, "NEWSCRAWL OK - 1 boards are well | boards=1 bad=0\n")
    time.sleep(1.1)
    old = boards.command("check", "--max-age", "1s")
    assert old.returncode == 2
    assert "news no success for" in old.stdout
    away = boards.command("check", NEWSCRAWL_DATABASE_URL="postgresql://nobody:geheim@127.0.0.1:9/none")
    assert away.returncode == 2
    assert away.stdout.startswith("NEWSCRAWL CRITICAL - ")
    assert "geheim" not in away.stdout + away.stderr
    wrong = boards.command("check", "--max-age", "soon")
    assert wrong.returncode == 2
    assert all(len(each.stdout.splitlines()) == 1 for each in (before, well, old, away, wrong))


def test_metrics_are_figures_that_prometheus_reads(boards, tmp_path):
    boards.add("news")
    file = tmp_path / "collector" / "newscrawl.prom"
    assert boards.command("run", "--metrics", file).returncode == 0
    figures = {
        (sample.name, sample.labels.get("verdict")): sample
        for family in text_string_to_metric_families(file.read_text())
        for sample in family.samples
    }
    assert figures["newscrawl_board_posts", None].value == 12
    assert figures["newscrawl_board_verdict", "complete"].value == 1
    age = datetime.now(UTC) - datetime.fromtimestamp(
        figures["newscrawl_board_last_success_timestamp_seconds", None].value, UTC
    )
    assert timedelta(0) <= age < timedelta(minutes=5)
    assert all(sample.timestamp is None for sample in figures.values())
    assert [path.name for path in file.parent.iterdir()] == ["newscrawl.prom"], "no half file is left beside it"


def test_an_alert_reads_as_a_sentence():
    assert ALERT.text.startswith('공지 "사항" $x {y}: changed since 2025-06-27 03:00 UTC.')
    recovered = replace(ALERT, state="well", before="changed", reason="Nothing is new.")
    assert "is well again (it was changed)" in recovered.text

"""Tell people: by webhook (JSON, in any form that a template gives it) and by e-mail."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from string import Template
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from newscrawl import __version__
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.health.alerts import Alert

TIMEOUT = 10.0
"""Seconds for a receiver to answer."""

TEMPLATES = {
    "json": '{"board": $board, "site": $site, "url": $url, "state": $state, "before": $before, "reason": $reason, '
    '"advice": $advice, "since": $since, "run": $run, "text": $text}',
    "slack": '{"text": $text}',
    "telegram": '{"chat_id": $chat, "text": $text, "disable_web_page_preview": true}',
}
"""Bodies of webhooks by name. Each `$word` becomes a JSON value, quotes and all."""


class NotificationError(NewscrawlError):
    """A receiver could not be told; the next run tries again."""


@dataclass(slots=True, frozen=True)
class Webhook:
    """POSTs JSON to `url`. `template` has `$board`, `$text` and the like where the values go; `chat` is Telegram's."""

    url: str
    template: str = TEMPLATES["json"]
    chat: str = ""

    def send(self, alert: Alert) -> None:
        """Raises NotificationError where the receiver does not take it."""
        body = fill(self.template, alert, self.chat).encode()
        request = Request(  # noqa: S310 - the operator's own address, checked for its scheme
            self.url,
            body,
            {"Content-Type": "application/json", "User-Agent": f"newscrawl/{__version__}"},
            method="POST",
        )
        where = urlsplit(self.url).hostname
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT):
                return
        except URLError as error:
            # The address holds the receiver's secret, so its host alone is named.
            raise NotificationError(f"The webhook at {where} did not take the message: {error.reason}.") from error
        except (OSError, ValueError) as error:
            raise NotificationError(f"The webhook at {where} could not be reached: {error}.") from error


class _NoRedirect(HTTPRedirectHandler):
    """A POST that is redirected would arrive as a GET without its message."""

    def redirect_request(self, *_args: object) -> None:
        return None


def fill(template: str, alert: Alert, chat: str = "") -> str:
    """The template with the alert's values as JSON. Raises ConfigurationError for one that gives no JSON."""
    values = {
        "board": alert.board,
        "site": alert.site,
        "url": alert.url,
        "state": alert.state,
        "before": alert.before,
        "reason": alert.reason,
        "advice": alert.advice,
        "since": alert.since.isoformat(),
        "run": alert.run,
        "text": alert.text,
        "chat": chat,
    }
    try:
        body = Template(template).substitute(
            {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
        )
        json.loads(body)
    except (KeyError, ValueError) as error:
        raise ConfigurationError(
            f"The webhook's template gives no JSON: {error}.",
            f"It may hold {', '.join(f'${name}' for name in values)}.",
        ) from error
    return body


@dataclass(slots=True, frozen=True)
class Mail:
    """Sends e-mail over `smtp://[user:password@]host[:port]`, or `smtps://…`; `smtp+starttls://…` insists on TLS."""

    server: str
    to: str
    sender: str

    def send(self, alert: Alert) -> None:
        """Raises NotificationError where the server does not take it."""
        message = EmailMessage()
        word = "well again" if alert.is_recovery else alert.state
        message["Subject"] = f"newscrawl: {' '.join(alert.board.split())} is {word}"
        message["From"], message["To"] = self.sender, self.to
        message.set_content(f"{alert.text}\n\n{alert.url}\nrun {alert.run}\n")
        parts = urlsplit(self.server)
        try:
            with self._connect() as server:
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise NotificationError(f"The mail server {parts.hostname} did not take the message: {error}.") from error

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.server)
        host = parts.hostname or "localhost"
        if parts.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        return server


Channel = Webhook | Mail


def channels(environment: Mapping[str, str] = os.environ) -> list[Channel]:
    """The ways in which this installation tells people. Raises ConfigurationError for settings that cannot be right.

    NEWSCRAWL_WEBHOOK_URL with NEWSCRAWL_WEBHOOK_TEMPLATE (json, slack, telegram, or a file) and
    NEWSCRAWL_TELEGRAM_CHAT; NEWSCRAWL_MAIL_TO with NEWSCRAWL_MAIL_SERVER and NEWSCRAWL_MAIL_FROM.
    """
    found: list[Channel] = []
    if url := environment.get("NEWSCRAWL_WEBHOOK_URL"):
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ConfigurationError("NEWSCRAWL_WEBHOOK_URL is no address that begins with http:// or https://.")
        found.append(
            Webhook(
                url,
                _template(environment.get("NEWSCRAWL_WEBHOOK_TEMPLATE") or "json"),
                environment.get("NEWSCRAWL_TELEGRAM_CHAT", ""),
            )
        )
    if to := environment.get("NEWSCRAWL_MAIL_TO"):
        server = environment.get("NEWSCRAWL_MAIL_SERVER") or "smtp://localhost"
        if urlsplit(server).scheme not in {"smtp", "smtps", "smtp+starttls"}:
            raise ConfigurationError("NEWSCRAWL_MAIL_SERVER is written smtp://user:password@host:port (or smtps://…).")
        found.append(Mail(server, to, environment.get("NEWSCRAWL_MAIL_FROM") or to.partition(",")[0].strip()))
    return found


def _template(name: str) -> str:
    if name in TEMPLATES:
        return TEMPLATES[name]
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"NEWSCRAWL_WEBHOOK_TEMPLATE is {name!r}, which is no file that can be read.",
            f"Give a file's path, or one of {', '.join(TEMPLATES)}.",
        ) from error

"""Why an encrypted connection does not come about, in a person's words, with what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 10.0
"""How long a look at a host's certificate may take."""


@dataclass(slots=True, frozen=True)
class Trouble:
    """What is wrong, and what to do about it."""

    words: str
    advice: str


_CLOCK = "Only the site's operator can renew it. Is the clock of this machine right?"
_NAME = "Is the address right? The site shows the certificate of another one."
_ISSUER = (
    "Browsers may know its issuer, or find one that the site fails to send. Where you trust it, name a file with its "
    "issuer's certificates: SSL_CERT_FILE=FILE newscrawl …"
)
_OLD = "Only the site's operator can mend it: TLS 1.2 or newer. Does the site answer at its http:// address?"
_PLAIN = "Try its http:// address."

CERTIFICATES: dict[int, Trouble] = {
    9: Trouble("its certificate is not valid yet", _CLOCK),
    10: Trouble("its certificate has expired", _CLOCK),
    18: Trouble("nobody vouches for its certificate: it is self-signed", _ISSUER),
    19: Trouble("the issuer of its certificate is not known here", _ISSUER),
    20: Trouble("the issuer of its certificate is not known here", _ISSUER),
    21: Trouble("the issuer of its certificate is not known here", _ISSUER),
    62: Trouble("its certificate is for another host", _NAME),
    64: Trouble("its certificate is for another host", _NAME),
}
"""By OpenSSL's numbers (X509_V_ERR_…)."""

PROTOCOLS: dict[str, Trouble] = {
    **dict.fromkeys(
        ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "WRONG_SSL_VERSION", "NO_PROTOCOLS_AVAILABLE"),
        Trouble("it encrypts by an old protocol that is no longer safe", _OLD),
    ),
    **dict.fromkeys(
        ("DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL", "CA_MD_TOO_WEAK", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED"),
        Trouble("it encrypts in an old way that is no longer safe", _OLD),
    ),
    **dict.fromkeys(
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_HANDSHAKE_FAILURE"),
        Trouble("it has no way of encrypting in common with this machine", _OLD),
    ),
    **dict.fromkeys(
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST"),
        Trouble("nothing is encrypted there: what answers is no TLS", _PLAIN),
    ),
}
"""By OpenSSL's names for what goes wrong before any certificate is judged."""


def trouble_of(error: ssl.SSLError) -> Trouble:
    """An error of Python's `ssl` in words; OpenSSL's own where there are no better ones."""
    if isinstance(error, ssl.SSLCertVerificationError):
        unknown = Trouble(f"its certificate is not right ({error.verify_message})", _ISSUER)
        return CERTIFICATES.get(error.verify_code, unknown)
    told = (error.reason or str(error)).lower().replace("_", " ")
    return PROTOCOLS.get(error.reason or "", Trouble(f"its encryption is not right ({told})", _OLD))


def look(host: str, port: int, judge: Callable[[str, list[str]], str | None]) -> Trouble | None:
    """Make one connection to a host, and say what is wrong with its encryption; None where nothing is, or none comes.

    `judge` is given the host and its addresses, and says why it may not be connected to, or None.
    """
    context = ssl.create_default_context()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if judge(host, [str(each[4][0]) for each in found]) is not None:
            return None
        family, kind, protocol, _, place = found[0]
        with socket.socket(family, kind, protocol) as made:
            made.settimeout(SECONDS)
            made.connect(place)
            with context.wrap_socket(made, server_hostname=host):
                return None
    except ssl.SSLError as error:
        return trouble_of(error)
    except (OSError, UnicodeError, ValueError):
        return None

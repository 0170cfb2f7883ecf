"""Settle each response's encoding before anyone reads it, so that spiders, selectors and the shell see one text."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from newscrawl.extract.encoding import decode


class EncodingMiddleware:
    """Gives text responses the encoding that their bytes show (docs/extract.md, "Encodings"), whatever is declared."""

    def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, TextResponse) or not response.body:
            return response
        declared: Any = response.headers.get(b"Content-Type")
        _, encoding = decode(response.body, declared.decode("latin-1") if declared else None)
        return response if response.encoding == encoding else response.replace(encoding=encoding)

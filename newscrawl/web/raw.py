"""An archived response as a download: the page as its site sent it, as plain text, for nothing to run it."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from newscrawl import archive
from newscrawl.errors import NewscrawlError
from newscrawl.fetch import unpacked
from newscrawl.store.records import FetchRecord
from newscrawl.web.faults import not_found
from newscrawl.web.site import Site

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
TEXT = re.compile(r"text/|json|xml|html", re.IGNORECASE)
MOST = 1000
"""Responses of a post that are looked through."""


def raw(request: Request) -> Response:
    """The response of a fetch of a post. Raises WebError (404) where the archive does not have it."""
    site: Site = request.app.state.site
    post_id, fetch_id = request.path_params["post"], request.path_params["fetch"]
    found = next((each for each in site.store.fetched(post_id, limit=MOST) if each.id == fetch_id), None)
    if found is None or site.archive is None:
        raise not_found(f"There is no archived response {fetch_id} of post {post_id}.")
    body, content_type = _body(site, found)
    charset = CHARSET.search(content_type)
    if not content_type or TEXT.search(content_type):
        media, ending = f"text/plain; charset={charset[1] if charset else 'utf-8'}", "txt"
    else:
        media, ending = "application/octet-stream", "bin"
    return Response(
        body,
        headers={
            "Content-Type": media,
            "Content-Disposition": f'attachment; filename="post-{post_id}-{fetch_id}.{ending}"',
            "Cache-Control": "private, max-age=86400",
        },
    )


def _body(site: Site, found: FetchRecord) -> tuple[bytes, str]:
    assert site.archive is not None
    try:
        kept = archive.read(site.archive, archive.Place(found.file, found.offset, found.length))
    except NewscrawlError as error:
        raise not_found(error.message, "Its file may have been removed, as the archive's limits ask.") from error
    if kept.body is None:
        raise not_found("The archive holds this response without its body.")
    try:
        return unpacked(kept.body, kept.header("Content-Encoding"), found.url), kept.header("Content-Type") or ""
    except NewscrawlError:  # packed in a way that only crawls unpack
        return kept.body, "application/octet-stream"

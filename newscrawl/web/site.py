"""What all requests share: store, figures, archive, definitions; and what one request knows of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from newscrawl.health.alerts import STATES
from newscrawl.health.check import is_overdue
from newscrawl.sites import Definition
from newscrawl.store import Store
from newscrawl.store.overview import Glance
from newscrawl.web.figures import Figures
from newscrawl.web.showing import age, make_environment
from newscrawl.web.words import LANGUAGES, Language, chosen, say

COOKIE = "lang"
YEAR = 365 * 86400


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Site:
    """`archive` is the folder of raw responses; `definitions` are read anew for each question, as people edit them."""

    store: Store
    archive: Path | None = None
    definitions: Callable[[], Sequence[Definition]] = tuple
    now: Callable[[], datetime] = _now
    environment: Environment = field(default_factory=make_environment)
    figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        self.figures = Figures(self.store)

    def state(self, board: Glance, definition: Definition | None) -> str:
        """How a board is, in one word of `words.WORDS`."""
        run = board.last_run
        if run is None:
            return "never"
        if run.finished_at is None:
            return "running"
        state = STATES.get(run.verdict or "failed", "failed")
        if state == "well" and definition is not None and not definition.paused:
            pace = self.store.dispatch().pace(definition.board)
            if is_overdue(definition, board.last_success, pace.quiet, self.now(), None):
                return "overdue"
        return str(state)

    def definition_of(self, board: Glance) -> Definition | None:
        """The definition of a board, where it has one."""
        return next((each for each in self.definitions() if board.name and each.name == board.name), None)


@dataclass(slots=True)
class View:
    """One request for a page: in which language, of which site."""

    request: Request
    site: Site
    language: Language

    @classmethod
    def of(cls, request: Request) -> View:
        asked = request.query_params.get("lang")
        accepted = request.headers.get("accept-language", "")
        return cls(request, request.app.state.site, chosen(asked, request.cookies.get(COOKIE), accepted))

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page made from a template."""
        text = self.site.environment.get_template(template).render(
            t=self.say,
            lang=self.language,
            languages=LANGUAGES,
            path=self.request.url.path,
            in_language=self._in_language,
            age=lambda value: age(value, self.site.now(), self.language),
            **values,
        )
        answer = HTMLResponse(text, status_code=status)
        answer.headers["Content-Language"] = self.language
        answer.headers["Vary"] = "Accept-Language, Cookie"
        answer.headers["Cache-Control"] = "private, no-cache"
        if self.request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(COOKIE, self.language, max_age=YEAR, httponly=True, samesite="lax")
        return answer

    def _in_language(self, language: str) -> str:
        return str(self.request.url.include_query_params(lang=language).replace(scheme="", netloc=""))

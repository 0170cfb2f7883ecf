"""newscrawl report: how the boards were, as one HTML file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newscrawl.cli.options import parse_day, start_of
from newscrawl.cli.terminal import err
from newscrawl.errors import ConfigurationError

WEEK = timedelta(days=7)


class ReportLanguage(StrEnum):
    """The languages of a report."""

    ENGLISH = "en"
    KOREAN = "ko"


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl report --since 2025-06-01 --output report.html")(report)


def report(
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="The time since this day; the last seven days if left out.")
    ] = None,
    output: Annotated[Path, typer.Option(metavar="FILE", help="The file; - for standard output.")] = Path(
        "report.html"
    ),
    language: Annotated[ReportLanguage, typer.Option(help="en or ko.")] = ReportLanguage.ENGLISH,
) -> None:
    """Report on the boards in one HTML file: posts a day, completeness, slow and failing boards, new words."""
    from newscrawl.cli.run import definitions_of
    from newscrawl.config import Config
    from newscrawl.export.place import standard_output, whole_file
    from newscrawl.store import Store

    try:
        from newscrawl.web.report import make_report
        from newscrawl.web.site import Site
    except ImportError as error:
        raise ConfigurationError(
            "A report needs parts that are not installed.", "Install them: pip install 'newscrawl[web]'."
        ) from error
    config = Config.from_environment()
    begin = start_of(parse_day(since)) or datetime.now(UTC) - WEEK
    if begin > datetime.now(UTC):
        raise ConfigurationError(f"{since} is still to come.", "Give a day that has been.")
    definitions = definitions_of(config)[0]
    with Store(config.database_url).open(notify=err().print) as store:
        text = make_report(Site(store, definitions=lambda: definitions), begin, language.value)
    data = text.encode("utf-8", "replace")
    with standard_output() if str(output) == "-" else whole_file(output) as file:
        file.write(data)
    if str(output) != "-":
        err().print(f"The report is in {output}.", markup=False)

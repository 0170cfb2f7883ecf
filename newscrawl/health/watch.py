"""Note how each board is after a scheduled crawl, and tell people when that has changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newscrawl.health.alerts import Alert, alert_of, note, to_tell
from newscrawl.health.notify import Channel, NotificationError
from newscrawl.sites import Definition
from newscrawl.store import Store
from newscrawl.store.records import RunRecord

logger = logging.getLogger(__name__)


def watch(
    store: Store, definition: Definition, run: RunRecord, channels: Sequence[Channel], now: datetime
) -> Alert | None:
    """Note the run, and tell people where they are to be told; gives what they were told.

    Where no channel takes the message it counts as untold, and the next run tries again.
    """
    dispatch = store.dispatch()
    record = note(dispatch.alert(definition.board), run, now)
    alert = None
    if to_tell(record, now):
        alert = alert_of(record, run, definition.url, definition.name or definition.url)
        if _tell(alert, channels):
            record = replace(record, told_state=record.state, told_at=now)
    dispatch.note_alert(definition.board, record)
    return alert


def _tell(alert: Alert, channels: Sequence[Channel]) -> bool:
    """Whether the message was taken by at least one channel, or there is none to tell."""
    taken = not channels
    for channel in channels:
        try:
            channel.send(alert)
            taken = True
        except NotificationError as error:
            logger.error("%s", error)
    return taken

"""newscrawl schedule: what starts `newscrawl run` on this machine, ready to paste."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Starter(StrEnum):
    """What starts it."""

    CRON = "cron"
    SYSTEMD = "systemd"
    KUBERNETES = "kubernetes"


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: newscrawl schedule cron | crontab -")(schedule)


def schedule(
    starter: Annotated[Starter, typer.Argument(help="What shall start it.")] = Starter.CRON,
    image: Annotated[str, typer.Option(help="For kubernetes: the container image.")] = "newscrawl:latest",
) -> None:
    """Print what makes cron, systemd or Kubernetes run newscrawl.

    That is a crontab line, systemd units or a CronJob that starts `newscrawl run` every minute.

    Each names this installation's own command, folder and database.
    """
    from newscrawl.config import Config, project_folder

    config = Config.from_environment()
    folder = project_folder(Path.cwd())
    command = Path(sys.executable).with_name("newscrawl")
    typer.echo(WRITERS[starter](folder, command, config.data_dir.absolute(), image), nl=False)


def cron(folder: Path, command: Path, data_dir: Path, _image: str) -> str:
    # crontab(5): a % ends the command unless it is escaped.
    line = f"cd {_quoted(folder)} && {_quoted(command)} run >>{_quoted(data_dir / 'run.log')} 2>&1".replace("%", "\\%")
    lines = ["# newscrawl: every board in data/sites/ that is due. Safe to start every minute."]
    lines += [f"{name}={value}" for name, value in _environment().items() if "%" not in value and "\n" not in value]
    return "\n".join([*lines, f"* * * * * {line}"]) + "\n"


def systemd(folder: Path, command: Path, _data_dir: Path, _image: str) -> str:
    environment = "".join(f'Environment="{name}={_systemd(value)}"\n' for name, value in _environment().items())
    return f"""\
# /etc/systemd/system/newscrawl.service
[Unit]
Description=newscrawl: crawl the boards that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_systemd(str(folder))}
{environment}ExecStart="{_systemd(str(command))}" run
# 1: done, with problems that are listed; 4: a site has changed. Both are told by newscrawl itself.
SuccessExitStatus=1 4
TimeoutStopSec=60
NoNewPrivileges=true
PrivateTmp=true

# /etc/systemd/system/newscrawl.timer
[Unit]
Description=newscrawl, every minute

[Timer]
OnCalendar=minutely
Persistent=true

[Install]
WantedBy=timers.target
"""


def kubernetes(_folder: Path, _command: Path, _data_dir: Path, image: str) -> str:
    import json

    return f"""\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: newscrawl
spec:
  schedule: "* * * * *"
  concurrencyPolicy: Allow  # boards are claimed in the database; a slow one holds up no other
  startingDeadlineSeconds: 60
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 60
          containers:
            - name: newscrawl
              image: {json.dumps(image)}
              args: ["run", "--log-format", "json"]
              env:
                - name: NEWSCRAWL_DATABASE_URL
                  valueFrom:
                    secretKeyRef:
                      name: newscrawl
                      key: database-url
                - name: NEWSCRAWL_DATA_DIR
                  value: /data
              volumeMounts:
                - name: sites
                  mountPath: /data/sites
          volumes:
            - name: sites
              configMap:
                name: newscrawl-sites
"""


WRITERS = {Starter.CRON: cron, Starter.SYSTEMD: systemd, Starter.KUBERNETES: kubernetes}

SECRET = ("NEWSCRAWL_DATABASE_URL", "NEWSCRAWL_WEBHOOK_URL", "NEWSCRAWL_MAIL_SERVER")
"""Variables that may hold a password: named, never printed."""


def _environment() -> dict[str, str]:
    """This installation's own variables, with a place to fill in for those that may be secret."""
    found = {name: value for name, value in sorted(os.environ.items()) if name.startswith("NEWSCRAWL_")}
    return {name: "FILL-IN" if name in SECRET and "@" in value else value for name, value in found.items()}


def _quoted(path: Path) -> str:
    from shlex import quote

    return quote(str(path))


def _systemd(text: str) -> str:
    """systemd.unit(5): % begins a specifier, \\ and " are special within quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")

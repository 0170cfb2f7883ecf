"""What `newscrawl schedule` prints is taken by what it is for."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not on this machine")
    return path


def test_the_crontab_line_is_a_crontab_line(boards):
    lines = [line for line in boards.command("schedule", "cron").stdout.splitlines() if not line.startswith("#")]
    assert lines[-1].split(None, 5)[:5] == ["*"] * 5
    assert lines[-1].count("newscrawl run") == 1
    assert f"NEWSCRAWL_DATA_DIR={boards.config.data_dir}" in lines


def test_crontab_takes_it(boards, tmp_path):
    file = tmp_path / "crontab"
    file.write_text(boards.command("schedule", "cron").stdout)
    checked = subprocess.run([tool("crontab"), "-T", str(file)], capture_output=True, text=True, check=False)
    if "invalid option" in checked.stderr:
        pytest.skip("this crontab cannot check a file")
    assert checked.returncode == 0, checked.stderr


def test_systemd_takes_its_units(boards, tmp_path):
    analyze = tool("systemd-analyze")
    printed = boards.command("schedule", "systemd").stdout
    service, timer = printed.split("# /etc/systemd/system/newscrawl.timer")
    (tmp_path / "newscrawl.service").write_text(service)
    (tmp_path / "newscrawl.timer").write_text(timer)
    for unit in ("newscrawl.service", "newscrawl.timer"):
        checked = subprocess.run(
            [analyze, "verify", "--man=no", str(tmp_path / unit)], capture_output=True, text=True, check=False
        )
        said = [line for line in checked.stderr.splitlines() if "newscrawl" in line]
        assert (checked.returncode, said) == (0, []), checked.stderr


def test_the_cronjob_is_yaml_that_kubernetes_knows(boards):
    from ruamel.yaml import YAML

    job = YAML(typ="safe").load(boards.command("schedule", "kubernetes", "--image", 'x:"1"').stdout)
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    container = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    assert container["image"] == 'x:"1"'
    assert json.dumps(container["args"]) == '["run", "--log-format", "json"]'


def test_no_password_is_printed(boards):
    for starter in ("cron", "systemd", "kubernetes"):
        printed = boards.command("schedule", starter, NEWSCRAWL_DATABASE_URL="postgresql://u:geheim@db/x").stdout
        assert "geheim" not in printed

"""Child processes that cannot outlive the bot: each group dies with its parent, even on kill -9."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger()

#: Reads a pipe whose other end only the parent holds; when the parent is gone, the whole group is ended.
#: The command itself takes the shell's process id, so signals and exit codes are its own.
_TIED: Final = """exec 3<&0
( trap '' TERM INT HUP
  while read -r _ <&3; do :; done
  kill -TERM -$$ 2>/dev/null
  tries=0
  while [ $tries -lt 25 ] && kill -0 $$ 2>/dev/null; do sleep 0.2 || sleep 1; tries=$((tries + 1)); done
  kill -KILL -$$ 2>/dev/null
) &
exec "$@" </dev/null 3<&-
"""

MAX_LOG_BYTES: Final = 5_000_000
GRACE_S: Final = 10.0  # seconds between TERM and KILL
STEADY_S: Final = 60.0  # a child that lived this long has its back-off forgiven
FIRST_DELAY_S: Final = 0.2
LAST_DELAY_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Command:
    """What to start, and the file its output goes to."""

    argv: Sequence[str]
    log_path: Path
    env: Mapping[str, str] = field(default_factory=dict)  #: added to the bot's own environment
    drop: frozenset[str] = frozenset()  #: variables the child must not see
    cwd: Path | None = None
    pass_fds: tuple[int, ...] = ()  #: files the child keeps open, such as a lock it must hold to its end


async def spawn(command: Command) -> asyncio.subprocess.Process:
    """Start `command` in a process group of its own, tied to this process."""
    command.log_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_long = command.log_path.exists() and command.log_path.stat().st_size > MAX_LOG_BYTES
    env = {name: value for name, value in os.environ.items() if name not in command.drop}
    with command.log_path.open("wb" if is_long else "ab") as output:
        return await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            _TIED,
            "tied",
            *command.argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=output,
            stderr=output,
            env={**env, **command.env},
            start_new_session=True,
            cwd=command.cwd,
            pass_fds=command.pass_fds,
        )


async def stop(process: asyncio.subprocess.Process, grace_s: float = GRACE_S) -> None:
    """End the child's whole group: TERM, then KILL after `grace_s`; returns when it is gone."""
    _signal(process.pid, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), grace_s)
    except TimeoutError:
        _signal(process.pid, signal.SIGKILL)
        await process.wait()
    finally:
        # the watcher of the pipe, and anything the child itself left behind
        _signal(process.pid, signal.SIGKILL)
        if process.stdin is not None:
            process.stdin.close()


async def keep(
    name: str,
    command: Callable[[], Command],
    *,
    first: asyncio.subprocess.Process | None = None,
    delays: tuple[float, float] = (FIRST_DELAY_S, LAST_DELAY_S),
    grace_s: float = GRACE_S,
) -> None:
    """Run the command until cancelled; when it ends by itself, start it again after a growing delay.

    `first` is one that was started already and is taken over.
    """
    loop = asyncio.get_running_loop()
    delay = delays[0]
    while True:
        began = loop.time()
        process = first or await spawn(command())
        first = None
        log.info("child started", action="child", child=name, pid=process.pid)
        try:
            code = await process.wait()
        finally:
            await stop(process, grace_s)
        if loop.time() - began > STEADY_S:
            delay = delays[0]
        log.warning("child ended", action="child", child=name, code=code, again_in_s=round(delay, 1))
        await asyncio.sleep(delay)
        delay = min(delay * 2, delays[1])


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)

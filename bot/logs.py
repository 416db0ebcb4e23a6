"""How the process writes its log: structured lines, nothing a person said or is."""

from __future__ import annotations

import logging
import sys

import orjson
import structlog


def quiet_logs(level: str) -> None:
    """Structured JSON lines; libraries only from WARNING on, because they like to print what they got."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _json(row: structlog.typing.EventDict, **_: object) -> str:
    return orjson.dumps(row, default=repr).decode()

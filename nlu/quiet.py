"""How Rasa is run here: no telemetry, no chatter, bytecode kept, and gone when the caller is gone."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

#: Set before Rasa is imported. At DEBUG it would log what citizens write.
ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # its cache of training steps would grow beside our own hash
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "LOG_LEVEL_MATPLOTLIB": "ERROR",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "MPLBACKEND": "Agg",
    # one thread each: the rows are small, and the bot needs the other core
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
}
_PR_SET_PDEATHSIG = 1
_M_ARENA_MAX = -8
_WATCH_S = 1.0
_TRIM_S = 20.0


def settle() -> None:
    """Prepare this process for Rasa; call before importing it."""
    os.environ.update(ENVIRONMENT)
    if sys.platform == "linux":
        # training runs in a thread of the server; its arena would never be given back
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    # a start takes 4 s with cached bytecode and up to a minute without
    sys.dont_write_bytecode = False
    # Rasa's dependencies warn about each other's age; Rasa resets filters, but not where warnings go
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    root = str(Path(__file__).parents[1])
    if root not in sys.path:  # config.yml names our components as nlu.components.…
        sys.path.insert(0, root)


def give_memory_back() -> None:
    """Now and then return what a training left behind; glibc keeps it otherwise (Linux only)."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        threading.Thread(target=_trim, args=(libc,), daemon=True).start()


def _trim(libc: ctypes.CDLL) -> None:
    while True:
        time.sleep(_TRIM_S)
        libc.malloc_trim(0)


def die_with_parent() -> None:
    """End this process when the one that started it is gone, however that happened."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # gone between the two calls
        os.kill(os.getpid(), signal.SIGTERM)
    if parent > 1:  # in a container the parent may be init
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """Where the kernel does not tell (macOS), or a thread that started us ended: ask every second."""
    while os.getppid() == parent:
        time.sleep(_WATCH_S)
    os.kill(os.getpid(), signal.SIGTERM)

"""Reading what citizens write: amounts, dates, durations, rates, people, numbers of documents. Pure."""

from __future__ import annotations

"""What a turn costs, beside floors measured in the same run: `python -m tests.bench [--quick] [--out F]`."""

from __future__ import annotations

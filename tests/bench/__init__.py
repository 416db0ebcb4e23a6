"""What a turn costs, beside floors measured in the same run: `python -m tests.bench [--quick] [--out F]`.

`python -m tests.bench nlu [--peer]` trains, serves and judges the language model.
"""

from __future__ import annotations

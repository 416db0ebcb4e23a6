"""Who was struck or threatened is not found through papers the other side gets (民法典1032, 反家暴法5)."""

from __future__ import annotations

from typing import Final

from bot.ports import Tx

#: Kinds of danger (bot/law/tables/danger_kinds.yml) that come from a person who may look for the writer.
FROM_A_PERSON: Final = frozenset({"family_violence", "violence", "sexual", "confinement", "threat"})


async def hidden(tx: Tx, sid: str) -> bool:
    """Whether this citizen told of such danger; what the desk found to be none counts no longer."""
    found = await tx.handoffs.of([sid])
    return any(one.danger in FROM_A_PERSON and (one.urgent or not one.calmed) for one in found)

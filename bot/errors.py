"""Every exception of the product in one tree; the docstring is the default message."""

from __future__ import annotations


class BotError(Exception):
    """Something went wrong in the mediation bot."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class ConfigError(BotError):
    """A setting is missing or cannot be used; the message names the key and the remedy."""


class ContentError(BotError):
    """Flows, FAQ, tables or templates have faults; `faults` lists all of them as `file:line: what`."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class StaleState(BotError):
    """The stored session belongs to a flow revision or format that is no longer known."""


class Conflict(BotError):
    """Somebody else changed the record first; reload and decide again."""


class AlreadyClaimed(Conflict):
    """Another mediator holds this handoff; `by` is that person's display name."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(f"already claimed by {by}")


class NotFound(BotError):
    """No such record, or not visible to the one who asks."""


class Forbidden(BotError):
    """The account's role does not allow this."""


class Unavailable(BotError):
    """A service the turn needs (Redis, SQL, Tencent, NLU) does not answer in time."""


class SessionsDown(Unavailable):
    """Redis does not answer; nothing was acknowledged, the citizen is asked to send again."""


class RecordsDown(Unavailable):
    """The SQL database is locked or down; effects wait and are tried again."""


class Refused(BotError):
    """Input refused with a kind Chinese sentence in `sentence`; nothing was changed."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class TooLarge(Refused):
    """The upload or request is over the limit."""


class WeChatError(BotError):
    """Tencent answered with an error code; `code` is its errcode (protocol page: 全局返回码)."""

    def __init__(self, code: int, message: str = "") -> None:
        self.code = code
        super().__init__(f"errcode {code}: {message}")

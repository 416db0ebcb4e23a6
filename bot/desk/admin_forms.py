"""What the admin page sends, and how it is read."""

from __future__ import annotations

from typing import Annotated, Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import Refused, TooLarge
from bot.model import Role

BODY_BYTES: Final = 256 * 1024  #: an entry with some hundred phrasings
NOT_READ: Final = "没有收到完整的内容，请刷新页面再试。"
TOO_LONG: Final = "内容太长了，请删短一些再试。"

Line = Annotated[str, Field(max_length=500)]


MANY: Final = 500  #: questions of one action


class Form(BaseModel):
    """A body of the admin page."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class EntryForm(Form):
    """A FAQ entry as it stands in the form; what is missing or wrong is said by the check."""

    id: Line = ""
    question: Line = ""
    variants: list[Line] = Field(default=[], max_length=500)
    answer: str = Field(default="", max_length=4000)
    citations: list[Line] = Field(default=[], max_length=30)
    valid_from: Line = ""
    valid_to: Line | None = None
    owner: Annotated[str, Field(max_length=40)] = ""
    review_by: Line = ""
    next: Line = ""
    topic: Line = ""


class CheckForm(Form):
    """Check and preview an entry."""

    entry: EntryForm


class TryForm(Form):
    """Ask the bot, as if `entry` were live already."""

    text: Annotated[str, Field(min_length=1, max_length=500)]
    entry: EntryForm | None = None


class PublishForm(Form):
    """Publish the draft of a template, with the reason."""

    n: Annotated[int, Field(ge=1, lt=10_000_000)]
    why: Annotated[str, Field(max_length=200)] = ""


class SaveForm(Form):
    """Save an entry; `expect` is the revision the editor started from."""

    entry: EntryForm
    why: Annotated[str, Field(max_length=200)] = ""
    expect: int = Field(ge=0)
    unmatched: list[Line] = Field(default=[], max_length=MANY)  #: the questions it was written for


class WhyForm(Form):
    """A reason."""

    why: Annotated[str, Field(max_length=200)] = ""


class VersionForm(Form):
    """A version to go back to; 0 is the one the product came with."""

    n: int = Field(ge=0)


class Words(Form):
    """The words of a question; what is missing or wrong is said by the check."""

    ask: str = Field(default="", max_length=1000)
    hint: Line = ""
    why: Line = ""
    options: dict[Line, Line] = Field(default={}, max_length=60)


class WordingCheckForm(Form):
    """Check and preview the words of a question."""

    words: Words


class WordingForm(WordingCheckForm):
    """Save them; `expect` is the version the editor started from."""

    why: Annotated[str, Field(max_length=200)] = ""
    expect: int = Field(ge=0)


class RowsCheckForm(Form):
    """Check the rows of a table."""

    rows: list[dict[Line, Line]] = Field(max_length=1000)


class RowsForm(RowsCheckForm):
    """Save them with the reason; `expect` is the version the editor started from.

    `confirmed`: the old and the new values were looked at once more; else they are only told.
    """

    why: Annotated[str, Field(max_length=200)] = ""
    expect: int = Field(ge=0)
    confirmed: bool = False


class RowsBackForm(VersionForm):
    """Take a table back to a version; `confirmed`: the old and the new values were looked at."""

    confirmed: bool = False


class VariantsForm(Form):
    """Questions of one meaning become phrasings of an entry."""

    entry: Line
    #: question id -> its words in general, empty where the citizen's own may stand
    questions: dict[Line, Annotated[str, Field(max_length=300)]] = Field(min_length=1, max_length=MANY)


class DismissForm(Form):
    """Questions that are not for us."""

    questions: list[Line] = Field(min_length=1, max_length=MANY)


class UndoForm(Form):
    """The action to take back."""

    batch: Annotated[str, Field(min_length=1, max_length=80)]


class AccountForm(Form):
    """A new account."""

    login: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=20)]
    role: Role


class AccountChange(Form):
    """An account as it should be."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    role: Role
    active: bool


F = TypeVar("F", bound=Form)


async def read(request: web.Request, form: type[F]) -> F:
    """The body as `form`; raises Refused, TooLarge."""
    body = await body_of(request, BODY_BYTES)
    try:
        return form.model_validate_json(body or b"{}")
    except ValidationError as exc:
        kinds = {error["type"] for error in exc.errors()}
        raise Refused(TOO_LONG if kinds & {"string_too_long", "too_long"} else NOT_READ) from exc


async def body_of(request: web.Request, most: int) -> bytes:
    """The whole body, read no further than `most` bytes; raises TooLarge."""
    body = b""
    while len(body) <= most and (request.content_length or 0) <= most:
        chunk = await request.content.read(most + 1 - len(body))
        if not chunk:
            return body
        body += chunk
    raise TooLarge(TOO_LONG)

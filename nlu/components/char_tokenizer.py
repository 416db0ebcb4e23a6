"""Characters as tokens: Chinese has no spaces, and dialect and typos break dictionaries of words."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

#: A number, a Latin word, or one character of anything else that is not a space.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+|[^\s0-9a-z]")
_NUMBER = re.compile(r"[0-9]")
_MARK = re.compile(r"[\W_]")


def split(text: str) -> list[tuple[str, int]]:
    """Tokens in the form they are learned in, and where each begins.

    All numbers are one token per length, all punctuation one token: who owes how much to the cent, or
    which quotation marks somebody types, must not teach anything.
    """
    folded = "".join(unicodedata.normalize("NFKC", char)[:1] or char for char in text).lower()
    if len(folded) != len(text):  # a few capitals grow when lowered; positions must stay true
        folded = text
    return [(_form(found[0]), found.start()) for found in _TOKEN.finditer(folded)]


def _form(token: str) -> str:
    if _NUMBER.match(token):
        return f"#{min(len(token), 5)}"
    return "," if _MARK.fullmatch(token) else token


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharTokenizer(Tokenizer):
    """Rasa tokenizer of `split`; the token's lemma is the learned form."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's base class reads these three."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharTokenizer:
        """Called by Rasa for training and for serving."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one message."""
        return [Token(form, start, start + 1, lemma=form) for form, start in split(message.get(attribute))]

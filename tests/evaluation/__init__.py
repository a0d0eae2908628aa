"""How well the right colleagues are found.

dev/ and score.py are the project's evaluation set of 22 November 2026 as it stands: an invented trust,
its staff and their questions, with grades worked out by one rule (see the docstring of score.py).
"""

"""How well the right colleagues are found: the dev set and scorer of the project's evaluation (shared/eval)."""

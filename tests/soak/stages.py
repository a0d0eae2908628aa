"""The cycle's stages at length: the property test of `tests/rules/test_stages.py`, a hundred times over."""

import os
import subprocess
import sys

EXAMPLES = 15_000


def main() -> int:
    print(f"{EXAMPLES} ways of random steps through the stages", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "tests/rules/test_stages.py"]
    return subprocess.call(command, env={**os.environ, "STAGES_EXAMPLES": str(EXAMPLES)})


if __name__ == "__main__":
    sys.exit(main())

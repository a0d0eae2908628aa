"""Everything at full size. Each part says what it did and fails by its exit code."""

import subprocess
import sys

QUARTER = ["--schools", "10", "--people", "125", "--initiatives", "30"]

PARTS = [
    ["tests.soak.delivery"],  # a platform that keeps no key of ours: correctness rests on looking
    ["tests.soak.delivery", "--door", "slack", "--honours-once"],
    # Teams' windows, kept by two processes together while they are struck.
    [
        "tests.soak.delivery",
        "--door",
        "teams",
        "--pace",
        "7/1,60/30",
        "--letters",
        "480",
        "--people",
        "6",
        "--every",
        "2",
    ],
    ["tests.soak.looking"],  # a library of 5,000 addresses for a week, 1,500 of them on one host
    ["tests.soak.killed_lookers"],  # the same in real time, by processes that are killed
    ["tests.soak.stages"],  # the cycle's stages, tried with random steps at length
    # Two school years of 120 initiatives with workers that are killed, every message judged: where it can be
    # looked up whether a message arrived, where it cannot, and smaller, where one process sends everything.
    ["tests.soak.nudges"],
    ["tests.soak.nudges", "--door", "teams"],
    ["tests.soak.nudges", *QUARTER, "--db", "sqlite", "--workers", "1", "--kills", "15"],
    ["tests.soak.downtime"],  # 10,000 people, and nobody there for two weeks as a term begins
    ["tests.soak.messages"],  # 100,000 random, hostile and very long ones
]


def main() -> int:
    return max(subprocess.call([sys.executable, "-m", *part]) for part in PARTS)


if __name__ == "__main__":
    sys.exit(main())

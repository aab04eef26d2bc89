"""The rule: what the service's own description allows, it answers; what that forbids, it refuses; never a 500.

Schemathesis makes the requests out of our OpenAPI document, right ones and wrong ones, from a fixed seed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.programs import ROOT
from tests.services import sample_app
from tests.serving import serving

SEED = 20261124
EXAMPLES = 12  # an operation, besides the borders of each parameter
CASES = 1_000


def test_schemathesis_finds_nothing_in_a_thousand_cases(tmp_path: Path) -> None:
    environ = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.conditions", "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    command = [sys.executable, "-m", "schemathesis.cli", "run", "--seed", str(SEED), "--no-color"]
    command += ["--max-examples", str(EXAMPLES), "--phases", "coverage,fuzzing", "--generation-database", "none"]
    options: dict[str, Any] = {"capture_output": True, "text": True, "cwd": tmp_path, "env": environ, "timeout": 300}
    with serving(sample_app(tmp_path / "instance")) as address:
        done = subprocess.run([*command, f"{address}/ogc/api"], check=False, **options)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    made = re.search(r"(\d+) generated, \d+ passed", done.stdout)
    assert made, done.stdout
    assert int(made[1]) >= CASES

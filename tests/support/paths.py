"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The folder that holds app/, tests/ and the README."""
REFERENCE = ROOT / "seed" / "reference"

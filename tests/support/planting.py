"""What is planted to be searched for afterwards, and every form in which it must not be found."""

import base64
from collections.abc import Iterable, Iterator


def forms(value: str) -> Iterator[bytes]:
    """Plain, without leading zeros, and in base64 (both alphabets) wherever it begins within a group of three bytes."""
    whole = value.encode()
    yield whole
    if value.isdigit():
        yield value.lstrip("0").encode()
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + whole)
        # The first and the last group also hold bytes of the neighbours.
        inner = text[4 if shift else 0 : len(text) - (4 if (len(whole) + shift) % 3 else 0)]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def found(values: Iterable[str], *haystacks: bytes) -> list[str]:
    """Which values stand in any of the texts, in whatever form."""
    return [value for value in values if any(form in hay for form in forms(value) for hay in haystacks)]

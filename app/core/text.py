"""Vietnamese text: one normal form to store, one folded form to search."""

import re
import unicodedata

_SPACES_AND_DASHES = re.compile(r"[\s\-‐-―_/,.;:()]+")


def normal(text: str) -> str:
    """The form in which text is stored: NFC, single spaces, no blank ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The form in which text is searched: no accents, đ → d, lower case, single spaces.

    Old and new tone places ("hoà", "hòa") fold alike, because both lose the mark.

    >>> fold("Xã Bình Hoà,  huyện CHÂU THÀNH")
    'xa binh hoa huyen chau thanh'
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    bare = bare.replace("đ", "d").replace("Đ", "d").casefold()
    return _SPACES_AND_DASHES.sub(" ", bare).strip()


def is_accented(text: str) -> bool:
    """True when the writer typed Vietnamese marks, so a hit that agrees with them should come first."""
    return fold(text) != _SPACES_AND_DASHES.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def sort_key(name: str) -> str:
    """A key that sorts names as a Vietnamese list does, nearly: folded first, the accented form breaks ties."""
    return f"{fold(name)}\u0001{unicodedata.normalize('NFC', name).casefold()}"

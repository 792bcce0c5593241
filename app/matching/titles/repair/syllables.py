"""What can be a Vietnamese syllable, and the typing residue of Telex and VNI keyboards."""

import re
import unicodedata

from app.core.text import fold

_ONSETS = "ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p r s t v x".split()
_RHYMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya "
    "uych uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu".split()
)
_BARE_RHYMES = frozenset(fold(rhyme) for rhyme in _RHYMES)
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")

_TELEX_LETTERS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ", "uow": "ươ"}
_TELEX_PARTS = re.compile("uow|aa|aw|ee|oo|ow|uw|dd")
_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_LETTERS = {"a6": "â", "a8": "ă", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "d9": "đ", "uo7": "ươ"}
_VNI_PARTS = re.compile("uo7|a6|a8|e6|o6|o7|u7|d9")
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_MAIN_VOWELS = ("ê", "ơ", "ô", "â", "ă", "ư")


def without_tone(word: str) -> str:
    """The word with its letters (ă, â, ê, ô, ơ, ư, đ) but without its tone."""
    return unicodedata.normalize("NFC", _TONE_MARKS.sub("", unicodedata.normalize("NFD", word)))


def is_syllable(word: str) -> bool:
    """True for a lower-case word that Vietnamese spelling allows, with or without its marks."""
    plain = without_tone(word)
    rhymes = _BARE_RHYMES if plain.isascii() else _RHYMES
    if plain in rhymes:
        return True
    for onset in _ONSETS:
        if plain.startswith(onset):
            rest = plain[len(onset) :]
            if rest in rhymes or (onset == "gi" and (rest == "" or "i" + rest in rhymes)):
                return True
    return False


def _with_tone(word: str, tone: str) -> str:
    """Put the tone on the vowel that carries it, closely enough to compare with a word list."""
    for vowel in _MAIN_VOWELS:
        if vowel in word:
            at = word.index(vowel)
            return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])
    start = 2 if word.startswith(("qu", "gi")) and len(word) > 2 else 0
    vowels = [i for i, c in enumerate(word) if c in "aeiouy" and i >= start]
    if not vowels:
        return word
    two = len(vowels) > 1 and (vowels[-1] < len(word) - 1 or word[vowels[0] : vowels[1] + 1] in ("oa", "oe", "uy"))
    at = vowels[1] if two else vowels[0]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])


def from_keys(word: str) -> str | None:
    """The syllable that the keys of Telex or VNI typing would have made of ``word``; None when they make none.

    >>> from_keys("nhaan"), from_keys("hanf"), from_keys("nha6n"), from_keys("welder")
    ('nhân', 'hàn', 'nhân', None)
    """
    if any(c.isdigit() for c in word):
        return _typed(word, _VNI_PARTS, _VNI_LETTERS, _VNI_TONES)
    return _typed(word, _TELEX_PARTS, _TELEX_LETTERS, _TELEX_TONES)


def _typed(word: str, parts: re.Pattern[str], letters: dict[str, str], tones: dict[str, str]) -> str | None:
    def lettered(keys: str) -> str:
        return parts.sub(lambda part: letters[part.group()], keys)

    for at in range(len(word) - 1, 0, -1):
        if word[at] in tones:
            body = lettered(word[:at] + word[at + 1 :])
            if is_syllable(body):
                return _with_tone(body, tones[word[at]])
            break
    made = lettered(word)
    return made if made != word and is_syllable(made) else None

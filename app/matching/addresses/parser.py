"""From the words of an address to its parts: each a known name, a word we do not know, or something below a commune."""

from dataclasses import dataclass

from app.matching.addresses.gazetteer import Gazetteer, KnownName, NameKey, ZoneEntry
from app.matching.addresses.keywords import Keyword, Level, abbreviated_province, keyword_at, keyword_within
from app.matching.addresses.tokens import AddressWord, number_of

SHORT_BELOW = 3
LONGEST_UNKNOWN = 5


@dataclass(slots=True, eq=False)
class AddressPart:
    """One part of an address. ``known`` None: no name of the lists; ``loose``: found in the midst of other words.

    ``slips``: how many letters the name in ``known`` differs from what is written. ``longer``: the name with the
    words after it that nothing announces; perhaps a longer name with a slip ("Mỹ Hòa Hưnv").
    """

    level: Level
    kind: str | None
    bare: str
    marked: NameKey
    known: KnownName | None = None
    loose: bool = False
    slips: int = 0
    longer: str = ""
    zones: tuple[ZoneEntry, ...] = ()
    code: str | None = None


class Parser:
    """Walks once over the words, from left to right."""

    def __init__(self, gazetteer: Gazetteer, text: list[AddressWord]) -> None:
        self._names = gazetteer
        self._text = text
        self._at = 0
        self._loose = False
        self._unknown: list[AddressWord] = []
        self.parts: list[AddressPart] = []

    def read(self) -> list[AddressPart]:
        """All parts in the order in which they are written."""
        text = self._text
        fresh = True
        while self._at < len(text):
            word = text[self._at]
            if word.breaks:
                self._flush()
                fresh, self._loose = True, False
            keyword = keyword_at(text, self._at) if fresh else keyword_within(text, self._at)
            if keyword and self._known_as_name(keyword):
                keyword = None
            if keyword:
                self._flush()
                self._announced(keyword)
                fresh = True
            elif self._code(word) or self._name(fresh):
                fresh = True
            else:
                self._unknown.append(word)
                self._at += 1
                fresh = False
        self._flush()
        return self.parts

    def _known_as_name(self, keyword: Keyword) -> bool:
        """The keyword begins a name of the lists, such as Tô Hiệu or Dương Minh Châu."""
        end, known = self._longest(self._at)
        return known is not None and end - self._at > keyword.length

    def _longest(self, start: int, most: int | None = None) -> tuple[int, KnownName | None]:
        """The longest name of the lists that begins at a word and ends at ``most`` or before."""
        text, names = self._text, self._names.names
        end = min(len(text) if most is None else most, start + self._names.longest)
        for n in range(start + 1, end):
            if text[n].breaks:
                end = n
                break
        while end > start:
            known = names.get(tuple([word.bare for word in text[start:end]]))
            if known is not None:
                return end, known
            end -= 1
        return start, None

    def _fitting(self, start: int) -> tuple[int, KnownName | None]:
        """The longest name after which the text goes on with another part: in "Bình Hòa Tây Ninh" not Bình Hòa Tây."""
        longest = end, known = self._longest(start)
        while known is not None and not self._ends(end):
            end, known = self._longest(start, end - 1)
        return longest if known is None else (end, known)

    def _announced(self, keyword: Keyword) -> None:
        self._at += keyword.length
        if keyword.level is Level.NOISE or self._at >= len(self._text):
            return
        if keyword.level is Level.ZONE:
            self._zone(keyword)
        elif self._code(self._text[self._at]):
            return
        elif keyword.level is Level.BELOW:
            self._below()
        else:
            self._announced_name(keyword)

    def _announced_name(self, keyword: Keyword) -> None:
        """A commune, district, city or province said to be one."""
        start = self._at
        end, known = self._fitting(start)
        number = number_of(self._text[start].bare)
        if known is None and number and keyword.kind in ("phuong", "quan"):
            end, known = start + 1, self._names.names.get((number,)) if keyword.kind == "phuong" else None
            self._add(keyword.level, keyword.kind, start, end, known)
            self.parts[-1].bare, self.parts[-1].marked = number, (number,)
            return
        if known is None:
            known = self._abbreviated(keyword, self._text[start].bare)
            end = start + 1 if known else self._run(start, LONGEST_UNKNOWN)
        if end > start:
            self._add(keyword.level, keyword.kind, start, end, known if known and _is(known, keyword.level) else None)

    def _abbreviated(self, keyword: Keyword, bare: str) -> KnownName | None:
        """T. AG, TP. LX: a province's usual letters, or the initials of one district only."""
        if keyword.level is Level.PROVINCE:
            return self._names.names.get(tuple((abbreviated_province(bare) or "").split()))
        return self._names.initials.get(f"{keyword.kind} {bare}")

    def _zone(self, keyword: Keyword) -> None:
        start = self._at
        for end in range(min(len(self._text), start + self._names.longest_zone), start, -1):
            zones = self._names.zones.get((keyword.kind or "", *[word.bare for word in self._text[start:end]]))
            if zones:
                self._add(Level.ZONE, keyword.kind, start, end, None)
                self.parts[-1].zones = tuple(zones)
                return
        self._below()

    def _below(self) -> None:
        """A hamlet, street or house: passed over, with its number or name."""
        text, start = self._text, self._at
        if text[start].breaks:
            return
        end = self._run(start, len(text))
        numbers = start
        while numbers < end and text[numbers].bare[0].isdigit():
            numbers += 1
        if numbers > start:
            self._at = numbers
            return
        whole = end < len(text) or end - start <= SHORT_BELOW
        self._at = end if whole else max(self._longest(start)[0], start + 2)
        while self._at < end and text[self._at].bare[0].isdigit():
            self._at += 1
        self._loose = True

    def _run(self, start: int, most: int) -> int:
        """Where the words from here to the next break or strong keyword end."""
        text, end = self._text, start
        while end < len(text) and end - start < most:
            if end > start and (text[end].breaks or keyword_within(text, end)):
                break
            end += 1
        return end

    def _code(self, word: AddressWord) -> bool:
        """Five digits that are a code of either map."""
        if len(word.bare) != 5 or word.bare not in self._names.by_code:
            return False
        self._flush()
        self.parts.append(AddressPart(Level.UNSAID, None, word.bare, (word.bare,), code=word.bare))
        self._at += 1
        return True

    def _name(self, fresh: bool) -> bool:
        start = self._at
        end, known = self._fitting(start)
        if known is None and start == len(self._text) - 1 and (short := abbreviated_province(self._text[start].bare)):
            known, end = self._names.names.get(tuple(short.split())), start + 1
            fresh = True
        if known is None or (end == start + 1 and self._text[start].bare.isdigit()):
            return False
        alone = self._ends(end)
        if end == start + 1 and not (fresh and alone):
            # A single syllable within other words (Phan, Huế) is part of somebody's name.
            return False
        self._flush()
        self._add(Level.UNSAID, None, start, end, known)
        self.parts[-1].loose = not fresh or not alone or self._loose
        return True

    def _ends(self, end: int) -> bool:
        """A part may end here: a break, a keyword or another name follows at once."""
        return (
            end == len(self._text)
            or self._text[end].breaks
            or keyword_at(self._text, end) is not None
            or self._longest(end)[1] is not None
            or (end == len(self._text) - 1 and abbreviated_province(self._text[end].bare) is not None)
        )

    def _add(self, level: Level, kind: str | None, start: int, end: int, known: KnownName | None) -> None:
        words = self._text[start:end]
        bare, marked = " ".join(word.bare for word in words), tuple(word.marked for word in words)
        part = AddressPart(level, kind, bare, marked, known)
        self.parts.append(part)
        self._at = end
        if known is not None and not self._ends(end) and not self._text[end].bare[0].isdigit():
            part.longer = " ".join(word.bare for word in self._text[start : self._run(start, LONGEST_UNKNOWN)])
            part.loose = True

    def _flush(self) -> None:
        """What was not understood becomes a part of its own: perhaps a name with a slip."""
        run, self._unknown = self._unknown, []
        if not run or run[0].bare[0].isdigit() or len(run) > LONGEST_UNKNOWN:
            return
        bare, marked = " ".join(word.bare for word in run), tuple(word.marked for word in run)
        self.parts.append(AddressPart(Level.UNSAID, None, bare, marked, None, loose=self._loose))


def _is(known: KnownName, level: Level) -> bool:
    """There is a commune, a district or a province of that name, as the keyword says."""
    if level is Level.COMMUNE:
        return bool(known.units)
    beyond = known.outside or known.abroad
    return beyond or (known.region is not None if level is Level.PROVINCE else bool(known.districts))

"""The words of a room, counted: forms of one word together, each shown as most people wrote it, marks and all."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

MOST = 45  # words: more can not be read from the back row
SIZES = 6

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ELSEWHERE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|</?[A-Za-z][^<>]*>")
_SHORTEST = 3

# Words that say nothing by themselves, without their marks.
_SAYS_NOTHING = """
a ai aia aici al ale alt alta alte altele altceva altii am ar are as asa asta astea atat ati au avea avem avea aveti
avut ca caci cam care carei caror caruia cat cate cateva catre ce cel cele cei celor cea ceea ceva chiar cine cineva
cu cum cand da daca dar de deci decat deja desi despre din dintre doar dupa e ea ei el ele era este eu face faca
facem faceti fac fara fi fie fiecare fiind foarte fost ii il in inainte inca insa intr intre intru isi iar ii la le
li lor lui ma mai mea mei mele mi mie mult multa multe multi ne nici nimic noastra noastre nostri nostru noua noi
nu o ori orice oricum pana pe pentru peste poate pot prea prin sa sai sale sau se si sunt suntem spre sub s-a s-au
sunteti ta tale te ti toata toate tot toti totul trebuie un una unde unei unele uneori unii unor unui unul unu va
vedea vei vom vor vreau vrea vreo voastra vostru voi vi aceasta aceste acestea acest acesta acestei acestui acestor
acela acele aceea acelasi aceeasi acolo acum adica aproape asupra astfel incat cumva deloc atunci sunt nu-i n-are
n-am s-ar ne-a ne-ar ne-au le-a le-ar mi-a mi-ar v-a v-ar c-ar ca-i asta-i dintr-un dintr-o intr-un intr-o printr-un
printr-o bine lucru lucruri ideea idee idei idem nimeni
niciun niciuna nimic iti imi isi prima primul primii doi doua trei patru cinci sase sapte opt noua zece
about above after again all also am an and any are aren't as at be because been before being below between both but
by can can't cannot could couldn't did didn't do does doesn't doing don't down during each few first for from further
get had has have having he her here hers him his how i if in into is isn't it it's its itself just let like make many
me more most much must my need needs no nor not now of off on once one only or other our out over own per really
same she should so some something such than that the their them then there these they this those through to too
under until up us very was we were what when where which while who whom why will with without would you your yours
idea ideas thing things ditto people's every even still already maybe
"""
_EMPTY = frozenset(_SAYS_NOTHING.split())
# Endings that make other forms of one word, the longest first; what is left must still be a word.
_ENDINGS = (
    *("iilor", "urilor", "elor", "ilor", "ului", "urile", "atiile", "atiei"),
    *("iile", "uri", "ele", "ile", "iei", "ii", "ia", "ul", "ua", "ei", "lor", "ea", "ie"),
    *("ies", "es", "s", "a", "e", "i", "u", "o"),
)
_STEM = 4
_VOWELS = "aeiou"
_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")


class CloudWord(NamedTuple):
    """A word as it is shown, how often it was written in any form, and its size from 1 to SIZES."""

    word: str
    times: int
    size: int


def cloud(texts: Iterable[str], most: int = MOST) -> list[CloudWord]:
    """The words that were written most, in the order of the alphabet; a word counts once in a text."""
    times: Counter[str] = Counter()
    shown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        clean = _ELSEWHERE.sub(" ", unicodedata.normalize("NFC", text).translate(_CEDILLA))
        forms: dict[str, str] = {}
        for word in _WORD.findall(clean):
            if root := _root(word.casefold()):
                forms.setdefault(root, word)
        times.update(forms.keys())
        for root, word in forms.items():
            shown[root][word if word.isupper() else word.casefold()] += 1
    first = sorted(times.items(), key=lambda one: (-one[1], one[0]))[:most]
    if not first:
        return []
    top, low = first[0][1], first[-1][1]
    words = [CloudWord(_as_written(shown[root]), count, _size(count, low, top)) for root, count in first]
    return sorted(words, key=lambda one: bare(one.word))


def bare(word: str) -> str:
    """A word without marks and capitals."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _size(count: int, low: int, top: int) -> int:
    return 3 if top == low else 1 + round((SIZES - 1) * (count - low) / (top - low))


def _as_written(forms: Counter[str]) -> str:
    """Of the forms of a word the one written most; of those the one with the most marks, then the shortest: who types
    without marks means the same word."""
    marks: Counter[str] = Counter()
    for form, number in forms.items():
        marks[bare(form)] += number
    common = max(marks, key=lambda one: (marks[one], -len(one), one))
    same = [form for form in forms if bare(form) == common]
    return max(same, key=lambda one: (sum(ord(letter) > 127 for letter in one), forms[one], one))


@lru_cache(maxsize=16_384)
def _root(word: str) -> str:
    """What all forms of a word have in common; "" for one that says nothing."""
    plain = bare(word).replace("’", "'")
    if len(plain) < _SHORTEST or plain in _EMPTY:
        return ""
    if plain.endswith("y"):
        plain = plain[:-1] + "i"  # city, cities
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _STEM:
            plain = plain[: -len(ending)]
            break
    while len(plain) > _STEM and plain[-1] in _VOWELS:
        plain = plain[:-1]
    return plain[:-1] + "d" if plain.endswith("z") else plain  # stradă, străzi

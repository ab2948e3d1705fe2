"""Answers to an invitation in words: "Nu pot, din păcate" is a no, "da, dar cine mai vine?" is a question.

The vocabulary is closed. A text is an answer when every word of it belongs to a phrase listed here, at least one of
them says yes, maybe or no, and all of them go together. Everything else is left to people: nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model.values import Going
from handlers.shared.weekdays import folded

LONGEST = 200  # characters: a longer text is a letter
_MOST_WORDS = 9  # of a phrase
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_JOINED = re.compile("(?<=[a-z])-(?=[a-z])")  # n-am, s-ar: one word
_SKIN_OR_SEX = re.compile("[\U0001f3fb-\U0001f3ff♀♂]")  # of a hand, of a person who shrugs
_MARK = "."  # stands for all of them

# Lower case, no accents, no apostrophes ("i'll" is "ill", "n-am" is "nam"), `_` between words.
_COME = "(?:veni|ajunge|participa|fi_(?:acolo|prezenta?))"  # voi veni, pot veni
_I_COME = "(?:vin|ajung|particip|fiu_(?:acolo|prezenta?))"  # vin, o să vin, nu pot să vin
_CAN = f"pot(?:_{_COME}|_sa_{_I_COME})?"
_ATTEND = "(?:come|attend|join|participate|make_it|be_there)"
_INVITED = "(?:_(?:pentru|de)_invitatie)?"

_ANSWERS: Mapping[Going, str] = {
    Going.YES: rf"""
        da | sigur_ca_da | (?:eu_|sigur_ca_)?{_I_COME} | (?:o|am)_sa_{_I_COME} | (?:voi|pot)_{_COME}
        | (?:va_)?confirm(?:_prezenta|_participarea)?
        | yes | yep | yeah | (?:i_am|im)_(?:in|coming|attending) | (?:i_will|ill|i_can)_{_ATTEND} | count_me_in
        | 👍 | ✅""",
    Going.NO: rf"""
        nu | (?:eu_|dar_)?nu_(?:mai_)?(?:{_I_COME}|{_CAN}|voi_(?:putea_)?{_COME}|o_sa_(?:{_I_COME}|{_CAN}))
        | (?:dar_)?(?:(?:nu_am|nam)_cum|nu_reusesc)(?:_sa_{_I_COME})?
        | no | nope | (?:but_)?(?:i_)?(?:cannot|cant|can_not)(?:_{_ATTEND})?
        | (?:but_)?(?:i_)?(?:will_not|wont)_(?:be_coming|(?:be_able_to_)?{_ATTEND})
        | (?:but_)?(?:i_am_|im_)?(?:not_coming|not_attending|(?:not_able|unable)_to_{_ATTEND})
        | 👎 | ❌""",
    Going.MAYBE: rf"""
        poate(?:_(?:ca_)?{_I_COME})? | sar_putea(?:_sa_{_I_COME})? | mai_vedem | vom_vedea
        | (?:inca_)?nu_stiu(?:_inca|_sigur|_exact)?(?:_daca_(?:{_I_COME}|{_CAN}|voi_putea_{_COME}))?
        | (?:inca_)?nu_sunt_(?:inca_)?sigura?(?:_inca)? | (?:inca_)?nu_e(?:ste)?_sigur(?:_inca)?
        | maybe | perhaps | i_(?:may|might)(?:_{_ATTEND})? | we_will_see | well_see
        | (?:(?:i_am_|im_)?not(?:_yet)?_sure|(?:i_)?(?:do_not|dont)_know)
          (?:_yet)?(?:_(?:if|whether)_(?:i_can|i_will|ill)_{_ATTEND})?
        | 🤔 | 🤷""",
}
_GREETINGS = rf"""
    salut | buna(?:_ziua|_seara|_dimineata)? | (?:va_|iti_)?(?:multumesc|multumim)(?:_mult|_frumos)?{_INVITED}
    | mersi(?:_mult|_frumos)?{_INVITED} | merci | o_zi_(?:buna|frumoasa) | numai_bine | toate_cele_bune | pe_curand
    | la_revedere | hello | hi | good_(?:morning|afternoon|evening)
    | (?:(?:many_)?thanks|thanks_a_lot|thank_you|thank_you_very_much|thx)(?:_for_(?:the_invitation|inviting_me|asking))?
    | have_a_(?:nice|good|great)_day | (?:kind|best)_regards | 🙏 | 🙂 | 😊"""
_GLADLY = r"""
    sigur | desigur | bineinteles | absolut | neaparat | cu_siguranta | cu_(?:mare_|mult_)?(?:drag|placere|bucurie)
    | si_eu | ok | super | perfect | abia_astept | ne_vedem(?:_acolo|_atunci)?
    | sure | of_course | certainly | definitely | absolutely | gladly | with_pleasure | okay | great | please
    | (?:me_)?too | see_you(?:_there|_then)? | looking_forward(?:_to_it)? | [🎉😀😃😄😁🤗🥳💪👏👌❤]"""
_SADLY = r"""
    din_pacate | din_nefericire | imi_pare_(?:foarte_)?rau | (?:ma_)?scuz(?:e|ati) | cu_regret
    | de_data_(?:asta|aceasta) | (?:(?:i_am|im)_)?(?:so_|very_|really_)?sorry | (?:i_am|im)_afraid
    | unfortunately | sadly | (?:my_)?apologies | this_time | [😢😞😔🙁☹😭]"""


@dataclass(frozen=True)
class _Phrase:
    """Words that belong together, the answers they go with, and whether they are an answer by themselves."""

    words: re.Pattern[str]
    goes_with: frozenset[Going]
    answers: bool


def _phrase(words: str, *goes_with: Going, answers: bool = False) -> _Phrase:
    return _Phrase(re.compile(words, re.VERBOSE), frozenset(goes_with), answers)


_PHRASES = (
    *(_phrase(words, going, answers=True) for going, words in _ANSWERS.items()),
    _phrase(_GREETINGS, *Going),
    _phrase(_GLADLY, Going.YES),
    _phrase(_SADLY, Going.NO, Going.MAYBE),
)


def going_meant(text: str) -> Going | None:
    """The answer that these words certainly are, Romanian or English; None when they may be something else.

    Case, accents, apostrophes and the marks between phrases do not matter, except that a question is no answer.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    said = [phrase for clause in _clauses(text) for phrase in _said(clause)]
    known = [phrase for phrase in said if phrase is not None]
    if len(known) < len(said) or not any(phrase.answers for phrase in known):
        return None
    meant = frozenset(Going).intersection(*(phrase.goes_with for phrase in known))
    return next(iter(meant), None)


def _clauses(text: str) -> Iterator[list[str]]:
    """The words between one mark and the next; an emoji is a word, and the end of a line is a mark."""
    marked = _MARK.join(text.splitlines())  # before folding, for which it is but a space
    plain = _JOINED.sub("", _APOSTROPHES.sub("", folded(_SKIN_OR_SEX.sub("", marked))))
    return (clause.split() for clause in "".join(_spread(sign) for sign in plain).split(_MARK))


def _spread(sign: str) -> str:
    if sign.isalnum() or sign == " ":
        return sign
    return f" {sign} " if unicodedata.category(sign) == "So" else _MARK


def _said(words: Sequence[str]) -> Iterator[_Phrase | None]:
    """The longest phrase, then the longest one of what is left; None where words belong to no phrase."""
    while words:
        for number in range(min(len(words), _MOST_WORDS), 0, -1):
            written = "_".join(words[:number])
            phrase = next((one for one in _PHRASES if one.words.fullmatch(written)), None)
            if phrase is not None:
                yield phrase
                words = words[number:]
                break
        else:
            yield None
            return

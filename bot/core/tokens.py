"""Tokens, codes and the vault: derived from the installation's secret keys, newest first.

A token is `KIND-ID-GENERATION-KEYVERSION-SIGNATURE` in letters that fit a Telegram start parameter
(Bot API, deep linking: 1-64 of `[A-Za-z0-9_-]`). It is derived, so it can be exported again, and revoked by raising
the generation. Kinds never open each other's doors. Typed codes are eight unambiguous letters.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
_SIGNATURE = 22  # characters of base64: 132 bits
_SHAPE = re.compile(r"([a-z])([0-9a-z]{1,13})_([0-9a-z]{1,6})_([A-Za-z0-9]{4})([A-Za-z0-9_-]{22})")


@dataclass(frozen=True)
class Token:
    """What a genuine token says: a kind (one letter), the id and the generation it was made for."""

    kind: str
    number: int
    generation: int


class Keys:
    """The installation's secret keys. Raises ValueError when there is none."""

    def __init__(self, keys: list[str]) -> None:
        if not keys or not all(keys):
            raise ValueError("a secret key is needed")
        self._keys = [key.encode() for key in keys]
        self._vault = MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, b"vault"))) for key in self._keys])

    def token(self, kind: str, number: int, generation: int = 1) -> str:
        """The token of a kind (one small letter) for an id; at most 64 characters."""
        body = f"{kind}{_base36(number)}_{_base36(generation)}_"
        return body + _version(self._keys[0]) + _sign(self._keys[0], body)

    def read(self, token: str) -> Token | None:
        """What a token says, or None when it is not one of ours; compared in constant time."""
        found = _SHAPE.fullmatch(token)
        if found is None:
            return None
        kind, number, generation, version, signature = found.groups()
        body = f"{kind}{number}_{generation}_"
        genuine = False
        for key in self._keys:
            same = hmac.compare_digest(_version(key) + _sign(key, body), version + signature)
            genuine = genuine or same
        return Token(kind, int(number, 36), int(generation, 36)) if genuine else None

    def code(self) -> str:
        """A new code to be typed: eight letters and digits that can not be taken for one another."""
        return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))

    def code_of(self, kind: str, number: int) -> str:
        """The code of a kind (one small letter) for an id: derived as tokens are, so it is shown and not kept."""
        about = f"{kind}{_base36(number)}".encode()
        drawn = int.from_bytes(hmac.new(_derive(self._keys[0], b"typed"), about, hashlib.sha256).digest())
        letters = []
        for _ in range(CODE_LENGTH):
            drawn, letter = divmod(drawn, len(CODE_LETTERS))
            letters.append(CODE_LETTERS[letter])
        return "".join(letters)

    def digest(self, code: str) -> str:
        """What is kept of a code: enough to recognise it, too little to tell it."""
        return hmac.new(_derive(self._keys[0], b"code"), code.upper().encode(), hashlib.sha256).hexdigest()

    def shared_secrets(self, purpose: str) -> tuple[str, ...]:
        """A secret to be told to somebody who must show it to us, one for each key, the newest first.

        43 of `[A-Za-z0-9_-]`; those of one purpose tell nothing of the keys nor of any other purpose's.
        """
        derived = (_derive(key, b"shared/" + purpose.encode()) for key in self._keys)
        return tuple(base64.urlsafe_b64encode(secret).decode().rstrip("=") for secret in derived)

    def seal(self, text: str) -> str:
        """`text`, encrypted."""
        return self.seal_bytes(text.encode())

    def seal_bytes(self, content: bytes) -> str:
        """`content`, encrypted."""
        return self._vault.encrypt(content).decode()

    def unseal_bytes(self, sealed: str) -> bytes | None:
        """The bytes that were sealed; None when no key of ours opens them."""
        try:
            return self._vault.decrypt(sealed.encode())
        except InvalidToken:
            return None

    def unseal(self, sealed: str) -> str | None:
        """The text that was sealed; None when no key of ours opens it."""
        opened = self.unseal_bytes(sealed)
        return None if opened is None else opened.decode()


def looks_like_code(word: str) -> bool:
    """Whether somebody may have typed a code."""
    return len(word) == CODE_LENGTH and all(letter in CODE_LETTERS for letter in word.upper())


def _derive(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"sfat/" + purpose, hashlib.sha256).digest()


def _version(key: bytes) -> str:
    return hashlib.sha256(_derive(key, b"version")).hexdigest()[:4]


def _sign(key: bytes, body: str) -> str:
    signed = hmac.new(_derive(key, b"token"), body.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(signed).decode()[:_SIGNATURE]


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
        if not number:
            return text

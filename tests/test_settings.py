"""What the settings refuse, and what is made of them."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import Settings, Unset, site_for_telegram


def settings(**values: Any) -> Settings:
    """Settings that read nothing from this machine but what is given."""
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


OWN_SERVER = "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    "chosen",
    [
        {"public_url": "https://sfat.example.ro"},
        {"public_url": "https://example.ro:8443/sfat"},
        {"public_url": "https://sfat.example.ro", "telegram_api_url": OWN_SERVER},
        {"public_url": "http://127.0.0.1:8080", "telegram_api_url": OWN_SERVER},
        {"public_url": "http://localhost:8080", "telegram_api_url": OWN_SERVER},
        {"public_url": "http://[::1]:8080", "telegram_api_url": OWN_SERVER},
    ],
)
def test_sites_that_telegram_finds(chosen: dict[str, str]) -> None:
    """Over https, and from a server of one's own on this machine over http."""
    assert chosen["public_url"] == site_for_telegram(settings(**chosen))


def test_a_slash_at_the_end_is_none() -> None:
    """However the address was written."""
    assert "https://sfat.example.ro" == site_for_telegram(settings(public_url="https://sfat.example.ro/"))


@pytest.mark.parametrize("address", ["sfat.example.ro", "https://", "ftp://sfat.example.ro"])
def test_an_address_that_leads_nowhere(address: str) -> None:
    """It is refused as a setting, before anybody asks what it is for."""
    with pytest.raises(ValidationError, match="the address must be whole"):
        settings(public_url=address)


@pytest.mark.parametrize(
    "chosen",
    [
        {"public_url": ""},
        {"public_url": "https://["},
        {"public_url": "http://sfat.example.ro"},
        {"public_url": "http://127.0.0.1:8080"},
        {"public_url": "http://127.0.0.1:8080", "telegram_api_url": "https://api.telegram.org/"},
        {"public_url": "http://192.168.0.7", "telegram_api_url": OWN_SERVER},
        {"public_url": "https://name:secret@sfat.example.ro"},
        {"public_url": "https://sfat.example.ro?a=b"},
        {"public_url": "https://sfat.example.ro#a"},
    ],
)
def test_sites_that_telegram_does_not_find(chosen: dict[str, str]) -> None:
    """One sentence, which names the setting and repeats nothing of it."""
    with pytest.raises(Unset, match="needs an https address in SFAT_PUBLIC_URL") as refusal:
        site_for_telegram(settings(**chosen))
    assert "secret" not in str(refusal.value)

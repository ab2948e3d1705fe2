"""The site's few pages, written by hand: every value that is put in is escaped."""

from collections.abc import Mapping
from html import escape

STYLE = "/site.css"

WORDS: Mapping[str, Mapping[str, str]] = {
    "ro": {
        "product": "Sfat – invitații, confirmări și ateliere, în aplicațiile pe care le aveți deja.",
        "chat": "Deschideți conversația",
        "link": "Linkul dvs. personal",
        "for": "Invitație pentru {org}",
        "go": "Continuați în Telegram",
        "enter": "Continuați aici, în pagină",
        "private": "Linkul este numai al dvs. Vă rugăm să nu îl dați mai departe.",
        "closed": "Acest link nu mai deschide nimic. Vă rugăm să cereți organizatorilor unul nou.",
        "no_file": "Această adresă nu mai deschide nimic. Una nouă primiți în conversație: /date, apoi 📆.",
        "nowhere": "Această adresă nu există.",
    },
    "en": {
        "product": "Sfat – invitations, answers and workshops, in the apps you already have.",
        "chat": "Open the conversation",
        "link": "Your personal link",
        "for": "Invitation for {org}",
        "go": "Continue in Telegram",
        "enter": "Continue here, on this page",
        "private": "The link is yours alone. Please do not pass it on.",
        "closed": "This link does not open anything any more. Please ask the organisers for a new one.",
        "no_file": "This address does not open anything any more. You get a new one in the chat: /data, then 📆.",
        "nowhere": "This address does not exist.",
    },
}

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
</head>
<body><main><h1>Sfat</h1>
{body}
</main></body>
</html>
"""

CSS = """:root { color-scheme: light dark; --ink: #17212b; --paper: #f6f4ee; --card: #fff; --accent: #1f5f4f; }
@media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --paper: #14191d; --card: #1e252b; --accent: #8fd3bd; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; margin: 10vh auto; padding: 2rem; background: var(--card); border-radius: 1rem; }
h1 { margin: 0; color: var(--accent); }
a, button { display: block; width: 100%; box-sizing: border-box; margin: 1rem 0 0; padding: .8rem 1rem; border: 0;
  border-radius: .6rem; background: var(--accent); color: var(--card); font: inherit; text-align: center;
  text-decoration: none; cursor: pointer; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
"""


def page(language: str, *parts: str) -> str:
    """A whole page from parts that are HTML already."""
    return _PAGE.format(language=language, title="Sfat", style=STYLE, body="\n".join(parts))


def sentence(language: str, key: str, **values: str) -> str:
    """A paragraph of ours with values put in as text."""
    return f"<p>{escape(WORDS[language][key].format(**values))}</p>"


def link(language: str, key: str, href: str) -> str:
    """A link that looks like a button."""
    return f'<a href="{escape(href, quote=True)}">{escape(WORDS[language][key])}</a>'


def post(language: str, key: str, action: str, token: str) -> str:
    """A button that submits a token: nothing changes by opening a page."""
    return (
        f'<form method="post" action="{escape(action, quote=True)}">'
        f'<input type="hidden" name="token" value="{escape(token, quote=True)}">'
        f"<button>{escape(WORDS[language][key])}</button></form>"
    )

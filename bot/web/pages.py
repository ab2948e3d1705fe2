"""The site's few pages, written by hand: every value that is put in is escaped."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

STYLE, PICTURE = "/site.css", "/site.svg"
LOGO = (Path(__file__).parent / "logo.svg").read_text(encoding="utf-8")

WORDS: Mapping[str, Mapping[str, str]] = {
    "ro": {
        "product": "Invitații, confirmări și ateliere, în aplicațiile pe care le aveți deja.",
        "chat": "Deschideți conversația",
        "link": "Linkul dvs. personal",
        "for": "Invitație pentru {org}",
        "go": "Continuați în Telegram",
        "enter": "Continuați aici, în pagină",
        "slack": "În Slack, scrieți:",
        "waits": "Conversația nu se deschide încă de aici. Vă rugăm să reveniți peste câteva minute sau scrieți acolo:",
        "private": "Linkul este numai al dvs. Vă rugăm să nu îl dați mai departe.",
        "closed": "Acest link nu mai deschide nimic. Vă rugăm să cereți organizatorilor unul nou.",
        "no_file": "Această adresă nu mai deschide nimic. Una nouă primiți în conversație: /date, apoi 📆.",
        "no_wall": "La această adresă nu mai este ecranul niciunei săli. Pe cel de acum îl găsește facilitatorul în "
        "conversație: /cafe, apoi 📺.",
        "no_paper": "Această adresă nu mai deschide nimic. Una nouă primiți în conversație: /cafe, apoi 📝.",
        "no_role": "Nu mai conduceți această cafenea, de aceea pagina nu se mai deschide. Organizatorii vă pot da din "
        "nou acest drept; adresa nouă o primiți apoi în conversație: /cafe, apoi 📝.",
        "no_room_yet": "Sala nu este încă deschisă. Deschideți-o în conversație: /cafe, apoi 🚪; după aceea "
        "reîncărcați pagina.",
        "nowhere": "Această adresă nu există.",
    },
    "en": {
        "product": "Invitations, answers and workshops, in the apps you already have.",
        "chat": "Open the conversation",
        "link": "Your personal link",
        "for": "Invitation for {org}",
        "go": "Continue in Telegram",
        "enter": "Continue here, on this page",
        "slack": "In Slack, write:",
        "waits": "The chat does not open from here yet. Please come back in a few minutes, or write there:",
        "private": "The link is yours alone. Please do not pass it on.",
        "closed": "This link does not open anything any more. Please ask the organisers for a new one.",
        "no_file": "This address does not open anything any more. You get a new one in the chat: /data, then 📆.",
        "no_wall": "There is no wall at this address any more. The facilitator will find the current one in the chat: "
        "/cafe, then 📺.",
        "no_paper": "This address does not open anything any more. You get a new one in the chat: /cafe, then 📝.",
        "no_role": "You no longer run this café, so the page does not open any more. The organisers can give you that "
        "right again; you then get a new address in the chat: /cafe, then 📝.",
        "no_room_yet": "The room is not open yet. Open it in the chat: /cafe, then 🚪; then reload this page.",
        "nowhere": "This address does not exist.",
    },
}

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{picture}">
<link rel="stylesheet" href="{style}">
</head>
<body><main>
<img src="{picture}" alt="" width="72" height="72">
<h1>Sfat</h1>
{body}
</main></body>
</html>
"""

# The colours and shapes of the web chat, which these pages lead to.
CSS = """:root {
  color-scheme: light dark;
  --ground: #f1efe9; --surface: #fbfaf7; --ink: #1c2a31; --soft: #55626a; --line: #dcd8ce;
  --accent: #14606a; --accent-strong: #0d4a52; --on-accent: #ffffff; --focus: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1619; --surface: #162024; --ink: #e9eef0; --soft: #a6b3b9; --line: #2d3a41;
    --accent: #7fcfc8; --accent-strong: #a5e0da; --on-accent: #06262a; --focus: #8ab8ff;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body { display: grid; min-height: 100vh; min-height: 100dvh; margin: 0; padding: 1.25rem; place-items: center;
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
main { width: 100%; max-width: 34rem; padding: 2.5rem 2rem; border: 1px solid var(--line);
  border-top: 4px solid var(--accent); border-radius: 14px; background: var(--surface); text-align: center; }
h1 { margin: .75rem 0 0; font: 650 1.75rem/1.2 ui-serif, Georgia, "Noto Serif", "Liberation Serif", serif; }
p { margin: .75rem 0 0; overflow-wrap: anywhere; }
.way { display: block; width: 100%; margin: 1.25rem 0 0; padding: .75rem 1rem; border: 0; border-radius: 10px;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none;
  cursor: pointer; }
.typed { display: block; margin: .5rem 0 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 10px;
  font: 1rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere;
  -webkit-user-select: all; user-select: all; }
.way:hover { background: var(--accent-strong); }
hr { width: 4rem; margin: 1.75rem auto 1rem; border: 0; border-top: 1px solid var(--line); }
div[lang] { color: var(--soft); }
div[lang] a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
"""


def page(language: str, *parts: str) -> str:
    """A whole page from parts that are HTML already."""
    return _PAGE.format(language=language, title="Sfat", style=STYLE, picture=PICTURE, body="\n".join(parts))


def in_every_language(language: str, key: str, chat: str = "") -> str:
    """A page for whoever comes: a sentence, and the way to the chat at this address, in `language` and the others."""
    parts = [sentence(language, key), *([link(language, "chat", chat)] if chat else [])]
    for other in WORDS:
        if other != language:
            way = f' <a href="{escape(chat, quote=True)}">{escape(WORDS[other]["chat"])}</a>' if chat else ""
            parts.append(f'<hr><div lang="{other}">{sentence(other, key)}{way}</div>')
    return page(language, *parts)


def sentence(language: str, key: str, **values: str) -> str:
    """A paragraph of ours with values put in as text."""
    return f"<p>{escape(WORDS[language][key].format(**values))}</p>"


def link(language: str, key: str, href: str) -> str:
    """A link that looks like a button."""
    return f'<a class="way" href="{escape(href, quote=True)}">{escape(WORDS[language][key])}</a>'


def typed(language: str, key: str, command: str) -> str:
    """What is to be typed elsewhere, selected whole by one press."""
    return f'{sentence(language, key)}<code class="typed">{escape(command)}</code>'


def post(language: str, key: str, action: str, token: str) -> str:
    """A button that submits a token: nothing changes by opening a page."""
    return (
        f'<form method="post" action="{escape(action, quote=True)}">'
        f'<input type="hidden" name="token" value="{escape(token, quote=True)}">'
        f'<button class="way">{escape(WORDS[language][key])}</button></form>'
    )

// What the wall says by itself, in both languages. `{n}` and the like are values.

const WORDS = {
  ro: {
    round: "Runda {n} din {m}",
    open: "Sala este deschisă",
    planned: "Începem în curând",
    over: "Cafeneaua s-a încheiat. Vă mulțumim!",
    waits: "Runda {n} nu a început",
    running: "până la gong",
    paused: "pauză",
    late: "Gong! Încă se mai primesc idei",
    ended: "Runda s-a încheiat",
    join: "Scanați ca să intrați",
    how: "Ca să scrieți, deschideți conversația la care duce invitația dvs.",
    code: "Cod QR care duce la conversație",
    tables: "Mesele",
    table: "Masa {n}",
    host: "Gazda: {name}",
    short: "Î{n}",
    question: "Întrebarea {n}",
    asked: "Întrebările",
    nothing: "Scrieți prima idee!",
    no_words: "Cuvintele apar aici pe măsură ce se scriu idei.",
    secret: "Ideile se adună",
    secret_why: "Le vedem împreună când le arată facilitatorul.",
    room: "Sala",
    cloud: "Cuvinte",
    views: "Ce se vede",
    pinned: "Fixată",
    lost: "Legătura s-a întrerupt. Se reia singură…",
    ideas_one: "{n} idee",
    ideas_few: "{n} idei",
    ideas_other: "{n} de idei",
    more_one: "și încă {n} idee",
    more_few: "și încă {n} idei",
    more_other: "și încă {n} de idei",
  },
  en: {
    round: "Round {n} of {m}",
    open: "The room is open",
    planned: "We begin soon",
    over: "The café is over. Thank you!",
    waits: "Round {n} has not begun",
    running: "until the gong",
    paused: "paused",
    late: "Gong! Ideas still count",
    ended: "The round is over",
    join: "Scan to join",
    how: "To write, open the chat by the link in your invitation.",
    code: "QR code that leads to the chat",
    tables: "Tables",
    table: "Table {n}",
    host: "Host: {name}",
    short: "Q{n}",
    question: "Question {n}",
    asked: "The questions",
    nothing: "Write the first idea!",
    no_words: "Words appear here as ideas are written.",
    secret: "Ideas are coming in",
    secret_why: "We read them together when the facilitator shows them.",
    room: "Room",
    cloud: "Words",
    views: "What is shown",
    pinned: "Pinned",
    lost: "The connection is lost. It comes back by itself…",
    ideas_one: "{n} idea",
    ideas_few: "{n} ideas",
    ideas_other: "{n} ideas",
    more_one: "and {n} more idea",
    more_few: "and {n} more ideas",
    more_other: "and {n} more ideas",
  },
};

export const LANGUAGES = Object.keys(WORDS);
export const LANGUAGE = WORDS[document.documentElement.lang] ? document.documentElement.lang : "ro";

const plural = new Intl.PluralRules(LANGUAGE);

/** A sentence of ours with its values. */
export function say(key, values = {}) {
  return WORDS[LANGUAGE][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** So many ideas. */
export function ideas(n) {
  return say(`ideas_${plural.select(n)}`, { n });
}

/** So many ideas beside those that are seen. */
export function more(n) {
  return say(`more_${plural.select(n)}`, { n });
}

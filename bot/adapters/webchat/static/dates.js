// Times and days as people read them, in the page's language and the zone the server names.

import { pageLanguage } from "/chat/static/words.js";

const LOCALES = { ro: "ro-RO", en: "en-GB" };
let zone;

export function useZone(name) {
  zone = name || undefined;
}

export function hour(iso) {
  return format(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

// "luni, 1 martie 2027": the weekday always stands with the date.
export function day(iso) {
  return format(iso, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

const formats = new Map(); // making one costs far more than using it

function format(iso, options) {
  const key = [pageLanguage(), zone, ...Object.keys(options)].join();
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(LOCALES[pageLanguage()], { ...options, timeZone: zone }));
  }
  return formats.get(key).format(new Date(iso));
}

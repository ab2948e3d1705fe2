// The page: asks for its state, draws a chat for each person, and keeps them true by the stream.

import { Wall } from "/chat/static/beside.js";
import { button, make } from "/chat/static/build.js";
import { Conversation } from "/chat/static/conversation.js";
import { Clock } from "/chat/static/clock.js";
import { useZone } from "/chat/static/dates.js";
import { ask, listen } from "/chat/static/server.js";
import { Tabs } from "/chat/static/tabs.js";
import { allLanguages, choose, firstLanguage, pageLanguage, words } from "/chat/static/words.js";

const place = (id) => document.getElementById(id);
let chats = new Map(); // key of a person -> their chat
let tabs = null;
let clock = null;
let wall = null;
let waiting = null; // events that came while the state was on its way

let asked = 0; // how often the state was asked for; only the last answer counts

async function refresh() {
  const mine = ++asked;
  waiting ??= [];
  let state;
  try {
    state = await ask("/chat/state");
  } catch (failure) {
    if (failure.status === 403) location.reload(); // the page that says how to come in
    else reconnect();
    return;
  }
  if (mine !== asked) return;
  draw(state);
  const events = waiting;
  waiting = null;
  events.forEach(took);
  place("banner").hidden = true;
}

function draw(state) {
  useZone(state.zone);
  const keys = state.people.map((person) => person.key);
  if (state.clock) wall ??= new Wall(place("wall"), () => tabs?.follow());
  const anew = keys.join("\n") !== [...chats.keys()].join("\n");
  if (anew) populate(state);
  for (const person of state.people) chats.get(person.key).show(person.lines, person.files);
  for (const chat of chats.values()) anew ? chat.restore() : chat.resume();
  if (state.clock) {
    clock ??= new Clock(place("clock"), wall.toggle, told);
    clock.refresh();
  }
}

function populate(state) {
  firstLanguage(state.language);
  chats = new Map(state.people.map((person, number) => [person.key, new Conversation(person, number)]));
  const main = place("chats");
  main.replaceChildren(...[...chats.values()].map((chat) => chat.element));
  main.dataset.count = String(Math.min(chats.size, 5));
  main.removeAttribute("aria-busy");
  tabs = new Tabs(place("tabs"), [...chats.values()], wall);
  redraw();
}

function took(event) {
  if (waiting) {
    waiting.push(event);
    return;
  }
  clock?.later();
  const chat = chats.get(event.person);
  if (chat?.put(event.line, event.source)) tabs.arrived(chat);
}

// In the try-out some people can be left to answer by themselves, and the café's wall stands beside them.
function told({ alone, wall: address }) {
  wall.stands(address);
  for (const [key, wanted] of Object.entries(alone)) {
    chats.get(key)?.offerAlone(wanted, () => clock.leaveAlone(key, !wanted));
  }
}

// A form may have been closed elsewhere: in one chat, or in any.
function look({ person }) {
  for (const [key, chat] of chats) if (!person || key === person) chat.asking.check();
}

function redraw() {
  document.documentElement.lang = pageLanguage();
  for (const element of document.querySelectorAll("[data-words]")) element.textContent = words(element.dataset.words);
  place("languages").setAttribute("aria-label", words("page_language"));
  place("languages").replaceChildren(...allLanguages().map(languageKey));
  if (!place("banner").hidden) place("banner").textContent = words("lost");
  for (const chat of chats.values()) chat.redraw();
  wall?.redraw();
  tabs?.redraw();
  clock?.redraw();
}

function languageKey(language) {
  const attributes = { "aria-pressed": String(language === pageLanguage()), lang: language };
  const names = { ro: "Română", en: "English" };
  const label = make("span", { "aria-hidden": "true" }, language.toUpperCase());
  const key = button("", { ...attributes, "aria-label": `${language.toUpperCase()}, ${names[language]}`, click: () => {
    choose(language);
    redraw();
    clock?.refresh();
    place("languages").querySelector("[aria-pressed=true]").focus();
  } });
  key.append(label);
  return key;
}

function lost() {
  waiting ??= [];
  place("banner").textContent = words("lost");
  place("banner").hidden = false;
}

firstLanguage(document.documentElement.lang);
redraw();
const reconnect = listen({ opened: refresh, line: took, forms: look, lost });

// One person's chat: a landmark named by them, their messages, what they do, and what becomes of it.

import { Asking } from "/chat/static/asking.js";
import { button, make, newId } from "/chat/static/build.js";
import { Composer } from "/chat/static/composer.js";
import { Log } from "/chat/static/log.js";
import { drawPassing } from "/chat/static/message.js";
import { Outbox } from "/chat/static/outbox.js";
import { ask, post, upload } from "/chat/static/server.js";
import { complaint, words } from "/chat/static/words.js";

const LARGEST_FILE = 20 * 1024 * 1024; // bytes, as the server has it
const LOOK = 1000; // milliseconds until it is asked what files are taken, once for all that comes meanwhile
const TOAST = 9000; // milliseconds a short word stays; pointing at it keeps it

export class Conversation {
  constructor(person, number) {
    this.person = person;
    this.pending = new Map(); // id -> element of words on their way
    this.looking = null; // the timer of a look at what files are taken
    this.unsent = null; // answers that were sent and of which nothing was heard
    this.log = new Log(person, (payload, key) => this.press(payload, key));
    this.asking = new Asking(person, this.log, {
      submit: (form, values) => this.submit(form, values),
      leave: (form) => this.leave(form),
      tell: (sentence) => this.toast(sentence),
    });
    this.composer = new Composer(person, number, (text) => this.say(text), (file) => this.attach(file));
    this.outbox = new Outbox(person, {
      send: ({ id, text }, failed) => this.deliver(() => post("/chat/say", { person: person.key, id, text }), () => {}, failed),
      stand: ({ id, text }) => this.onItsWay(id, text),
      settle: (id) => this.settle(id),
      giveBack: (text) => this.composer.giveBack(text),
      refuse: (failure) => this.notice(complaint(failure.code, this.person.language)),
      sentence: (failure, count) => this.sentence(failure, count > 1 ? "unreachable_several" : "unreachable"),
    });
    this.about = make("p", { class: "about" }, person.about);
    this.flag = make("span", { class: "flag" }, person.language.toUpperCase());
    this.alone = button("", { class: "alone", hidden: true, click: () => this.switchAlone() });
    this.notices = make("div");
    this.toasts = make("div", { class: "toasts", role: "status" });
    const alerts = make("div", { class: "notices", role: "alert" }, this.outbox.element, this.notices);
    this.element = make(
      "section",
      { class: `chat hue-${number % 4}`, "aria-label": person.name, id: `chat-${number}` },
      make(
        "header",
        { class: "person" },
        make("span", { class: "face", "aria-hidden": "true" }, initials(person.name)),
        make("div", {}, make("h2", {}, person.name), this.about, this.alone),
        this.flag,
      ),
      this.log.element,
      make("div", { class: "foot" }, this.toasts, alerts, this.composer.element),
    );
  }

  show(lines, files) {
    this.log.show(lines);
    this.composer.takes(files);
    this.speaks(lines.findLast((line) => line.ours));
  }

  // The head says the language in which the person is written to now: they may have changed it in the chat.
  speaks(line) {
    if (!line?.ours || line.language === this.person.language) return;
    this.person.language = line.language;
    this.flag.textContent = line.language.toUpperCase();
    this.redraw();
  }

  // After a reload: what was begun and neither sent nor given up.
  restore() {
    this.composer.restore();
    this.outbox.restore();
    this.asking.restore();
  }

  // After the connection was lost: what could not be sent goes, and what became of a form shows.
  resume() {
    this.outbox.flush();
    this.asking.check();
  }

  // A message that came or changed; `source` is the id of the words it stands for. Returns whether it is new.
  put(line, source) {
    this.settle(source);
    this.speaks(line);
    if (line.ours) this.looking ??= setTimeout(() => this.lookAtFiles(), LOOK);
    return this.log.put(line);
  }

  // What was said may have changed what files they can send: the round of a café begins, or a role is given.
  async lookAtFiles() {
    this.looking = null;
    try {
      this.composer.takes((await ask(`/chat/files/${encodeURIComponent(this.person.key)}`)).files);
    } catch {
      // Nothing depends on it: the next message asks again, and files that are not taken are refused in the chat.
    }
  }

  redraw() {
    this.log.redraw();
    this.composer.redraw();
    this.outbox.redraw();
    this.alone.replaceChildren(words("alone"));
    this.alone.setAttribute("aria-label", words("alone_who", { name: this.person.name }));
    this.alone.title = words("alone_what");
    this.flag.title = words(this.person.language === "en" ? "writes_in_en" : "writes_in");
  }

  // The person may be left to answer by itself; `change` turns that round.
  offerAlone(wanted, change) {
    this.switchAlone = change;
    this.alone.hidden = false;
    this.alone.setAttribute("aria-pressed", String(wanted));
  }

  say(text) {
    this.notices.replaceChildren();
    this.composer.set("");
    return this.outbox.say(text);
  }

  async attach(file, id = newId()) {
    if (file.size > LARGEST_FILE) return this.notice(complaint("file_too_big", this.person.language));
    const name = `📎 ${file.name}`;
    this.onItsWay(id, name);
    const address = `/chat/files/${encodeURIComponent(this.person.key)}/${id}`;
    return this.send(() => upload(address, file), () => this.settle(id), (failure) => {
      this.settle(id);
      const again = failure.status === 413 ? null : () => this.attach(file, id);
      this.notice(this.sentence(failure, "not_done"), { quote: name, again });
    });
  }

  press(payload, key) {
    const card = key.closest("article");
    if (card.getAttribute("aria-busy") === "true") return;
    const known = [...this.log.lines.values()].find(({ element }) => element === card);
    const message = known ? String(known.line.id) : "";
    this.pressed({ person: this.person.key, id: newId(), message, payload }, card, key);
  }

  async pressed(content, card, key) {
    card.setAttribute("aria-busy", "true");
    key.classList.add("pressed");
    const rest = () => {
      card.removeAttribute("aria-busy");
      key.classList.remove("pressed");
    };
    await this.send(() => post("/chat/press", content), rest, (failure) => {
      rest();
      this.notice(this.sentence(failure, "not_done"), { again: () => this.pressed(content, card, key) });
    });
  }

  // The same answers keep their id, so that sending them again counts once; changed answers are another deed.
  async submit(form, values) {
    const { article } = this.asking;
    if (this.asking.busy) return;
    article.setAttribute("aria-busy", "true");
    const looks = JSON.stringify([form.key, values]);
    if (this.unsent?.looks !== looks) this.unsent = { looks, id: newId() };
    const content = { person: this.person.key, id: this.unsent.id, key: form.key, values };
    const done = async (now) => {
      this.unsent = null;
      if (now.form?.key !== form.key) await this.asking.sent(form);
      article.removeAttribute("aria-busy");
    };
    await this.send(() => post("/chat/submit", content), done, (failure) => {
      article.removeAttribute("aria-busy");
      this.asking.late.set(form.key, form); // only the answer may be lost
      const again = () => this.asking.article === article && this.submit(form, this.asking.values());
      this.notice(this.sentence(failure, "not_done"), { again });
    });
  }

  // It is off the page already; one that the server goes on holding open because this did not arrive does no harm.
  leave(form) {
    this.composer.box.focus();
    const content = { person: this.person.key, id: newId(), message: "", payload: form.leave };
    return this.send(() => post("/chat/press", content), () => {}, () => {});
  }

  // Send something in place of what was complained of before.
  send(request, done, failed) {
    this.notices.replaceChildren();
    return this.deliver(request, done, failed);
  }

  // `done` and `failed` first clear up, then the answer is shown.
  async deliver(request, done, failed) {
    let now;
    try {
      now = await request();
    } catch (failure) {
      failed(failure);
      return;
    }
    await done(now);
    if (now.toast) this.toast(now.toast);
    for (const card of now.cards) this.log.addBelow(drawPassing(card, (payload, key) => this.press(payload, key)));
    if (now.form) await this.asking.open(now.form);
  }

  onItsWay(id, text) {
    if (this.pending.has(id)) return;
    const element = make(
      "article",
      { class: "line theirs pending" },
      make("header", {}, make("span", { class: "sender" }, this.person.name), make("span", {}, words("on_its_way"))),
      make("div", { class: "bubble" }, make("div", { class: "text" }, make("p", {}, text))),
    );
    this.pending.set(id, element);
    this.log.addBelow(element);
  }

  settle(id) {
    this.pending.get(id)?.remove();
    this.pending.delete(id);
  }

  sentence(failure, unreachable) {
    return complaint(failure.code === "unreachable" ? unreachable : failure.code, this.person.language);
  }

  // A word about what went wrong, with a way on when there is one; all of it in the language of the person.
  notice(sentence, { quote = "", again = null } = {}) {
    const gone = (then) => () => {
      this.notices.replaceChildren();
      then?.();
    };
    const { language } = this.person;
    const key = (word, attributes) => button(words(word, {}, language), attributes);
    const notice = make(
      "div",
      { class: "notice", lang: language },
      make("p", {}, sentence),
      quote ? make("blockquote", {}, quote) : "",
      make(
        "div",
        { class: "keys" },
        again ? key("again", { class: "key first", click: gone(again) }) : "",
        key("dismiss", { class: "key", click: gone() }),
      ),
    );
    this.notices.replaceChildren(notice);
  }

  toast(sentence) {
    const toast = make("div", { class: "toast" }, make("p", {}, sentence));
    const close = () => toast.remove();
    toast.append(button("×", { class: "close", "aria-label": words("dismiss", {}, this.person.language), click: close }));
    let timer = setTimeout(close, TOAST);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => (timer = setTimeout(close, TOAST)));
    this.toasts.replaceChildren(toast);
  }
}

export function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => [...(part ?? "")][0] ?? "").join("").toUpperCase();
}

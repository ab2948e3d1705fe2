// The messages of one chat: kept in order, replaced in place, with a line for each new day.

import { button, make } from "/chat/static/build.js";
import { day, hour } from "/chat/static/dates.js";
import { drawMessage } from "/chat/static/message.js";
import { words } from "/chat/static/words.js";

const NEAR = 80; // pixels from the end that still count as reading the newest

export class Log {
  constructor(person, press) {
    this.person = person;
    this.press = press;
    this.lines = new Map(); // id -> { line, looks, element }
    this.list = make("div", { class: "lines", role: "log", "aria-live": "polite", tabindex: "0" });
    this.down = button("", { class: "down", hidden: true, click: () => this.toEnd() });
    this.element = make("div", { class: "log" }, this.list, this.down);
    this.following = true; // whether the newest messages are being read, so that the log moves on by itself
    this.list.addEventListener("scroll", () => this.scrolled());
    this.room = ""; // for which that was found out
    new ResizeObserver(() => this.resized()).observe(this.list);
  }

  // Everything that stands there now, as after loading or reconnecting.
  show(lines) {
    const ids = new Set(lines.map((line) => line.id));
    for (const [id, known] of this.lines) {
      if (!ids.has(id)) {
        known.element.remove();
        this.lines.delete(id);
      }
    }
    for (const line of lines) this.stand(line);
    this.tidy();
    if (this.following) this.toEnd();
  }

  // One message, new or changed. Returns whether it is new.
  put(line) {
    const isNew = !this.lines.has(line.id);
    if (!this.stand(line)) return false;
    this.tidy();
    if (this.following || (isNew && !line.ours)) this.toEnd();
    else if (isNew) this.down.hidden = false;
    return isNew;
  }

  // Make a message stand where it belongs. Returns whether that changed anything.
  stand(line) {
    const looks = JSON.stringify(line);
    const known = this.lines.get(line.id);
    if (known?.looks === looks) return false;
    const element = drawMessage(line, this.person, this.press);
    this.lines.set(line.id, { line, looks, element });
    if (known) this.swap(known.element, element);
    else this.list.insertBefore(element, this.after(line.id));
    return true;
  }

  // Something that is no message: a form, a passing card, words on their way. It stays below the messages.
  addBelow(element) {
    element.classList.add("below");
    this.list.append(element);
    this.tidy();
    this.toEnd();
  }

  // After a change of the page's language: the same messages with other headings.
  redraw() {
    for (const [id, known] of this.lines) {
      const element = drawMessage(known.line, this.person, this.press);
      known.element.replaceWith(element);
      this.lines.set(id, { ...known, element });
    }
    this.tidy();
    this.list.setAttribute("aria-label", words("messages", { name: this.person.name }));
    this.down.textContent = `${words("newest")} ↓`;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.down.hidden = true;
  }

  // With another room (the wall opens beside the chats, a keyboard comes) whoever was at the end stays there.
  resized() {
    this.room = this.roomNow();
    if (this.following) this.toEnd();
  }

  roomNow() {
    return `${this.list.clientWidth} ${this.list.clientHeight}`;
  }

  scrolled() {
    if (this.room !== this.roomNow()) return; // nobody has scrolled away: `resized` comes next
    this.following = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
    if (this.following) this.down.hidden = true;
  }

  // Ids grow, so a message stands before the first with a greater one.
  after(id) {
    return this.inOrder().find(({ line }) => line.id > id)?.element ?? this.list.querySelector(".below");
  }

  inOrder() {
    return [...this.lines.values()].sort((a, b) => a.line.id - b.line.id);
  }

  // A card that changes under somebody's finger keeps the keyboard's place.
  swap(old, element) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(element);
    element.classList.add("changed");
    if (!focused) return;
    const twin = [...element.querySelectorAll("[data-payload]")].find((key) => key.dataset.payload === focused.dataset.payload);
    (twin ?? element).focus({ preventScroll: true });
  }

  // A mark where a day begins, a word where there is nothing, one name above a run of messages of one sender.
  // Marks that are right stay untouched: what is added to a log is read out.
  tidy() {
    const begins = new Map(); // element -> the day that begins with it
    let before = {};
    for (const { line, element } of this.inOrder()) {
      const today = day(line.at);
      if (today !== before.today) begins.set(element, today);
      const follows = today === before.today && line.ours === before.ours;
      element.classList.toggle("follows", follows);
      element.classList.toggle("same", follows && hour(line.at) === before.hour && !line.edited);
      before = { today, hour: hour(line.at), ours: line.ours };
    }
    for (const mark of this.list.querySelectorAll(".day")) {
      if (begins.get(mark.nextElementSibling) === mark.textContent) begins.delete(mark.nextElementSibling);
      else mark.remove();
    }
    for (const [element, today] of begins) element.before(make("p", { class: "day" }, make("span", {}, today)));
    this.list.querySelector(".nothing")?.remove();
    if (!this.list.children.length) this.list.append(make("p", { class: "nothing" }, words("no_lines")));
  }
}

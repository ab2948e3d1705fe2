// The box in which a person writes: a label, a text that grows, a button; another for files, for who may send them.

import { button, make } from "/chat/static/build.js";
import { Draft } from "/chat/static/draft.js";
import { words } from "/chat/static/words.js";

const TALLEST = 160; // pixels; longer texts scroll inside the box

export class Composer {
  constructor(person, number, say, attach) {
    const id = `text-${number}`;
    this.person = person;
    this.draft = new Draft(`text-${person.key}`);
    this.label = make("label", { for: id, class: "unseen" });
    this.box = make("textarea", { id, rows: "1", enterkeyhint: "send", autocomplete: "off" });
    this.send = make("button", { type: "submit", class: "send" });
    this.file = make("input", { type: "file", hidden: true });
    this.clip = button("📎", { class: "clip", click: () => this.file.click() });
    this.element = make("form", { class: "composer" }, this.file, this.clip, this.label, this.box, this.send);
    this.file.addEventListener("change", () => {
      const [chosen] = this.file.files;
      this.file.value = ""; // so that the same file can be chosen again
      if (chosen) attach(chosen);
    });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.box.value.trim()) say(this.box.value);
      else this.box.focus(); // the second click of two, or a press before anything was written
    });
    this.box.addEventListener("input", () => {
      this.grow();
      this.keep();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
  }

  redraw() {
    this.label.textContent = words("write_as", { name: this.person.name });
    this.box.placeholder = words("write_here");
    this.send.textContent = words("send");
    this.takes(this.person.files);
  }

  // Files with these endings are taken now; none from most people, most of the time.
  takes(endings) {
    this.person.files = endings;
    this.file.accept = endings.join(",");
    this.clip.hidden = !endings.length;
    this.clip.title = words("attach", { endings: endings.join(", ") });
    this.clip.setAttribute("aria-label", this.clip.title);
  }

  // After a reload: what was being written.
  restore() {
    const kept = this.draft.read();
    if (kept) this.set(kept);
  }

  // Remember what is in the box.
  keep() {
    if (this.box.value) this.draft.keep(this.box.value);
    else this.draft.forget();
  }

  // Empty the box, or give a text back to it in front of what has been written since.
  set(text) {
    this.box.value = text;
    this.grow();
    this.keep();
  }

  giveBack(text) {
    this.set(this.box.value ? `${text}\n${this.box.value}` : text);
    this.box.focus();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, TALLEST)}px`;
  }
}

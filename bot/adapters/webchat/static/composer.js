// The box in which a person writes: a label, a text that grows, a button.

import { make } from "/chat/static/build.js";
import { words } from "/chat/static/words.js";

const TALLEST = 160; // pixels; longer texts scroll inside the box

export class Composer {
  constructor(person, number, say) {
    const id = `text-${number}`;
    this.person = person;
    this.label = make("label", { for: id, class: "unseen" });
    this.box = make("textarea", { id, rows: "1", enterkeyhint: "send", autocomplete: "off" });
    this.send = make("button", { type: "submit", class: "send" });
    this.element = make("form", { class: "composer" }, this.label, this.box, this.send);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      say(this.box.value);
    });
    this.box.addEventListener("input", () => this.grow());
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
  }

  // Empty the box, or give a text back to it in front of what has been written since.
  set(text) {
    this.box.value = text;
    this.grow();
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

// The wall of the try-out's café beside the chats: there as long as the café has one; one button closes and opens it.

import { button, make } from "/chat/static/build.js";
import { pageLanguage, words } from "/chat/static/words.js";

const CLOSED = "sfat-wall-closed"; // in this tab

export class Wall {
  // `changed`: called when it has come or gone, was opened or closed.
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    this.address = null; // where the wall is in this site; null: there is none
    this.closed = read();
    this.toggle = button("", { class: "toggle beside-toggle", hidden: true, "aria-controls": element.id, click: () => this.open(this.closed) });
    this.title = make("h2");
    this.whole = make("a", { target: "_blank", rel: "noopener" });
    this.frame = null;
    element.replaceChildren(make("header", {}, this.title, this.whole));
  }

  get isOpen() {
    return this.address !== null && !this.closed;
  }

  // Where it is now. One that was given another address is closed, as it is on the projector: the old one shows nothing.
  stands(address) {
    if (address === this.address) return;
    if (address !== null && this.address !== null) this.remember(true);
    this.address = address;
    this.show();
  }

  open(wanted) {
    const closed = !wanted;
    if (this.closed === closed) return;
    this.remember(closed);
    this.show();
  }

  remember(closed) {
    this.closed = closed;
    try {
      sessionStorage.setItem(CLOSED, closed ? "yes" : "");
    } catch {
      // A browser that keeps nothing opens it anew with the page.
    }
  }

  show() {
    this.element.hidden = !this.isOpen;
    this.redraw();
    this.changed();
  }

  redraw() {
    this.title.textContent = words("wall");
    this.whole.textContent = words("wall_whole");
    this.whole.href = this.address === null ? "" : `${this.address}?lang=${pageLanguage()}`;
    this.element.setAttribute("aria-label", words("wall"));
    this.toggle.hidden = this.address === null;
    this.toggle.textContent = `📺 ${words("wall")}`;
    this.toggle.setAttribute("aria-expanded", String(this.isOpen));
    this.draw(this.isOpen ? this.whole.getAttribute("href") : "");
  }

  // A frame of its own for each address: what stood in the one before is no step back.
  draw(address) {
    if (this.frame && address === this.frame.getAttribute("src")) {
      this.frame.title = words("wall");
      return;
    }
    this.frame?.remove();
    this.frame = address ? make("iframe", { src: address, title: words("wall") }) : null;
    if (this.frame) this.element.append(this.frame);
  }
}

function read() {
  try {
    return Boolean(sessionStorage.getItem(CLOSED));
  } catch {
    return false;
  }
}

// What a person has said and the server has not yet taken: kept in its order for this tab, each text under the id by
// which the server knows it again, so that none is lost and none counts twice.

import { button, make, newId } from "/chat/static/build.js";
import { Draft } from "/chat/static/draft.js";
import { words } from "/chat/static/words.js";

export class Outbox {
  // `send(one, failed)` sends a text, and calls `failed` with what went wrong; `stand(one)` and `settle(id)` show one on
  // its way and no longer; `giveBack(text)` puts it in the box; `refuse(failure)` and `sentence(failure)` say why.
  constructor(person, deeds) {
    this.person = person;
    this.deeds = deeds;
    this.texts = []; // { id, text, going }
    this.failure = null; // why the first of those that wait could not be sent
    this.again = false; // they are being sent again
    this.draft = new Draft(`unsent-${person.key}`);
    this.element = make("div");
  }

  // Send a text, after those that wait.
  async say(text) {
    const one = { id: newId(), text, going: false };
    const others = this.waiting.length;
    this.texts.push(one);
    this.keep();
    this.deeds.stand(one);
    if (others) await this.flush();
    else await this.send(one);
  }

  // After a reload: what was on its way or could not be sent.
  restore() {
    this.texts = (this.draft.read() ?? []).map((kept) => ({ ...kept, going: false }));
    this.texts.forEach(this.deeds.stand);
    return this.flush();
  }

  // Send those that wait, in their order, until one does not go.
  async flush() {
    if (this.again || !this.waiting.length) return;
    this.again = true;
    this.failure = null;
    this.redraw();
    for (const one of this.waiting) this.deeds.stand(one);
    while (this.waiting.length && !this.failure) await this.send(this.waiting[0]);
    this.again = false;
    this.redraw();
  }

  get waiting() {
    return this.texts.filter((one) => !one.going);
  }

  async send(one) {
    one.going = true;
    let failure = null;
    await this.deeds.send(one, (why) => (failure = why));
    one.going = false;
    const refused = [400, 413].includes(failure?.status); // as it is it will never be taken
    if (!failure || refused) this.forget(one);
    if (refused) {
      this.deeds.giveBack(one.text);
      this.deeds.refuse(failure);
    } else if (failure) {
      this.failure = failure;
    }
    this.redraw();
  }

  forget(gone) {
    this.texts = this.texts.filter((one) => one !== gone);
    this.deeds.settle(gone.id);
    this.keep();
  }

  keep() {
    if (this.texts.length) this.draft.keep(this.texts.map(({ id, text }) => ({ id, text })));
    else this.draft.forget();
  }

  // Those that wait, with a word about why and a way on.
  redraw() {
    this.element.replaceChildren();
    if (!this.failure || this.again) return;
    const waiting = this.waiting;
    if (!waiting.length) return;
    for (const { id } of waiting) this.deeds.settle(id);
    const { language } = this.person;
    const key = (word, attributes) => button(words(word, {}, language), attributes);
    this.element.append(
      make(
        "div",
        { class: "notice", lang: language },
        make("p", {}, this.deeds.sentence(this.failure, waiting.length)),
        make("div", { class: "unsent" }, ...waiting.map(({ text }) => make("blockquote", {}, text))),
        make(
          "div",
          { class: "keys" },
          key("again", { class: "key first", click: () => this.flush() }),
          key("change", { class: "key", click: () => this.takeBack(waiting) }),
        ),
      ),
    );
  }

  takeBack(waiting) {
    waiting.forEach((one) => this.forget(one));
    this.deeds.giveBack(waiting.map(({ text }) => text).join("\n"));
    this.redraw();
  }
}

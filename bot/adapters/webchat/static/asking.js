// The form that is open in a chat. It stands on the page only while the server holds it open; what was typed into one
// that made room for another is kept, and stands there again when the same is asked once more.

import { Draft } from "/chat/static/draft.js";
import { drawForm, focusForm, valuesOf, withValues } from "/chat/static/form.js";
import { ask } from "/chat/static/server.js";
import { words } from "/chat/static/words.js";

export class Asking {
  // `submit(form, values)` and `leave(form)` are what its buttons do; `tell(sentence)` says what has become of a form.
  constructor(person, log, { submit, leave, tell }) {
    this.person = person;
    this.log = log;
    this.submit = submit;
    this.leave = leave;
    this.tell = tell;
    this.late = new Map(); // key -> a form that was sent; whether it was taken was not known then
    this.form = null; // the open form; `first` is what stood in its fields at first, by name
    this.article = null;
    this.draft = new Draft(`form-${person.key}`);
  }

  // A form of the server: the one that stands here with what is wrong in it, or another, which takes its place.
  async open(form) {
    if (this.late.size) await this.check(); // what was taken meanwhile is not put aside
    let { first } = this.form ?? {};
    let values;
    if (this.form?.key === form.key) {
      values = this.values();
    } else {
      if (this.form) this.putAside(this.written(), form.subject);
      first = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
      values = this.aside(form).read() ?? {};
      this.draft.forget();
    }
    this.article?.remove();
    const fields = form.fields.map((field) => ({ ...field, value: values[field.name] ?? field.value }));
    this.draw({ ...form, first, fields });
    focusForm(this.article);
  }

  // After a reload: what was begun, if it is still open.
  async restore() {
    const kept = this.draft.read();
    if (!kept) return;
    const standing = await this.standing(kept);
    if (this.form) return;
    if (standing === "open") this.draw(kept);
    else this.over(kept, standing);
  }

  // Something has happened that may have closed it, or taken what was sent before. While it is being sent, the answer
  // will tell.
  async check() {
    const forms = new Map(this.late);
    if (this.form && !this.busy) forms.set(this.form.key, this.form);
    await Promise.all([...forms.values()].map((form) => this.look(form)));
  }

  async look(form) {
    const standing = await this.standing(form);
    const stands = this.form?.key === form.key;
    if (standing === "open" || (stands && this.busy)) return;
    const late = this.late.has(form.key);
    if (standing !== "aside") this.late.delete(form.key);
    if (late && standing === "sent") this.taken(form);
    else if (stands) this.over(this.written(), standing);
  }

  // It was sent, and nothing complained of. One that is still open may only be worked late, or its answer be lost: it
  // stays, and goes when it is taken. What the server will not take is kept: the chat says why.
  async sent(form) {
    const standing = await this.standing(form);
    if (standing === "sent") this.aside(form).forget(); // also when another has taken its place meanwhile
    if (this.form?.key !== form.key) return;
    if (standing === "open") {
      this.late.set(form.key, form);
      this.tellOf("form_stays", form);
      this.article.removeAttribute("aria-busy");
      await this.check(); // what happened while it was busy went unseen
      return;
    }
    this.late.delete(form.key);
    if (standing !== "sent") this.putAside(this.written());
    this.close();
  }

  // What was sent has arrived after all: it is neither shown nor offered again.
  taken(form) {
    this.aside(form).forget();
    this.tellOf("form_taken", form);
    if (this.form?.key === form.key) this.close();
  }

  close() {
    const focused = this.article?.contains(document.activeElement);
    this.article?.remove();
    this.article = null;
    this.form = null;
    this.draft.forget();
    this.log.tidy();
    if (focused) this.log.list.focus({ preventScroll: true });
  }

  get busy() {
    return this.article?.getAttribute("aria-busy") === "true";
  }

  values() {
    return valuesOf(this.article.querySelector("form"), this.form);
  }

  written() {
    return withValues(this.form, this.article.querySelector("form"));
  }

  draw(form) {
    this.form = form;
    this.article = drawForm(form, {
      submit: (values) => this.submit(form, values),
      cancel: () => {
        this.aside(form).forget();
        this.close();
        this.leave(form);
      },
    });
    const keep = () => this.draft.keep(this.written());
    this.article.addEventListener("input", keep);
    keep();
    this.log.addBelow(this.article);
  }

  over(written, standing) {
    if (standing === "aside") {
      this.putAside(written);
    } else {
      this.aside(written).forget();
      this.tellOf("form_closed", written);
    }
    this.close();
  }

  // `next` is the subject of the form that takes its place: the same one shows what is kept at once.
  putAside(written, next = "") {
    const typed = written.fields.filter(({ name, value }) => value !== written.first?.[name]);
    if (!typed.length) return this.aside(written).forget();
    this.aside(written).keep(Object.fromEntries(typed.map(({ name, value }) => [name, value])));
    if (written.subject !== next) this.tellOf("form_kept", written);
  }

  tellOf(sentence, form) {
    this.tell(words(sentence, { title: form.title }, form.language));
  }

  aside(form) {
    return new Draft(`aside-${this.person.key}-${form.subject}`);
  }

  // What has become of a form. Nothing is taken from anybody because the connection is lost.
  async standing(form) {
    try {
      return (await ask(`/chat/forms/${encodeURIComponent(this.person.key)}/${encodeURIComponent(form.key)}`)).standing;
    } catch {
      return "open";
    }
  }
}

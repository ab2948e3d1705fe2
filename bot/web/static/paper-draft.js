// What is being typed survives a reload, a crash and a lost connection: it is kept in this browser until it is saved.
// With it stands the key of the submission, so that what was sent already is not there twice.

const PLACE = `sfat-paper-${location.pathname.slice(-12)}`; // the end of the address: enough to tell one from another

let memory = null; // where a browser keeps nothing, at least this page does

/** A key that no other submission has (crypto.randomUUID needs https). */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? memory ?? {};
  } catch {
    return memory ?? {};
  }
}

const draft = { text: "", round: "", table: "", who: "", key: "", ...read() };
if (!draft.text) draft.key = newKey(); // nothing waits to be sent again: another page of this address has its own

/** What was typed and chosen last, and the key with which it is sent. */
export { draft };

/** Keep what has changed of it. */
export function keep(changed) {
  memory = Object.assign(draft, changed);
  try {
    localStorage.setItem(PLACE, JSON.stringify(draft));
  } catch {
    // full, or not allowed: the page still has it
  }
}

/** It is saved: what comes next is another submission, of the same table and round. */
export function done() {
  keep({ text: "", key: newKey() });
}

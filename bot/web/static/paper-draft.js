// What is being typed survives a reload, a crash and a lost connection: it is kept in this browser until it is saved.
// With it stands the key of the submission, so that what was sent already is not there twice. Each tab keeps its own:
// two of one address would write over each other. What no tab holds any more, the next one takes up.

const PLACE = `sfat-paper-${location.pathname.slice(-12)}`; // the end of the address: enough to tell one from another
const ANSWERS = 150; // milliseconds in which the other tabs say which drafts are theirs

let mine = ""; // under which name the draft of this tab is kept

/** A key that no other submission has (crypto.randomUUID needs https). */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** What a browser that keeps nothing refuses. */
function tried(what) {
  try {
    return what();
  } catch {
    return null;
  }
}

const slot = (tab) => `${PLACE}-${tab}`;
const read = (name) => tried(() => JSON.parse(localStorage.getItem(name)));

/** The drafts that other tabs hold; from now on these hear of ours (Web Locks would need https). */
async function others() {
  const found = new Set();
  const tabs = new BroadcastChannel(PLACE);
  tabs.addEventListener("message", ({ data }) => {
    if (data.held) found.add(data.held);
    else if (mine) tabs.postMessage({ held: mine });
  });
  tabs.postMessage({ held: "" });
  await new Promise((done) => setTimeout(done, ANSWERS));
  return found;
}

/** The draft of this tab as it was left; else one that was left behind, also by an earlier version (the name alone). */
function take(held) {
  const before = tried(() => sessionStorage.getItem(PLACE));
  if (before && !held.has(slot(before))) {
    mine = slot(before); // a tab that was doubled has the number of the other, which still holds it
    return read(mine) ?? {};
  }
  const number = newKey();
  tried(() => sessionStorage.setItem(PLACE, number));
  mine = slot(number);
  const names = tried(() => Object.keys(localStorage)) ?? [];
  const left = names.filter((name) => name.startsWith(PLACE) && !held.has(name));
  const found = left.find((name) => read(name)?.text) ?? left[0];
  const draft = found ? read(found) : null;
  for (const name of left) if (name === found || !read(name)?.text) localStorage.removeItem(name);
  return draft ?? {};
}

const draft = { text: "", round: "", table: "", who: "", key: "", ...take(await others()) };
if (!draft.text) draft.key = newKey(); // nothing waits to be sent again
keep({});

/** What was typed and chosen last, and the key with which it is sent. */
export { draft };

/** Keep what has changed of it. */
export function keep(changed) {
  Object.assign(draft, changed);
  tried(() => localStorage.setItem(mine, JSON.stringify(draft))); // full, or not allowed: the page still has it
}

/** It is saved: what comes next is another submission, of the same table and round. */
export function done() {
  keep({ text: "", key: newKey() });
}

addEventListener("pagehide", () => keep({})); // another tab may have taken it up while this one slept

// What somebody has begun to write and not sent: kept for this tab, so that a reload loses nothing.

const LIFE = 24 * 60 * 60 * 1000; // milliseconds since it was begun; the server keeps a form open for as long

export class Draft {
  constructor(name) {
    this.name = `sfat-draft-${name}`;
  }

  // What was kept, if it is not too old; null when there is nothing.
  read() {
    return this.kept()?.content ?? null;
  }

  keep(content) {
    const since = this.kept()?.since ?? Date.now();
    try {
      sessionStorage.setItem(this.name, JSON.stringify({ since, content }));
    } catch {
      // A browser that keeps nothing forgets drafts with the page, which is what its owner asked for.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.name);
    } catch {
      // The same.
    }
  }

  kept() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name));
      return Date.now() - kept.since < LIFE ? kept : null;
    } catch {
      return null; // there is nothing, or nothing may be kept
    }
  }
}

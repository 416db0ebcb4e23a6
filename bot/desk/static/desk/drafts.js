/** Words that were written and not sent, per conversation; kept in this tab, so that a reload or another page loses none. */

const HEAD = "desk-draft:";

export class Drafts {
  /** `me`: whose drafts; what somebody else left in this tab goes. */
  constructor(me) {
    this.mine = `${HEAD}${me}:`;
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(HEAD) && !key.startsWith(this.mine)) sessionStorage.removeItem(key);
    }
  }

  /** {words, mode}; empty words for none. */
  of(id) {
    return JSON.parse(sessionStorage.getItem(this.mine + id) || '{"words":"","mode":"reply"}');
  }

  has(id) {
    return sessionStorage.getItem(this.mine + id) !== null;
  }

  keep(id, words, mode) {
    if (words.trim()) sessionStorage.setItem(this.mine + id, JSON.stringify({ words, mode }));
    else this.drop(id);
  }

  drop(id) {
    sessionStorage.removeItem(this.mine + id);
  }
}

// What the page remembers: numbers and dates of police files, and nothing of a certificate.
// Where the browser keeps nothing, it is remembered until the page is closed.

const MEMORY_NAME = "carly-police-files";

class Memory {
  constructor(storage, rootsPrint) {
    this.storage = storage;
    this.rootsPrint = rootsPrint;
    this.floor = null;
    this.seen = new Map();
    this.#recall();
  }

  took(bundle, now) {
    this.floor = clockFloor(bundle, now, this.floor);
    const { issuer } = bundle.manifest;
    this.seen.set(issuer, seenIn(bundle, this.seen.get(issuer)));
    const kept = { roots: this.rootsPrint, floor: this.floor, seen: [...this.seen.values()] };
    try {
      this.storage?.setItem(MEMORY_NAME, JSON.stringify(kept));
    } catch {
      // Storage is full or forbidden: the page still remembers while it is open.
    }
  }

  // What other roots vouched for has numbers of its own.
  #recall() {
    try {
      const kept = JSON.parse(this.storage?.getItem(MEMORY_NAME) ?? "null");
      if (kept === null || kept.roots !== this.rootsPrint) return;
      const seen = new Map(kept.seen.map((last) => [last.issuer, last]));
      if (kept.floor !== null && !Number.isSafeInteger(kept.floor)) return;
      if (![...seen.values()].every(isMemory)) return;
      this.floor = kept.floor;
      this.seen = seen;
    } catch {
      // Nothing readable is remembered.
    }
  }
}

const isMemory = ({ issuer, sequence, digest, trustSequence, trustDigest, lists }) =>
  typeof issuer === "string" &&
  Number.isSafeInteger(sequence) &&
  typeof digest === "string" &&
  Number.isSafeInteger(trustSequence) &&
  typeof trustDigest === "string" &&
  lists.every(({ uri, capacity, issuedAt }) => typeof uri === "string" && Number.isSafeInteger(capacity) && Number.isSafeInteger(issuedAt));

// Some browsers throw at the mere mention of storage.
function browserStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

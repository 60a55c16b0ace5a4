// What the page remembers: numbers and dates of police files, and nothing of a certificate.
// Where the browser keeps nothing, it is remembered until the page is closed.

const MEMORY_NAME = "carly-police-files";

class Memory {
  constructor(storage, rootsPrint) {
    this.storage = storage;
    this.rootsPrint = rootsPrint;
    this.seen = new Map();
    this.#recall();
  }

  // The time that this device's clock may no longer fall behind.
  get floor() {
    const floors = [...this.seen.values()].map(({ floor }) => floor).filter((floor) => floor !== null);
    return floors.length === 0 ? null : Math.max(...floors);
  }

  remember(seen) {
    this.seen.set(seen.issuer, seen);
    this.#keep();
  }

  // Enrol the device anew: what comes next is compared with nothing.
  forget() {
    this.seen.clear();
    this.#keep();
  }

  #keep() {
    const kept = { roots: this.rootsPrint, seen: [...this.seen.values()] };
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
      if ([...seen.values()].every(isMemory)) this.seen = seen;
    } catch {
      // Nothing readable is remembered.
    }
  }
}

const isMemory = ({ issuer, sequence, digest, trustSequence, trustDigest, lists, log, floor }) =>
  typeof issuer === "string" &&
  Number.isSafeInteger(sequence) &&
  typeof digest === "string" &&
  Number.isSafeInteger(trustSequence) &&
  typeof trustDigest === "string" &&
  (floor === null || Number.isSafeInteger(floor)) &&
  (log === null || (typeof log.origin === "string" && /^[0-9]{1,18}$/.test(log.size) && /^[0-9a-f]{64}$/.test(log.root))) &&
  lists.every(({ uri, capacity, issuedAt }) => typeof uri === "string" && Number.isSafeInteger(capacity) && Number.isSafeInteger(issuedAt));

// Some browsers throw at the mere mention of storage.
function browserStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

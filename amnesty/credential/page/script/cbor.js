// Deterministic CBOR (RFC 8949, 4.2.1): a decoder that refuses everything else.
// The twin of amnesty/credential/cbor.py, fault for fault and byte for byte.

const MAX_DEPTH = 8;

class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeCbor(octets, { tags = [], isOrdered = true, maxDepth = MAX_DEPTH } = {}) {
  const reader = new CborReader(octets, tags, isOrdered);
  const value = reader.item(maxDepth);
  reader.expectEnd();
  return value;
}

class CborReader {
  constructor(octets, tags, isOrdered) {
    this.octets = octets;
    this.at = 0;
    this.tags = tags;
    this.isOrdered = isOrdered;
  }

  item(depth) {
    const [major, argument] = this.nextHead();
    switch (major) {
      case 0:
        return argument;
      case 1:
        return typeof argument === "bigint" ? -1n - argument : -1 - argument;
      case 2:
        return this.take(argument);
      case 3:
        return this.text(argument);
      case 4:
        return this.array(argument, depth);
      case 5:
        return this.map(argument, depth);
      case 6:
        return this.tagged(argument, depth);
      default:
        return this.simple(argument);
    }
  }

  expectEnd() {
    if (this.at !== this.octets.length) throw this.refusal("GOES_ON");
  }

  refusal(fault) {
    return new Refusal("EncodingRefusedError", { at: this.at }, fault);
  }

  take(count) {
    if (count > this.octets.length - this.at) throw this.refusal("ENDS_EARLY");
    const taken = this.octets.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  nextHead() {
    const [initial] = this.take(1);
    const major = initial >> 5;
    const info = initial & 31;
    if (info < 24) return [major, info];
    if (info === 31) throw this.refusal("INDEFINITE");
    if (info > 27) throw this.refusal("RESERVED");
    if (major === 7) throw this.refusal("SIMPLE");
    const power = info - 24;
    const argument = wholeNumber(this.take(1 << power));
    const least = power ? 2 ** (4 << power) : 24;
    if (argument < least) throw this.refusal("NOT_SHORTEST");
    return [major, argument];
  }

  text(argument) {
    const utf8 = this.take(argument);
    try {
      return UTF8.decode(utf8);
    } catch {
      throw this.refusal("TEXT");
    }
  }

  array(argument, depth) {
    const inside = this.oneDeeper(depth);
    if (argument > this.octets.length - this.at) throw this.refusal("ENDS_EARLY");
    const items = [];
    for (let index = 0; index < argument; index++) items.push(this.item(inside));
    return items;
  }

  map(argument, depth) {
    const inside = this.oneDeeper(depth);
    if (argument > Math.floor((this.octets.length - this.at) / 2)) throw this.refusal("ENDS_EARLY");
    const pairs = new Map();
    let before = new Uint8Array();
    for (let index = 0; index < argument; index++) {
      const start = this.at;
      const key = this.item(inside);
      if (!isWhole(key) && typeof key !== "string") throw this.refusal("KEY_KIND");
      const encoded = this.octets.subarray(start, this.at);
      if (pairs.has(key)) throw this.refusal("KEY_TWICE");
      if (this.isOrdered && compareOctets(encoded, before) < 0) throw this.refusal("KEY_ORDER");
      before = encoded;
      pairs.set(key, this.item(inside));
    }
    return pairs;
  }

  tagged(argument, depth) {
    if (!this.tags.includes(argument)) throw this.refusal("TAG");
    return new Tag(argument, this.item(this.oneDeeper(depth)));
  }

  simple(argument) {
    if (argument < 20 || argument > 22) throw this.refusal("SIMPLE");
    return [false, true, null][argument - 20];
  }

  oneDeeper(depth) {
    if (depth === 0) throw this.refusal("TOO_DEEP");
    return depth - 1;
  }
}

// Numbers above 2^53 stay exact; a number is a BigInt only where it must be.
function wholeNumber(octets) {
  let value = 0n;
  for (const octet of octets) value = (value << 8n) | BigInt(octet);
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

const isWhole = (value) => typeof value === "bigint" || typeof value === "number";
const isOctets = (value) => value instanceof Uint8Array;

function compareOctets(one, other) {
  const shared = Math.min(one.length, other.length);
  for (let at = 0; at < shared; at++) {
    if (one[at] !== other[at]) return one[at] - other[at];
  }
  return one.length - other.length;
}

const sameOctets = (one, other) => compareOctets(one, other) === 0;
const toHex = (octets) => Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");

function joinOctets(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

// The head of a byte or text string, as the one deterministic encoding has it.
function cborHead(major, argument) {
  if (argument < 24) return [(major << 5) | argument];
  const size = argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : 4;
  const head = [(major << 5) | (24 + Math.log2(size))];
  for (let place = size - 1; place >= 0; place--) head.push(Math.floor(argument / 2 ** (8 * place)) & 255);
  return head;
}

const cborBytes = (octets) => joinOctets(cborHead(2, octets.length), octets);

// Strict reading of one decoded map: every label is known, every value of its kind.

const LATEST = 2 ** 33;
const LONGEST_TEXT = 200;
const MOST = 1_000_000;
const MOST_SLOTS = 2 ** 24;
const MOST_SEQUENCE = 2 ** 32 - 1;

const JOINERS = /[\u200c\u200d]/g;
// What can be seen: letters, marks, numbers, punctuation, symbols and the plain space.
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u;

function isFitText(text) {
  return (
    characterCount(text) <= LONGEST_TEXT &&
    PRINTABLE.test(text.replace(JOINERS, "")) &&
    !text.startsWith(" ") &&
    !text.endsWith(" ") &&
    text.normalize("NFC") === text
  );
}

const isListName = (text) => /^[a-z0-9][a-z0-9:.-]{0,39}$/.test(text);

class Fields {
  constructor(value, { of, required, optional = [], names = new Map() }) {
    this.of = of;
    this.names = names;
    if (!(value instanceof Map)) throw refuseField(of, "NOT_A_MAP");
    this.values = value;
    for (const label of required) if (!value.has(label)) throw this.refusal(label, "MISSING");
    for (const label of value.keys()) {
      if (!required.includes(label) && !optional.includes(label)) throw this.refusal(label, "UNKNOWN");
    }
  }

  has(label) {
    return this.values.has(label);
  }

  refusal(label, fault) {
    return refuseField(this.names.get(label) ?? `${this.of} ${label}`, fault);
  }

  value(label) {
    return this.values.get(label);
  }

  whole(label, { least = 0, most = MOST } = {}) {
    return this.#whole(label, this.value(label), least, most);
  }

  wholes(label, counts) {
    const items = this.items(label);
    if (!counts.includes(items.length)) throw this.refusal(label, "SIZE");
    return items.map((item) => this.#whole(label, item, 0, MOST));
  }

  instant(label) {
    return this.whole(label, { most: LATEST });
  }

  octets(label, size = null) {
    const value = this.value(label);
    if (!isOctets(value)) throw this.refusal(label, "KIND");
    if (size !== null && value.length !== size) throw this.refusal(label, "SIZE");
    return value;
  }

  text(label) {
    return this.#text(label, this.value(label));
  }

  optionalText(label) {
    return this.has(label) ? this.text(label) : null;
  }

  issuer(label) {
    const code = this.text(label);
    if (!/^[A-Z][0-9]{8}$/.test(code)) throw this.refusal(label, "FORM");
    return code;
  }

  listName(label) {
    const name = this.text(label);
    if (!isListName(name)) throw this.refusal(label, "FORM");
    return name;
  }

  texts(label, count) {
    const items = this.items(label);
    if (items.length !== count) throw this.refusal(label, "SIZE");
    return items.map((item) => this.#text(label, item));
  }

  items(label) {
    const value = this.value(label);
    if (!Array.isArray(value)) throw this.refusal(label, "KIND");
    return value;
  }

  inner(label, { required, optional = [], names }) {
    return new Fields(this.value(label), { of: `${this.of} ${label}`, required, optional, names });
  }

  #whole(label, value, least, most) {
    if (!isWhole(value)) throw this.refusal(label, "KIND");
    if (!(least <= value && value <= most)) throw this.refusal(label, "RANGE");
    return value;
  }

  #text(label, value) {
    if (typeof value !== "string") throw this.refusal(label, "KIND");
    if (!isFitText(value)) throw this.refusal(label, "LETTERS");
    return value;
  }
}

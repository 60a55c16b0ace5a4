// A code's text: decimal digits, five for two bytes, after an address that nobody looks at.

const MAX_CHARACTERS = 2000;
const MANY_DIGITS = 100;

const withoutOuterSpace = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

// Whether a text ends in far more digits than anything else does.
function looksLikeACode(text) {
  const found = /[0-9]+$/.exec(withoutOuterSpace(text).slice(-MAX_CHARACTERS));
  return found !== null && found[0].length >= MANY_DIGITS;
}

function digitsAtEnd(typed) {
  const text = withoutOuterSpace(typed);
  const found = /[0-9]+$/.exec(text.slice(-MAX_CHARACTERS));
  if (found === null) throw new NothingReadable();
  const length = characterCount(text);
  if (length > MAX_CHARACTERS) throw new Refusal("CodeTooLongError", { found: length });
  return found[0];
}

// Characters, not the halves that some are stored as.
function characterCount(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function fromDigits(digits) {
  const rest = digits.length % 5;
  if (rest !== 0 && rest !== 3) throw new Refusal("DigitsRefusedError");
  const octets = [];
  for (let at = 0; at + 5 <= digits.length; at += 5) {
    const pair = Number(digits.slice(at, at + 5));
    if (pair > 0xffff) throw new Refusal("DigitsRefusedError");
    octets.push(pair >> 8, pair & 255);
  }
  if (rest) {
    const odd = Number(digits.slice(-rest));
    if (odd > 0xff) throw new Refusal("DigitsRefusedError");
    octets.push(odd);
  }
  return Uint8Array.from(octets);
}

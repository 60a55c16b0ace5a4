// A certificate out of the claims of a CBOR Web Token, read strictly.

const CERTIFICATE = -70001;
const LONGEST_VALIDITY = 5 * 366 * DAY;
const EARLIEST_BIRTH = Date.UTC(1850, 0, 1) / 1000 / DAY;

const NUMBER = 1, HOLDER = 2, BORN = 3, PLACE = 4, POSTCODE = 5, SETTING = 6, LIMITS = 7;
const STOCK = 8, POLICY = 9, ROLE = 10, CARRY = 11, AGREEMENT = 12, FORM = 13, PATIENT = 14;

// A Map, since the label "2" is not the label 2.
const CERTIFICATE_NAMES = new Map([
  [NUMBER, "certificate number"],
  [HOLDER, "name"],
  [BORN, "date of birth"],
  [PLACE, "address"],
  [POSTCODE, "postcode"],
  [SETTING, "setting"],
  [LIMITS, "number of plants"],
  [STOCK, "stock"],
  [POLICY, "policy"],
  [ROLE, "role"],
  [CARRY, "amount carried"],
  [AGREEMENT, "agreement"],
  [FORM, "form"],
  [PATIENT, "patient's name"],
]);

const SETTINGS = { 1: "indoor", 2: "outdoor", 3: "both" };
const NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

function decodeClaims(payload) {
  const claims = new Fields(decodeCbor(payload), { of: "claim", required: [1, 4, 5, 6, 7, 65535, CERTIFICATE] });
  const body = claims.inner(CERTIFICATE, {
    required: [NUMBER, HOLDER, BORN, LIMITS, POLICY, ROLE, CARRY, FORM],
    optional: [PLACE, POSTCODE, SETTING, STOCK, AGREEMENT, PATIENT],
    names: CERTIFICATE_NAMES,
  });
  const issuedAt = claims.instant(6);
  const [validFrom, validTo] = readValidity(claims);
  const form = body.whole(FORM, { least: 1, most: 2 }) === 1 ? "certificate" : "card";
  requireLabelsOf(body, form);
  const setting = body.has(SETTING) ? SETTINGS[body.whole(SETTING, { least: 1, most: 3 })] : null;
  const [indoor, outdoor] = readLimits(body, setting);
  return {
    number: readNumber(body),
    issuer: claims.issuer(1),
    form,
    holder: body.text(HOLDER),
    dateOfBirth: body.whole(BORN, { least: EARLIEST_BIRTH, most: londonDay(issuedAt) }),
    patient: body.optionalText(PATIENT),
    place: body.optionalText(PLACE),
    postcode: body.optionalText(POSTCODE),
    setting,
    indoor,
    outdoor,
    stockGrams: body.has(STOCK) ? body.whole(STOCK) : null,
    carryGrams: body.whole(CARRY),
    policy: body.text(POLICY),
    agreement: readAgreement(body),
    validFrom,
    validTo,
    issuedAt,
    slot: readSlot(claims),
    tokenId: claims.octets(7, 16),
  };
}

function readValidity(claims) {
  const notBefore = claims.instant(5);
  const expires = claims.instant(4);
  if (!(0 < expires - notBefore && expires - notBefore <= LONGEST_VALIDITY)) {
    throw new Refusal("ValidityTooLongError");
  }
  const validFrom = londonDay(notBefore);
  const validTo = londonDay(expires) - 1;
  if (midnightBefore(validFrom) !== notBefore) throw claims.refusal(5, "FORM");
  if (midnightAfter(validTo) !== expires) throw claims.refusal(4, "FORM");
  return [validFrom, validTo];
}

// A card does not tell where, and a certificate does.
function requireLabelsOf(body, form) {
  if (form === "card") {
    for (const label of [PLACE, SETTING, STOCK, POSTCODE]) if (body.has(label)) throw body.refusal(label, "NOT_HERE");
  } else {
    for (const label of [PLACE, SETTING, STOCK]) if (!body.has(label)) throw body.refusal(label, "MISSING");
  }
  const role = body.whole(ROLE, { least: 1, most: 2 });
  if (body.has(PATIENT) !== (role === 2)) throw body.refusal(PATIENT, "NOT_HERE");
}

function readNumber(body) {
  const text = body.text(NUMBER);
  if (!/^C(-[2-9A-HJKMNP-Z]{4}){3}$/.test(text) || !addsUp(text.replaceAll("-", ""))) {
    throw body.refusal(NUMBER, "FORM");
  }
  return text;
}

// Each character times 3^i, i counted from the right: 1 modulo 31.
const addsUp = (characters) =>
  [...characters].reduce((sum, character) => (3 * sum + NUMBER_ALPHABET.indexOf(character)) % 31, 0) === 1;

function readLimits(body, setting) {
  const counts = setting === "both" ? [4] : setting === null ? [2, 4] : [2];
  const numbers = body.wholes(LIMITS, counts);
  const pairs = [];
  for (let at = 0; at < numbers.length; at += 2) pairs.push({ flowering: numbers[at], plants: numbers[at + 1] });
  if (pairs.some(({ flowering, plants }) => flowering > plants)) throw body.refusal(LIMITS, "RANGE");
  if (pairs.length === 2) return pairs;
  return setting === "outdoor" ? [null, pairs[0]] : [pairs[0], null];
}

function readAgreement(body) {
  if (!body.has(AGREEMENT)) return null;
  const [reference, force] = body.texts(AGREEMENT, 2);
  return { reference, force };
}

function readSlot(claims) {
  const status = claims.inner(65535, { required: ["status_list"] });
  const slot = status.inner("status_list", { required: ["idx", "uri"] });
  return { uri: slot.listName("uri"), index: slot.whole("idx", { most: MOST_SLOTS - 1 }) };
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Bytes as letters that are read aloud: Crockford's base 32, eight for each five bytes.
function crockford(octets) {
  let number = 0n;
  for (const octet of octets) number = (number << 8n) | BigInt(octet);
  let letters = "";
  for (let count = (octets.length * 8) / 5; count > 0; count--) {
    letters = CROCKFORD[Number(number & 31n)] + letters;
    number >>= 5n;
  }
  return letters;
}

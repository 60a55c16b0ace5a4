// Verifying: the numbered checks, from a code's text to an answer for an officer.
//
// 1. length and digits
// 2. strict CBOR, the envelope and its three labels
// 3. the content type
// 4. the key: known, of this algorithm, for certificates; then the signature
// 5. the claims: the issuer is the key's, issued within the key's window, not in future
// 6. the device's clock is not behind what it has seen
// 7. the dates
// 8. the status list: held, fresh, the slot inside it, its value
// 9. the issued list: the desk issued these very bytes
//
// Steps 1 to 5 refuse. What steps 6 to 9 find is weighed by PRECEDENCE.
// A sentence is a list of parts, each a key of the words and the values in them.

const PRECEDENCE = [
  "CANNOT BE CONFIRMED",
  "NOT ISSUED",
  "REVOKED",
  "SUSPENDED",
  "SUPERSEDED",
  "NOT YET VALID",
  "EXPIRED",
  "SPECIMEN",
  "NOT COVERED HERE",
  "VALID – WINDING DOWN",
  "VALID – RENEWAL PENDING",
  "VALID",
];

// `at` is another time to ask about, for step 7 alone; the answer says so.
async function verify(text, { at = null, ...device }) {
  const told = await verdictOf(text, { at, ...device });
  if (at !== null) told.sentence = [...told.sentence, ["hypothetical", { at: moment(at) }]];
  return told;
}

async function verdictOf(text, { bundle, now, at, floor = null, force = null, refusal = null }) {
  let opened;
  try {
    const envelope = unverifiedEnvelope(text);
    if (bundle === null) return answer(cannot(refusal === null ? ["no-police-file"] : refusal.part));
    opened = await openCertificate(envelope, bundle.trust, now);
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof NothingReadable) throw error;
    return answer(error.name === "UnknownKeyError" ? unknownIssuer(error, bundle, now) : notGenuine(error));
  }
  const { certificate } = opened;
  let part;
  try {
    part = await bundle.part(certificate.issuer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answer(cannot(error.part), { opened });
  }
  const finding = weightiest([
    // (6) The device's clock.
    ...clockFindings(part, now, floor),
    // (7) The dates.
    ...dateFindings(certificate, at ?? now),
    // (8) The status list.
    ...statusFindings(certificate, part, now),
    // (9) The issued list.
    ...issueFindings(opened, part, now),
    ...agreementFindings(certificate, force),
  ]);
  return answer(finding, {
    statusAsOf: part?.statusLists.get(certificate.slot.uri)?.issuedAt ?? null,
    opened: finding.verdict === "NOT ISSUED" ? null : opened,
  });
}

function unverifiedEnvelope(text) {
  // (1) Length and digits.
  const token = fromDigits(digitsAtEnd(text));
  // (2) Strict CBOR, the envelope, its labels.
  const envelope = parseSign1(token);
  // (3) The content type.
  requireContentType(envelope, "application/carly+cwt");
  return envelope;
}

async function openCertificate(envelope, trust, now) {
  // (4) The key, and its signature over the bytes as received.
  const [listed, payload] = await checkListed(trust, envelope, "certificate");
  // (5) The claims, and whether this key may have issued them then.
  const certificate = decodeClaims(payload);
  requireIssue(listed, certificate.issuer, certificate.issuedAt);
  if (certificate.issuedAt > now + CLOCK_SKEW) {
    throw new Refusal("IssuedAheadError", { at: ["utc", certificate.issuedAt] });
  }
  const payloadHash = await sha256(payload);
  return { certificate, payloadHash, checkCode: crockford(payloadHash.subarray(0, 5)) };
}

function answer({ verdict, sentence }, { statusAsOf = null, opened = null } = {}) {
  return { verdict, sentence, statusAsOf, certificate: opened?.certificate ?? null, checkCode: opened?.checkCode ?? null };
}

function weightiest(findings) {
  const isStillValid = findings.some(({ verdict }) => ["VALID – WINDING DOWN", "VALID – RENEWAL PENDING"].includes(verdict));
  const weighed = findings.filter(({ verdict }) => !(isStillValid && verdict === "EXPIRED"));
  return weighed.reduce((first, next) => (weight(next) < weight(first) ? next : first));
}

const weight = ({ verdict }) => PRECEDENCE.indexOf(verdict);
const found = (verdict, ...sentence) => ({ verdict, sentence });
const cannot = (...parts) => found("CANNOT BE CONFIRMED", ["cannot"], ...parts);
const notGenuine = (refusal) => found("NOT GENUINE", ["not-genuine"], refusal.part);

// A key that an old list of keys does not know may have been added since.
function unknownIssuer(refusal, bundle, now) {
  if (now >= bundle.trust.expiresAt) return cannot(refusal.part, ["keys-too-old"]);
  return found("UNKNOWN ISSUER", ["unknown-issuer"], refusal.part);
}

// What steps 6 to 9 find, each as a verdict with the parts of its sentence.

const FRESH = 7 * DAY;

const STANDINGS = {
  1: ["REVOKED", "revoked"],
  2: ["SUSPENDED", "suspended"],
  12: ["SUPERSEDED", "superseded"],
  13: ["VALID – RENEWAL PENDING", "renewal-pending"],
  14: ["VALID – WINDING DOWN", "winding-down"],
};

const moment = (instant) => ["moment", instant];

// Step 6: a clock that is behind would make an old list look fresh.
function* clockFindings(part, now, floor) {
  const newest = Math.max(floor ?? 0, part?.manifest.issuedAt ?? 0);
  if (now < newest - CLOCK_SKEW) yield cannot(["clock-behind", { now: moment(now), newest: moment(newest) }]);
}

// Step 7: valid when nothing else is found, or on the wrong side of a date.
function* dateFindings(certificate, at) {
  const first = ["day", certificate.validFrom];
  const last = ["day", certificate.validTo];
  if (at < midnightBefore(certificate.validFrom)) yield found("NOT YET VALID", ["not-yet-valid", { first }]);
  else if (at >= midnightAfter(certificate.validTo)) yield found("EXPIRED", ["expired", { last }]);
  yield found("VALID", ["valid", { last }]);
}

// Step 8: how the certificate stands, and whether the list says so today.
function* statusFindings(certificate, part, now) {
  const held = part?.statusLists.get(certificate.slot.uri);
  if (held === undefined || held.issuer !== certificate.issuer) {
    yield cannot(["no-list"]);
    return;
  }
  if (now >= part.trust.expiresAt) yield cannot(tooOld("keys list", part.trust));
  if (now >= part.manifest.expiresAt) yield cannot(tooOld("police file", part.manifest));
  if (isOld(held, now)) yield cannot(tooOld("status list", held));
  try {
    yield* standing(statusAt(held, certificate.slot.index));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield found("NOT ISSUED", ["never-issued"], error.part);
  }
}

function* standing(value) {
  if (value === 0) return;
  if (!(value in STANDINGS)) yield cannot(["StatusUnknownError", { found: value }]);
  else yield found(STANDINGS[value][0], [STANDINGS[value][1]]);
}

// Step 9: whether the desk issued these very bytes, whatever key signed them.
function* issueFindings({ certificate, payloadHash }, part, now) {
  const held = part?.issuedLists.get(certificate.slot.uri);
  if (held === undefined || held.issuer !== certificate.issuer) {
    yield cannot(["no-list"]);
    return;
  }
  if (isOld(held, now)) yield cannot(tooOld("issued list", held));
  let isIssued;
  try {
    isIssued = hasIssued(held, certificate.slot.index, payloadHash);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield found("NOT ISSUED", ["never-issued"], error.part);
    return;
  }
  if (isIssued) return;
  // The list cannot know what came after it: not green, and no accusation either.
  if (certificate.issuedAt > held.issuedAt) {
    yield cannot(["issued-since", { issued: moment(certificate.issuedAt), listed: moment(held.issuedAt) }]);
  } else {
    yield found("NOT ISSUED", ["never-issued"]);
  }
}

// Last: the agreement that the certificate rests on, and with whom.
function* agreementFindings({ agreement }, force) {
  if (agreement === null) yield found("SPECIMEN", ["specimen"]);
  else if (force !== null && folded(force) !== folded(agreement.force)) {
    yield found("NOT COVERED HERE", ["not-covered-here", { theirs: agreement.force, ours: force }]);
  }
}

// By way of capitals, so that ß and ss are one.
const folded = (text) => text.toUpperCase().toLowerCase();

const isOld = ({ issuedAt, expiresAt }, now) => now >= expiresAt || now - issuedAt > FRESH;
const tooOld = (what, { issuedAt }) => ["too-old", { what: ["what", what], at: moment(issuedAt) }];

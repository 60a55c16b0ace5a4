// The daily police file: taken in whole or not at all.

const CLOCK_SKEW = 300;
const MANIFEST_FILE = "manifest.cbor";
const TRUST_FILE = "trust.cbor";
const STATUS_FILE = "status-";
const ISSUED_FILE = "issued-";

async function parseManifest(octets, trust) {
  const envelope = parseSign1(octets, 2 ** 18);
  requireContentType(envelope, "application/carly-manifest+cwt");
  const [listed, payload] = await checkListed(trust, envelope, "status");
  const claims = new Fields(decodeCbor(payload), { of: "claim", required: [1, -70004, 4, 6] });
  const body = claims.inner(-70004, { required: [1, 2], optional: [3] });
  const issuedAt = claims.instant(6);
  const manifest = {
    issuer: claims.issuer(1),
    sequence: body.whole(1, { most: latestNumber(issuedAt) }),
    issuedAt,
    expiresAt: claims.instant(4),
    entries: manifestEntries(body),
    digest: toHex(await sha256(octets)),
    trustSequence: body.has(3) ? body.whole(3, { most: MOST_SEQUENCE }) : null,
  };
  requireIssue(listed, manifest.issuer, manifest.issuedAt);
  return manifest;
}

// The last number, YYYYMMDDnn, of the second day after: no stolen key uses up them all.
function latestNumber(issuedAt) {
  const day = new Date((issuedAt + 2 * DAY) * 1000).toISOString().slice(0, 10);
  return Number(day.replaceAll("-", "") + "99");
}

function manifestEntries(body) {
  const items = body.items(2);
  if (items.length > 1024) throw body.refusal(2, "SIZE");
  const entries = items.map(manifestEntry);
  if (new Set(entries.map(({ name }) => name)).size !== entries.length) throw body.refusal(2, "FORM");
  return entries;
}

function manifestEntry(item) {
  const of = "manifest entry";
  if (!Array.isArray(item) || item.length !== 3) throw refuseField(of, "SIZE");
  const parts = new Fields(new Map(item.entries()), { of, required: [0, 1, 2] });
  const name = parts.text(0);
  if (!isFileName(name)) throw parts.refusal(0, "FORM");
  return { name, digest: parts.octets(1, 32), size: parts.whole(2, { most: 2 ** 30 }) };
}

// Take in a police file of one authority. `seen` is what was taken in before, by
// authority. Whether the lists are out of date is not asked here.
async function readBundle(files, { roots, now, seen = new Map() }) {
  const trust = await parseTrustList(await files.read(TRUST_FILE), roots);
  return readPart(files, { trust, now, seen, isOwnTrust: true });
}

// Take in one authority's files; the list of keys is one of them, or that of many.
async function readPart(files, { trust, now, seen, isOwnTrust = false }) {
  const manifest = await parseManifest(await files.read(MANIFEST_FILE), trust);
  requireNotAhead([trust.issuedAt, manifest.issuedAt], now);
  const before = seen.get(manifest.issuer);
  if (before !== undefined) requireNewer(manifest, trust, before);
  if (!isOwnTrust) requireTrustOf(manifest, trust);
  const signedFor = await filesOf(manifest, files, isOwnTrust);
  const bundle = {
    manifest,
    trust,
    statusLists: await readLists(signedFor, STATUS_FILE, manifest, (octets) => parseStatusList(octets, trust)),
    issuedLists: await readLists(signedFor, ISSUED_FILE, manifest, (octets) => parseIssuedList(octets, trust)),
    others: new Map([...signedFor].filter(([name]) => !isList(name) && name !== TRUST_FILE)),
    part: async (issuer) => (issuer === manifest.issuer ? bundle : null),
  };
  const times = [...bundle.statusLists.values(), ...bundle.issuedLists.values()].map(({ issuedAt }) => issuedAt);
  requireNotAhead(times, now);
  if (before !== undefined) requireListsNotShorter(bundle, before);
  return bundle;
}

const isList = (name) => name.startsWith(STATUS_FILE) || name.startsWith(ISSUED_FILE);

async function filesOf(manifest, files, isOwnTrust) {
  const signedFor = new Map();
  for (const entry of manifest.entries) {
    if (entry.name === TRUST_FILE && !isOwnTrust) continue;
    const content = await files.read(entry.name);
    if (content.length !== entry.size || !sameOctets(await sha256(content), entry.digest)) {
      throw new Refusal("BundleFileChangedError", { name: entry.name });
    }
    signedFor.set(entry.name, content);
  }
  if (isOwnTrust && !signedFor.has(TRUST_FILE)) throw new Refusal("BundleFileMissingError", { name: TRUST_FILE });
  for (const name of files.names()) {
    if (!signedFor.has(name) && name !== MANIFEST_FILE) throw new Refusal("BundleFileExtraError", { name });
  }
  return signedFor;
}

async function readLists(files, prefix, manifest, parse) {
  const lists = new Map();
  for (const [name, octets] of files) {
    if (!name.startsWith(prefix)) continue;
    const list = await parse(octets);
    if (list.issuer !== manifest.issuer) throw new Refusal("BundleIssuerRefusedError", { name });
    if (lists.has(list.uri)) throw new Refusal("BundleListTwiceError", { uri: list.uri });
    lists.set(list.uri, list);
  }
  return lists;
}

function requireNotAhead(times, now) {
  for (const at of times) if (at > now + CLOCK_SKEW) throw new Refusal("BundleAheadError", { at: ["utc", at] });
}

// Refuse an older number, and another file under the same number.
function requireNewer(manifest, trust, before) {
  for (const [what, found, last] of [
    ["keys list", [trust.sequence, trust.digest], [before.trustSequence, before.trustDigest]],
    ["daily police file", [manifest.sequence, manifest.digest], [before.sequence, before.digest]],
  ]) {
    if (found[0] < last[0] || (found[0] === last[0] && found[1] !== last[1])) {
      throw new Refusal("BundleOlderError", { what: ["what", what], seq: found[0], seen: last[0] });
    }
  }
}

// Refuse a list of keys older than, or not, the one that was published with.
function requireTrustOf(manifest, trust) {
  const least = manifest.trustSequence;
  if (least === null) throw new Refusal("BundleFileChangedError", { name: MANIFEST_FILE });
  if (trust.sequence < least) {
    throw new Refusal("BundleOlderError", { what: ["what", "keys list"], seq: trust.sequence, seen: least });
  }
  const named = manifest.entries.filter(({ name }) => name === TRUST_FILE).map(({ digest }) => toHex(digest));
  if (trust.sequence === least && named.join() !== trust.digest) {
    throw new Refusal("BundleFileChangedError", { name: TRUST_FILE });
  }
}

function requireListsNotShorter(bundle, before) {
  for (const last of before.lists) {
    const list = bundle.statusLists.get(last.uri);
    if (list === undefined) continue;
    if (list.capacity < last.capacity || list.issuedAt < last.issuedAt) {
      throw new Refusal("BundleListShorterError", { uri: last.uri });
    }
  }
}

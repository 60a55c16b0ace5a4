// Taking in the daily police file: of one authority, or of many under one list of keys.
// Of many, each part is taken in when its authority is first asked about, so that one
// whose file is late or spoilt holds up nobody else.

// `seen` is what was taken in before, by authority; `remember` is told what to keep.
async function takeIn(files, { roots, now, seen, remember }) {
  if (files.has(MANIFEST_FILE)) {
    const bundle = await readBundle(files, { roots, now, seen });
    return remembered(bundle, now, seen, remember);
  }
  const names = partsIn(files);
  if (names.size === 0) throw new Refusal("BundleFileMissingError", { name: MANIFEST_FILE });
  const trust = await parseTrustList(await files.read(TRUST_FILE), roots);
  return new ManyParts(trust, names, async (name) => {
    const bundle = await readPart(files.folder(name), { trust, now, seen });
    if (partName(bundle.manifest.issuer) !== name) {
      throw new Refusal("BundleIssuerRefusedError", { name: `${name}/${MANIFEST_FILE}` });
    }
    return remembered(bundle, now, seen, remember);
  });
}

class ManyParts {
  constructor(trust, names, read) {
    this.trust = trust;
    this.names = names;
    this.read = read;
    this.readBefore = new Map();
  }

  // What tells of an authority's certificates; null where nothing does.
  async part(issuer) {
    const name = partName(issuer);
    if (!this.names.has(name)) return null;
    if (!this.readBefore.has(name)) this.readBefore.set(name, this.read(name));
    return this.readBefore.get(name);
  }
}

function partsIn(files) {
  const names = new Set();
  for (const name of files.names()) {
    const folder = name.split("/", 1)[0];
    if (name.includes("/") && isPartName(folder)) names.add(folder);
    else if (name !== TRUST_FILE) throw new Refusal("BundleFileExtraError", { name });
  }
  return names;
}

async function remembered(bundle, now, seen, remember) {
  const before = seen.get(bundle.manifest.issuer) ?? null;
  const log = await logOf(bundle, before?.log ?? null);
  remember(seenIn(bundle, now, before, log));
  return bundle;
}

// What to remember of a part, for the next to be compared with.
function seenIn(bundle, now, before, log) {
  const lists = new Map((before?.lists ?? []).map((last) => [last.uri, last]));
  for (const [uri, { capacity, issuedAt }] of bundle.statusLists) lists.set(uri, { uri, capacity, issuedAt });
  return {
    issuer: bundle.manifest.issuer,
    sequence: bundle.manifest.sequence,
    digest: bundle.manifest.digest,
    trustSequence: bundle.trust.sequence,
    trustDigest: bundle.trust.digest,
    lists: [...lists.values()],
    log,
    floor: clockFloor(bundle, now, before?.floor ?? null),
  };
}

// The time that this device's clock may no longer fall behind. Only a file that is not
// ahead of the device raises it: one file with a wrong date would stop every check.
function clockFloor(bundle, now, floor) {
  const { issuedAt } = bundle.manifest;
  if (issuedAt > now) return floor;
  return floor === null ? issuedAt : Math.max(floor, issuedAt);
}

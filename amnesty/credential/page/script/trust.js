// The roots, and the list of keys that a root vouches for.

async function parseRoots(octets) {
  if (octets.length > 4096) throw new Refusal("BytesTooManyError", { most: 4096, found: octets.length });
  const fields = new Fields(decodeCbor(octets), { of: "roots", required: [1, 2] });
  const items = fields.items(2);
  if (fields.text(1) !== "carly:roots") throw fields.refusal(1, "FORM");
  if (!(0 < items.length && items.length <= 16)) throw fields.refusal(2, "SIZE");
  const keys = new Map();
  for (const item of items) {
    const key = await parseCoseKey(item, "root");
    if (key.algorithm !== ES256) throw refuseField("root", "KIND");
    if (keys.has(key.keyId)) throw new Refusal("KeyTwiceError", { key: key.keyId });
    keys.set(key.keyId, key);
  }
  return keys;
}

// What two people compare to know that they hold the same roots.
async function fingerprint(octets) {
  return crockford((await sha256(octets)).subarray(0, 20)).match(/.{4}/g).join(" ");
}

async function parseTrustList(octets, roots) {
  const envelope = parseSign1(octets, 2 ** 20);
  requireContentType(envelope, "application/carly-keys+cwt");
  const root = roots.get(envelope.keyId);
  if (root === undefined) throw new Refusal("UnknownRootError");
  const payload = await checkEnvelope(envelope, root);
  const claims = new Fields(decodeCbor(payload), { of: "claim", required: [1, 2, 4, 6, -70002] });
  if (claims.text(1) !== "root" || claims.text(2) !== "carly:keys") throw claims.refusal(2, "FORM");
  const body = claims.inner(-70002, { required: [1, 2] });
  return {
    sequence: body.whole(1, { most: MOST_SEQUENCE }),
    issuedAt: claims.instant(6),
    expiresAt: claims.instant(4),
    keys: await listedKeys(body.items(2)),
    digest: toHex(await sha256(octets)),
  };
}

// One key twice refuses the list, whichever would be meant.
async function listedKeys(items) {
  const keys = new Map();
  for (const item of items) {
    const listed = await listedKey(item);
    if (keys.has(listed.key.keyId)) throw new Refusal("KeyTwiceError", { key: listed.key.keyId });
    keys.set(listed.key.keyId, listed);
  }
  return keys;
}

async function listedKey(item) {
  const entry = new Fields(item, { of: "key", required: [1, 2, 3, 4, 5, 6] });
  const keyId = toHex(entry.octets(1, KEY_ID_SIZE));
  const key = await parseCoseKey(entry.value(2), "COSE key");
  if (key.keyId !== keyId) throw new Refusal("ThumbprintRefusedError", { key: keyId });
  const issuer = entry.issuer(3);
  const use = entry.text(4);
  const isKnown = ["certificate", "status", "checkpoint"].includes(use);
  if (!isKnown || (use === "checkpoint") === (key.algorithm === ES256)) throw entry.refusal(4, "FORM");
  return { key, issuer, use, issuesFrom: entry.instant(5), issuesTo: entry.instant(6) };
}

// Check a message's signature and return the key's entry and the payload.
async function checkListed(trust, envelope, use) {
  const listed = trust.keys.get(envelope.keyId);
  if (listed === undefined) throw new Refusal("UnknownKeyError", { key: envelope.keyId });
  if (envelope.algorithm !== listed.key.algorithm) throw new Refusal("AlgorithmRefusedError");
  if (listed.use !== use) throw new Refusal("KeyUseRefusedError", { use });
  return [listed, await checkEnvelope(envelope, listed.key)];
}

// Refuse what a key may not have issued.
function requireIssue(listed, issuer, issuedAt) {
  if (issuer !== listed.issuer) throw new Refusal("IssuerRefusedError", { named: issuer, ofKey: listed.issuer });
  if (!(listed.issuesFrom <= issuedAt && issuedAt <= listed.issuesTo)) {
    throw new Refusal("OutsideKeyWindowError", { at: ["utc", issuedAt] });
  }
}

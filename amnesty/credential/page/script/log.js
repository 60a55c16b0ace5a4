// The authority's audit log: its newest checkpoint, and that it only grew since the last.

const CHECKPOINT_FILE = "checkpoint.txt";
const GROWTH_FILE = "growth.cbor";
const LARGEST_LOG = 10n ** 18n - 1n;
const HASH_SIZE = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toBase64 = (octets) => btoa(String.fromCharCode(...octets));
const hashed = async (...parts) => sha256(joinOctets(...parts));
const nodeHash = (left, right) => hashed([1], left, right);

// How far the log has come, which goes on from where it was; null where none is told.
async function logOf(bundle, before) {
  const note = bundle.others.get(CHECKPOINT_FILE);
  if (note === undefined) {
    if (before !== null) throw new Refusal("LogHiddenError");
    return null;
  }
  const checkpoint = await checkpointOf(bundle, note);
  if (before !== null) await requireGrown(before, checkpoint, bundle.others.get(GROWTH_FILE));
  const { origin, size, root } = checkpoint;
  return { origin, size: String(size), root: toHex(root) };
}

// Read the checkpoint, signed by the authority's key for it.
async function checkpointOf({ manifest, trust }, octets) {
  let note;
  try {
    note = UTF8.decode(octets);
  } catch {
    throw new Refusal("LogUnsignedError");
  }
  for (const listed of trust.keys.values()) {
    if (listed.use !== "checkpoint" || listed.issuer !== manifest.issuer) continue;
    const checkpoint = await readCheckpoint(note, listed.key);
    if (checkpoint === null) continue;
    requireIssue(listed, manifest.issuer, manifest.issuedAt);
    return checkpoint;
  }
  throw new Refusal("LogUnsignedError");
}

// A signed note and tlog-checkpoint of C2SP; null where it is none, or not this key's.
async function readCheckpoint(note, key) {
  const [, body, tail] = /^(.*?)\n\n(.*)$/s.exec(note) ?? [];
  const lines = body?.split("\n") ?? [];
  if (characterCount(note) > 4096 || lines.length !== 3) return null;
  const [origin, size, root] = lines;
  if (origin === "" || !/^(?:0|[1-9][0-9]{0,17})$/.test(size) || !BASE64.test(root)) return null;
  const checkpoint = { origin, size: BigInt(size), root: fromBase64(root) };
  if (checkpoint.root.length !== HASH_SIZE) return null;
  const signatures = tail.replace(/\n$/, "").split("\n").map(noteSignature);
  if (signatures.includes(null)) return null;
  const named = new TextEncoder().encode(`${origin}\n`);
  const keyHash = (await hashed(named, [1], key.x)).subarray(0, 4);
  const signed = new TextEncoder().encode(`${origin}\n${size}\n${toBase64(checkpoint.root)}\n`);
  const own = signatures.find(({ name, octets }) => name === origin && sameOctets(octets.subarray(0, 4), keyHash));
  if (own === undefined) return null;
  return (await crypto.subtle.verify("Ed25519", key.native, own.octets.subarray(4), signed)) ? checkpoint : null;
}

function noteSignature(line) {
  const [, name, value] = /^— ([^ ]+)(?: (.*))?$/s.exec(line) ?? [];
  if (name === undefined || !BASE64.test(value ?? "")) return null;
  return { name, octets: fromBase64(value ?? "") };
}

async function requireGrown(before, checkpoint, growth) {
  if (checkpoint.origin !== before.origin) throw new Refusal("LogOfAnotherError", { origin: checkpoint.origin });
  const size = BigInt(before.size);
  if (checkpoint.size < size) throw new Refusal("LogForkedError");
  let proof = [];
  if (checkpoint.size > size) {
    const proofs = growth === undefined ? new Map() : parseGrowth(growth);
    if (!proofs.has(size)) throw new Refusal("LogForgottenError");
    proof = proofs.get(size);
  }
  const old = [size, Uint8Array.from(before.root.match(/../g), (pair) => parseInt(pair, 16))];
  if (!(await logOnlyGrew(old, [checkpoint.size, checkpoint.root], proof))) throw new Refusal("LogForkedError");
}

// From each earlier size to its proof; no proof is checked here.
function parseGrowth(octets) {
  if (octets.length > 2 ** 20) throw new Refusal("BytesTooManyError", { most: 2 ** 20, found: octets.length });
  const fields = new Fields(decodeCbor(octets), { of: "growth", required: [1, 2] });
  const items = fields.items(2);
  if (fields.text(1) !== "carly:growth") throw fields.refusal(1, "FORM");
  if (items.length > 1000) throw fields.refusal(2, "SIZE");
  const proofs = items.map(growthProof);
  if (proofs.some(([size], at) => at > 0 && size <= proofs[at - 1][0])) throw fields.refusal(2, "FORM");
  return new Map(proofs);
}

function growthProof(item) {
  const of = "growth entry";
  if (!Array.isArray(item) || item.length !== 2) throw refuseField(of, "SIZE");
  const parts = new Fields(new Map(item.entries()), { of, required: [0, 1] });
  const octets = parts.octets(1);
  const count = octets.length / HASH_SIZE;
  if (!Number.isInteger(count) || count > 64) throw parts.refusal(1, "SIZE");
  const hashes = Array.from({ length: count }, (_, at) => octets.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE));
  return [BigInt(parts.whole(0, { most: LARGEST_LOG })), hashes];
}

// RFC 9162, 2.1.4.2: whether a proof shows that one log begins another.
async function logOnlyGrew([size, root], [newSize, newRoot], proof) {
  if (size === 0n || size === newSize) {
    const known = size === 0n ? await hashed() : newRoot;
    return sameOctets(root, known) && proof.length === 0;
  }
  const path = (size & (size - 1n)) === 0n ? [root, ...proof] : proof;
  if (path.length === 0) return false;
  let [node, last] = [size - 1n, newSize - 1n];
  while (node & 1n) [node, last] = [node >> 1n, last >> 1n];
  let [before, after] = [path[0], path[0]];
  for (const beside of path.slice(1)) {
    if (last === 0n) return false;
    if (node & 1n || node === last) {
      [before, after] = [await nodeHash(beside, before), await nodeHash(beside, after)];
      while (node && !(node & 1n)) [node, last] = [node >> 1n, last >> 1n];
    } else after = await nodeHash(after, beside);
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && sameOctets(before, root) && sameOctets(after, newRoot);
}

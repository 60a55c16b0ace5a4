// The files of a police file, out of a zip or as they were chosen: plain files, no more.
// Each is read when it is asked for; a zip is refused by what it says of itself first.

const MOST_BYTES = 256 << 20;
const MOST_FILES = 1 << 14;
const MOST_UNPACKED = 1 << 30;
const MOST_RATIO = 64;
const SMALL = 1 << 16;
const LEFT_BY_SYSTEMS = [".DS_Store", "Thumbs.db", "desktop.ini"];

const isFileName = (name) => /^[a-z0-9][a-z0-9.-]{0,63}$/.test(name);
const isPartName = (name) => /^[a-z][0-9]{8}$/.test(name);
const partName = (issuer) => issuer.toLowerCase();
const refuseZip = (why) => new Refusal("BundleZipRefusedError", { why: ["zip", why] });

// Files by name, each with what reads it.
class Files {
  constructor(readers) {
    this.readers = new Map(readers);
  }

  has(name) {
    return this.readers.has(name);
  }

  names() {
    return [...this.readers.keys()];
  }

  async read(name) {
    if (!this.has(name)) throw new Refusal("BundleFileMissingError", { name });
    return this.readers.get(name)();
  }

  // The files of one folder, by their names in it.
  folder(folder) {
    const inside = [...this.readers].filter(([name]) => name.startsWith(`${folder}/`));
    return new Files(inside.map(([name, read]) => [name.slice(folder.length + 1), read]));
  }
}

const filesHeld = (octetsByName) => new Files([...octetsByName].map(([name, octets]) => [name, async () => octets]));

// What was chosen: one zip, or plain files.
async function chosenFiles(chosen) {
  if (chosen.length === 1 && (await isZip(chosen[0]))) return zipFiles(chosen[0]);
  const readers = [];
  for (const file of chosen) {
    if (LEFT_BY_SYSTEMS.includes(file.name)) continue;
    if (!isFileName(file.name)) throw new Refusal("BundleFileExtraError", { name: shortName(file.name) });
    if (file.size > MOST_BYTES) throw new Refusal("BundleFileTooLargeError", { name: file.name });
    readers.push([file.name, async () => new Uint8Array(await file.arrayBuffer())]);
  }
  return new Files(readers);
}

const octetsOf = async (blob, start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer());
const isZip = async (blob) => new TextDecoder().decode(await octetsOf(blob, 0, 2)) === "PK";

// What was named, short and without what cannot be seen.
function shortName(name) {
  const safe = [...name].map((letter) => (PRINTABLE.test(letter) ? letter : "?"));
  return safe.length <= 60 ? safe.join("") : `${safe.slice(0, 59).join("")}…`;
}

async function zipFiles(blob) {
  const entries = await zipEntries(blob);
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > MOST_FILES || unpacked > MOST_UNPACKED) throw refuseZip("too-much");
  const readers = new Map();
  for (const entry of entries) {
    const parts = entry.name.split("/");
    const inner = parts.pop();
    const folder = parts.join("/");
    const isInFolder = entry.name.includes("/");
    if (isInFolder && inner === "" && isPartName(folder) && entry.size === 0) continue;
    const isPlaced = isFileName(inner) && (!isInFolder || isPartName(folder));
    if (!isPlaced || readers.has(entry.name)) throw new Refusal("BundleFileExtraError", { name: shortName(entry.name) });
    requirePlain(entry);
    readers.set(entry.name, () => unzipped(blob, entry));
  }
  return new Files(readers);
}

function requirePlain({ name, kind, flags, method, size, packed }) {
  if (kind !== 0 && kind !== 0o100000) throw new Refusal("BundleFileLinkedError", { name });
  if (flags & 1 || (method !== 0 && method !== 8)) throw refuseZip("locked");
  if (size > MOST_BYTES) throw new Refusal("BundleFileTooLargeError", { name });
  if (size > SMALL + MOST_RATIO * packed) throw refuseZip("bomb");
}

// The entries of the directory at a zip's end, and nothing that only its parts say.
async function zipEntries(blob) {
  const tailStart = Math.max(0, blob.size - 22 - 0xffff);
  const tail = await octetsOf(blob, tailStart, blob.size);
  const view = new DataView(tail.buffer);
  let end = tail.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw refuseZip("no-zip");
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = tailStart + end - length;
  // What stands before a zip moves all its parts.
  const moved = start - view.getUint32(end + 16, true);
  if (start < 0) throw refuseZip("no-zip");
  const directory = await octetsOf(blob, start, start + length);
  const entries = [];
  for (let at = 0, left = count; left > 0; left--) {
    const entry = zipEntry(directory, at);
    entries.push({ ...entry, start: entry.start + moved });
    at = entry.next;
  }
  return entries;
}

function zipEntry(directory, at) {
  const view = new DataView(directory.buffer);
  if (at + 46 > directory.length || view.getUint32(at, true) !== 0x02014b50) throw refuseZip("no-zip");
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
  const next = at + 46 + nameLength + extraLength + commentLength;
  if (next > directory.length) throw refuseZip("no-zip");
  return {
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    sum: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    kind: (view.getUint32(at + 38, true) >>> 16) & 0o170000,
    start: view.getUint32(at + 42, true),
    name: new TextDecoder().decode(directory.subarray(at + 46, at + 46 + nameLength)),
    next,
  };
}

// One entry's octets: no more than it says, and with the sum that it says.
async function unzipped(blob, { method, sum, packed, size, start }) {
  if (start < 0) throw refuseZip("damaged");
  const head = await octetsOf(blob, start, start + 30);
  const view = new DataView(head.buffer);
  if (head.length < 30 || view.getUint32(0, true) !== 0x04034b50) throw refuseZip("damaged");
  const begin = start + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const content = await octetsOf(blob, begin, begin + packed);
  const unpacked = method === 0 ? content : await unpack(content, "deflate-raw", size);
  if (unpacked === null || unpacked.length !== size || checksum(unpacked) !== sum) throw refuseZip("damaged");
  return unpacked;
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function checksum(octets) {
  let value = 0xffffffff;
  for (const octet of octets) value = (value >>> 8) ^ CHECKSUMS[(value ^ octet) & 255];
  return (value ^ 0xffffffff) >>> 0;
}

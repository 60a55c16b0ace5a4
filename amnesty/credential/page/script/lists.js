// The status list and the issued list: how certificates stand, and which were issued.

const MAX_INFLATED = MOST_SLOTS / 2;
const DIGEST_SIZE = 10;

async function parseStatusList(octets, trust) {
  const envelope = parseSign1(octets, 4 << 20);
  requireContentType(envelope, "application/statuslist+cwt");
  const [listed, payload] = await checkListed(trust, envelope, "status");
  const claims = await parseStatusClaims(payload);
  requireIssue(listed, listed.issuer, claims.issuedAt);
  if (claims.bits !== 4) throw new Refusal("StatusBitsRefusedError", { found: claims.bits });
  if (!isListName(claims.uri)) throw refuseField("list's name", "FORM");
  return { issuer: listed.issuer, ...claims, capacity: claims.entries.length * 2 };
}

// Keys in any order: the standard's own example has none.
async function parseStatusClaims(payload) {
  const claims = new Fields(decodeCbor(payload, { isOrdered: false }), {
    of: "claim",
    required: [2, 4, 65533, 6],
    optional: [65534],
  });
  if (claims.has(65534)) claims.whole(65534, { least: 1, most: 2 ** 31 });
  const body = claims.inner(65533, { required: ["bits", "lst"], optional: ["aggregation_uri"] });
  const bits = body.whole("bits", { most: 2 ** 16 });
  if (![1, 2, 4, 8].includes(bits)) throw new Refusal("StatusBitsRefusedError", { found: bits });
  return {
    uri: claims.text(2),
    issuedAt: claims.instant(6),
    expiresAt: claims.instant(4),
    bits,
    entries: await inflate(body.octets("lst")),
  };
}

// Unpack a whole zlib stream, and stop before a small one fills the memory.
async function inflate(compressed) {
  const inflated = await unpack(compressed, "deflate", MAX_INFLATED);
  if (inflated === null || inflated.length === 0) throw new Refusal("InflationRefusedError");
  return inflated;
}

// The unpacked bytes, or null where they are damaged, go on, or are more than the most.
async function unpack(compressed, format, most) {
  const reader = new Blob([compressed]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const chunks = [];
  let size = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) {
        reader.cancel().catch(() => {});
        return null;
      }
      chunks.push(value);
    }
  } catch {
    return null;
  }
  return joinOctets(...chunks);
}

// Slot i is in byte i>>1, in the low half when i is even.
function statusAt(list, index) {
  if (!(index < list.capacity)) throw new Refusal("SlotOutsideListError", { index, capacity: list.capacity });
  return (list.entries[index >> 1] >> (4 * (index & 1))) & 15;
}

async function parseIssuedList(octets, trust) {
  const envelope = parseSign1(octets, MOST_SLOTS * DIGEST_SIZE + 1024);
  requireContentType(envelope, "application/carly-issued+cwt");
  const [listed, payload] = await checkListed(trust, envelope, "status");
  const claims = new Fields(decodeCbor(payload), { of: "claim", required: [1, 2, 4, 6, -70003] });
  const list = {
    issuer: claims.issuer(1),
    uri: claims.listName(2),
    issuedAt: claims.instant(6),
    expiresAt: claims.instant(4),
    digests: claims.octets(-70003),
  };
  requireIssue(listed, list.issuer, list.issuedAt);
  if (list.digests.length === 0 || list.digests.length % DIGEST_SIZE) throw claims.refusal(-70003, "SIZE");
  return { ...list, capacity: list.digests.length / DIGEST_SIZE };
}

function hasIssued(list, index, payloadHash) {
  if (!(index < list.capacity)) throw new Refusal("SlotOutsideListError", { index, capacity: list.capacity });
  const kept = list.digests.subarray(index * DIGEST_SIZE, (index + 1) * DIGEST_SIZE);
  return sameOctets(kept, payloadHash.subarray(0, DIGEST_SIZE));
}

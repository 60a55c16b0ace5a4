// COSE_Sign1 (RFC 9052, 4.2) as the format has it, and no other way.

const MAX_SIGNED_BYTES = 2048;
const SIGNATURE_CONTEXT = new TextEncoder().encode("Signature1");

function parseSign1(octets, most = MAX_SIGNED_BYTES) {
  if (octets.length > most) throw new Refusal("BytesTooManyError", { most, found: octets.length });
  const tagged = decodeCbor(octets, { tags: [18], maxDepth: 3 });
  if (!(tagged instanceof Tag)) throw new Refusal("EnvelopeRefusedError", {}, "TAG");
  const [protectedHeader, payload, signature] = envelopeParts(tagged.value);
  return { protectedHeader, payload, signature, ...envelopeHeaders(protectedHeader) };
}

function envelopeParts(value) {
  if (!Array.isArray(value) || value.length !== 4) throw new Refusal("EnvelopeRefusedError", {}, "SHAPE");
  const [protectedHeader, unprotected, payload, signature] = value;
  if (!(unprotected instanceof Map) || unprotected.size !== 0) {
    throw new Refusal("EnvelopeRefusedError", {}, "UNPROTECTED");
  }
  if (![protectedHeader, payload, signature].every(isOctets) || signature.length !== 64) {
    throw new Refusal("EnvelopeRefusedError", {}, "SHAPE");
  }
  return [protectedHeader, payload, signature];
}

function envelopeHeaders(protectedHeader) {
  const headers = decodeCbor(protectedHeader, { maxDepth: 4 });
  if (!(headers instanceof Map)) throw new Refusal("EnvelopeRefusedError", {}, "HEADER");
  // Exactly three labels refuses crit, embedded keys and certificate chains at once.
  if (headers.size !== 3 || ![1, 4, 16].every((label) => headers.has(label))) {
    throw new Refusal("EnvelopeRefusedError", {}, "LABELS");
  }
  const [algorithm, keyId, contentType] = [headers.get(1), headers.get(4), headers.get(16)];
  if (!isWhole(algorithm) || !isOctets(keyId) || keyId.length !== KEY_ID_SIZE || typeof contentType !== "string") {
    throw new Refusal("EnvelopeRefusedError", {}, "HEADER");
  }
  return { algorithm, keyId: toHex(keyId), contentType };
}

function requireContentType(envelope, expected) {
  if (envelope.contentType !== expected) throw new Refusal("ContentTypeRefusedError", { expected });
}

// Check the signature and return the payload, which may then be believed.
async function checkEnvelope(envelope, key) {
  if (envelope.algorithm !== key.algorithm || key.algorithm !== ES256) throw new Refusal("AlgorithmRefusedError");
  const { protectedHeader, payload, signature } = envelope;
  const message = joinOctets(
    [0x84, ...cborHead(3, SIGNATURE_CONTEXT.length)],
    SIGNATURE_CONTEXT,
    cborBytes(protectedHeader),
    [0x40],
    cborBytes(payload),
  );
  await checkSignature(key, signature, message);
  return payload;
}

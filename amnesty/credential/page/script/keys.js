// Public keys, and the one way in which they check: WebCrypto's.

const KEY_ID_SIZE = 8;
const COORDINATE = 32;
const ES256 = -7;
const EDDSA = -8;
const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ECDSA = { name: "ECDSA", hash: "SHA-256" };

const sha256 = async (octets) => new Uint8Array(await crypto.subtle.digest("SHA-256", octets));

// Read a decoded COSE_Key that has exactly the labels of its kind.
async function parseCoseKey(value, of) {
  const fields = new Fields(value, { of, required: [1, 3, -1, -2], optional: [-3] });
  const kind = [fields.whole(1), fields.whole(3, { least: -(2 ** 16) }), fields.whole(-1)].join();
  const x = fields.octets(-2, COORDINATE);
  if (kind === "2,-7,1" && fields.has(-3)) return p256Key(x, fields.octets(-3, COORDINATE));
  if (kind === "1,-8,6" && !fields.has(-3)) return ed25519Key(x);
  throw refuseField(of, "KIND");
}

async function p256Key(x, y) {
  const point = joinOctets([4], x, y);
  const named = joinOctets([0xa4, 0x01, 0x02, 0x20, 0x01, 0x21], cborBytes(x), [0x22], cborBytes(y));
  let native;
  try {
    native = await crypto.subtle.importKey("raw", point, P256, false, ["verify"]);
  } catch {
    throw new Refusal("PointRefusedError");
  }
  return { algorithm: ES256, keyId: await thumbprint(named), native };
}

async function ed25519Key(x) {
  const named = joinOctets([0xa3, 0x01, 0x01, 0x20, 0x06, 0x21], cborBytes(x));
  const native = await crypto.subtle.importKey("raw", x, "Ed25519", false, ["verify"]);
  return { algorithm: EDDSA, keyId: await thumbprint(named), x, native };
}

// The first bytes of a COSE Key Thumbprint (RFC 9679).
const thumbprint = async (named) => toHex((await sha256(named)).subarray(0, KEY_ID_SIZE));

// High s is taken as well as low; 0 and the curve's order are refused by WebCrypto.
async function checkSignature(key, signature, message) {
  if (!(await crypto.subtle.verify(ECDSA, key.native, signature, message))) {
    throw new Refusal("SignatureRefusedError");
  }
}

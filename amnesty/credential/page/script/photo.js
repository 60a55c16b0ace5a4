// QR codes out of a photograph or the camera's picture, inside the page.

const MAX_PHOTO_BYTES = 32 << 20;
// Noise fades in a small picture, and a small code shows in a large one.
const LONG_SIDES = [1200, 2400, 800, 4000];
const PATIENCE = { effort: 16, timeLimit: 400 };
const GLANCE = { effort: 2, timeLimit: 60 };

// The text of the one certificate's code in a photograph, or the key of what is wrong.
async function readPhotograph(file) {
  if (file.size > MAX_PHOTO_BYTES) return { wrong: "not-a-picture" };
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return { wrong: "not-a-picture" };
  }
  try {
    return await readBitmap(bitmap);
  } finally {
    bitmap.close();
  }
}

async function readBitmap(bitmap) {
  let hasOther = false;
  let before = null;
  for (const side of LONG_SIDES) {
    const picture = pixels(bitmap, bitmap.width, bitmap.height, side);
    if (picture.width === before) continue;
    before = picture.width;
    const codes = await codesIn(picture, PATIENCE);
    const ours = codes.filter(looksLikeACode);
    if (ours.length > 1) return { wrong: "two-codes" };
    if (ours.length === 1) return { text: ours[0] };
    hasOther ||= codes.length > 0;
  }
  return { wrong: hasOther ? "other-code" : "no-code" };
}

// The texts of all codes in a picture, each once.
async function codesIn(picture, { effort, timeLimit }) {
  const { width, height } = picture;
  const [results] = await qr.decodeQRBatch([picture], { maxSize: { width, height }, effort, timeLimit });
  return [...new Set(results.filter((result) => typeof result === "string" && result !== ""))];
}

// A source drawn on white, so long; it is never enlarged more than twice.
function pixels(source, width, height, side) {
  const longest = Math.max(width, height);
  const factor = Math.min(2, side / longest);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * factor));
  canvas.height = Math.max(1, Math.round(height * factor));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

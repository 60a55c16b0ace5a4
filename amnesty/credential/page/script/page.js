// The page: what is pressed and typed, what is shown, and when it is forgotten.

const FORGET_AFTER = 60;
const WARN_BEFORE = 10;
const AFTER_TYPING = 400;

const byId = (id) => document.getElementById(id);
const nowSeconds = () => Math.floor(Date.now() / 1000);

class Page {
  constructor(settings, roots, memory, rootsPrint) {
    this.settings = settings;
    this.roots = roots;
    this.memory = memory;
    this.rootsPrint = rootsPrint;
    this.bundle = null;
    this.refusal = null;
    this.answer = null;
    this.note = null;
    this.forgetAt = null;
    this.isKept = false;
    this.isWarned = false;
    this.typing = null;
    // Only the newest question is answered.
    this.question = 0;
    this.camera = new Camera(byId("video"), {
      onCode: (text) => this.check(text),
      onStop: () => this.showCamera(false),
    });
  }

  listen() {
    byId("language").addEventListener("click", () => this.speak(shown.language === "en" ? "cy" : "en"));
    byId("start-camera").addEventListener("click", () => this.toggleCamera());
    byId("photograph").addEventListener("change", (event) => this.lookAt(event.target.files[0]));
    byId("typed").addEventListener("input", () => this.typedMore());
    byId("typed").addEventListener("keydown", (event) => this.typedKey(event));
    byId("check").addEventListener("click", () => this.check(byId("typed").value));
    byId("keep").addEventListener("click", () => this.keep(!this.isKept));
    byId("clear").addEventListener("click", () => this.clear());
    byId("police-files").addEventListener("change", (event) => this.takeIn(event.target.files));
    byId("enrol").addEventListener("click", () => this.enrol());
    document.addEventListener("keydown", (event) => this.keyElsewhere(event));
    addEventListener("pagehide", () => this.forget());
    setInterval(() => this.tick(), 1000);
  }

  // Every word on the screen, in another language.
  speak(language) {
    shown.language = language;
    document.documentElement.lang = language;
    document.title = say("title");
    for (const one of document.querySelectorAll("[data-words]")) one.textContent = say(one.dataset.words);
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
    byId("language").lang = language === "en" ? "cy" : "en";
    byId("language").textContent = say("other-language");
    byId("force").textContent = this.settings.force;
    byId("about-force").textContent = say("about-force", { force: this.settings.force });
    byId("roots-print").textContent = this.rootsPrint;
    byId("start-camera").textContent = say(this.camera.isOn ? "stop-camera" : "start-camera");
    this.tell(this.note);
    this.showFile();
    if (this.answer !== null) this.showAnswer();
  }

  // Say something without moving the focus; screen readers read it out.
  tell(note) {
    this.note = note;
    byId("note").textContent = note === null ? "" : Array.isArray(note) ? inWords(note) : say(note);
  }

  async toggleCamera() {
    if (this.camera.isOn) {
      this.camera.stop();
      return;
    }
    try {
      await this.camera.start();
      this.showCamera(true);
    } catch {
      this.camera.stop();
      this.tell("no-camera");
    }
  }

  showCamera(isOn) {
    byId("viewer").hidden = !isOn;
    byId("start-camera").textContent = say(isOn ? "stop-camera" : "start-camera");
    this.tell(isOn ? "camera-on" : "camera-off");
  }

  async lookAt(file) {
    if (file === undefined) return;
    const question = ++this.question;
    this.tell("looking");
    const { text, wrong } = await readPhotograph(file);
    byId("photograph").value = "";
    if (question !== this.question) return;
    if (wrong === undefined) await this.check(text);
    else this.tell(wrong);
  }

  // A scanner types fast and may not press Enter.
  typedMore() {
    clearTimeout(this.typing);
    const { value } = byId("typed");
    if (looksLikeACode(value)) this.typing = setTimeout(() => this.check(byId("typed").value), AFTER_TYPING);
  }

  typedKey(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.check(byId("typed").value);
  }

  // A scan over an answer is the next question.
  keyElsewhere(event) {
    if (this.answer === null || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") this.clear();
    else if (/^[0-9]$/.test(event.key)) {
      this.forget();
      byId("typed").focus();
    }
  }

  async check(text) {
    clearTimeout(this.typing);
    this.camera.stop();
    const question = ++this.question;
    this.tell("checking");
    let answered;
    try {
      const { bundle, refusal, memory, settings } = this;
      answered = await verify(text, { bundle, refusal, now: nowSeconds(), floor: memory.floor, force: settings.force });
    } catch (error) {
      if (question !== this.question) return;
      this.tell(error instanceof NothingReadable ? [error.part] : "fault");
      if (!(error instanceof Refusal)) throw error;
      return;
    }
    if (question !== this.question) return;
    this.forget();
    this.answer = answered;
    this.keep(false);
    this.showAnswer();
    byId("verdict").focus();
    scrollTo(0, 0);
  }

  showAnswer() {
    const { answer, settings } = this;
    byId("answer-body").replaceChildren(...answerElements(answer, { now: nowSeconds(), settings }));
    byId("answer").hidden = false;
    byId("asking").hidden = true;
    this.showTimer();
  }

  showTimer() {
    const seconds = Math.max(0, Math.ceil((this.forgetAt - Date.now()) / 1000));
    byId("timer").textContent = this.isKept ? say("kept-on-screen") : say("clears-in", { seconds });
    byId("keep").textContent = say(this.isKept ? "keep-not" : "keep");
    return seconds;
  }

  keep(isKept) {
    this.isKept = isKept;
    this.isWarned = false;
    this.forgetAt = Date.now() + FORGET_AFTER * 1000;
    this.showTimer();
  }

  tick() {
    if (this.answer === null || this.isKept) return;
    const seconds = this.showTimer();
    if (seconds <= WARN_BEFORE && !this.isWarned) {
      this.isWarned = true;
      this.tell("clears-soon");
    }
    if (seconds === 0) this.clear();
  }

  clear() {
    this.forget();
    this.tell("cleared");
    byId("start-camera").focus();
  }

  // Nothing of a certificate stays: not on the screen, not in a box, not in a variable.
  forget() {
    this.question++;
    clearTimeout(this.typing);
    this.answer = null;
    this.forgetAt = null;
    byId("answer-body").replaceChildren();
    byId("answer").hidden = true;
    byId("asking").hidden = false;
    byId("typed").value = "";
    byId("photograph").value = "";
    this.tell(null);
  }

  async takeIn(chosen) {
    await this.takeInFiles(() => chosenFiles(chosen));
    byId("police-files").value = "";
  }

  // Take in what some work finds; what was taken in before still answers if it is refused.
  async takeInFiles(find) {
    const { roots, memory } = this;
    try {
      const remember = (seen) => memory.remember(seen);
      this.bundle = await takeIn(await find(), { roots, now: nowSeconds(), seen: memory.seen, remember });
      this.refusal = null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    }
    this.showFile();
  }

  // What comes next is compared with nothing: for a person to decide.
  enrol() {
    this.memory.forget();
    this.refusal = null;
    this.showFile();
    this.tell("enrolled");
  }

  showFile() {
    const { bundle, refusal } = this;
    const now = nowSeconds();
    const lines = [];
    if (refusal !== null) lines.push(`${say("file-refused")} ${inWords([refusal.part])}`);
    if (bundle !== null) lines.push(this.fileHeld(now), say(this.fileState(now)));
    else if (refusal === null) lines.push(say("file-none"));
    const isGood = bundle !== null && refusal === null && this.fileState(now) === "file-fresh";
    byId("file-state").className = isGood ? "good" : "bad";
    byId("file-state").replaceChildren(...lines.map((text) => element("p", { text })));
    byId("police-file").open = !isGood;
  }

  fileHeld(now) {
    const { manifest, trust, names } = this.bundle;
    if (manifest === undefined) {
      const { sequence, issuedAt } = trust;
      return say("file-many", { count: names.size, seq: sequence, at: moment(issuedAt), age: ageInWords(issuedAt, now) });
    }
    const { sequence, issuer, issuedAt } = manifest;
    const authority = this.settings.telephones[issuer]?.name || issuer;
    return say("file-held", { seq: sequence, authority, at: moment(issuedAt), age: ageInWords(issuedAt, now) });
  }

  fileState(now) {
    const { manifest, trust } = this.bundle;
    if (now < Math.max(this.memory.floor ?? 0, manifest?.issuedAt ?? 0) - CLOCK_SKEW) return "file-clock";
    const isTooOld = now >= trust.expiresAt || (manifest !== undefined && isOld(manifest, now));
    return isTooOld ? "file-old" : "file-fresh";
  }
}

// What stands after # is never sent, and is taken out of the address at once.
function takeFragment() {
  const fragment = decodeURIComponent(location.hash.slice(1));
  if (fragment !== "") history.replaceState(null, "", location.pathname + location.search);
  return fragment;
}

// Whether this browser has all that checking takes, the audit log's signatures included.
async function isAbleToCheck() {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32).fill(0x66).with(0, 0x58), "Ed25519", false, ["verify"]);
    return new DecompressionStream("deflate-raw") !== null;
  } catch {
    return false;
  }
}

async function open() {
  const fragment = takeFragment();
  const settings = JSON.parse(byId("settings").textContent);
  const canCheck = await isAbleToCheck();
  const octets = fromBase64(settings.roots);
  const roots = canCheck ? await parseRoots(octets) : null;
  const rootsPrint = canCheck ? await fingerprint(octets) : "";
  const page = new Page(settings, roots, new Memory(browserStorage(), rootsPrint), rootsPrint);
  page.speak(navigator.language.startsWith("cy") ? "cy" : "en");
  if (!canCheck) {
    byId("asking").hidden = true;
    page.tell("cannot-check");
    byId("page").hidden = false;
    return;
  }
  if (settings.files !== null) {
    const held = Object.entries(settings.files).map(([name, content]) => [name, fromBase64(content)]);
    await page.takeInFiles(async () => filesHeld(held));
  }
  page.listen();
  byId("page").hidden = false;
  if (settings.worker !== null) keepForLater(settings.worker);
  if (fragment !== "") {
    await page.check(fragment);
    page.tell("by-a-link");
  }
}

// Where the page is served, a worker keeps it for when there is no network.
function keepForLater(address) {
  const policy = globalThis.trustedTypes?.createPolicy("carly", { createScriptURL: (url) => url });
  navigator.serviceWorker?.register(policy ? policy.createScriptURL(address) : address);
}

open();

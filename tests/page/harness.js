// What the tests ask of the page's verifying scripts, in the shape of the command's JSON.

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const filesFrom = (files) => filesHeld(Object.entries(files).map(([name, content]) => [name, fromHex(content)]));
const utc = (instant) => (instant === null ? null : new Date(instant * 1000).toISOString().replace(".000Z", "Z"));

function byPeriod({ indoor, outdoor }, name) {
  const limits = Object.entries({ indoor, outdoor }).filter(([, one]) => one !== null);
  const values = limits.map(([period, one]) => [period, one[name]]);
  return values.length > 1 ? Object.fromEntries(values) : values[0][1];
}

function certificateJson(one, checkCode) {
  return {
    number: one.number,
    name: one.holder,
    date_of_birth: calendarDay(one.dateOfBirth),
    patient: one.patient,
    site: one.place,
    postcode: one.postcode,
    site_note: one.form === "card" ? say("place-on-card") : null,
    setting: one.setting,
    flowering: byPeriod(one, "flowering"),
    plants: byPeriod(one, "plants"),
    stock_grams: one.stockGrams === null ? null : String(one.stockGrams),
    carry_grams: String(one.carryGrams),
    valid_from: calendarDay(one.validFrom),
    valid_to: calendarDay(one.validTo),
    agreement: one.agreement,
    issuer: one.issuer,
    issued_at: utc(one.issuedAt),
    policy: one.policy,
    form: one.form,
    check_code: checkCode,
  };
}

const answerJson = (answer) => ({
  verdict: answer.verdict,
  sentence: inWords(answer.sentence),
  next_step: nextStepInWords(answer),
  status_as_of: utc(answer.statusAsOf),
  hypothetical_at: null,
  certificate: answer.certificate === null ? null : certificateJson(answer.certificate, answer.checkCode),
});

const refusalJson = (error) => ({
  refused_by: error.fault === null ? error.name : `${error.name} ${error.fault}`,
  sentence: inWords([error.part]),
});

// The outcome of some work: its value, or how it was refused; anything else is a fault.
async function outcomeOf(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusalJson(error);
  }
}

const taken = (files, roots, now, seen) =>
  takeIn(files, { roots, now, seen, remember: (one) => seen.set(one.issuer, one) });

globalThis.harness = {
  // Each code: its answer, and what steps 1 to 5 refuse it by.
  async codes({ now, roots, files, texts, takenInAt = now, isWithoutFile = false, force = null, floor = null }) {
    const held = await parseRoots(fromHex(roots));
    const bundle = isWithoutFile ? null : await taken(filesFrom(files), held, takenInAt, new Map());
    const outcomes = [];
    for (const text of texts) {
      const answer = await outcomeOf(async () => answerJson(await verify(text, { bundle, now, force, floor })));
      const opened = await outcomeOf(async () => {
        if (bundle !== null) await openCertificate(unverifiedEnvelope(text), bundle.trust, now);
        return { refused_by: null };
      });
      outcomes.push({ ...answer, refused_by: opened.refused_by });
    }
    return outcomes;
  },

  // Each police file, after others were taken in: how it is refused, or the answer.
  async policeFiles({ now, roots, seen, files, text }) {
    const held = await parseRoots(fromHex(roots));
    const outcomes = [];
    for (const one of files) {
      const memory = new Map();
      for (const before of seen) await taken(filesFrom(before), held, now, memory);
      outcomes.push(
        await outcomeOf(async () => {
          const bundle = await taken(filesFrom(one), held, now, memory);
          return answerJson(await verify(text, { bundle, now }));
        }),
      );
    }
    return outcomes;
  },

  // Each device in full, as cases.json has them.
  async cases({ roots, octets, cases }) {
    const held = await parseRoots(fromHex(roots));
    const files = (names) => filesHeld(Object.entries(names).map(([name, one]) => [name, fromHex(octets[one])]));
    const outcomes = [];
    for (const one of cases) {
      const memory = new Map();
      for (const before of one.seen) await taken(files(before), held, one.now, memory);
      outcomes.push(
        await outcomeOf(async () => {
          const bundle = one.files === null ? null : await taken(files(one.files), held, one.now, memory);
          const { now, at, floor, force } = one;
          const answer = await verify(one.text, { bundle, now, at, floor, force });
          return { ...answerJson(answer), hypothetical_at: utc(at) };
        }),
      );
    }
    return outcomes;
  },

  // Each zip: what is in it, or how it is refused.
  async zips(contents) {
    const outcomes = [];
    for (const content of contents) {
      outcomes.push(
        await outcomeOf(async () => {
          const files = await zipFiles(new Blob([fromBase64(content)]));
          const found = {};
          for (const name of files.names()) found[name] = toHex(await sha256(await files.read(name)));
          return found;
        }),
      );
    }
    return outcomes;
  },

  midnights: (first, last) => Array.from({ length: last - first }, (_, at) => midnightBefore(first + at)),
  moments: (instants) => instants.map((instant) => valueInWords(["moment", instant])),
  fitTexts: (texts) => texts.map(isFitText),
  speak: (language) => (shown.language = language),
};

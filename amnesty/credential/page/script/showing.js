// An answer on the screen: the word first, then place, person and counts.

const SHAPES = {
  stands: { className: "stands", path: ["circle", { cx: 32, cy: 32, r: 30 }], mark: "M17 33 L28 44 L47 21" },
  not: { className: "not", path: ["path", { d: "M20 2 H44 L62 20 V44 L44 62 H20 L2 44 V20 Z" }], mark: "M21 21 L43 43 M43 21 L21 43" },
  unsure: { className: "unsure", path: ["path", { d: "M32 3 L62 60 H2 Z" }], mark: "M32 22 V42 M32 49 V52" },
};

function shapeOf(verdict) {
  if (verdict.startsWith("VALID")) return ["stands", "stands"];
  return verdict === "CANNOT BE CONFIRMED" ? ["unsure", "not-sure"] : ["not", "does-not-stand"];
}

function element(name, { text = null, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== null) made.textContent = text;
  made.append(...children);
  return made;
}

function drawing({ path: [name, attributes], mark }) {
  const drawn = (kind, values) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return made;
  };
  const svg = drawn("svg", { viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" });
  svg.append(drawn(name, { ...attributes, class: "shape" }), drawn("path", { d: mark, class: "mark" }));
  return svg;
}

// Everything of an answer, in the order in which an officer asks.
function answerElements(answer, { now, settings }) {
  const [shape, meaning] = shapeOf(answer.verdict);
  const verdict = element("h2", { id: "verdict", tabindex: "-1" });
  verdict.append(
    element("span", { class: "meaning", text: say(meaning) }),
    element("span", { class: "unseen", text: ": " }),
    element("span", { class: "word", text: inLanguage().verdict[answer.verdict] }),
  );
  const panel = element("div", { class: `panel ${SHAPES[shape].className}` }, drawing(SHAPES[shape]), verdict);
  const parts = [panel, element("p", { class: "reason", text: inWords(answer.sentence) })];
  if (answer.statusAsOf !== null) {
    const values = { at: moment(answer.statusAsOf), age: ageInWords(answer.statusAsOf, now) };
    parts.push(element("p", { class: "age", text: say("status-as-of", values) }));
  }
  const content = answer.certificate === null ? [] : certificateElements(answer, shape);
  // Who may stay asks for the place first; who may not, for what to do.
  if (shape === "stands") parts.push(...content.slice(0, 3), nextStep(answer, settings), ...content.slice(3));
  else parts.push(nextStep(answer, settings), ...content);
  return parts;
}

function nextStep(answer, settings) {
  const { certificate } = answer;
  const words = nextStepInWords(answer, settings.nextSteps);
  const section = element("section", { class: "next" }, element("h3", { text: say("what-to-do") }), element("p", { text: words }));
  const telephones = Object.entries(settings.telephones).filter(([gss]) => certificate === null || gss === certificate.issuer);
  for (const [gss, { name, number }] of telephones) {
    const link = element("a", { href: `tel:${number.replace(/[^+0-9]/g, "")}`, text: number });
    section.append(element("p", { class: "telephone" }, `${say("telephone", { authority: name || gss })}: `, link));
  }
  if (telephones.length === 0) section.append(element("p", { text: say("telephone-unknown") }));
  return section;
}

function certificateElements({ certificate, checkCode }, shape) {
  const parts = shape === "not" ? [element("p", { class: "although", text: say("not-as-it-stands") })] : [];
  parts.push(placeElement(certificate), personElement(certificate), limitsElement(certificate));
  parts.push(detailsElement(certificate, checkCode));
  return parts;
}

const section = (className, heading, ...children) =>
  element("section", { class: className }, element("h3", { text: say(heading) }), ...children);

function placeElement({ form, place, postcode }) {
  if (form === "card") return section("place", "place", element("p", { text: say("place-on-card") }));
  // A postcode is read as one.
  const where = postcode === null ? place : `${place}, ${postcode.replaceAll(" ", "\u00a0")}`;
  return section("place", "place", element("p", { class: "question", text: say("place-question", { place: where }) }));
}

function personElement({ holder, dateOfBirth, patient }) {
  const question = say("person-question", { name: holder, born: ["day", dateOfBirth] });
  const parts = [element("p", { class: "question", text: question }), element("p", { text: say("person-hint") })];
  if (patient !== null) parts.push(element("p", { text: say("patient", { patient }) }));
  return section("person", "person", ...parts);
}

function limitsElement({ setting, indoor, outdoor, stockGrams, carryGrams }) {
  const parts = [element("p", { text: say("at-most") })];
  const isInTurn = indoor !== null && outdoor !== null;
  for (const [where, limits] of [["indoors", indoor], ["outdoors", outdoor]]) {
    if (limits === null) continue;
    // A card with one pair does not tell the setting.
    if (isInTurn || setting !== null) parts.push(element("h4", { text: say(where) }));
    const counts = [[limits.flowering, "in-flower"], [limits.plants, "in-all"]];
    parts.push(element("ul", { class: "counts" }, ...counts.map(countElement)));
  }
  if (isInTurn) parts.push(element("p", { class: "in-turn", text: say("in-turn") }));
  const grams = [[stockGrams, "kept"], [carryGrams, "carried"]].filter(([count]) => count !== null);
  parts.push(element("ul", { class: "counts" }, ...grams.map(countElement)));
  const rules = ["counting-1", "counting-2", "counting-3"].map((key) => element("li", { text: say(key) }));
  parts.push(element("h4", { text: say("counting") }), element("ul", { class: "counting" }, ...rules));
  return section("limits", "limits", ...parts);
}

const countElement = ([count, what]) =>
  element("li", {}, element("strong", { text: String(count) }), ` ${say(what)}`);

function detailsElement(certificate, checkCode) {
  const { number, issuer, agreement, validFrom, validTo } = certificate;
  const rows = [
    ["valid-dates", say("from-to", { first: ["day", validFrom], last: ["day", validTo] })],
    ["number", number],
    ["check-code", checkCode],
    ["authority", issuer],
  ];
  if (agreement !== null) rows.push(["agreement", `${agreement.reference}, ${agreement.force}`]);
  const list = element("dl");
  for (const [key, value] of rows) list.append(element("dt", { text: say(key) }), element("dd", { text: value }));
  list.querySelectorAll("dd")[2].append(element("span", { class: "hint", text: say("check-code-hint") }));
  return section("details", "details", list);
}

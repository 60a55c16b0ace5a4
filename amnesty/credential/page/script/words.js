// Words in the language that is shown: sentences are made when they are shown.

const shown = { language: "en" };
const inLanguage = () => WORDS[shown.language];
const say = (key, values = {}) => filled(inLanguage().screen[key], values);

const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => valueInWords(values[name]));

// A sentence as verifying gives it: parts, each a key and the values in its words.
const inWords = (sentence) =>
  sentence.map(([key, values = {}]) => filled(inLanguage().sentence[key], values)).join(" ");

// What to do, in the force's own words where it has them; of a card also where the
// place is to be had.
function nextStepInWords({ verdict, certificate }, own = {}) {
  const step = own[shown.language]?.[verdict] ?? inLanguage().next[verdict];
  return certificate?.form === "card" ? `${step} ${say("place-on-card")}` : step;
}

// A value that reads differently in each language is a kind and what it stands for.
function valueInWords(value) {
  if (!Array.isArray(value)) return String(value);
  const [kind, what] = value;
  switch (kind) {
    case "day":
      return dayInWords(what);
    case "moment":
      return filled(inLanguage().moment, { day: dayInWords(londonDay(what)), time: clockTime(londonClock(what)) });
    case "utc":
      return filled(inLanguage().utc, { day: dayInWords(Math.floor(what / DAY)), time: clockTime(what) });
    case "what":
      return inLanguage().what[what];
    case "zip":
      return inLanguage().zip[what];
    case "field":
      return inLanguage().field[what] ?? what;
    case "fault":
      return inLanguage().fault[what[0]][what[1]];
    default:
      throw new TypeError(`No value is of the kind ${kind}.`);
  }
}

function dayInWords(day) {
  const [year, month, date] = calendarDay(day).split("-").map(Number);
  return `${date} ${inLanguage().months.split(" ")[month - 1]} ${year}`;
}

const clockTime = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 16);

function ageInWords(instant, now) {
  const days = Math.floor((now - instant) / DAY);
  if (days < 1) return say("age-today");
  return days === 1 ? say("age-one") : say("age-days", { days });
}

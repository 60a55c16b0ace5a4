// Days as the scheme counts them: midnight to midnight in Europe/London.
// Instants are whole seconds since 1970, UTC; days are counted from 1970-01-01.

const DAY = 86_400;

const LONDON = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

// What London's clocks show at an instant, itself as seconds.
function londonClock(instant) {
  const shown = {};
  for (const { type, value } of LONDON.formatToParts(instant * 1000)) shown[type] = Number(value);
  const { year, month, day, hour, minute, second } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

const londonDay = (instant) => Math.floor(londonClock(instant) / DAY);

// Clocks change after midnight, so the evening before tells how midnight is reckoned.
function midnightBefore(day) {
  const evening = day * DAY - 3600;
  return day * DAY - (londonClock(evening) - evening);
}

const midnightAfter = (day) => midnightBefore(day + 1);

const calendarDay = (day) => new Date(day * DAY * 1000).toISOString().slice(0, 10);

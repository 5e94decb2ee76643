// Charge periods as people name them, in the report's time zone, and the same moments in UTC.

const DAY_MS = 86_400_000;

/**
 * How periods are named in one time zone.
 *
 * @param {string} timezone
 * @returns {(period: { start: string, end: string }) => { long: string, short: string, utc: string }}
 *   `short` is for an axis; `utc` is empty where it would say the same again
 */
export function periodNames(timezone) {
  const clock = clockOf(timezone);
  const utcClock = clockOf("UTC");
  return (period) => {
    const start = clock(period.start);
    const end = clock(period.end);
    const utc = timezone === "UTC" ? "" : `UTC ${utcText(period.start)} to ${utcText(period.end)}`;
    const isUtcMonth = !isMonth(start, end) && isMonth(utcClock(period.start), utcClock(period.end));
    return { ...(isUtcMonth ? monthName(utcClock(period.start), " in UTC") : named(start, end)), utc };
  };
}

function named(start, end) {
  const { day, month, year, weekday, time } = start;
  const date = `${day} ${month} ${year}`;
  if (isMonth(start, end)) return monthName(start);
  if (start.isMidnight && end.isMidnight) {
    const days = Math.round((end.days - start.days) / DAY_MS);
    if (days === 1) return { long: `${weekday} ${date}`, short: `${day} ${month}` };
    if (days === 7) return { long: `week of ${weekday} ${date}`, short: `${day} ${month}` };
    return { long: `${date} to ${end.day} ${end.month} ${end.year}, end exclusive`, short: `${day} ${month}` };
  }
  const isOfOneDay = start.days === end.days;
  const until = isOfOneDay ? end.time : `${end.day} ${end.month} ${end.time}`;
  // The hour that comes twice is told by its offsets.
  const offset = start.offset === end.offset ? "" : ` ${start.offset}`;
  const short = start.isMidnight || !isOfOneDay ? `${day} ${month}` : time;
  return { long: `${weekday} ${date}, ${time}${offset} to ${until} ${end.offset}`, short };
}

function monthName({ month, year }, addition = "") {
  return { long: `${month} ${year}${addition}`, short: `${month} ${year}` };
}

function isMonth(start, end) {
  const isFirst = (each) => each.isMidnight && each.day === "1";
  const months = (each) => Number(each.year) * 12 + new Date(each.days).getUTCMonth();
  return isFirst(start) && isFirst(end) && months(end) - months(start) === 1;
}

/** A clock of the zone: an instant as the parts of its local time. */
function clockOf(timeZone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    const { weekday, day, month, year, hour, minute, timeZoneName } = parts;
    return {
      weekday,
      day,
      month: month.slice(0, 3),
      year,
      time: `${hour}:${minute}`,
      offset: timeZoneName.replace("GMT", "UTC").replace("+00:00", ""),
      isMidnight: hour === "00" && minute === "00",
      // The local date alone, so that days are counted by the calendar.
      days: Date.parse(`${day} ${month.slice(0, 3)} ${year} UTC`),
    };
  };
}

function utcText(instant) {
  return instant.replace("T", " ").replace(/(:00)?Z$/, "");
}

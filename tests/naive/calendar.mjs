// Time zones and calendar periods, the slow way: look the clock up hour by hour in the host's own zone data, find
// the second at which an offset changes by halving, and compare. Instants are whole seconds since 1970 in UTC;
// a "local" number is what the wall clock shows, written as if it were UTC. Periods are half-open.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The calendar period { start, end } of the timeframe, in the zone, that holds the instant. */
export function periodAt(zone, timeframe, instant) {
  const near = boundaries(zone, timeframe, instant - REACH[timeframe], instant + REACH[timeframe]);
  return {
    start: Math.max(...near.filter((boundary) => boundary <= instant)),
    end: Math.min(...near.filter((boundary) => boundary > instant)),
  };
}

/** Where the periods of the timeframe that overlap the window begin, the first clipped to it. */
export function startsOfPeriods(zone, timeframe, window) {
  const starts = [];
  for (let at = window.start; at < window.end; at = periodAt(zone, timeframe, at).end) starts.push(at);
  return starts;
}

/** The instant of a wall-clock time, read as Temporal's "compatible" does (design section 2, `start`): of two the
 *  earlier one; in a gap as far behind the change as the clock was to be before it. */
export function instantOfLocal(zone, local) {
  const around = stretches(zone, local - 2 * DAY, local + 2 * DAY);
  const exact = around.find((stretch) => isWithin(stretch, local - stretch.offset));
  if (exact) return local - exact.offset;
  const before = around.findLast((stretch) => stretch.end <= local - stretch.offset);
  return local - before.offset;
}

/** What the zone's clock is ahead of UTC, in seconds. */
export function offsetAt(zone, instant) {
  const key = `${zone} ${instant}`;
  if (!knownOffsets.has(key)) knownOffsets.set(key, askHost(zone, instant) - instant);
  return knownOffsets.get(key);
}

// Far enough to meet the boundary before and the one after, whatever the zone does in between.
const REACH = { minute: 2 * MINUTE, hour: 2 * HOUR, day: 4 * DAY, week: 10 * DAY, month: 35 * DAY };

const boundariesOf = {
  minute: (zone, from, to) => clockBoundaries(zone, MINUTE, from, to),
  hour: (zone, from, to) => clockBoundaries(zone, HOUR, from, to),
  day: (zone, from, to) => dateBoundaries(zone, () => true, from, to),
  week: (zone, from, to) => dateBoundaries(zone, isMonday, from, to),
  month: (zone, from, to) => dateBoundaries(zone, isFirstOfMonth, from, to),
};

function boundaries(zone, timeframe, from, to) {
  return boundariesOf[timeframe](zone, from, to);
}

// Design section 2: an hour is one local clock hour on one side of an offset change. So the change itself is a
// boundary too, and an hour may be 30 minutes long (Lord Howe).
function clockBoundaries(zone, step, from, to) {
  const found = [];
  for (const stretch of stretches(zone, from, to)) {
    if (stretch.start !== from) found.push(stretch.start);
    const firstOnTheClock = Math.ceil((stretch.start + stretch.offset) / step) * step;
    for (let local = firstOnTheClock; local - stretch.offset < stretch.end; local += step) {
      found.push(local - stretch.offset);
    }
  }
  return found;
}

// Design section 2: days, weeks and months are calendar units in the zone. Each begins at the first instant of
// its first date, which is not midnight where midnight does not exist.
function dateBoundaries(zone, isFirstDate, from, to) {
  const found = [];
  for (let local = Math.floor(from / DAY) * DAY - 2 * DAY; local <= to + 2 * DAY; local += DAY) {
    if (isFirstDate(local)) found.push(firstInstantOfDate(zone, local));
  }
  return found;
}

function isMonday(local) {
  return new Date(local * 1000).getUTCDay() === 1;
}

function isFirstOfMonth(local) {
  return new Date(local * 1000).getUTCDate() === 1;
}

// The first instant at which the clock shows this midnight or anything later. (A date that the zone skipped
// altogether begins and ends at one instant, so that it makes no period.)
function firstInstantOfDate(zone, midnight) {
  const key = `${zone} ${midnight}`;
  if (!knownDates.has(key)) {
    const candidates = stretches(zone, midnight - 2 * DAY, midnight + 2 * DAY)
      .map((stretch) => ({ stretch, instant: Math.max(stretch.start, midnight - stretch.offset) }))
      .filter(({ stretch, instant }) => isWithin(stretch, instant));
    knownDates.set(key, Math.min(...candidates.map(({ instant }) => instant)));
  }
  return knownDates.get(key);
}

function isWithin(stretch, instant) {
  return stretch.start <= instant && instant < stretch.end;
}

// [from, to) cut into stretches of one offset: { start, end, offset }.
export function stretches(zone, from, to) {
  const found = [{ start: from, end: to, offset: offsetAt(zone, from) }];
  for (let at = from; at < to; at += HOUR) {
    const next = Math.min(at + HOUR, to);
    if (offsetAt(zone, at) === offsetAt(zone, next)) continue;
    const change = firstSecondOfOffset(zone, at, next);
    found.at(-1).end = change;
    found.push({ start: change, end: to, offset: offsetAt(zone, next) });
  }
  return found.filter((stretch) => stretch.start < stretch.end);
}

// The second in (before, after] at which the clock takes the offset that it has at `after`.
function firstSecondOfOffset(zone, before, after) {
  if (after - before === 1) return after;
  const middle = Math.floor((before + after) / 2);
  return offsetAt(zone, middle) === offsetAt(zone, after)
    ? firstSecondOfOffset(zone, before, middle)
    : firstSecondOfOffset(zone, middle, after);
}

const knownOffsets = new Map();
const knownDates = new Map();
const formatters = new Map();

function askHost(zone, instant) {
  const shown = Object.fromEntries(
    formatterOf(zone).formatToParts(instant * 1000).map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) / 1000;
}

function formatterOf(zone) {
  if (!formatters.has(zone)) {
    formatters.set(zone, new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    }));
  }
  return formatters.get(zone);
}

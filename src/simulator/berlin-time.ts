// German legal time as pure arithmetic: its offset to UTC, its midnights.

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** What to add to UTC to get the time in Berlin, ms: two hours from the last Sunday of March to that of October, 01:00 UTC (directive 2000/84/EC). */
export function berlinOffset(time: number): number {
  const { begin, end } = summerOf(new Date(time).getUTCFullYear());
  return time >= begin && time < end ? 2 * HOUR : HOUR;
}

interface Summer {
  readonly begin: number;
  readonly end: number;
}

/** Worked out once a year: the meter asks for the offset a hundred thousand times. */
const summers = new Map<number, Summer>();

function summerOf(year: number): Summer {
  const known = summers.get(year);
  if (known !== undefined) return known;
  const summer = { begin: lastSunday(year, 2) + HOUR, end: lastSunday(year, 9) + HOUR };
  summers.set(year, summer);
  return summer;
}

/** 00:00 UTC of the last Sunday; only for months of 31 days, counted from 0. */
function lastSunday(year: number, month: number): number {
  const lastDay = Date.UTC(year, month, 31);
  return lastDay - new Date(lastDay).getUTCDay() * DAY;
}

/** The Berlin midnights t with after < t ≤ until, epoch ms. */
export function berlinMidnights(after: number, until: number): number[] {
  const midnights: number[] = [];
  for (let date = Math.floor(after / DAY) * DAY; date - 2 * HOUR <= until; date += DAY) {
    // The clocks change at 01:00 UTC; the offset two hours before the date begins is the one of its midnight.
    const midnight = date - berlinOffset(date - 2 * HOUR);
    if (midnight > after && midnight <= until) midnights.push(midnight);
  }
  return midnights;
}

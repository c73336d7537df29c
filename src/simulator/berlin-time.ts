// German legal time as pure arithmetic: the offset to UTC, and the midnights.

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/**
 * The offset of Berlin time to UTC, in ms: two hours in summer, else one. Summer is from the last Sunday of March to
 * that of October, 01:00 UTC each (directive 2000/84/EC).
 */
export function berlinOffset(time: number): number {
  const { begin, end } = summerOf(new Date(time).getUTCFullYear());
  return time >= begin && time < end ? 2 * HOUR : HOUR;
}

/** A cache by year, because the meter needs the offset a hundred thousand times. */
const summers = new Map<number, { readonly begin: number; readonly end: number }>();

function summerOf(year: number) {
  const computed = () => ({ begin: lastSunday(year, 2) + HOUR, end: lastSunday(year, 9) + HOUR });
  const summer = summers.get(year) ?? computed();
  summers.set(year, summer);
  return summer;
}

/** 00:00 UTC of the last Sunday; for months of 31 days only, which are numbered from 0. */
function lastSunday(year: number, month: number): number {
  const lastDay = Date.UTC(year, month, 31);
  return lastDay - new Date(lastDay).getUTCDay() * DAY;
}

/** The Berlin midnights t with after < t ≤ until, epoch ms. */
export function berlinMidnights(after: number, until: number): number[] {
  const midnights: number[] = [];
  for (let date = Math.floor(after / DAY) * DAY; date - 2 * HOUR <= until; date += DAY) {
    // Clocks change at 01:00 UTC, so that the offset of a midnight already holds two hours before the UTC date begins.
    const midnight = date - berlinOffset(date - 2 * HOUR);
    if (midnight > after && midnight <= until) midnights.push(midnight);
  }
  return midnights;
}

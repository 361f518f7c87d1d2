/**
 * Moments and spans of time as the API writes them and kubectl prints them.
 * Upstream, v1.37.2: apimachinery pkg/apis/meta/v1/time.go (RFC 3339, read with Go's time.Parse) and
 * pkg/util/duration/duration.go (HumanDuration); translateTimestampSince of pkg/printers/internalversion.
 * Left out: fractions below a millisecond, years before 1.
 */

/** Milliseconds since 1970 of an RFC 3339 time; undefined for anything else and for Go's zero time. */
export function parseTime(rfc3339: string): number | undefined {
  const parts = RFC3339.exec(rfc3339);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as Clock;
  const offset = parts[8] === undefined ? 0 : offsetOf(parts.slice(8, 11));
  const wrong =
    month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59;
  if (wrong || second > 59 || offset === undefined) return undefined;
  const fraction = Math.trunc(Number(`0.${parts[7] ?? '0'}`) * 1000);
  const seconds = daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  const time = (seconds - offset) * 1000 + fraction;
  return time === ZERO_TIME ? undefined : time;
}

/** RFC 3339 in UTC, whole seconds, as the API prints its times. */
export function printTime(time: number): string {
  const seconds = Math.floor(time / 1000);
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const { year, month, day } = dateOf(days);
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${date}T${clock.map((part) => pad(part, 2)).join(':')}Z`;
}

/** A length of time in at most two units: `119s`, `3m20s`, `5h`, `2d3h`, `400d`, `2y35d`. */
export function age(ms: number): string {
  const total = Math.trunc(Math.min(Math.max(ms, -LONGEST), LONGEST) / 1000);
  if (total < -1) return '<invalid>';
  const seconds = Math.max(total, 0);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const years = Math.floor(days / 365);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

/** The age of something at `now`; without a date `<unknown>`. */
export function printedAge(now: number, then: number | undefined): string {
  return then === undefined ? '<unknown>' : age(now - then);
}

type Clock = [number, number, number, number, number, number];

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** 0001-01-01T00:00:00Z: what an absent time is in Go. */
const ZERO_TIME = -62_135_596_800_000;
/** A Go duration is 64 bits of nanoseconds. */
const LONGEST = 9_223_372_036_854;

function two(large: number, unit: string, small: number, smaller: string): string {
  return small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smaller}`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** Seconds east of UTC. */
function offsetOf([sign, hours, minutes]: readonly (string | undefined)[]): number | undefined {
  if (Number(hours) > 24 || Number(minutes) > 60) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Counted in years that begin in March, so that the leap day is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const inEra = shifted - era * 400;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524);
  const years = Math.floor((ofEra - leaps + Math.floor(ofEra / 146_096)) / 365);
  const inYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = ((fromMarch + 2) % 12) + 1;
  return {
    year: era * 400 + years + (month <= 2 ? 1 : 0),
    month,
    day: inYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

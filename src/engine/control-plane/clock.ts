/**
 * RFC 3339 with fractions, as metav1.MicroTime writes it (apimachinery pkg/apis/meta/v1/micro_time.go,
 * v1.37.2): audit events carry microseconds, and their order hangs on them. Left out: offsets other than Z.
 */

const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?Z$/;

/** Milliseconds since 1970 with their fraction; undefined for anything else. */
export function moment(text: string): number | undefined {
  const parts = FORM.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map(Number);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const whole = daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  return whole * 1000 + Number(parts[7] ?? 0) * 1000;
}

/** Counted in years that begin in March, so that the leap day is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const from = month <= 2 ? year - 1 : year;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leaps + inYear - 719_468;
}

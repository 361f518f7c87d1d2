/** Which texts go-yaml v2 takes for a `!!timestamp`: its four layouts for Go's time.Parse (resolve.go). */

const layout =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[-+](\d\d):(\d\d))?)?$/;

export function isTimestamp(text: string): boolean {
  const match = layout.exec(text);
  if (match === null) return false;
  const [, year, month, day, separator, hour, minute, second, zone, zoneHour, zoneMinute] = match;
  if (separator !== undefined && (separator === ' ') !== (zone === undefined)) return false;
  const number = (digits: string | undefined): number => Number(digits ?? 0);
  return (
    number(day) >= 1 &&
    number(day) <= daysIn(number(year), number(month)) &&
    number(hour) < 24 &&
    number(minute) < 60 &&
    number(second) < 60 &&
    number(zoneHour) <= 24 &&
    // As Go has it.
    number(zoneMinute) <= 60
  );
}

/** 0 for a month that does not exist. */
function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

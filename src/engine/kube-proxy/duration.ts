/** Go's time.ParseDuration, in milliseconds: `1h30m`, `1.5s`, `-2ms`, `0`. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0;
  if (!/^(?:(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:ns|us|µs|μs|ms|s|m|h)){1,50}$/.test(rest))
    return undefined;
  let total = 0;
  for (const [, value, unit = ''] of rest.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    total += Number(value) * (UNITS[unit] ?? 0);
  }
  return sign === '-' ? -total : total;
}

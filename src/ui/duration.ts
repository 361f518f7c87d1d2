/** Lengths of time as Kubernetes writes them: `250ms`, `4.5s`, `1m30s`, `2h5m`. */

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** Exact below ten seconds, to a tenth of a second below a minute, to a second above. */
export function durationText(ms: number): string {
  const step = ms < 1_000 ? 1 : ms < 10_000 ? 10 : ms < 60_000 ? 100 : 1_000;
  let rest = Math.round(ms / step) * step;
  if (rest === 0) return '0s';
  if (rest < 1_000) return `${rest}ms`;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += count + unit;
  }
  return rest > 0 ? `${text}${rest / 1000}s` : text;
}

/** Milliseconds of a text as `durationText` writes it, or of a bare number of them; else undefined. */
export function readDuration(text: string): number | undefined {
  const written = text.trim();
  if (/^\d+(\.\d+)?$/.test(written)) return Number(written);
  const found = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)(ms|s))?$/.exec(written);
  if (!found || written === '') return undefined;
  const [, hours = '0', minutes = '0', rest = '0', unit = 's'] = found;
  return (
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(rest) * (unit === 's' ? 1000 : 1)
  );
}

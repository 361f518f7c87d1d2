/** Lengths of time as Kubernetes writes them: `250ms`, `4.5s`, `1m30s`, `2h5m`. */

/** Exact below ten seconds, to a tenth of a second below a minute, to a second above. */
export function durationText(ms: number): string {
  const step = ms < 1_000 ? 1 : ms < 10_000 ? 10 : ms < 60_000 ? 100 : 1_000;
  const whole = Math.round(ms / step) * step;
  if (whole % 1_000 === whole && whole > 0) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = (whole % 60_000) / 1_000;
  return `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${seconds > 0 || whole === 0 ? `${seconds}s` : ''}`;
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

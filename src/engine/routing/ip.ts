/** Is a text an IP address, as netutils.ParseIPSloppy (k8s.io/utils) reads it: leading zeros are fine. */
export function isIp(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  if (!text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const tail = last.includes('.');
  if (tail && !isIpv4(last)) return false;
  const plain = tail ? all.slice(0, -1) : all;
  const size = plain.length + (tail ? 2 : 0);
  const isWhole = halves.length === 2 ? size < 8 : size === 8;
  return isWhole && plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group));
}

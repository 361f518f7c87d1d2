const HAN_PER_MINUTE = 400;
const WORDS_PER_MINUTE = 220;

/** Whole minutes for the running text of an MDX source; code and tags are looked at, not read. */
export function readingMinutes(source: string): number {
  const text = source.replace(/^```[\s\S]*?^```/gm, '').replace(/<[^>]*>|\{\/\*.*?\*\/\}/g, '');
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/[\p{Script=Latin}\d]+/gu)?.length ?? 0;
  return Math.max(1, Math.round(han / HAN_PER_MINUTE + words / WORDS_PER_MINUTE));
}

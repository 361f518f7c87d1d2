/** A probability as people read it: in percent, with one digit behind the point. */

export function inPercent(probability: number): number {
  return Number((probability * 100).toFixed(1));
}

/** `33.3%`, `50%` */
export function shareText(probability: number): string {
  return `${inPercent(probability)}%`;
}

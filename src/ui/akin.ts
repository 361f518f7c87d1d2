/** Whether one text may be an edit of the other: an edit keeps the beginning or the end. */
export function isAkin(a: string, b: string): boolean {
  return a.slice(0, 200) === b.slice(0, 200) || a.slice(-200) === b.slice(-200);
}

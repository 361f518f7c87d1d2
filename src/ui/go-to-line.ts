/** Bringing the reader, and the caret, to a line of a text field. */

/** Selects the line (1-based), and scrolls whatever holds the field so that it is seen. */
export function goToLine(field: HTMLTextAreaElement, line: number): void {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = field.value.indexOf('\n', start);
    if (end === -1) break;
    start = end + 1;
  }
  const end = field.value.indexOf('\n', start);
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end === -1 ? field.value.length : end);
  const scroller = scrollerOf(field);
  scroller.scrollTop = Math.max(0, (line - 1) * lineHeight(field) - scroller.clientHeight / 3);
  scroller.scrollLeft = 0;
  scroller.scrollIntoView({ block: 'nearest' });
}

/** The field grows a moment after the browser looked for the caret, so that is done once more. */
export function keepCaretInSight(field: HTMLTextAreaElement): void {
  const scroller = scrollerOf(field);
  if (scroller === field || field.selectionStart !== field.selectionEnd) return;
  const line = field.value.slice(0, field.selectionEnd).split('\n').length;
  const bottom = (line + 1) * lineHeight(field);
  if (bottom > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = bottom - scroller.clientHeight;
  }
}

function lineHeight(field: HTMLTextAreaElement): number {
  return Number.parseFloat(getComputedStyle(field).lineHeight);
}

/** A long text scrolls in its own field, others in what is around field and layer. */
function scrollerOf(field: HTMLTextAreaElement): HTMLElement {
  const around = field.parentElement;
  return around && !around.classList.contains('is-long') ? around : field;
}

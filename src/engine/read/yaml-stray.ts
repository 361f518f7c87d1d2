/**
 * Which of the reader's mistakes a token in the wrong place comes from. go-yaml only says what it expected
 * there; the place of the mistake is often further up.
 */
import { Refused } from './code.ts';
import { columnAt, indentationAt, isBreak } from './yaml-cursor.ts';
import type { Token } from './yaml-scanner.ts';

/** A token that neither goes on with a block map or list nor ends it; `lastEnd`: of the token before. */
export function strayToken(text: string, lastEnd: number, token: Token): Refused {
  if (token.kind === 'value') return new Refused('yaml-missing-key', token.start);
  const mark = markCharacter(text, token);
  if (mark !== undefined) return new Refused('yaml-bad-start', token.start, { character: mark });
  const sameLine = !hasBreak(text, lastEnd, token.start);
  return new Refused(sameLine ? 'yaml-text-after-value' : 'yaml-bad-indent', token.start);
}

/** No comma and no closing bracket where one is due; `opening`: the offset of the opening bracket. */
export function missingComma(text: string, opening: number, token: Token): Refused {
  if (endsText(token) || isOutdented(text, opening, token)) {
    return new Refused('yaml-unclosed-flow', opening, { bracket: text.charAt(opening) });
  }
  return new Refused('yaml-missing-comma', token.start);
}

/** On a line of its own, no deeper than the one in which the bracket was opened behind something. */
function isOutdented(text: string, opening: number, token: Token): boolean {
  const indentation = indentationAt(text, opening);
  if (columnAt(text, opening) === indentation || !hasBreak(text, opening, token.start))
    return false;
  return indentationAt(text, token.start) <= indentation;
}

/** No value can start with this token; `opening`: of the innermost bracket, -1 outside of any. */
export function missingContent(text: string, opening: number, token: Token): Refused {
  if (token.kind === 'dash') return new Refused('yaml-dash-in-value', token.start);
  if (opening >= 0 && endsText(token)) {
    return new Refused('yaml-unclosed-flow', opening, { bracket: text.charAt(opening) });
  }
  const mark = opening < 0 ? markCharacter(text, token) : undefined;
  if (mark !== undefined) return new Refused('yaml-bad-start', token.start, { character: mark });
  return new Refused('yaml-missing-value', token.start);
}

function markCharacter(text: string, { kind, start }: Token): string | undefined {
  const isMark = kind === 'comma' || kind === 'flow-list-end' || kind === 'flow-map-end';
  return isMark ? text.charAt(start) : undefined;
}

function endsText({ kind }: Token): boolean {
  return kind === 'end' || kind === 'block-end' || kind.startsWith('document-');
}

function hasBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isBreak(text.charCodeAt(at))) return true;
  return false;
}

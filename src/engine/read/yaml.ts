/** One YAML document of a text as a tree. */
import { Refused } from './code.ts';
import { parseYaml } from './yaml-parse.ts';
import { createScanner } from './yaml-scanner.ts';
import { type Decoded, decodeYaml } from './yaml-value.ts';

/** What YAML 1.1 does not let stand anywhere, not even quoted or in a comment (go-yaml, readerc.go). */
const forbidden = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/g;

/** Undefined when nothing is written there; throws `Refused`. */
export function readYaml(text: string, start: number, end: number): Decoded | undefined {
  forbidden.lastIndex = start;
  const bad = forbidden.exec(text.slice(0, end));
  if (bad !== null) {
    const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new Refused('yaml-bad-character', bad.index, { character: `U+${code}` });
  }
  const root = parseYaml(createScanner(text, start, end));
  return root === undefined ? undefined : decodeYaml(root);
}

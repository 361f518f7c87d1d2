import { fromHtml } from 'hast-util-from-html';
import { expect, it } from 'vitest';
import { markdownTwin } from '../../src/build/markdown-twin.ts';

const twinOf = (html: string) => markdownTwin({ main: fromHtml(html, { fragment: true }) }).trim();

it.each([
  ['<p><b><i>✕</i>CrashLoopBackOff</b> 1</p>', '**✕CrashLoopBackOff** 1'],
  ['<p><b>OOMKilled </b>state</p>', '**OOMKilled** state'],
  ['<p>Exit code 137<b> SIGKILL</b></p>', 'Exit code 137 **SIGKILL**'],
  ['<p>先<strong>停止</strong>，再<em>删</em>。</p>', '先**停止**，再*删*。'],
  ['<p><strong>没人写。</strong>API 里有它。</p>', '**没人写。**API 里有它。'],
])('a page as Markdown has letters, no entities: %s', (html, markdown) => {
  expect(twinOf(html)).toBe(markdown);
});

/** The drawing as a file of its own: an SVG with the colours of the page, and a PNG made of it. */
import { durationText } from '../../ui/duration.ts';
import { type Lang, say } from '../../ui/messages.ts';
import type { TimelineAnswer } from './answer.ts';
import { answersOf, extent, isShown, ticksOf } from './draw.ts';
import { labelOf, nameOf } from './labels.ts';
import type { Life, SpanCells, Words } from './life.ts';
import { messages } from './messages.ts';

const NAMES = 170;
const STRIP = 860;
const ROW = 30;
const WIDTH = NAMES + STRIP + 20;
const ROLES = ['paper', 'line', 'ink', 'ink-2', 'sunken', 'edge'] as const;
const TONES = ['good', 'warn', 'bad', 'soft'] as const;

/** `host` wears the theme in which it is drawn. */
export function pictureOf(
  { lives, words }: TimelineAnswer,
  lang: Lang,
  colour: (role: string) => string,
): string {
  const until = Math.max(...lives.map((life) => life.until));
  const rows: string[] = [];
  let top = 34;
  for (const [index, life] of lives.entries()) {
    const name =
      lives.length > 1 ? ` · ${say(index === 0 ? messages.given : messages.changed, lang)}` : '';
    rows.push(text(10, top, `${life.name}${name}`, 'title'));
    top += 14;
    const answers = answersOf(life);
    for (const lane of life.lanes.filter(isShown)) {
      const answered = answers.get(lane.key);
      rows.push(
        `<g transform="translate(0 ${top})"><path class="rule" d="M0 0H${WIDTH}"/>`,
        text(10, 20, nameOf(lane, lang, words.names), 'name'),
        ...lane.spans.map((span) => bar(span, life, until, lang, words)),
        path(
          'dots',
          (answered?.passed ?? []).map((at) => `M${x(at, until)} 15h0`),
        ),
        path(
          'bars',
          (answered?.failed ?? []).map((at) => `M${x(at, until)} 8v14`),
        ),
        '</g>',
      );
      top += ROW;
    }
    top += 26;
  }
  const height = top - 8;
  const axis = ticksOf(until, 10).map((at) =>
    text(x(at, until), height - 8, durationText(at), 'tick'),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"><style>${styleOf(colour)}</style><rect class="paper" width="100%" height="100%"/>${rows.join('')}${axis.join('')}</svg>\n`;
}

/** What a role of the page's tokens is in the theme that `host` wears. */
export function coloursOf(host: Element): (role: string) => string {
  const probe = document.createElement('i');
  host.append(probe);
  const found = new Map<string, string>();
  for (const role of [...ROLES, ...TONES.flatMap((tone) => [tone, `${tone}-soft`])]) {
    probe.style.color = `var(--${role}, var(--ink-2))`;
    found.set(role, getComputedStyle(probe).color);
  }
  probe.remove();
  return (role) => found.get(role) ?? 'currentColor';
}

/** Twice the size, for screens with fine pixels. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture'))), 'image/png');
  });
}

function bar(span: SpanCells, life: Life, until: number, lang: Lang, words: Words): string {
  const [from, to] = extent(span, life);
  const left = x(from, until);
  const width = Math.max(1, x(to, until) - left);
  const look = `${span[3]} ${span[4]}`;
  const rect = `<rect class="${look}" x="${left}" y="4" width="${width}" height="22" rx="4"/>`;
  const label = labelOf(span, lang, words.names);
  // About seven pixels a letter, fourteen a Chinese one: a label that does not fit is left out.
  const room = [...label].reduce((sum, letter) => sum + (letter > '\u2e80' ? 14 : 7), 10);
  return room > width ? rect : rect + text(left + 6, 20, label, `on-${span[3]}`);
}

function styleOf(colour: (role: string) => string): string {
  const tones = TONES.map((tone) => {
    const ground = tone === 'soft' ? colour('sunken') : colour(`${tone}-soft`);
    const ink = tone === 'soft' ? colour('ink') : colour(tone);
    const edge = tone === 'soft' ? colour('edge') : ink;
    return `.${tone}{fill:${ground};stroke:${edge}}.on-${tone}{fill:${ink}}`;
  });
  return `text{font:12px system-ui,sans-serif;fill:${colour('ink')}}.paper{fill:${colour('paper')}}.rule{stroke:${colour('line')}}.title{font-weight:600}.name,.tick{fill:${colour('ink-2')}}.tick{font-size:11px;text-anchor:middle}${tones.join('')}.i{fill-opacity:.45;stroke-dasharray:6 3}.u{fill:none;stroke-dasharray:1 3}.dots{stroke:${colour('good')};stroke-width:7;stroke-linecap:round}.bars{stroke:${colour('bad')};stroke-width:3}`;
}

const x = (at: number, until: number) => NAMES + Math.round((at / until) * STRIP * 100) / 100;

function path(look: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : `<path class="${look}" d="${parts.join('')}"/>`;
}

function text(left: number, top: number, words: string, look: string): string {
  return `<text class="${look}" x="${left}" y="${top}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

import type { Lang } from '../../ui/messages.ts';
import type { TimelineAnswer } from './answer.ts';
import { stagesOf } from './kwok.ts';
import { coloursOf, pictureOf, pngOf } from './picture.ts';

export type Form = 'SVG' | 'PNG' | 'KWOK Stage';

/** Offers the timeline as a file, in the colours that `host` wears. */
export async function save(
  form: Form,
  answer: TimelineAnswer,
  lang: Lang,
  host: Element,
): Promise<void> {
  const name = answer.lives[0]?.name || 'pod';
  if (form === 'KWOK Stage') return download(`${name}-stages.yaml`, textBlob(stagesOf(answer)));
  const picture = pictureOf(answer, lang, coloursOf(host));
  if (form === 'SVG') download(`${name}.svg`, textBlob(picture));
  else download(`${name}.png`, await pngOf(picture));
}

const textBlob = (text: string) => new Blob([text], { type: 'text/plain;charset=utf-8' });

/** Where a frame forbids downloads nothing happens. */
function download(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

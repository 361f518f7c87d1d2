import { FindingList } from '../../ui/finding-list.tsx';
import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import type { WalkView } from './walked.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly walk: WalkView;
}

/** The rules that matched, as deep as the chains are nested, with what each did. */
export function Steps({ id, lang, goTo, walk: { steps, moreSteps, notes } }: Props) {
  return (
    <>
      <ol class="pw-steps">
        {steps.map(({ line, at, depth, opens, text, target, says, skipped, tone, heat }, index) => (
          <li key={index} class={`is-${tone}`} style={{ '--d': depth }}>
            {opens && <b class="pw-opens">{opens}</b>}
            <LineLink id={id} lang={lang} line={line} goTo={goTo} />
            <div>
              <code>
                {text.slice(0, target[0])}
                <b>{text.slice(...target)}</b>
                {text.slice(target[1])}
              </code>
              <p>
                {say(says, lang)}{' '}
                <span class="w-soft">
                  {at}
                  {skipped && ` · ${say(skipped, lang)}`}
                </span>
                {heat && (
                  <span class="pw-heat" style={{ '--h': heat[1] }}>
                    {heat[0].toLocaleString('en')}
                  </span>
                )}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {moreSteps && <p class="w-soft">{say(moreSteps, lang)}</p>}
      {notes.length > 0 && <FindingList id={id} lang={lang} goTo={goTo} findings={notes} />}
    </>
  );
}

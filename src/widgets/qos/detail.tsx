import type { GoTo } from '../../ui/line-link.tsx';
import type { ComponentChildren } from 'preact';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { Finding } from '../../ui/finding.ts';
import { FindingList } from '../../ui/finding-list.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import type { EditRow, PodDetail } from './answer.ts';
import { Badge, verdictOf } from './badge.tsx';
import { messages } from './messages.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly pod: PodDetail;
}

/** The class in large letters, and whether the API server would take the Pod at all. */
export function Verdict({ lang, pod }: Pick<Props, 'lang' | 'pod'>) {
  const { qosClass, problems } = pod;
  const refused = problems.length > 0;
  return (
    <div role="status">
      <Badge lang={lang} verdict={verdictOf({ ...pod, refused })} large />
      {refused && qosClass && <p class="w-note">{say(messages.wouldBe, lang, { qosClass })}</p>}
    </div>
  );
}

/** Why it is that class, and what the API makes of the text. */
export function Why({ id, lang, goTo, pod }: Props) {
  const list = (findings: readonly Finding[]) => (
    <FindingList id={id} lang={lang} goTo={goTo} findings={findings} />
  );
  return (
    <>
      {pod.problems.length > 0 && list(pod.problems)}
      {pod.mix && <p class="w-note">{say(pod.mix, lang)}</p>}
      {pod.reasons.length > 0 && list(pod.reasons)}
      {pod.edits.map((edit) => (
        <Edit key={edit.to} lang={lang} edit={edit} />
      ))}
      {pod.warnings.length > 0 && (
        <Section title={say(messages.warnings, lang)}>{list(pod.warnings)}</Section>
      )}
      {pod.defaulted.length > 0 && (
        <Section title={say(messages.defaulted, lang)}>{list(pod.defaulted)}</Section>
      )}
    </>
  );
}

function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="qos-part">
      <p class="qos-title">{title}</p>
      {children}
    </div>
  );
}

/** What would have to change for another class; few want another than Guaranteed. */
function Edit({ lang, edit }: { readonly lang: Lang; readonly edit: EditRow }) {
  const { to, patch, count, problem } = edit;
  if (patch === undefined) {
    const why = problem ? say(problem, lang) : '';
    return <p class="qos-part qos-title">{say(messages.notToClass, lang, { to, why })}</p>;
  }
  return (
    <details class="qos-part" open={to === 'Guaranteed'} data-not-searched>
      <summary class="qos-title">{say(messages.toClass, lang, { to, count })}</summary>
      <pre class="qos-diff">
        {diffLines(patch).map(({ sign, text }, index) => (
          <span key={index} class={sign === '+' ? 'is-good' : sign === '-' ? 'is-bad' : undefined}>
            {`${sign} ${text}\n`}
          </span>
        ))}
      </pre>
      {edit.assumed && <p class="w-note w-soft">{say(messages.assumed, lang)}</p>}
      <p class="qos-tools" data-pagefind-ignore>
        <CopyButton lang={lang} label={messages.copyPatch} text={() => patch} />
      </p>
    </details>
  );
}

/** The patch as people read a change: `null` takes a key out, another value puts it in. */
function diffLines(patch: string) {
  return patch
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, indent = '', key = '', value = ''] = /^(\s*)([^-\s].*?):\s*(.*)$/.exec(line) ?? [];
      if (value === '') return { sign: ' ', text: line };
      if (value === 'null') return { sign: '-', text: `${indent}${key}:` };
      return { sign: '+', text: line };
    });
}

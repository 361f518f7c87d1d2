import { CopyButton } from '../../ui/copy-button.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoTo } from '../../ui/line-link.tsx';
import { late } from '../../ui/load.ts';
import { type Lang, labels, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import { Table } from '../../ui/table.tsx';
import type { ConversionView } from './converted.ts';
import { messages } from './messages.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly conversion: ConversionView;
}

const FIRST_ROWS = 50;
const FIRST_MISSING = 30;

/** The proof first, then what is missing, then the manifests. */
export function Conversion({ id, lang, goTo, conversion }: Props) {
  const { yaml, missing, compared, differs, differences, notes } = conversion;
  if (yaml === '') return <p class="w-verdict w-soft">{say(messages.noIngress, lang)}</p>;
  return (
    <>
      <p class={`w-verdict rt-proof is-${differs === 0 ? 'good' : 'warn'}`} role="status">
        {differs === 0
          ? say(messages.same, lang, { count: compared })
          : say(messages.differ, lang, { compared, count: differs })}
      </p>
      {differences.length > 0 && (
        <ShowMore lang={lang} items={differences} first={FIRST_ROWS}>
          {(shown) => (
            <Table
              lang={lang}
              caption={messages.differences}
              captionHidden
              head={[messages.request, 'Ingress', 'HTTPRoute', messages.why]}
              rows={shown.map(({ request, ingress, httpRoute, why }, index) => ({
                key: index,
                cells: [
                  <code key="request">{request}</code>,
                  <var key="ingress">{ingress}</var>,
                  <var key="route">{httpRoute}</var>,
                  say(why, lang),
                ],
              }))}
            />
          )}
        </ShowMore>
      )}
      {missing.length > 0 && (
        <>
          <p class="rt-title">{say(messages.missing, lang)}</p>
          <ShowMore lang={lang} items={missing} first={FIRST_MISSING}>
            {(shown) => <FindingList id={id} lang={lang} goTo={goTo} findings={shown} />}
          </ShowMore>
        </>
      )}
      {notes.map((note) => (
        <p key={note[1]} class="w-note w-soft">
          {say(note, lang)}
        </p>
      ))}
      <p class="rt-title">{say(messages.manifests, lang)}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a region would be a landmark, and several may have this name */}
      <pre
        class="rt-yaml"
        lang="en"
        data-not-searched
        role="group"
        aria-label={say(messages.manifests, lang)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
        tabIndex={0}
      >
        {yaml}
      </pre>
      <p class="w-options" data-pagefind-ignore>
        <CopyButton lang={lang} text={() => yaml} />
        <button
          type="button"
          class="js"
          onClick={async () => (await late()).downloadText('httproutes.yaml', yaml)}
        >
          {say(labels.download, lang)}
        </button>
      </p>
    </>
  );
}

import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { DumpPort } from './dump-answer.ts';
import type { Words } from './messages.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly goTo: GoTo;
  readonly words: Words;
  readonly endpoints: DumpPort['endpoints'];
}

/** The endpoints that the rules of a dump lead to. */
export function DumpEndpoints({ id, lang, goTo, words, endpoints }: Props) {
  return (
    <details class="kp-part" open>
      <summary>{say(words.endpoints, lang)}</summary>
      <Table
        lang={lang}
        caption={words.endpoints}
        captionHidden
        head={[words.endpoint, words.share, words.policy, words.chain]}
        rows={endpoints.map(({ address, set, share, chain, line }, index) => ({
          key: index,
          cells: [
            <var key="address">{address}</var>,
            <var key="share">{share}</var>,
            <span key="set" lang="en">
              {set}
            </span>,
            <>
              <LineLink id={id} lang={lang} line={line} goTo={goTo} /> <code>{chain}</code>
            </>,
          ],
        }))}
      />
    </details>
  );
}

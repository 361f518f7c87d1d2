import { useState } from 'preact/hooks';
import { Choice } from '../../ui/choice.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { late } from '../../ui/load.ts';
import { labels, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { PodRow, QosAnswer, QosInput } from './answer.ts';
import { Badge, type Verdict, verdictName, verdictOf } from './badge.tsx';
import { messages } from './messages.ts';

const FIRST = 200;
const HEAD = [messages.podName, messages.qosClass, 'cpu', 'memory', 'oom_score_adj'] as const;
const VERDICTS: readonly Verdict[] = [
  'Guaranteed',
  'Burstable',
  'BestEffort',
  'refused',
  'unreadable',
];

/** All Pods of the text, one row each; choosing one shows it in full below. */
export function PodTable({ id, lang, answer, set }: ViewProps<QosInput, QosAnswer>) {
  const [verdict, setVerdict] = useState('');
  const [wanted, setWanted] = useState('');
  const rows = answer.rows.map((row, index) => ({ row, index, verdict: verdictOf(row) }));
  const shown = rows.filter(
    (each) =>
      (verdict === '' || each.verdict === verdict) &&
      `${each.row.namespace}/${each.row.name}`.includes(wanted.trim()),
  );
  const counts = VERDICTS.map((each) => ({
    each,
    count: rows.filter((row) => row.verdict === each).length,
  })).filter(({ count }) => count > 0);
  const table = () => shown.map(({ row }) => cellsOf(row, verdictName(verdictOf(row), lang)));
  const head = HEAD.map((cell) => (typeof cell === 'string' ? cell : say(cell, lang)));

  return (
    <div class="qos-pods">
      <p class="qos-counts" role="status">
        <b>{say(messages.pods, lang, { count: answer.rows.length })}</b>{' '}
        {counts.map(({ each, count }) => (
          <span key={each}>
            <Badge lang={lang} verdict={each} /> {count}{' '}
          </span>
        ))}
      </p>
      <div class="w-options js" data-pagefind-ignore>
        <Choice
          label={say(messages.filterClass, lang)}
          labelHidden
          value={verdict}
          options={[
            ['', say(messages.allClasses, lang)],
            ...counts.map(({ each }) => [each, verdictName(each, lang)] as const),
          ]}
          onValue={setVerdict}
        />
        <input
          type="search"
          size={12}
          placeholder={say(messages.filterName, lang)}
          aria-label={say(messages.filterName, lang)}
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <CopyButton
          lang={lang}
          label={messages.copyTable}
          text={async () => (await late()).asMarkdown(head, table())}
        />
        <button
          type="button"
          onClick={async () => {
            const { asTsv, downloadText } = await late();
            downloadText('pods.tsv', asTsv(head, table()));
          }}
        >
          {say(messages.downloadTable, lang)}
        </button>
      </div>
      <ShowMore lang={lang} items={shown} first={FIRST}>
        {(some) => (
          <Table
            lang={lang}
            caption={messages.podName}
            captionHidden
            head={HEAD}
            rows={some.map(({ row, index, verdict: its }) => ({
              key: index,
              chosen: index === answer.chosen,
              onClick: () => set({ pod: String(index) }),
              cells: [
                <>
                  <button
                    type="button"
                    class="qos-pick"
                    aria-pressed={index === answer.chosen}
                    aria-controls={`${id}-detail`}
                  >
                    {row.name || '–'}
                  </button>
                  <small>
                    {row.namespace}
                    {row.kind !== 'Pod' && ` · ${row.kind}`} ·{' '}
                    {say(labels.line, lang, { line: row.line })}
                  </small>
                </>,
                <>
                  <Badge lang={lang} verdict={its} />
                  {its === 'refused' && <small>{row.qosClass}</small>}
                </>,
                <var key="cpu">{row.cpu ?? '–'}</var>,
                <var key="memory">{row.memory ?? '–'}</var>,
                <var key="worst">{row.worst ?? '–'}</var>,
              ],
            }))}
          />
        )}
      </ShowMore>
      {shown.length === 0 && <p class="w-soft">{say(messages.noneLeft, lang)}</p>}
    </div>
  );
}

function cellsOf(row: PodRow, verdict: string): readonly string[] {
  const { namespace, name, cpu = '', memory = '', worst = '' } = row;
  return [`${namespace}/${name}`, verdict, cpu, memory, String(worst)];
}

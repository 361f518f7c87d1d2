/** What `livenotes status` says beside the table: of an object with `--explain`, of pasted lines always. */
import {
  type KubectlRow,
  type PodStatus,
  type StatusDetails,
  commandFor,
  meaningOfRow,
} from '../engine/lifecycle/index.ts';
import { exitLooks } from '../ui/exit-code-messages.ts';
import { labels, type Lang, say } from '../ui/messages.ts';
import { meaningSentence } from '../ui/status-meaning.ts';
import { explain, withMessage } from './explain.ts';
import { messages } from './messages.ts';
import { table } from './output.ts';

/** A row of a pasted table as JSON carries it. */
export function rowItem(row: KubectlRow, lang: Lang) {
  const { meaning, sources, phases, cells, hints } = meaningOfRow(row.cells);
  const { namespace = 'default', name = '', ...rest } = row.cells;
  return {
    object: { kind: 'Pod', namespace, name },
    line: row.line,
    column: 1,
    ...rest,
    sources,
    phases,
    meaning: { ...meaning, message: say(meaningSentence(meaning), lang) },
    notes: [...cells, ...hints].map((note) => withMessage(note, lang)),
  };
}

/** Each word of a pasted table with where it would stand and what it means. */
export function rowsText(rows: readonly KubectlRow[], lang: Lang): string {
  const lines = rows.map((row) => {
    const { meaning, sources } = meaningOfRow(row.cells);
    const { name = '', status, phase } = row.cells;
    const [source] = sources;
    const where = source ? explain(`stands-${source.code}`, lang, {}) : '';
    return [name, status ?? phase ?? '', where, say(meaningSentence(meaning), lang)];
  });
  return table([['NAME', 'STATUS', 'FROM', 'MEANING'], ...lines]);
}

/** The details with the sentence of every code, as JSON carries them. */
export function detailItem(details: StatusDetails, lang: Lang) {
  const { word, findings, readiness, containers, conditions, trace } = details;
  const meaning = { ...word.meaning, message: say(meaningSentence(word.meaning), lang) };
  return {
    meaning,
    trace,
    findings: findings.map((finding) => withMessage(finding, lang)),
    readiness: readiness.map((missing) => withMessage(missing, lang)),
    containers,
    conditions,
  };
}

export function detailText(
  { view, columns, source }: PodStatus,
  details: StatusDetails,
  lang: Lang,
) {
  const at = ({ line }: { readonly line: number }) => say(labels.line, lang, { line });
  const told = (code: string, params: PodStatus['source']['params']) => explain(code, lang, params);
  // Of a Pod that has ended nobody asks.
  const missing = details.readiness.filter(({ code }) => code !== 'ready-never-again');
  const lines = [
    [at(source), source.path, told(`from-${source.code}`, source.params)],
    ['', '', say(meaningSentence(details.word.meaning), lang)],
    ...[...details.findings, ...missing].map((finding) => [
      at(finding),
      finding.path,
      told(finding.code, finding.params),
    ]),
  ];
  const pod = { ...view, node: view.spec.nodeName };
  const looks = details.word.look.map((look) => [
    `  ${commandFor(look, pod)}`,
    say(exitLooks[look.code], lang),
  ]);
  return [
    `\n${view.namespace}/${view.name}: ${columns.status}\n`,
    table(lines.map(([line = '', ...rest]) => [`  ${line}`, ...rest])),
    looks.length > 0 ? `  ${say(messages.lookAt, lang)}\n${table(looks)}` : '',
  ].join('');
}

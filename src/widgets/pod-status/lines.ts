/** What is said about pasted lines of `kubectl get pods`. */
import {
  commandFor,
  type KubectlRow,
  meaningOfRow,
  readKubectlLines,
} from '../../engine/lifecycle/index.ts';
import { exitLooks } from '../../ui/exit-code-messages.ts';
import { type Pair, say } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { meaningSentence } from '../../ui/status-meaning.ts';
import type { CellView, StatusDetail, StatusRow } from './answer.ts';
import { phases } from './messages.ts';
import { toneOf } from './tone.ts';

export function linesOf(text: string) {
  const { rows, unread, foreign } = readKubectlLines(text);
  const notes: Pair[] = [];
  if (unread[0] !== undefined) {
    notes.push(sentence('lines-unread', { count: unread.length, line: unread[0] }));
  }
  if (foreign > 0) notes.push(sentence('lines-foreign', { count: foreign }));
  return { rows, shown: rows.map(rowOf), notes };
}

function rowOf({ line, cells }: KubectlRow): StatusRow {
  const { namespace = '', name = '', ready = '', restarts = '', age = '' } = cells;
  const status = wordOf(cells);
  const tone = toneOf(status, ready);
  return { namespace, name, line, at: line, ready, status, restarts, age, tone };
}

function wordOf({ status, phase }: KubectlRow['cells']): string {
  return status ?? phase ?? '';
}

const HEADS = [
  ['READY', 'ready'],
  ['RESTARTS', 'restarts'],
  ['AGE', 'age'],
  ['NODE', 'node'],
  ['NOMINATED NODE', 'nominatedNode'],
  ['READINESS GATES', 'readinessGates'],
] as const;

export function lineDetail({ cells, line }: KubectlRow): StatusDetail {
  const { meaning, sources, phases: likely, cells: told, hints, look } = meaningOfRow(cells);
  const status = wordOf(cells);
  return {
    status,
    tone: toneOf(status, cells.ready ?? ''),
    says: [
      ...sources.map(({ code, path }): Pair => {
        const [zh, en] = sentence(`stands-${code}`);
        return [`${zh}：${path}`, `${capital(en)}: ${path}`];
      }),
      meaningSentence(meaning),
      ...(likely.length > 0 ? [phasePair(likely)] : []),
    ],
    trace: [],
    cells: HEADS.flatMap(([head, column]): readonly CellView[] => {
      const says = told.filter((each) => each.column === column);
      const text = cells[column];
      if (text === undefined || says.length === 0) return [];
      return [{ head, text, says: says.map(({ code, params }) => sentence(code, params)) }];
    }),
    findings: hints.map(({ code, params }) => ({
      line,
      tone: 'warn',
      text: sentence(code, params),
    })),
    missing: [],
    containers: [],
    conditions: [],
    looks: look.map((each) => ({
      what: exitLooks[each.code],
      command: commandFor(each, cells),
    })),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function phasePair(found: readonly string[]): Pair {
  const pair = found.length > 1 ? phases.likely : phases.sure;
  return [
    say(pair, 'zh', { phases: found.join('、') }),
    say(pair, 'en', { phases: found.join(', ') }),
  ];
}

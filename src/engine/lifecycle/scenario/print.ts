/** A scenario as YAML that readScenario reads again; what is as usual is left out. */
import { printDuration } from './duration.ts';
import { PLAIN_SCENARIO } from './read.ts';
import type { Scenario } from './types.ts';

/** Keys whose numbers are durations; null in them is `never`, in `lasts` `forever`. */
const DURATIONS = new Set([
  ...[
    'until',
    'bindAfter',
    'fitsAt',
    'volumesReadyAt',
    'pull',
    'availableAt',
    'lasts',
    'after',
    'takes',
  ],
  ...['seenAfter', 'startTakes', 'from', 'at', 'maxRestartPeriod', 'retries', 'firstStatusAfter'],
  ...['sandboxTakes', 'cleanupTakes', 'relistPhase', 'syncPhase'],
]);

export function printScenario(scenario: Scenario): string {
  const {
    seed,
    until,
    static: isStatic,
    scheduler,
    volumesReadyAt,
    images,
    containers,
    actions,
    kubelet,
  } = scenario;
  const lines: string[] = [];
  const line = (key: string, value: unknown) => lines.push(`${key}: ${inline(value, key)}`);
  if (until !== undefined) line('until', until);
  line('seed', seed);
  if (isStatic === true) line('static', true);
  line('scheduler', scheduler);
  const { resize } = scenario;
  if (volumesReadyAt !== undefined) line('volumesReadyAt', volumesReadyAt);
  if (resize !== undefined) line('resize', resize);
  block(lines, 'images', images);
  const spoken = Object.entries(containers).filter(
    ([, facts]) => !Object.values(facts).every(isEmpty),
  );
  if (spoken.length > 0) lines.push('containers:');
  for (const [name, facts] of spoken) {
    lines.push(`  ${scalar(name)}:`);
    for (const [key, value] of Object.entries(facts)) {
      if (Array.isArray(value) && value.length > 0) {
        lines.push(`    ${key}:`, ...value.map((each) => `    - ${inline(each, key)}`));
      } else if (!isEmpty(value)) lines.push(`    ${key}: ${inline(value, key)}`);
    }
  }
  if (actions.length > 0) lines.push('actions:', ...actions.map((each) => `- ${inline(each, '')}`));
  const facts = Object.entries(kubelet).filter(([key, value]) => {
    const usual = PLAIN_SCENARIO.kubelet[key as keyof typeof kubelet];
    return !isEmpty(value) && value !== usual;
  });
  if (facts.length > 0) line('kubelet', Object.fromEntries(facts));
  return `${lines.join('\n')}\n`;
}

function block(lines: string[], key: string, map: Readonly<Record<string, unknown>>): void {
  const entries = Object.entries(map);
  if (entries.length === 0) return;
  lines.push(
    `${key}:`,
    ...entries.map(([name, each]) => `  ${scalar(name)}: ${inline(each, name)}`),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function inline(value: unknown, key: string): string {
  if (Array.isArray(value)) return `[${value.map((each) => inline(each, key)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .filter(([, each]) => each !== undefined && !isEmpty(each))
      .map(([name, each]) => `${scalar(name)}: ${inline(each, name)}`);
    return `{${parts.join(', ')}}`;
  }
  if (value === null) return key === 'lasts' ? 'forever' : 'never';
  if (typeof value === 'number' && DURATIONS.has(key)) return printDuration(Math.round(value));
  return typeof value === 'string' ? scalar(value) : String(value);
}

/** Bare only where YAML makes nothing else of it. */
function scalar(text: string): string {
  const isBare = /^[A-Za-z][\w./-]*(:[\w./-]+)*$/.test(text);
  const isWord = /^(true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isBare && !isWord ? text : JSON.stringify(text);
}

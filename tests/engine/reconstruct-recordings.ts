/** The recordings of a real v1.37.2 node, as texts. */
import { loadFixture } from '../fixtures.ts';

export interface Recording {
  readonly name: string;
  /** `pod.yaml` as applied. */
  readonly pod: string;
  /** `watch.jsonl` */
  readonly watch: string;
  /** `status-lines.txt` */
  readonly lines: string;
  /** `events-watch.jsonl` */
  readonly events: string;
  /** `actions.jsonl` */
  readonly actions: string;
}

export const recordings: readonly Recording[] = loadFixture<{ items: readonly Recording[] }>(
  'recordings/lifecycles.json.gz',
).items;

export function recording(name: string): Recording {
  const found = recordings.find((each) => each.name.startsWith(name));
  if (!found) throw new Error(`There is no recording ${name}`);
  return found;
}

/** The values of a text of JSON lines. */
export function jsonLines(text: string): Record<string, unknown>[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** READY, STATUS and the number of restarts on each line that kubectl printed for a Pod. */
export function kubectlRows(lines: string, name: string): readonly (readonly string[])[] {
  const line =
    /^ *[\d.]+ +\d+ (?:ADDED|MODIFIED|DELETED) +(\S+) +(\d+\/\d+) +(\S+(?: \S+)*) {2,}(\d+)/;
  return lines.split('\n').flatMap((text) => {
    const [, pod, ready = '', status = '', restarts = ''] = line.exec(text) ?? [];
    return pod === name ? [[ready, status, restarts]] : [];
  });
}

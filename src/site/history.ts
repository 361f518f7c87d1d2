/** Where a page's source is kept and when it last changed, as far as this copy of the repository knows. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

let known: ReadonlyMap<string, string> | undefined;

/**
 * Day (`2026-11-23`) of the last commit to a page's source or to a sample beside it. Undefined without
 * git, and in a shallow copy: there every file would seem to be as new as the last commit.
 */
export function lastChanged(file: string): string | undefined {
  known ??= readHistory();
  const folder = dirname(file);
  const days = [...known]
    .filter(([path]) => path === file || (dirname(path) === folder && !path.endsWith('.mdx')))
    .map(([, day]) => day);
  return days.sort().at(-1);
}

/** Where a reader can propose a change to a file; undefined when the repository has no public address. */
export function editUrl(file: string): string | undefined {
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    repository?: string | { url?: string };
  };
  const stated = typeof repository === 'string' ? repository : repository?.url;
  const url = process.env['REPO_URL'] ?? stated;
  return url && `${url.replace(/^git\+|\.git$|\/$/g, '')}/edit/main/${file}`;
}

function readHistory(): Map<string, string> {
  const days = new Map<string, string>();
  try {
    if (git('rev-parse', '--is-shallow-repository').trim() === 'true') return days;
    let day = '';
    const log = git('log', '--format=@%cs', '--name-only', '--relative', '--', 'content');
    for (const line of log.split('\n')) {
      if (line.startsWith('@')) day = line.slice(1);
      else if (line !== '' && !days.has(line)) days.set(line, day);
    }
  } catch {
    // A copy without git or without history still builds, with pages that name no date.
  }
  return days;
}

function git(...args: string[]): string {
  return execFileSync('git', ['-c', 'core.quotepath=off', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  });
}

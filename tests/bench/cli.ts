/** The command line on a large list: time of the whole process and the most memory it held. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { podList } from './pods.ts';

export interface CliMeasure {
  readonly ms: number;
  readonly megabytes: number;
  readonly items: number;
}

/** Reports its own peak when it ends, since no tool for that is everywhere. */
const REPORTER = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))`;

export async function measureCli(pods: number): Promise<CliMeasure> {
  const folder = mkdtempSync(join(tmpdir(), 'livenotes-bench-'));
  const file = join(folder, 'pods.json');
  writeFileSync(file, podList(pods));
  const reporter = `data:text/javascript,${encodeURIComponent(REPORTER)}`;
  const started = performance.now();
  const { out, err } = await new Promise<{ out: string; err: string }>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', reporter, 'dist-cli/livenotes.mjs', 'qos', '-o', 'json', file],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject).on('close', () => resolve({ out, err }));
  });
  const ms = performance.now() - started;
  rmSync(folder, { recursive: true });
  const kilobytes = Number(/^peak (\d+)$/m.exec(err)?.[1] ?? Number.NaN);
  const { items } = JSON.parse(out) as { items: readonly unknown[] };
  return { ms, megabytes: Math.round(kilobytes / 1024), items: items.length };
}

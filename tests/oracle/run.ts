/**
 * `npm run oracle -- --seed 7 --n 200`: new cases from upstream's own code (Go builds it), answered by ours
 * and counted. The tests need none of this: they read the answers stored in tests/fixtures.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../command.ts';
import { conformance } from '../conformance.ts';
import { loadFixture } from '../fixtures.ts';

const OUT = '.cache/oracle';
const here = import.meta.dirname;

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '2' }, n: { type: 'string', default: '200' } },
});
const size = ['-seed', values.seed, '-n', values.n];

/** Each program, and for each file it makes the fixture that has the same shape. */
const PROGRAMS = [
  {
    folder: 'pods',
    // The fixed clock of the program comes from a function that Go does not export.
    build: ['-ldflags=-checklinkname=0'],
    makes: [
      ['oracle/pods.json.gz', ['pods']],
      ['oracle/pods-odd.json.gz', ['pods', '-rare', '5']],
      ['oracle/quantities.json.gz', ['quantities']],
      ['oracle/eviction.json.gz', ['eviction']],
      ['oracle/status.json.gz', ['status']],
      ['oracle/phase.json.gz', ['phase']],
    ],
  },
  {
    folder: 'yaml',
    build: [],
    makes: [
      ['oracle/yaml.json.gz', []],
      ['oracle/yaml-wide.json.gz', ['-wide']],
    ],
  },
  {
    folder: 'proxy',
    // The proxiers need files of ours beside upstream's.
    script: 'build.sh',
    makes: [
      ['oracle/rules-iptables.json.gz', ['-kind', 'rules-iptables']],
      ['oracle/rules-nftables.json.gz', ['-kind', 'rules-nftables']],
      ['oracle/rules-nftables-localhost.json.gz', ['-kind', 'rules-nftables-localhost']],
      ['oracle/rules-ipvs.json.gz', ['-kind', 'rules-ipvs']],
      ['oracle/endpoints.json.gz', ['-kind', 'endpoints', '-rare']],
    ],
  },
] as const;

const go = await run('go', ['version']);
if (go.code !== 0) {
  console.log('There is no Go here, so upstream cannot be asked: https://go.dev/dl/');
  process.exit(0);
}
mkdirSync(OUT, { recursive: true });
const fresh = new Map<string, string>();
for (const { folder, makes, ...how } of PROGRAMS) {
  console.log(`Building ${folder} (the first time takes minutes) …`);
  const program = resolve(OUT, folder);
  if ('script' in how) await must('sh', [`${here}/${folder}/${how.script}`, program]);
  else await must('go', ['-C', `${here}/${folder}`, 'build', ...how.build, '-o', program, '.']);
  for (const [fixture, args] of makes) {
    const file = `${OUT}/${basename(fixture, '.gz')}`;
    await must(program, [...args, ...size, '-o', file]);
    fresh.set(fixture, file);
  }
}

let wrong = 0;
const fields = `${OUT}/fields.ts`;
await must('go', ['-C', `${here}/schema`, 'run', '.', resolve(fields)]);
if (readFileSync(fields, 'utf8') !== readFileSync('src/engine/schema/fields.ts', 'utf8')) {
  console.log(`schema: the fields of upstream's types have changed, see ${fields}`);
  wrong++;
}
for (const result of conformance(casesOf)) {
  const excepted = result.exceptions.flatMap(({ ids }) => ids).length;
  console.log(`${result.suite}: ${result.agree} of ${result.total} agree, ${excepted} excepted`);
  for (const { id, difference } of result.wrong) console.log(id, JSON.stringify(difference));
  wrong += result.wrong.length;
}
process.exitCode = wrong > 0 ? 1 : 0;

/** Recordings and upstream's tables are not made anew. */
function casesOf(fixture: string): unknown {
  const file = fresh.get(fixture);
  return file === undefined ? loadFixture(fixture) : JSON.parse(readFileSync(file, 'utf8'));
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code === 0) return;
  console.error(output);
  process.exit(1);
}

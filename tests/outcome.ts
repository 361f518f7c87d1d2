/** What the runners' own reports say, brought to one shape. */
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Ran } from './command.ts';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failure in full. */
  readonly failures: readonly string[];
}

/** A step without a report of its own counts as one test. */
export function stepOutcome({ code, output }: Ran): Outcome {
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [output] };
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A file that does not load has no tests to report: it counts as one failure. */
export function vitestOutcome(file: string, ran: Ran): Outcome {
  const report = readReport<VitestReport>(file);
  if (report === undefined) return stepOutcome({ ...ran, code: ran.code || 1 });
  const tests = report.testResults.flatMap((suite) => suite.assertionResults);
  const failures = tests
    .filter((test) => test.status === 'failed')
    .map((test) => `${test.fullName}\n${test.failureMessages.join('\n')}`);
  for (const suite of report.testResults) {
    const told = suite.assertionResults.some((test) => test.status === 'failed');
    if (suite.status === 'failed' && !told) failures.push(`${suite.name}\n${suite.message}`);
  }
  const passed = tests.filter((test) => test.status === 'passed').length;
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status)).length;
  return complete({ passed, failed: failures.length, skipped, failures }, ran);
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly {
      readonly projectName: string;
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
    }[];
  }[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly { readonly message?: string }[];
}

export function playwrightOutcome(file: string, ran: Ran): Outcome {
  const report = readReport<PlaywrightReport>(file);
  if (report === undefined) return stepOutcome({ ...ran, code: ran.code || 1 });
  let passed = 0;
  let skipped = 0;
  const failures = report.errors.map((error) => error.message ?? 'unknown error');
  const visit = (suite: PlaywrightSuite) => {
    suite.suites?.forEach(visit);
    for (const spec of suite.specs) {
      for (const test of spec.tests) {
        if (test.status === 'expected') passed++;
        else if (test.status === 'flaky') {
          passed++;
          console.log(`flaky  ${spec.file}:${spec.line} ${spec.title}\n${messages(test.results)}`);
        } else if (test.status === 'skipped') skipped++;
        else failures.push(`${spec.file}:${spec.line} ${spec.title}\n${messages(test.results)}`);
      }
    }
  };
  report.suites.forEach(visit);
  return complete({ passed, failed: failures.length, skipped, failures }, ran);
}

function messages(
  results: readonly { readonly errors: readonly { readonly message?: string }[] }[],
): string {
  return results
    .flatMap((result) =>
      result.errors.map((error) => stripVTControlCharacters(error.message ?? '')),
    )
    .join('\n');
}

/** A runner that ran nothing, or that failed without a failing test, has failed. */
function complete(outcome: Outcome, ran: Ran): Outcome {
  const silent = ran.code !== 0 && outcome.failed === 0;
  if (!silent && outcome.passed + outcome.failed > 0) return outcome;
  const failures = [...outcome.failures, `The runner ran nothing or ended badly:\n${ran.output}`];
  return { ...outcome, failed: outcome.failed + 1, failures };
}

function readReport<Report>(file: string): Report | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

import type { Span } from '../../engine/lifecycle/index.ts';
import type { Tone } from './life.ts';

/** What is well, what waits for something to pass, what has gone wrong. */
export function toneOf({ state, reason = '', exitCode }: Span): Tone {
  if (state === 'terminated') return exitCode === 0 ? 'soft' : 'bad';
  if (/BackOff|^Restarting/.test(reason)) return 'warn';
  if (state === 'waiting' && /^Err|Error$|^Invalid/.test(reason)) return 'bad';
  return TONES.get(state) ?? 'soft';
}

const TONES: ReadonlyMap<string, Tone> = new Map(
  Object.entries({
    Running: 'good',
    Succeeded: 'good',
    True: 'good',
    running: 'good',
    success: 'good',
    ready: 'good',
    Failed: 'bad',
    failure: 'bad',
    terminating: 'bad',
    Unknown: 'warn',
    stopping: 'warn',
    'serving-terminating': 'warn',
    grace: 'warn',
  } as const),
);

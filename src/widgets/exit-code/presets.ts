import type { Preset } from '../define.ts';
import type { ExitInput } from './answer.ts';
import { messages } from './messages.ts';

/** What people look up most. */
export const USUAL = ['137', '143', '1', '2', '126', '127', '128', '139', '255'] as const;

const state = (lines: string) => ({ input: `state:\n  terminated:\n${lines}` });

export const presets: readonly Preset<ExitInput>[] = [
  {
    id: 'oom',
    title: messages.oom,
    input: state(
      '    exitCode: 137\n    finishedAt: "2026-11-23T13:07:27Z"\n    reason: OOMKilled\n    startedAt: "2026-11-23T13:07:26Z"\n',
    ),
  },
  {
    id: 'child',
    title: messages.child,
    input: state(
      '    exitCode: 0\n    finishedAt: "2026-11-23T13:07:39Z"\n    reason: OOMKilled\n    startedAt: "2026-11-23T13:07:33Z"\n',
    ),
  },
  {
    id: 'loop',
    title: messages.loop,
    input: {
      input: `    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    1
      Started:      Mon, 23 Nov 2026 13:08:32 +0000
      Finished:     Mon, 23 Nov 2026 13:08:33 +0000
    Ready:          False
    Restart Count:  6
`,
    },
  },
  {
    id: 'start',
    title: messages.start,
    input: state(
      `    exitCode: 128\n    message: 'runc create failed: unable to start container process: exec: "/no/such/program": stat /no/such/program: no such file or directory'\n    reason: StartError\n    startedAt: "1970-01-01T00:00:00Z"\n`,
    ),
  },
  {
    id: 'lost',
    title: messages.lost,
    input: state(
      '    exitCode: 137\n    message: The container could not be located when the pod was terminated\n    reason: ContainerStatusUnknown\n',
    ),
  },
  { id: 'list', title: messages.list, input: { input: '0\n1\n130\n134\n141\n3221225786' } },
];

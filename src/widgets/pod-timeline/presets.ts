import { loadPart } from '../../ui/load.ts';
import type { Preset } from '../define.ts';
import type { TimelineInput } from './answer.ts';
import type * as Later from './later.ts';
import { messages } from './messages.ts';

const SLOW = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: web:2
    livenessProbe: &probe
      httpGet: {port: 80}
      periodSeconds: 5
    readinessProbe: *probe
`;
/** It answers after 20 s; the liveness probe gives it 15. */
const SLOW_FACTS = `until: 2m
containers:
  app:
    probes:
      liveness: &slow
      - {ok: false}
      - {from: 20s}
      readiness: *slow
`;

const more = (['crash', 'probes', 'termination', 'job', 'pull', 'pasted', 'stream'] as const).map(
  (id) => ({
    id,
    title: messages[id],
    input: {},
    load: async () => (await loadPart<typeof Later>('pod-timeline.later')).examples[id],
  }),
);

export const presets: readonly Preset<TimelineInput>[] = [
  { id: 'slow', title: messages.slow, input: { input: SLOW, scenario: SLOW_FACTS } },
  ...more,
];

import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { durationText, readDuration } from '../../src/ui/duration.ts';
import { LANGS } from '../../src/ui/messages.ts';
import { runAnswer } from '../../src/widgets/define.ts';
import { answer, type TimelineInput } from '../../src/widgets/pod-timeline/answer.ts';
import { readChange, withValue } from '../../src/widgets/pod-timeline/change.ts';
import * as examples from '../../src/widgets/pod-timeline/examples.ts';
import widget from '../../src/widgets/pod-timeline/index.ts';
import { stagesOf } from '../../src/widgets/pod-timeline/kwok.ts';
import { markdownOf } from '../../src/widgets/pod-timeline/markdown.ts';
import { pictureOf } from '../../src/widgets/pod-timeline/picture.ts';
import { told } from '../../src/widgets/pod-timeline/told.ts';
import { recordings } from '../engine/reconstruct-recordings.ts';
import { shower } from './shown.ts';

const show = shower(widget, answer);
const { start } = widget;
const ask = (input: Partial<TimelineInput>) =>
  runAnswer(answer({ ...start, scenario: '', ...input }));

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: app:1
`;
/** An hour in which a container fails again and again, with every probe once a second. */
const HOUR: Partial<TimelineInput> = {
  input: `${POD}    startupProbe: &probe {httpGet: {port: 80}, periodSeconds: 1}
    readinessProbe: *probe
    livenessProbe: *probe
`,
  scenario: 'until: 1h\ncontainers: {app: {runs: [{lasts: 20s, exitCode: 1}]}}\n',
};

test('a slow start: STATUS in turn, the lanes, the table, what the numbers of the probes mean', () => {
  const { summary, text } = show({});
  expect(summary).toMatch(/^Pending > ContainerCreating > Running > CrashLoopBackOff/);
  expect(text).toContain('web Pending → ContainerCreating → Running → CrashLoopBackOff');
  expect(text).toContain('Pod phase');
  expect(text).toContain('liveness probe app');
  expect(text).toMatch(/NAME +READY +STATUS +RESTARTS +AGE/);
  expect(text).toMatch(/web +0\/1 +CrashLoopBackOff +3 /);
  expect(text).toContain('When app hangs, it is killed after 46s at most');
  expect(text).toContain('The livenessProbe has failed, so the kubelet stops app');
});

test('it does so in Chinese', () => {
  const { text } = show({}, 'zh');
  expect(text).toContain('Pod 阶段');
  expect(text).toContain('存活探针 app');
  expect(text).toContain('livenessProbe 失败，kubelet 停掉 app');
  expect(text).toContain('app 卡死后，最多 46s（最少 10s）被杀掉');
});

describe('what a page states', () => {
  test('at a moment is the STATUS then', () => {
    expect(show({ at: '3s' }).summary).toBe('Running');
    expect(show({ at: '65s' }).summary).toBe('CrashLoopBackOff');
    expect(show({ at: '65000' }).summary).toBe('CrashLoopBackOff');
  });

  test('with a question is its short answer, of what is changed where something is', () => {
    const termination = { ...examples.termination, ask: 'grace-enough' };
    expect(show(termination).summary).toBe('yes');
    expect(show({ input: POD, scenario: '', ask: 'startup-budget' }).summary).toBe('forever');
    expect(show({ input: POD, scenario: '', ask: 'no-such-question' }).summary).toMatch(/^Pending/);
    const shorter = { ...termination, change: 'terminationGracePeriodSeconds=8' };
    const { summary, text } = show(shorter);
    expect(summary).toBe('no');
    expect(text).toContain('The grace period of 15s is long enough');
    expect(text).toContain('With the change → The grace period of 8s is too short');
  });

  test('without either is the course of STATUS', () => {
    expect(show(examples.job).summary).toBe(
      'Pending > Init:0/2 > Init:1/2 > PodInitializing > Running > Completed',
    );
  });

  test('is a problem where there is nothing to draw', () => {
    expect(show({ input: '' }).summary).toBe('problem');
    expect(show({ input: 'kind: Service\napiVersion: v1\nmetadata: {name: x}\n' }).summary).toBe(
      'problem',
    );
  });
});

describe('a what-if', () => {
  test('is drawn below what is', () => {
    const change = 'spec.containers[0].livenessProbe.failureThreshold=6';
    const { text, summary } = show({ change });
    expect(summary).toBe('Pending > ContainerCreating > Running');
    expect(text).toMatch(/As it is Pending → .*CrashLoopBackOff.* With the change Pending →/);
  });

  test('of what was seen is simulated with what was learnt from it', () => {
    const { lives } = ask({ ...examples.stream, change: 'restartPolicy=Never' });
    expect(lives.map(({ line }) => line)).toEqual([
      'Pending → ContainerCreating → Running → Error → Running → Completed',
      expect.stringMatching(/^Pending → ContainerCreating → Running → Error$/),
    ]);
  });

  test('that is not understood is said', () => {
    const { text } = show({ change: 'spec.replicas=3' });
    expect(text).toContain('This change is not understood: spec.replicas=3');
    expect(text).not.toContain('As it is');
  });

  test('has a text that the panel reads and writes', () => {
    const one = withValue('', 'a', '1');
    const two = withValue(one, 'b', '2');
    expect(two).toBe('a=1\nb=2');
    expect([...readChange(`${two}; c = 3`)]).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]);
    expect(withValue(two, 'a', undefined)).toBe('b=2');
  });
});

test.each([
  [0, '0s'],
  [7, '7ms'],
  [999.7, '1s'],
  [1_234, '1.23s'],
  [45_678, '45.7s'],
  [59_990, '1m'],
  [90_000, '1m30s'],
  [3_600_000, '1h'],
  [7_503_000, '2h5m3s'],
])('%d ms is told as %s, and read again', (ms, text) => {
  expect(durationText(ms)).toBe(text);
  expect(Math.abs((readDuration(text) ?? 0) - ms)).toBeLessThan(100);
});

test('what is no length of time is none', () => {
  expect(['', 'soon', '-3s', '5 s', '1d'].map(readDuration)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

describe('what is pasted', () => {
  test('from a cluster is drawn as far as it tells', () => {
    const { html, summary, text } = show(examples.pasted);
    expect(summary).toBe('CrashLoopBackOff');
    expect(text).toContain('Solid: seen. Dashed: inferred. Dotted: unknown');
    expect(html).toContain('is-u');
    expect(html).toContain('is-o');
  });

  test('as a watch stream is drawn as it was seen', () => {
    expect(show(examples.stream).summary).toBe(
      'Pending > ContainerCreating > Running > Error > Running > Completed',
    );
  });

  test('of several Pods gives the first, and the others are named', () => {
    const { text } = show({ input: `${POD}---\n${POD.replace('web', 'other')}`, scenario: '' });
    expect(text).toContain('Only the first Pod is drawn, 1 more are not: other');
  });

  test('with a mistake is drawn, and the mistake named at its line', () => {
    const { text, summary } = show({
      input: `${POD}    livenessProbe:\n      periodSeconds: 5s\n`,
      scenario: '',
    });
    expect(summary).toBe('Pending > ContainerCreating > Running');
    expect(text).toMatch(/line 10 spec\.containers\[0\]\.livenessProbe\.periodSeconds Wrong type/);
  });

  test.each([
    ['      periodSeconds: -5\n', 'must be greater than or equal to 0'],
    ['      successThreshold: 2\n', 'must be 1'],
    ['      terminationGracePeriodSeconds: 0\n', 'must be greater than 0'],
  ])('and refused by validateProbe is not drawn: %j', (field, words) => {
    const { text, summary } = show({
      input: `${POD}    livenessProbe:\n      tcpSocket: {port: 80}\n${field}`,
      scenario: '',
    });
    expect(summary).toBe('problem');
    expect(text).toContain(words);
    expect(text).toContain('There is no Pod to draw');
  });

  test('without containers is refused, as while it is being typed', () => {
    const { text } = show({ input: 'apiVersion: v1\nkind: Pod\n', scenario: '' });
    expect(text).toContain('The API server takes no Pod without containers');
  });

  test('with a scenario for another container says so', () => {
    const { text } = show({ input: POD, scenario: 'containers: {other: {runs: []}}' });
    expect(text).toContain('The Pod has no container other');
  });

  test('with a scenario that is wrong is drawn without that part', () => {
    const { text } = show({ input: POD, scenario: 'until: 1m\nuntill: 2m\nseed: many\n' });
    expect(text).toContain('line 2 A scenario has no key untill');
    expect(text).toContain('line 3 seed takes another value: number');
  });

  test.each(['constructor', '__proto__', 'toString', '<b>', ''])(
    'with the word %j for a phase, a reason and a name is drawn',
    (word) => {
      const status = `status:\n  phase: ${JSON.stringify(word)}\n  conditions: [{type: ${JSON.stringify(word)}, status: ${JSON.stringify(word)}}]\n  containerStatuses: [{name: app, state: {waiting: {reason: ${JSON.stringify(word)}}}}]\n`;
      const named = POD.replace('name: web', `name: ${JSON.stringify(word)}`);
      const { html } = show({ input: named + status, scenario: '' });
      expect(html).not.toMatch(/undefined|native code|\[object/);
    },
  );

  test('as Events alone has nothing to turn, which is said', () => {
    const events = `LAST SEEN   TYPE      REASON    OBJECT    MESSAGE
2m          Normal    Started   pod/web   Container started
`;
    const found = ask({ input: events, change: 'restartPolicy=Never' });
    expect(found.knobs).toEqual([]);
    expect(found.notes.map(([, en]) => en)).toContain(
      'There are only Events and no Pod: no telling what a change would do',
    );
  });

  test.each(recordings)('of a real node is drawn: $name', ({ watch }) => {
    const found = ask({ input: watch });
    expect(found.lives).toHaveLength(1);
    expect(unfilled(found)).toEqual([]);
    for (const lang of LANGS) expect(show({ input: watch, scenario: '' }, lang).html).toBeTruthy();
  });
});

describe('an answer', () => {
  test.each(Object.entries(examples))('survives the way into the page: %s', (_, input) => {
    const found = ask(input);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(unfilled(found)).toEqual([]);
  });

  test('of an hour has each sentence once, and a page shows only the first steps', () => {
    const found = ask(HOUR);
    const [life] = found.lives;
    expect(life?.steps.length).toBeGreaterThan(200);
    expect(Object.keys(found.words.steps).length).toBeLessThan(40);
    const { html } = show(HOUR);
    expect(html.match(/<li>/g)?.length ?? 0).toBeLessThan(20);
    expect(html.length).toBeLessThan(60_000);
  });

  test('of days is cut to hours, and says so', () => {
    const { lives, notes } = ask({ input: POD, scenario: 'until: 90h\n' });
    expect(lives[0]?.until).toBe(6 * 3_600_000);
    expect(notes.map(([, en]) => en)).toContain('At most six hours are simulated');
  });

  test('of more than can be drawn says that it is cut', () => {
    const event = (at: number) =>
      `{"t": ${at}, "type": "MODIFIED", "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "uid": "1"}, "spec": {"containers": [{"name": "app"}]}, "status": {"phase": "${at % 2 ? 'Running' : 'Pending'}"}}}\n`;
    const input = Array.from({ length: 6000 }, (_, at) => event(at)).join('');
    const { lives, notes } = ask({ input });
    expect(lives[0]?.rows.length).toBeLessThanOrEqual(4001);
    expect(notes.map(([, en]) => en)).toContain('Too much: only the first part is drawn');
  });
});

describe('for other places', () => {
  const termination = ask(examples.termination);

  test('Markdown has the table and the steps', () => {
    const text = markdownOf(termination, 'en');
    expect(text).toContain('| Moment | NAME | READY | STATUS | RESTARTS | AGE |\n');
    expect(text).toMatch(/\| 10s \| web \| 2\/2 \| Terminating \| 0 \| 10s \|/);
    expect(text).toContain('| 15s | kubelet | The preStop hook of app ends after 5s |');
  });

  test('KWOK walks the rows: one stage each, one after the other, at their times', () => {
    const stages = parseAllDocuments(stagesOf(termination)).map((document) => document.toJS());
    expect(stages.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(
      stages.map(() => 'kwok.x-k8s.io/v1alpha1 Stage'),
    );
    const chain = stages.map(({ spec }) => spec.selector.matchExpressions[3]);
    expect(chain[0]).toMatchObject({ operator: 'DoesNotExist' });
    expect(chain.slice(1).map(({ values }) => values)).toEqual(
      stages.slice(1).map((_, index) => [`s${index + 1}`]),
    );
    const total = stages.reduce((sum, { spec }) => sum + spec.delay.durationMilliseconds, 0);
    // The time until the delete is the reader's: 660 ms before it, 12.8 s after it.
    expect(total).toBeCloseTo(13_450, -3);
    expect(stages.at(-1).spec.next).toEqual({ delete: true });
    expect(stages.at(-1).spec.selector.matchExpressions[2].operator).toBe('Exists');
    expect(stages[1].spec.next.statusTemplate).toContain(
      '{name: "proxy", image: "registry.example/proxy:1.4", imageID: "", ready: true, started: true',
    );
  });

  test('KWOK shows what kubectl showed when two states fell together', () => {
    const text = stagesOf(ask(examples.crash));
    const third = text.split('---\n')[4] ?? '';
    expect(third).toContain('restartCount: 1, state: {terminated: {exitCode: 1, reason: "Error"');
  });

  test('a template in a name stays text for KWOK', () => {
    const name = 'x{{ fail }}';
    const found = ask({ input: POD.replace('image: app:1', `image: '${name}'`) });
    expect(stagesOf(found)).toContain('image: "x{{ "{{" }} fail }}"');
  });

  test('the picture is one file, with markup in names as text', () => {
    const found = ask({ input: POD.replace('name: web', "name: '<b>&'") });
    const svg = pictureOf(found, 'zh', (role) => `#${role.length}00000`);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
    expect(svg).toContain('&lt;b&gt;&amp;');
    expect(svg).toContain('Pod 阶段');
    expect(svg.match(/<(g|text|svg|style)[ >]/g)?.length).toBe(
      svg.match(/<\/(g|text|svg|style)>/g)?.length,
    );
  });
});

/** Sentences with a place that no value came for. */
function unfilled({ lives, words }: ReturnType<typeof ask>): readonly string[] {
  const said = lives.flatMap(({ kinds }) =>
    kinds.flatMap((kind) => LANGS.map((lang) => told(kind, words, lang))),
  );
  return said.filter((text) => /\{\w+\}/.test(text));
}

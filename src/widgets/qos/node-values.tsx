import type { CgroupValues } from '../../engine/qos/index.ts';
import { Choice } from '../../ui/choice.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { PodDetail, QosAnswer, QosInput } from './answer.ts';
import { kinds, messages } from './messages.ts';

type Props = ViewProps<QosInput, QosAnswer> & { readonly pod: PodDetail };

const FILES = {
  v1: ['cpu.shares', 'cpu.cfs_quota_us', 'cpu.cfs_period_us', 'memory.limit_in_bytes'],
  v2: ['cpu.weight', 'cpu.max', 'memory.max'],
} as const;

/** What the kubelet and the runtime write for the Pod, and where to look at it. */
export function NodeValues(props: Props) {
  const { lang, input, pod } = props;
  const version = input.cgroup === 'v1' ? 'v1' : 'v2';
  const files = FILES[version];
  if (!pod.cgroup) return null;
  return (
    <div class="qos-node">
      <Options {...props} />
      <Table
        lang={lang}
        caption={messages.onNode}
        captionHidden
        head={[messages.who, 'oom_score_adj', ...files]}
        rows={[
          ...pod.containers.map(({ name, kind, oomScoreAdj, oom, cgroup }) => ({
            key: `${kind} ${name}`,
            cells: [
              [name, kind !== 'container' && <small key="kind">{say(kinds[kind], lang)}</small>],
              [<var key="score">{oomScoreAdj}</var>, <small key="why">{say(oom, lang)}</small>],
              ...valuesOf(cgroup, version, lang),
            ],
          })),
          {
            key: '',
            cells: [say(messages.wholePod, lang), '–', ...valuesOf(pod.cgroup, version, lang)],
          },
        ]}
      />
      <Where {...props} version={version} />
    </div>
  );
}

function Options({ id, lang, input, answer, set }: Props) {
  return (
    <div class="w-options" data-pagefind-ignore>
      <b>{say(messages.onNode, lang)}</b>
      <label>
        {say(messages.nodeMemory, lang)}{' '}
        <input
          size={7}
          value={input.memory}
          aria-invalid={answer.badMemory || undefined}
          aria-describedby={answer.badMemory ? `${id}-memory` : undefined}
          onInput={({ currentTarget }) => set({ memory: currentTarget.value })}
        />
      </label>
      <Choice
        label={say(messages.cgroup, lang)}
        value={input.cgroup}
        options={[
          ['v2', 'v2'],
          ['v1', 'v1'],
        ]}
        onValue={(cgroup) => set({ cgroup })}
      />
      <Choice
        label={say(messages.driver, lang)}
        value={input.driver}
        options={[
          ['systemd', 'systemd'],
          ['cgroupfs', 'cgroupfs'],
        ]}
        onValue={(driver) => set({ driver })}
      />
      {answer.badMemory && (
        <span id={`${id}-memory`} class="w-bad">
          {say(messages.badMemory, lang)}
        </span>
      )}
    </div>
  );
}

/** The cells of one cgroup, in the order of its files. */
function valuesOf(values: CgroupValues, version: 'v1' | 'v2', lang: Lang) {
  const found: Readonly<Record<string, string | number | null | undefined>> = {
    ...values[version],
  };
  const older = values.v2['cpu.weight.old'];
  return FILES[version].map((file) => [
    <var key="value">{found[file] ?? say(messages.notWritten, lang)}</var>,
    file === 'cpu.weight' && older !== undefined && older !== found[file] && (
      <small key="older">{say(messages.olderRuntimes, lang, { weight: older })}</small>
    ),
  ]);
}

function Where({ lang, input, pod, version }: Props & { readonly version: 'v1' | 'v2' }) {
  if (!pod.cgroup) return null;
  const systemd = input.driver !== 'cgroupfs';
  const below = systemd ? pod.cgroup.systemdPath : pod.cgroup.path;
  const roots = version === 'v2' ? [''] : ['cpu/', 'memory/'];
  const leaf = (name: string) => (systemd ? `${name}-<id>.scope` : '<id>');
  return (
    <p class="qos-where">
      {spoken(say(messages.podFiles, lang), {
        path: roots.map((root) => `/sys/fs/cgroup/${root}${below}/`),
      })}
      <br />
      {spoken(say(messages.containerFiles, lang), {
        containerd: [leaf('cri-containerd')],
        crio: [leaf('crio')],
        proc: ['/proc/<pid>/oom_score_adj'],
      })}
    </p>
  );
}

/** A sentence whose `{name}`s are code. */
function spoken(sentence: string, codes: Readonly<Record<string, readonly string[]>>) {
  return sentence
    .split(/\{(\w+)\}/)
    .map((part, index) =>
      index % 2 === 0
        ? part
        : codes[part]?.map((code, at) => [at > 0 && ' ', <code key={code}>{code}</code>]),
    );
}

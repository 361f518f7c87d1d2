import type { CgroupValues } from '../../engine/qos/index.ts';
import { type Lang, say } from '../../ui/messages.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
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
  const { id, lang, input, pod } = props;
  const version = input.cgroup === 'v1' ? 'v1' : 'v2';
  const files: readonly string[] = FILES[version];
  if (!pod.cgroup) return null;
  return (
    <div class="qos-node">
      <Options {...props} />
      <ScrollBox labelledBy={`${id}-node`}>
        <table class="w-table">
          <caption class="hidden">{say(messages.onNode, lang)}</caption>
          <thead>
            <tr>
              <th scope="col">{say(messages.who, lang)}</th>
              <th scope="col">oom_score_adj</th>
              {files.map((file) => (
                <th key={file} scope="col">
                  {file}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pod.containers.map((container) => (
              <tr key={`${container.kind} ${container.name}`}>
                <th scope="row">
                  {container.name}
                  {container.kind !== 'container' && (
                    <small>{say(kinds[container.kind], lang)}</small>
                  )}
                </th>
                <td class="is-number">
                  {container.oomScoreAdj}
                  <small>{say(container.oom, lang)}</small>
                </td>
                <Cells lang={lang} files={files} values={container.cgroup} version={version} />
              </tr>
            ))}
            <tr>
              <th scope="row">{say(messages.wholePod, lang)}</th>
              <td class="is-number">–</td>
              <Cells lang={lang} files={files} values={pod.cgroup} version={version} />
            </tr>
          </tbody>
        </table>
      </ScrollBox>
      <Where {...props} version={version} />
    </div>
  );
}

function Options({ id, lang, input, answer, set }: Props) {
  return (
    <div class="w-options">
      <b id={`${id}-node`}>{say(messages.onNode, lang)}</b>
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
      <label class="js">
        {say(messages.cgroup, lang)}{' '}
        <select
          value={input.cgroup}
          onChange={({ currentTarget }) => set({ cgroup: currentTarget.value })}
        >
          <option value="v2">v2</option>
          <option value="v1">v1</option>
        </select>
      </label>
      <label class="js">
        {say(messages.driver, lang)}{' '}
        <select
          value={input.driver}
          onChange={({ currentTarget }) => set({ driver: currentTarget.value })}
        >
          <option value="systemd">systemd</option>
          <option value="cgroupfs">cgroupfs</option>
        </select>
      </label>
      {answer.badMemory && (
        <span id={`${id}-memory`} class="w-bad">
          {say(messages.badMemory, lang)}
        </span>
      )}
    </div>
  );
}

interface CellsProps {
  readonly lang: Lang;
  readonly files: readonly string[];
  readonly values: CgroupValues;
  readonly version: 'v1' | 'v2';
}

function Cells({ lang, files, values, version }: CellsProps) {
  const found: Readonly<Record<string, string | number | null | undefined>> = {
    ...values[version],
  };
  const older = values.v2['cpu.weight.old'];
  return (
    <>
      {files.map((file) => (
        <td key={file} class="is-number">
          {found[file] ?? <span class="w-soft">{say(messages.notWritten, lang)}</span>}
          {file === 'cpu.weight' && older !== undefined && older !== found[file] && (
            <small>{say(messages.olderRuntimes, lang, { weight: older })}</small>
          )}
        </td>
      ))}
    </>
  );
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

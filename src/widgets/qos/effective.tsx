import type { Lang } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { PodDetail } from './answer.ts';
import { messages } from './messages.ts';

/** Effective requests and limits, overhead included. */
export function Effective({ lang, pod }: { readonly lang: Lang; readonly pod: PodDetail }) {
  const { requests = {}, limits = {} } = pod.effective ?? {};
  const names = [...new Set([...Object.keys(requests), ...Object.keys(limits)])];
  if (names.length === 0) return null;
  return (
    <Table
      lang={lang}
      caption={messages.effective}
      head={[messages.resource, messages.requests, messages.limits]}
      rows={names.map((name) => ({
        key: name,
        cells: [
          name,
          <var key="r">{requests[name] ?? '–'}</var>,
          <var key="l">{limits[name] ?? '–'}</var>,
        ],
      }))}
    />
  );
}

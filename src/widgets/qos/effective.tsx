import { say } from '../../ui/messages.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import type { Lang } from '../../ui/messages.ts';
import type { PodDetail } from './answer.ts';
import { messages } from './messages.ts';

interface Props {
  readonly id: string;
  readonly lang: Lang;
  readonly pod: PodDetail;
}

/** Effective requests and limits, overhead included. */
export function Effective({ id, lang, pod }: Props) {
  const { requests = {}, limits = {} } = pod.effective ?? {};
  const names = [...new Set([...Object.keys(requests), ...Object.keys(limits)])];
  if (names.length === 0) return null;
  return (
    <ScrollBox labelledBy={`${id}-effective`}>
      <table class="w-table">
        <caption id={`${id}-effective`}>{say(messages.effective, lang)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(messages.resource, lang)}</th>
            <th scope="col">{say(messages.requests, lang)}</th>
            <th scope="col">{say(messages.limits, lang)}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="is-number">{requests[name] ?? '–'}</td>
              <td class="is-number">{limits[name] ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

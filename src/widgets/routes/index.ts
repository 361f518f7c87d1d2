/**
 * `summary`: where each request goes, in the order of the lines: `service:port` (with its namespace where that is
 * not `default`; several with their shares), the status where nothing is served, `301 URL` for a redirect.
 *
 *     web:80 404 api:8080
 *     blue:80=90%,green:80=10%
 *     refused 1 web:80               one object would be refused by the API server
 *     same missing 2                 show="convert": no URL differs, two things have no equivalent
 *     differ 3 missing 1             three do
 *     problem                        there is nothing that could be asked
 */
import { defineWidget } from '../define.ts';
import type { RoutesAnswer, RoutesInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<RoutesInput, RoutesAnswer>({
  name: 'routes',
  title: messages.title,
  start: { input: '', requests: '', class: '', show: '', ...presets[0]?.input },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 900,
  file: 'routes.yaml',
});

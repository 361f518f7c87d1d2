/** The sentence of every code that an engine answers with. Many: they are loaded with the engines. */
import type { Params } from '../engine/problem.ts';
import { storyProblems } from './control-plane-messages.ts';
import { driveProblems } from './drive-messages.ts';
import {
  matchMessages,
  noticeMessages,
  notRankedMessages,
  orderMessages,
  rankMessages,
  usageMessages,
} from './eviction-messages.ts';
import {
  cellMessages,
  hintMessages,
  itemMessages,
  readinessMessages,
  standMessages,
  statusFindings,
  statusSources,
  wordMessages,
} from './lifecycle-messages.ts';
import { fill, type Pair } from './messages.ts';
import {
  assumptionMessages,
  lostMessages,
  nftMessages,
  parseMessages,
  statedMessages,
  stepMessages,
  traceMessages,
  unknownMessages,
} from './netfilter-messages.ts';
import {
  defaultingMessages,
  editProblemMessages,
  oomMessages,
  podProblemMessages,
  reasonMessages,
  refusalMessages,
  unknownFieldMessages,
  warningMessages,
} from './qos-messages.ts';
import {
  configRefusalMessages,
  clientAnswerMessages,
  endpointMessages,
  endpointsAnswerMessages,
  findingMessages,
  foundMessages,
  proxyProblemMessages,
  ruleMessages,
  skipMessages,
} from './proxy-messages.ts';
import { readMessages } from './read-messages.ts';
import {
  backendMessages,
  differenceMessages,
  routeLostMessages,
  missingMessages,
  routeInput,
  routeNotes,
  routeRefusals,
  statusMessages,
} from './route-messages.ts';
import {
  changeMessages,
  isStepCode,
  questionMessages,
  refusedMessages,
  scenarioMessages,
  stepSentence,
  streamMessages,
} from './timeline-messages.ts';

const SENTENCES: Readonly<Record<string, Pair>> = {
  ...readMessages,
  ...podProblemMessages,
  ...reasonMessages,
  ...refusalMessages,
  ...warningMessages,
  ...defaultingMessages,
  ...oomMessages,
  ...editProblemMessages,
  ...orderMessages,
  ...notRankedMessages,
  ...usageMessages,
  ...matchMessages,
  ...noticeMessages,
  ...rankMessages,
  ...statusSources,
  ...standMessages,
  ...wordMessages,
  ...statusFindings,
  ...readinessMessages,
  ...cellMessages,
  ...hintMessages,
  ...itemMessages,
  ...questionMessages,
  ...changeMessages,
  ...refusedMessages,
  ...scenarioMessages,
  ...streamMessages,
  ...storyProblems,
  ...driveProblems,
  ...routeLostMessages,
  ...statusMessages,
  ...backendMessages,
  ...routeNotes,
  ...routeRefusals,
  ...routeInput,
  ...differenceMessages,
  ...missingMessages,
  ...proxyProblemMessages,
  ...configRefusalMessages,
  ...skipMessages,
  ...ruleMessages,
  ...endpointMessages,
  ...endpointsAnswerMessages,
  ...clientAnswerMessages,
  ...findingMessages,
  ...foundMessages,
  ...parseMessages,
  ...statedMessages,
  ...stepMessages,
  ...unknownMessages,
  ...lostMessages,
  ...nftMessages,
  ...assumptionMessages,
  ...traceMessages,
};

/** Both halves, filled in. A code without a sentence says itself. */
export function sentence(code: string, params: Params = {}): Pair {
  if (isStepCode(code)) {
    const step = stepSentence(code, params);
    return fill(step.pair, step.params);
  }
  const pair = code === 'unknown-field' ? unknownField(params) : SENTENCES[code];
  return pair === undefined ? [code, code] : fill(pair, params);
}

function unknownField(params: Params): Pair | undefined {
  if ('meant' in params) return unknownFieldMessages.meant;
  return 'place' in params ? unknownFieldMessages.place : SENTENCES['unknown-field'];
}

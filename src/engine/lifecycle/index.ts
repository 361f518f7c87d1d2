/** A Pod's life: what its status says, what happens next and when. The only door. */
export {
  type ConditionFacts,
  containersReadyCondition,
  initializedCondition,
  kubeletConditions,
  readyCondition,
} from './conditions.ts';
export type { StatusFindingCode } from './status/types.ts';
export {
  type Cells,
  type ColumnKey,
  type KubectlRow,
  type KubectlTable,
  looksLikeKubectlLines,
  readKubectlLines,
} from './status/kubectl-lines.ts';
export {
  type CellCode,
  type CellMeaning,
  type HintCode,
  type RowMeaning,
  meaningOfRow,
} from './status/kubectl-row.ts';
export { isSidecar } from './model.ts';
export type * from './model.ts';
export {
  type Phase,
  type PhaseGates,
  type PhaseOptions,
  anyRegularStarted,
  phaseOf,
} from './phase.ts';
export { couldRestartAll, matchingRule, mayRestart, restartsAll } from './restart.ts';
export { type ReadinessCode, readinessOf } from './status/readiness.ts';
export {
  type PodStatus,
  type StatusItem,
  type StatusOptions,
  type StatusReport,
  statusDetails,
  statusesInTurn,
} from './status/index.ts';
export {
  type Columns,
  type StatusSource,
  type StatusSourceCode,
  columnsOf,
} from './status/column.ts';
export type { ConditionLine, ContainerLine, EndLine, StatusDetails } from './status/details.ts';
export { type PartKind, type StateName, partsOf } from './status/parts.ts';
export type { TracePart, TraceRole } from './status/trace.ts';
export { type WordCode, type WordMeaning, commandFor, meaningOfWord } from './status/words.ts';
export { age, parseTime, printTime, printedAge } from './time.ts';
export { viewPod } from './view.ts';
export { parseDuration, printDuration } from './scenario/duration.ts';
export { edit } from './scenario/edit.ts';
export {
  PLAIN_SCENARIO,
  type ScenarioProblemCode,
  type ScenarioReading,
  readScenario,
} from './scenario/read.ts';
export type * from './scenario/types.ts';
export { simulate } from './simulate/index.ts';
export { STEP_RULES, type StepCode } from './steps.ts';
export type * from './timeline.ts';
export { readLifecycle, readingLifecycle } from './stream/index.ts';
export type * from './stream/types.ts';
export type { LifecycleRefusalCode } from './refused.ts';
export { type Learnt, learn } from './learn/index.ts';
export { type ChangeProblem, type Changed, applyChange } from './scenario/change.ts';
export { printScenario } from './scenario/print.ts';
export {
  type AnswerCode,
  QUESTIONS,
  type Question,
  type QuestionAnswer,
  askQuestion,
  questionsAbout,
} from './questions.ts';
export { type ReconstructOptions, type Reconstruction, reconstruct } from './reconstruct/index.ts';
export { type TellOptions, type Told, containersOf, isManifest, tell } from './tell.ts';

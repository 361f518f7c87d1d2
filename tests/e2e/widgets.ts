/** What the specs try on every widget: a page that has it, something to type and the answer to expect. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface Trial {
  readonly name: string;
  /** Below a language's folder. */
  readonly page: string;
  readonly typed: string;
  /** In the answer to `typed`, in both languages, and not in the page's own. */
  readonly answer: RegExp;
  readonly bad: string;
  /** The line of `bad` that the message must name. */
  readonly badLine: number;
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: typed
spec:
  containers:
    - name: app
      image: app
`;

export const TRIALS: readonly Trial[] = [
  {
    name: 'qos',
    page: 'qos/classes.html',
    typed: POD,
    answer: /BestEffort/,
    bad: `${POD}      resources:\n        requests:\n          cpu: 1Gb\n`,
    badLine: 11,
  },
  {
    name: 'quantity',
    page: 'qos/requests-limits.html',
    typed: '3.14Ki',
    answer: /3215360m/,
    bad: '1\n1Gb',
    badLine: 2,
  },
  {
    name: 'eviction',
    page: 'qos/eviction.html',
    typed: POD,
    answer: /typed/,
    bad: `${POD}      resources:\n        requests:\n          memory: 1Gb\n`,
    badLine: 11,
  },
  {
    name: 'exit-code',
    page: 'pods/container-states.html',
    typed: 'CrashLoopBackOff',
    answer: /CrashLoopBackOff/,
    bad: '137\n1Gb',
    badLine: 2,
  },
  {
    name: 'pod-timeline',
    page: 'pods/overview.html',
    typed: POD,
    answer: /typed/,
    bad: `${POD}      1Gb: 1\n`,
    badLine: 9,
  },
];

export function widgetOn(page: Page, name: string): Locator {
  return page.locator(`kln-widget[name=${name}]`).first();
}

/** The main text field of a widget. */
export function fieldOf(widget: Locator): Locator {
  return widget.locator('textarea[name=input]');
}

/** The verdict and what belongs to it; details may follow in a second one. */
export function answerOf(widget: Locator): Locator {
  return widget.locator('.w-answer').first();
}

/** Writes what a reader would type in place of the example, whether the script runs already or not. */
export async function type(widget: Locator, text: string): Promise<void> {
  await fieldOf(widget).fill(text);
}

/** All of a long text at once, as a paste does, into a widget that runs. */
export async function paste(widget: Locator, text: string): Promise<void> {
  await expect(widget.locator('button.js').first()).toBeVisible();
  await fieldOf(widget).evaluate((field: HTMLTextAreaElement, pasted) => {
    field.value = pasted;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, text);
}

/** Languages and the label that a widget's tools have in them. */
export const WORDS = {
  zh: {
    share: '分享',
    embed: '嵌入',
    reset: '重置',
    undo: '撤销',
    examples: '示例',
    search: '搜索',
    copy: '复制',
  },
  en: {
    share: 'Share',
    embed: 'Embed',
    reset: 'Reset',
    undo: 'Undo',
    examples: 'Examples',
    search: 'Search',
    copy: 'Copy',
  },
} as const;

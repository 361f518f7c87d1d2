import type { Pair } from '../ui/messages.ts';

/** What the site says around the notes. */
export const words = {
  name: ['活页笔记', 'Live Notes'],
  both: ['Kubernetes 活页笔记', 'Kubernetes Live Notes'],
  skip: ['跳到正文', 'Skip to content'],
  search: ['搜索：cpu.weight', 'Search: cpu.weight'],
  searchShort: ['搜索', 'Search'],
  theme: ['主题', 'Theme'],
  language: ['English', '中文'],
  languageShort: ['EN', '中'],
  pages: ['目录', 'Pages'],
  contents: ['本页内容', 'On this page'],
  trueFor: ['适用于 v{version}', 'true for v{version}'],
  minutes: ['{count} 分钟', '{count} min read'],
  edit: ['编辑本页', 'Edit this page'],
  changed: ['更新于', 'Updated'],
  previous: ['上一页', 'Previous'],
  next: ['下一页', 'Next'],
  section: ['本节链接', 'Link to this section'],
  measured: ['实测', 'Measured'],
  licence: ['代码：Apache-2.0；文字：', 'Code: Apache-2.0. Text: '],
  noTracking: [
    '没有统计，没有第三方请求，你输入的内容不会离开浏览器。',
    'No statistics, no request to third parties; what you type stays in your browser.',
  ],
  verification: ['如何验证', 'How this is verified'],
  privacy: ['什么会离开你的浏览器', 'What leaves your browser'],
  feed: ['订阅更新', 'Feed'],
  fullPage: ['在完整页面中打开', 'Open the full page'],
} satisfies Record<string, Pair>;

/** Both languages of a text stand on one line, so that a missing half does not compile. */
export type Pair = readonly [zh: string, en: string];
export type Lang = 'zh' | 'en';

export const LANGS = ['zh', 'en'] as const satisfies readonly Lang[];

/** The half of a pair, with `{name}` filled in from `params`. */
export function say(
  pair: Pair,
  lang: Lang,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return pair[lang === 'zh' ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** Both halves filled in: for an answer that is said later, in the reader's language. */
export function fill(pair: Pair, params: Readonly<Record<string, string | number>>): Pair {
  return [say(pair, 'zh', params), say(pair, 'en', params)];
}

/** Words that several widgets share. */
export const labels = {
  working: ['计算中…', 'Working…'],
  reset: ['重置', 'Reset'],
  share: ['分享', 'Share'],
  embed: ['嵌入', 'Embed'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  copyFailed: ['复制失败，请手动选中', 'Could not copy. Select it by hand.'],
  download: ['下载', 'Download'],
  upload: ['打开', 'Open'],
  drop: ['松手即可读入', 'Drop to read it'],
  examples: ['示例', 'Examples'],
  quoted: ['apiserver 的原话：', 'In the API server’s words: '],
  line: ['第 {line} 行', 'line {line}'],
  showMore: ['再显示 {count} 行', 'Show {count} more'],
  loadFailed: [
    '计算部分没能加载，你输入的内容还在',
    'The engine could not be loaded. What you typed is still here',
  ],
  long: ['内容很长，不显示行号和标记', 'A long text, shown without line numbers and marks'],
  'very-long': [
    '上面的内容太长，不能改。在这里粘贴别的内容',
    'The text above is too long to edit. Paste another here',
  ],
  undo: ['撤销', 'Undo'],
  replaced: ['原来的内容已换掉', 'What was there has been replaced'],
  embedHint: [
    '把这段代码贴进你的 wiki。框里的内容随链接走，不经过任何服务器。',
    'Paste this into your wiki. The content travels in the link and passes no server.',
  ],
  close: ['关闭', 'Close'],
  privacy: ['内容不会离开你的浏览器', 'Nothing leaves your browser'],
} satisfies Record<string, Pair>;

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
  upload: ['打开文件', 'Open a file'],
  drop: ['松手即可读入', 'Drop to read it'],
  examples: ['示例', 'Examples'],
  quoted: ['apiserver 的原话：', 'In the API server’s words: '],
  line: ['第 {line} 行', 'line {line}'],
  showMore: ['再显示 {count} 行', 'Show {count} more'],
  loadFailed: [
    '计算部分没能加载，你输入的内容还在。请检查网络后再试。',
    'The engine could not be loaded. What you typed is still here. Check the network and try again.',
  ],
  long: [
    '内容很长：照样计算，只是不显示行号和行上的标记',
    'A long text: it is answered, but shown without line numbers and marks',
  ],
  'very-long': [
    '内容太长，这里只能看，不能改。再粘贴或打开别的内容就会换掉它',
    'Too long to be edited here. Paste or open something else to replace it',
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

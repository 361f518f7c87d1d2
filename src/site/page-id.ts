/**
 * The address of a content file: `30-qos/10-classes/zh.mdx` is `zh/qos/classes`.
 * Numeric prefixes only order the sidebar; a folder called `index` stands for its parent.
 */
export function pageId(file: string): string {
  const parts = file.replace(/\.mdx$/, '').split('/');
  const language = parts.pop() ?? '';
  const folders = parts.map((part) => part.replace(/^\d+-/, ''));
  if (folders.at(-1) === 'index') folders.pop();
  return [language, ...folders].join('/');
}

/** What a view needs only when the reader does something: it comes with `live/later.js`. */
export { copyText } from './clipboard.ts';
export { downloadText } from './download.ts';
export { goToLine, keepCaretInSight } from './go-to-line.ts';
export { showLongText } from './long-text.ts';
export { readFile } from './read-file.ts';
export { asMarkdown, asTsv } from './table-text.ts';

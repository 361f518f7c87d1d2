/** What is wanted only when the reader asks for another example or takes the timeline elsewhere. */
export { markdownOf } from './markdown.ts';
export * as examples from './examples.ts';
export { save } from './save.ts';

import type { RefObject } from 'preact';
import { type Lang, labels, say } from './messages.ts';

export type GoToLine = (line: number) => Promise<void>;
export type GoTo = RefObject<GoToLine | null>;

interface Props {
  /** Id of the editor, see there. */
  readonly id: string;
  readonly lang: Lang;
  readonly line: number;
  /** Of the editor that holds the line. */
  readonly goTo: GoTo;
}

/** “line 9”: puts the caret there. Without the script it is a link to the marked line. */
export function LineLink({ id, lang, line, goTo }: Props) {
  return (
    <a
      class="w-line"
      href={`#${id}-L${line}`}
      onClick={(event) => {
        if (!goTo.current) return;
        event.preventDefault();
        void goTo.current(line);
      }}
    >
      {say(labels.line, lang, { line })}
    </a>
  );
}

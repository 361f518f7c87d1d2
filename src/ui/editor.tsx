/**
 * The reader's own text in a plain text field, over a layer that repeats its lines with numbers,
 * marks and notes. The text itself is in the field (selectable, there without JavaScript); the layer
 * gives the field its size, and is what a printer shows. A long text goes without the layer, a very long
 * one without the field.
 */
import type { GoTo } from './line-link.tsx';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Layer, type Mark } from './editor-layer.tsx';
import type * as Late from './late.ts';
import { late, livenotes } from './load.ts';
import type { LongText } from './long-text.ts';
import { type Lang, labels, type Pair, say } from './messages.ts';

export type { Mark, Tone } from './editor-layer.tsx';

interface Props {
  /** Unique on the page: the field is `ID-text`, its lines are `ID-L9`. */
  readonly id: string;
  readonly lang: Lang;
  readonly label: Pair;
  readonly value: string;
  /** Key of the input: what is typed before the script runs is found by it. */
  readonly name: string;
  /** File name for the download button. */
  readonly file: string;
  readonly marks: readonly Mark[];
  /** Id of the element that says what is wrong with the text. */
  readonly describedBy?: string;
  readonly invalid?: boolean;
  /** Is given what brings the reader to a line. */
  readonly goTo: GoTo;
  readonly onText: (text: string) => void;
  /** A file, or a very long paste, takes the place of the text. */
  readonly onFile: (text: string) => void;
}

/** Beyond either the layer would cost more than typing can wait for. */
const LAYER_CHARACTERS = 200_000;
const LAYER_LINES = 4_000;
/** Beyond this the field itself would. */
const FIELD_CHARACTERS = 1_000_000;

export function Editor(props: Props) {
  const { id, lang, value, marks, goTo } = props;
  const [over, setOver] = useState(false);
  const [said, setSaid] = useState('');
  // What the server wrote into the field: taking it out again would move the caret.
  const [first] = useState(value);
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const viewer = useRef<HTMLDivElement>(null);
  const long = useRef<LongText>(null);
  const size = sizeOf(value);
  const isVeryLong = size === 'very-long';

  useLayoutEffect(() => {
    goTo.current = async (line) => {
      const { goToLine } = await late();
      if (long.current) long.current.goTo(line);
      else if (field.current) goToLine(field.current, line);
    };
    const { current } = field;
    if (current !== document.activeElement) return;
    const loaded = livenotes.parts['later'] as typeof Late | undefined;
    if (current) loaded?.keepCaretInSight(current);
  }, [value]);

  useLayoutEffect(() => {
    long.current = null;
    if (!isVeryLong) return;
    void late().then(({ showLongText }) => {
      if (viewer.current) long.current = showLongText(viewer.current, value);
    });
  }, [value, isVeryLong]);
  useLayoutEffect(() => long.current?.mark(marks), [marks]);

  const open = async (file: File | undefined) => {
    setOver(false);
    if (!file) return;
    try {
      const { text, said: outcome } = await (await late()).readFile(file);
      setSaid(say(outcome, lang));
      if (text !== undefined) props.onFile(text);
    } catch {
      setSaid(say(labels.loadFailed, lang));
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    const { current } = field;
    if (!current || pasted.length <= FIELD_CHARACTERS) return;
    event.preventDefault();
    const { value: there, selectionStart, selectionEnd } = current;
    props.onFile(there.slice(0, selectionStart) + pasted + there.slice(selectionEnd));
  };
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file) event.preventDefault();
      void open(file);
    },
  };

  return (
    <div class="ed">
      <div class="ed-bar" data-pagefind-ignore>
        <label for={`${id}-text`}>{say(props.label, lang)}</label>
        <span class="ed-tools">
          <button type="button" class="js" onClick={() => picker.current?.click()}>
            {say(labels.upload, lang)}
          </button>
          <button
            type="button"
            class="js"
            onClick={async () => (await late()).downloadText(props.file, value)}
          >
            {say(labels.download, lang)}
          </button>
        </span>
        <input
          ref={picker}
          type="file"
          hidden
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </div>
      <div class={`ed-scroll is-${size}`}>
        {size === 'short' && <Layer id={id} value={value} marks={marks} />}
        {isVeryLong && (
          // biome-ignore lint/a11y/useSemanticElements: a region would be a landmark, and several may have this name
          <div
            ref={viewer}
            class="ed-viewer ed-layer"
            role="group"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus scrolls by arrow keys
            tabIndex={0}
            aria-label={say(props.label, lang)}
            {...drop}
          />
        )}
        <textarea
          ref={field}
          id={`${id}-text`}
          name={props.name}
          value={isVeryLong ? '' : value}
          placeholder={isVeryLong ? say(labels['very-long'], lang) : undefined}
          wrap="off"
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          onPaste={onPaste}
          {...drop}
          onInput={({ currentTarget }) => {
            setSaid('');
            (isVeryLong ? props.onFile : props.onText)(currentTarget.value);
          }}
        >
          {first}
        </textarea>
        {over && <p class="ed-drop">{say(labels.drop, lang)}</p>}
      </div>
      <p class="ed-said" role="status" data-pagefind-ignore>
        {said || (size === 'long' ? say(labels.long, lang) : '')}
      </p>
    </div>
  );
}

function sizeOf(text: string): 'short' | 'long' | 'very-long' {
  if (text.length > FIELD_CHARACTERS) return 'very-long';
  if (text.length > LAYER_CHARACTERS) return 'long';
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines > LAYER_LINES ? 'long' : 'short';
}

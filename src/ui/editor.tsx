/**
 * The reader's own text in a plain text field, over a layer that repeats its lines with numbers,
 * marks and notes. The text itself is in the field (selectable, there without JavaScript); the layer
 * gives the field its size, and is what a printer shows.
 */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { downloadText } from './download.ts';
import { Layer, type Mark } from './editor-layer.tsx';
import { keepCaretInSight } from './line-link.tsx';
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
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onText: (text: string) => void;
  /** A file takes the place of the text. */
  readonly onFile: (text: string) => void;
}

/** Beyond either the layer would cost more than typing can wait for. */
const LAYER_CHARACTERS = 200_000;
const LAYER_LINES = 4_000;
const FILE_MEGABYTES = 64;

export function Editor(props: Props) {
  const { id, lang, value, field } = props;
  const [over, setOver] = useState(false);
  const [said, setSaid] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const plain = isLong(value);

  useLayoutEffect(() => {
    if (field.current && field.current === document.activeElement) keepCaretInSight(field.current);
  }, [value, plain]);

  const open = async (file: File | undefined) => {
    setOver(false);
    if (!file) return;
    if (file.size > FILE_MEGABYTES * 1024 * 1024) {
      setSaid(say(labels.fileTooBig, lang, { limit: FILE_MEGABYTES }));
      return;
    }
    try {
      const text = await file.text();
      setSaid(say(labels.fileRead, lang, { name: file.name }));
      props.onFile(text);
    } catch {
      setSaid(say(labels.fileUnreadable, lang, { name: file.name }));
    }
  };

  return (
    <div class={over ? 'ed is-over' : 'ed'}>
      <div class="ed-bar" data-pagefind-ignore>
        <label for={`${id}-text`}>{say(props.label, lang)}</label>
        <span class="w-gap" />
        <button type="button" class="js" onClick={() => picker.current?.click()}>
          {say(labels.upload, lang)}
        </button>
        <button type="button" class="js" onClick={() => downloadText(props.file, value)}>
          {say(labels.download, lang)}
        </button>
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
      <div class={plain ? 'ed-scroll is-plain' : 'ed-scroll'}>
        {!plain && <Layer id={id} value={value} marks={props.marks} />}
        <textarea
          ref={field}
          id={`${id}-text`}
          name={props.name}
          value={value}
          wrap="off"
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          onDragOver={(event) => {
            if (!event.dataTransfer?.types.includes('Files')) return;
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            const file = event.dataTransfer?.files[0];
            if (file) event.preventDefault();
            void open(file);
          }}
          onInput={({ currentTarget }) => {
            setSaid('');
            props.onText(currentTarget.value);
          }}
        />
        {over && <p class="ed-drop">{say(labels.drop, lang)}</p>}
      </div>
      <p class="ed-said" role="status" data-pagefind-ignore>
        {said || (plain ? say(labels.longText, lang) : '')}
      </p>
    </div>
  );
}

function isLong(text: string): boolean {
  if (text.length > LAYER_CHARACTERS) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines > LAYER_LINES;
}

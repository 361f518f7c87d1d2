import type { ComponentChildren } from 'preact';
import { type Lang, labels, type Pair, say } from './messages.ts';

interface Props {
  readonly lang: Lang;
  readonly title: Pair;
  readonly presets: readonly { readonly id: string; readonly title: Pair }[];
  readonly busy: boolean;
  /** Said to everybody, screen readers included, after an action. */
  readonly notice: string;
  readonly children: ComponentChildren;
  /** What an action brought, shown where it was asked for. */
  readonly result?: ComponentChildren;
  readonly onPreset?: (id: string) => void;
  readonly onReset?: () => void;
  readonly onShare?: () => void;
  readonly onEmbed?: () => void;
  /** Brings back what a preset, a file or the reset replaced. */
  readonly onUndo?: (() => void) | undefined;
}

/** What surrounds every widget: its name, its examples, what can be done with it as a whole. */
export function Frame(props: Props) {
  const { lang } = props;
  return (
    <figure class="w" aria-busy={props.busy}>
      <figcaption>
        <b>{say(props.title, lang)}</b>
        <span class="w-tools" data-pagefind-ignore>
          {props.presets.length > 0 && (
            <select
              class="js"
              aria-label={say(labels.examples, lang)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                if (value !== '') props.onPreset?.(value);
                event.currentTarget.value = '';
              }}
            >
              <option value="">{say(labels.examples, lang)}</option>
              {props.presets.map((preset) => (
                <option key={preset.id} value={preset.id}>
                  {say(preset.title, lang)}
                </option>
              ))}
            </select>
          )}
          <span class="w-gap" />
          <button type="button" class="js" onClick={props.onShare}>
            {say(labels.share, lang)}
          </button>
          <button type="button" class="js" onClick={props.onEmbed}>
            {say(labels.embed, lang)}
          </button>
          <button type="button" class="js" onClick={props.onReset}>
            {say(labels.reset, lang)}
          </button>
        </span>
      </figcaption>
      <div class="w-said" data-pagefind-ignore>
        <span role="status">{props.notice}</span>
        {props.onUndo && (
          <button type="button" onClick={props.onUndo}>
            {say(labels.undo, lang)}
          </button>
        )}
      </div>
      {props.result}
      {props.children}
      <div class="w-foot" data-pagefind-ignore>
        <span role="status">{props.busy && say(labels.working, lang)}</span>
        <span class="w-gap" />
        <span>{say(labels.privacy, lang)}</span>
      </div>
    </figure>
  );
}

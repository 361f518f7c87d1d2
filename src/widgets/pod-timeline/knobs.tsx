import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { Knob, TimelineAnswer, TimelineInput } from './answer.ts';
import { readChange, withValue } from './change.ts';
import { messages } from './messages.ts';

type Props = ViewProps<TimelineInput, TimelineAnswer>;

/** The numbers of the reader's own Pod, to be turned: what changes is drawn below what is. */
export function Knobs({ lang, input, answer, set }: Props) {
  const changes = readChange(input.change);
  return (
    <div class="tl-knobs js" data-pagefind-ignore>
      <b>{say(messages.whatIf, lang)}</b>
      {answer.knobs.map(([group, knobs]) => (
        <fieldset key={group}>
          {group && <legend>{group}</legend>}
          {knobs.map(({ path, value, ...knob }) => (
            <Turn
              key={path}
              {...knob}
              value={changes.get(path) ?? value}
              changed={changes.has(path)}
              onValue={(turned) =>
                set({
                  change: withValue(input.change, path, turned === value ? undefined : turned),
                })
              }
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

interface TurnProps extends Omit<Knob, 'path'> {
  readonly changed: boolean;
  readonly onValue: (value: string) => void;
}

function Turn({ name, range, options = [], value, changed, onValue }: TurnProps) {
  // While a number is being typed there may be none yet.
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) =>
    currentTarget.value && onValue(currentTarget.value);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the first field is what it labels
    <label class={changed ? 'is-changed' : undefined}>
      <code>{name}</code>
      {range ? (
        <>
          <input type="number" min={range[0]} value={value} onInput={onInput} />
          <input
            type="range"
            min={range[0]}
            max={range[1]}
            value={value}
            tabIndex={-1}
            aria-hidden="true"
            onInput={onInput}
          />
        </>
      ) : (
        <select value={value} onChange={onInput}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )}
    </label>
  );
}

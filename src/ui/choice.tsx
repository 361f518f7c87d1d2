interface Props {
  readonly label: string;
  /** The label is only for screen readers. */
  readonly labelHidden?: boolean;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onValue: (value: string) => void;
}

/** One of a few options. */
export function Choice({ label, labelHidden, value, options, onValue }: Props) {
  return (
    <label class="js">
      <span class={labelHidden ? 'hidden' : undefined}>{label}</span>{' '}
      <select value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

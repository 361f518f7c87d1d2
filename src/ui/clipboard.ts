/** Copies text; on plain `http://` and in frames without permission the old command still works. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position:fixed;opacity:0;inset-block-start:0';
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch {
    // Sandboxed frames may forbid the command altogether.
  }
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}

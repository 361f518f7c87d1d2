/** Boxes that scroll sideways can be reached and scrolled with the keyboard, and only those. */
export function scrollers(): void {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const box of document.querySelectorAll('.scroll, .fence pre')) sizes.observe(box);
}

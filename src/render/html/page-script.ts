/** The script of every report: it filters the rows and opens the details for print. It reads texts and writes none. */
export const SCRIPT = `'use strict';
const field = document.querySelector('.search');
if (field) {
  const rows = [...document.querySelectorAll('.changes tbody tr')].map((row) => [row, row.textContent.toLowerCase()]);
  const [input, output] = field.children;
  const filter = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    output.textContent = words.length ? shown + ' of ' + rows.length : '';
  };
  field.hidden = false;
  input.addEventListener('input', filter);
  filter();
}
let opened = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')];
  for (const one of opened) one.open = true;
});
addEventListener('afterprint', () => {
  for (const one of opened) one.open = false;
});
`;

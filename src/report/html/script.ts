/**
 * What the page does besides being read: filters, a panel with the details of a cell, and the arrow keys in the grid. It
 * makes no HTML of texts: what it shows is cloned from the page, or set as text.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const grid = $('grid-table'), panel = $('panel'), filters = $('filters');
  if (!grid) return;
  const rows = [...grid.tBodies[0].rows];
  const heads = [...grid.tHead.rows[0].cells];
  let current;

  grid.setAttribute('role', 'grid');
  for (const link of grid.querySelectorAll('td a')) link.tabIndex = -1;
  const linkIn = (row, column) => row.cells[column]?.querySelector('a');
  const isShown = (cell) => cell && !cell.hidden;
  const setCurrent = (link) => {
    if (current) current.tabIndex = -1;
    current = link;
    if (current) current.tabIndex = 0;
  };
  setCurrent(grid.querySelector('td a'));

  const move = (rowStep, columnStep, far) => {
    const cell = current.parentElement, row = cell.parentElement;
    let column = cell.cellIndex, at = rows.indexOf(row), found;
    for (;;) {
      column += columnStep; at += rowStep;
      const next = rows[at];
      if (!next || column < 1 || column >= heads.length) break;
      if (next.hidden || !isShown(next.cells[column])) continue;
      const link = linkIn(next, column);
      if (!link) continue;
      found = link;
      if (!far) break;
    }
    if (found) { setCurrent(found); found.focus(); found.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }
  };
  const KEYS = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -1, true], End: [0, 1, true],
  };
  grid.addEventListener('keydown', (event) => {
    const step = KEYS[event.key];
    if (!step || event.altKey || event.metaKey || !event.target.closest('td a')) return;
    event.preventDefault();
    const up = event.ctrlKey && (event.key === 'Home' || event.key === 'End');
    if (up) move(event.key === 'Home' ? -1 : 1, 0, true);
    else move(step[0], step[1], step[2]);
  });
  grid.addEventListener('focusin', (event) => {
    const link = event.target.closest('td a');
    if (link) setCurrent(link);
  });

  const names = [...(document.querySelector('.cells thead tr')?.cells ?? [])].map((cell) => cell.textContent);
  let opened;
  const close = () => {
    panel.hidden = true;
    opened?.removeAttribute('aria-current');
    opened?.focus();
    opened = undefined;
  };
  const open = (link, details) => {
    opened?.removeAttribute('aria-current');
    opened = link;
    link.setAttribute('aria-current', 'true');
    $('panel-title').textContent = details.closest('details').querySelector('.route').textContent;
    const list = $('panel-list');
    list.replaceChildren(...[...details.cells].flatMap((cell, at) => {
      if (cell.textContent === '') return [];
      const name = document.createElement('dt'), value = document.createElement('dd');
      name.textContent = names[at];
      value.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
      return [name, value];
    }));
    panel.hidden = false;
    $('panel-close').focus();
  };
  grid.addEventListener('click', (event) => {
    const link = event.target.closest('td a');
    const details = link && $(link.hash.slice(1));
    if (!details) return;
    event.preventDefault();
    open(link, details);
  });
  $('panel-close').addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) close();
    if (event.key === '/' && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      $('search').focus();
    }
  });

  const apply = () => {
    const text = $('search').value.trim().toLowerCase(), show = $('show').value;
    const method = $('method').value, column = Number($('role').value);
    let shown = 0;
    for (const row of rows) {
      const cell = column > 0 ? linkIn(row, column) : undefined;
      const is = (name) => (column > 0 ? (cell?.classList.contains(name) ?? false) : row.querySelector('td a.' + name) !== null);
      const fits = row.textContent.toLowerCase().includes(text) && (method === '' || row.dataset.method === method)
        && (column === 0 || cell) && (show === '' || is(show) || (show === 'unmet' && column === 0 && row.dataset.unmet === ''));
      row.hidden = !fits;
      if (fits) shown += 1;
      for (let at = 1; at < heads.length; at += 1) if (row.cells[at]) row.cells[at].hidden = column > 0 && at !== column && at !== heads.length - 1;
    }
    for (let at = 1; at < heads.length - 1; at += 1) heads[at].hidden = column > 0 && at !== column;
    $('shown').textContent = shown === rows.length ? shown + ' rows' : shown + ' of ' + rows.length + ' rows';
    if (!current || current.closest('[hidden]')) setCurrent([...grid.querySelectorAll('td a')].find((link) => !link.closest('[hidden]')));
  };
  filters.hidden = false;
  filters.addEventListener('input', apply);
  filters.addEventListener('submit', (event) => event.preventDefault());
  apply();
})();
`;

import { byId, icon } from './dom.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

function isDark() {
  return root.dataset.theme === undefined ? dark.matches : root.dataset.theme === 'dark';
}

/** Follows the system until somebody chooses; the choice stays in this browser. */
export function startTheme() {
  const button = byId('theme');
  const saved = localStorage.getItem('pythia.theme');
  if (saved === 'dark' || saved === 'light') root.dataset.theme = saved;
  function show() {
    button.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
    button.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
    button.title = button.getAttribute('aria-label');
  }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    localStorage.setItem('pythia.theme', root.dataset.theme);
    show();
  });
  dark.addEventListener('change', show);
  show();
}

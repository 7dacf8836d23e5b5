// The theme button: system, light, dark, and round again.
const themes = ['system', 'light', 'dark'];
const button = document.getElementById('theme');
const name = document.getElementById('theme-name');

function current() {
  return document.documentElement.dataset.theme ?? 'system';
}

function show() {
  const theme = current();
  name.textContent = theme[0].toUpperCase() + theme.slice(1);
  button.setAttribute('aria-label', `Theme: ${theme}. Change it.`);
}

button.addEventListener('click', () => {
  const next = themes[(themes.indexOf(current()) + 1) % themes.length];
  if (next === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem('filetao.theme');
  } else {
    document.documentElement.dataset.theme = next;
    localStorage.setItem('filetao.theme', next);
  }
  show();
});
show();
button.hidden = false;

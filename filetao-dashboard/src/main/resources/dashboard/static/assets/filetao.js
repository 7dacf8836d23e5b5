import './theme-button.js';
import { follow } from './live.js';

follow();
if (document.querySelector('[data-token]')) {
  import('./files.js');
}
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.addEventListener('change', () => form.requestSubmit());
}

// A person's files. The token lives in this tab's session storage and goes out as a bearer token, or in the body of the form
// that downloads; it never stands in an address.
import { refresh, send } from './live.js';

const KEY = 'filetao.token';
const form = document.querySelector('[data-token]');
const field = form.querySelector('input');
const upload = document.querySelector('[data-upload]');
const token = () => sessionStorage.getItem(KEY) ?? '';

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const given = field.value.trim();
  if (given) {
    sessionStorage.setItem(KEY, given);
  } else {
    sessionStorage.removeItem(KEY);
  }
  field.value = '';
  show();
});

form.querySelector('[data-forget]').addEventListener('click', () => {
  sessionStorage.removeItem(KEY);
  show();
});

async function show() {
  const given = token();
  send('Authorization', given && `Bearer ${given}`);
  form.classList.toggle('given', Boolean(given));
  form.querySelector('[type=submit]').textContent = given ? 'Use another token' : 'Show my files';
  form.querySelector('[type=submit]').classList.toggle('quiet', Boolean(given));
  form.querySelector('[data-forget]').hidden = !given;
  field.placeholder = given ? 'In use in this tab' : '';
  field.required = !given;
  if (upload) {
    upload.hidden = !given;
  }
  await refresh();
}

// The files of a page change when they are stored or proven; the private part is looked at now and then.
setInterval(() => token() && !document.hidden && refresh(), 5_000);

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-download]')) {
    const hidden = event.target.querySelector('input[name=token]');
    hidden.value = token();
    setTimeout(() => { hidden.value = ''; });
  }
});

const dialog = document.querySelector('[data-confirm]');
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-delete]');
  if (!button || !dialog) {
    return;
  }
  dialog.querySelector('[data-confirm-name]').textContent = button.dataset.name;
  dialog.returnValue = 'no';
  dialog.onclose = async () => {
    if (dialog.returnValue === 'yes') {
      await fetch(`/files/${button.dataset.delete}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token()}` } });
      refresh();
    }
  };
  dialog.showModal();
});

if (upload) {
  const drop = upload.querySelector('[data-drop]');
  const choose = upload.querySelector('[data-choose]');
  const transfers = upload.querySelector('[data-transfers]');
  let last = Promise.resolve();
  const take = (files) => {
    for (const file of files) {
      const row = waiting(file);
      last = last.then(() => store(file, row));
    }
  };
  choose.addEventListener('change', () => { take(choose.files); choose.value = ''; });
  for (const name of ['dragenter', 'dragover']) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
  }
  for (const name of ['dragleave', 'drop']) {
    drop.addEventListener(name, () => drop.classList.remove('over'));
  }
  drop.addEventListener('drop', (event) => { event.preventDefault(); take(event.dataTransfer.files); });

  function waiting(file) {
    const row = document.createElement('li');
    const name = document.createElement('span');
    const state = document.createElement('span');
    const bar = document.createElement('progress');
    name.textContent = file.name;
    state.textContent = 'waiting';
    bar.max = Math.max(1, file.size);
    bar.value = 0;
    bar.setAttribute('aria-label', `Sending ${file.name}`);
    row.append(name, state, bar);
    transfers.prepend(row);
    return { row, state, bar };
  }

  function store(file, { row, state, bar }) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open('POST', '/files');
      request.setRequestHeader('Authorization', `Bearer ${token()}`);
      request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
      request.setRequestHeader('Content-Disposition', `attachment; filename*=UTF-8''${encoded(file.name)}`);
      request.upload.onprogress = ({ loaded }) => {
        bar.value = loaded;
        state.textContent = `${Math.floor((100 * loaded) / Math.max(1, file.size))} %`;
      };
      request.upload.onload = () => {
        bar.removeAttribute('value');
        state.textContent = 'miners store and prove it';
      };
      request.onloadend = () => {
        bar.remove();
        if (request.status === 201) {
          state.textContent = 'stored';
        } else {
          state.className = 'failed';
          state.textContent = sentence(request);
        }
        row.dataset.done = String(request.status);
        refresh();
        done();
      };
      request.send(file);
    });
  }
}

function encoded(name) {
  return encodeURIComponent(name).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sentence(request) {
  try {
    return JSON.parse(request.responseText).detail ?? 'It was not stored.';
  } catch {
    return request.status === 0 ? 'The connection broke; try again.' : `It was not stored (status ${request.status}).`;
  }
}

show();

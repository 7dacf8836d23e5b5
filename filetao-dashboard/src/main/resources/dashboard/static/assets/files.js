// A person's files. The token lives in this tab's session storage and goes out as a bearer token, or in the body of the form
// that downloads; it never stands in an address.
import { refresh, send } from './live.js';

const KEY = 'filetao.token';
const WHOLE = 1 << 20; // bytes up to which a file goes in one request
const MOST_FAILURES = 12; // in a row, none of which brought the upload on
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

  async function store(file, { row, state, bar }) {
    const request = await (file.size > WHOLE ? resumable(file, state, bar) : whole(file, state, bar));
    bar.remove();
    if (request.status === 201 || request.status === 204) {
      state.textContent = 'stored';
    } else {
      state.className = 'failed';
      state.textContent = sentence(request);
    }
    row.dataset.done = String(request.status);
    refresh();
  }
}

/** A small file goes in one request. */
function whole(file, state, bar) {
  return transmit('POST', '/files', file, 0, state, bar, {
    'Content-Type': file.type || 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encoded(file.name)}`,
  });
}

/**
 * A large file goes on where a lost connection left it (the tus protocol), in this tab even when the page was loaded anew and the
 * same file is chosen again.
 */
async function resumable(file, state, bar) {
  const name = `filetao.upload.${file.name}.${file.size}.${file.lastModified}`;
  let failures = 0;
  let offset = 0;
  for (;;) {
    let answer;
    const address = sessionStorage.getItem(name);
    if (!address) {
      answer = await call('POST', '/uploads', {
        'Upload-Length': String(file.size),
        'Upload-Metadata': `filename ${base64(file.name)},filetype ${base64(file.type || 'application/octet-stream')}`,
      });
      if (answer.status === 201) {
        sessionStorage.setItem(name, answer.getResponseHeader('Location'));
        continue;
      }
    } else {
      answer = await call('HEAD', address);
      if (answer.status === 200) {
        if (answer.getResponseHeader('Filetao-Cid')) {
          sessionStorage.removeItem(name);
          return { status: 201 };
        }
        const stands = Number(answer.getResponseHeader('Upload-Offset'));
        failures = stands > offset ? 0 : failures;
        offset = stands;
        answer = await transmit('PATCH', address, file, offset, state, bar, {
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': String(offset),
        });
        if (answer.status === 204) {
          failures = 0;
          continue;
        }
      } else if (answer.status === 404 || answer.status === 410) {
        sessionStorage.removeItem(name);
        offset = 0;
      }
    }
    failures += 1;
    if (!passing(answer.status) || failures > MOST_FAILURES) {
      return answer;
    }
    await pause(failures, state);
  }
}

/** What may be otherwise in a moment: no connection, another part that is not quite over, a server that is short of something. */
function passing(status) {
  return status === 0 || status === 404 || status === 409 || status === 410 || status === 423 || status === 429 || status >= 500;
}

/** Ever longer, and not a moment longer once the machine is online again. */
async function pause(failures, state) {
  state.textContent = 'the connection broke; it goes on by itself';
  await new Promise((resume) => {
    setTimeout(resume, Math.min(30_000, 500 * 2 ** failures));
    addEventListener('online', resume, { once: true });
  });
}

/** A short request of the protocol. */
function call(method, address, headers = {}) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    prepare(request, method, address, headers);
    request.timeout = 30_000;
    request.onloadend = () => done(request);
    request.send();
  });
}

/** Sends a file from an offset on, and shows how far it is. */
function transmit(method, address, file, offset, state, bar, headers) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    prepare(request, method, address, headers);
    request.upload.onprogress = ({ loaded }) => {
      bar.value = offset + loaded;
      state.textContent = `${Math.floor((100 * (offset + loaded)) / Math.max(1, file.size))} %`;
    };
    request.upload.onload = () => {
      bar.removeAttribute('value');
      state.textContent = 'miners store and prove it';
    };
    request.onloadend = () => done(request);
    request.send(offset ? file.slice(offset) : file);
  });
}

function prepare(request, method, address, headers) {
  request.open(method, address);
  request.setRequestHeader('Authorization', `Bearer ${token()}`);
  if (address.startsWith('/uploads')) {
    request.setRequestHeader('Tus-Resumable', '1.0.0');
  }
  for (const [name, value] of Object.entries(headers)) {
    request.setRequestHeader(name, value);
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
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

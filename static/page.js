// What script adds to pages that work without it: a faster way out, real dialogs, the palette, and news of alerts.
document.documentElement.classList.add('scripted');

// Somebody may come into the room: Esc three times within two seconds leaves, and "back" does not return here.
const exit = document.querySelector('[data-quick-exit]');
if (exit) {
  const withinMilliseconds = 2000;
  let pressed = [];
  const leave = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(exit.href);
  };
  exit.addEventListener('click', leave);
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < withinMilliseconds);
    if (pressed.length >= 3) leave(event);
  });
}

const open = (id) => {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return false;
  dialog.showModal();
  dialog.querySelector('[data-filters]')?.focus();
  return true;
};
addEventListener('click', (event) => {
  const link = event.target.closest?.('[data-opens], [data-closes]');
  if (!link) return;
  if (link.dataset.opens && open(link.dataset.opens)) event.preventDefault();
  const dialog = link.dataset.closes && document.getElementById(link.dataset.closes);
  if (dialog?.open) {
    event.preventDefault();
    dialog.close();
  }
});
// A dialog that was linked to, or shown before this script came, becomes a real one.
if (location.hash) open(location.hash.slice(1));

addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && open('go-to'))
    event.preventDefault();
});
for (const filter of document.querySelectorAll('[data-filters]')) {
  const entries = [...document.getElementById(filter.dataset.filters).children];
  const plain = (text) =>
    text
      .normalize('NFD')
      .replace(/\p{Mark}/gu, '')
      .toLowerCase();
  filter.addEventListener('input', () => {
    const wanted = plain(filter.value.trim());
    for (const entry of entries) entry.hidden = !plain(entry.textContent).includes(wanted);
  });
  filter.addEventListener('keydown', (event) => {
    const first = entries.find((entry) => !entry.hidden)?.querySelector('a');
    if (event.key === 'Enter') first?.click();
    if (event.key === 'ArrowDown') first?.focus();
  });
}

// `data-poll="/address"`: the address answers with one line of text, or with nothing (204) when there is no news.
for (const place of document.querySelectorAll('[data-poll]')) {
  const milliseconds = Number(place.dataset.pollSeconds ?? 30) * 1000;
  const look = async () => {
    if (document.hidden) return;
    // A lost connection is not news; the next look may find it again.
    const answer = await fetch(place.dataset.poll, { headers: { accept: 'text/plain' } }).catch(() => null);
    if (!answer?.ok) return;
    const news = answer.status === 204 ? '' : await answer.text();
    if (news !== place.textContent) place.textContent = news;
    place.hidden = news === '';
  };
  setInterval(look, milliseconds);
  document.addEventListener('visibilitychange', look);
}

// `data-forget="name"`: the server has what was kept on this device under that name.
for (const { dataset } of document.querySelectorAll('[data-forget]')) {
  try {
    localStorage.removeItem(dataset.forget);
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}

// A form sent without a signal would end at the browser's own page of nothing, and what was typed with it.
addEventListener('submit', (event) => {
  if (navigator.onLine || event.defaultPrevented) return;
  event.preventDefault();
  const said = document.createElement('p');
  said.setAttribute('role', 'alert');
  said.className = 'no-signal';
  said.textContent = document.body.dataset.noSignal;
  document.querySelector('.no-signal')?.remove();
  (event.submitter ?? event.target.lastElementChild).before(said);
});
addEventListener('online', () => document.querySelector('.no-signal')?.remove());

// Whoever signs out leaves the field kit on this device closed as well; what is unsent stays in it.
addEventListener('submit', ({ target }) => {
  if (target.getAttribute('action') !== '/sign-out') return;
  try {
    if (localStorage.getItem('trellis-field')) localStorage.setItem('trellis-field', `closed ${Date.now()}`);
  } catch {
    // A browser that forbids storage keeps no field kit.
  }
});

// A menu closes when something else is touched, as people expect of menus.
addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('header details[open]'))
    if (!menu.contains(event.target)) menu.open = false;
});

// What the approver's page can do better with scripts on. Everything works without.

const reported = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
// Some browsers report an offset, or that they do not know. The picker then stays in UTC, as the page says.
const isKnown = /^[A-Z]/.test(reported) && reported !== 'Etc/Unknown';
const zone = isKnown ? reported : 'UTC';
const place =
  zone.includes('/') && !zone.startsWith('Etc/') ? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ') : zone;
const isUtc = ['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT'].includes(zone);
const whereClocksAre = isUtc ? 'UTC' : `in ${place}`;

/** @param {Date} at @param {string} [timeZone] */
const clock = (at, timeZone) =>
  at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });

/** @param {Date} at */
const day = (at) =>
  ['weekday', 'day', 'month', 'year']
    .map((part) => at.toLocaleDateString('en-GB', { [part]: part === 'day' || part === 'year' ? 'numeric' : 'long' }))
    .join(' ');

/** Beside each moment: what the reader's own clock says then. */
function addOwnClock() {
  if (isUtc) return;
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    const otherDay = at.getDate() === at.getUTCDate() ? '' : `${at.toLocaleDateString('en-GB', { weekday: 'long' })} `;
    const own = document.createElement('span');
    own.className = 'own-clock';
    own.textContent = ` (${otherDay}${clock(at)} in ${place})`;
    time.after(own);
  }
}

/** The picker counts in the reader's own zone, and says in words what was picked. */
function addZone() {
  const picker = document.querySelector('[name="execute_at"]');
  const field = document.querySelector('[name="time_zone"]');
  const label = document.querySelector('#zone b');
  const hint = document.querySelector('#execute_at-hint');
  if (!isKnown) return;
  if (!(picker instanceof HTMLInputElement && field instanceof HTMLInputElement && label && hint)) return;
  const say = () => {
    field.value = zone;
    const picked = picker.value ? new Date(picker.value) : new Date();
    label.textContent = isUtc ? 'UTC' : `${zone}, ${offset(picked)}`;
    hint.textContent = picker.value ? inWords(picked, picker.value) : `It is now ${clock(picked)} ${whereClocksAre}.`;
  };
  picker.addEventListener('input', say);
  say();
}

/** @param {Date} at @param {string} typed */
function inWords(at, typed) {
  // Where clocks go forward, the browser moves a time that does not exist by an hour without a word.
  if (clock(at) !== typed.slice(11, 16)) return `Clocks ${whereClocksAre} skip this time. Pick another.`;
  const minutes = Math.round((at.getTime() - Date.now()) / 60_000);
  if (minutes <= 0) return 'This time has passed. Pick a later one.';
  const inUtc = isUtc ? 'That is' : `That is ${clock(at, 'UTC')} UTC,`;
  return `${day(at)}, ${clock(at)} ${whereClocksAre}. ${inUtc} in ${span(minutes)}.`;
}

/** @param {number} minutes */
function span(minutes) {
  if (minutes <= 90) return count(minutes, 'minute');
  return minutes < 2 * 24 * 60 ? count(Math.floor(minutes / 60), 'hour') : count(Math.floor(minutes / 60 / 24), 'day');
}

/** @param {number} number @param {string} unit */
const count = (number, unit) => `${number} ${unit}${number === 1 ? '' : 's'}`;

/** @param {Date} at */
function offset(at) {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name === 'GMT'
    ? 'UTC+0'
    : name.replace(
        /^GMT([+-])0?(\d+):(\d+)$/,
        (_all, sign, hours, minutes) => `UTC${sign}${hours}${minutes === '00' ? '' : `:${minutes}`}`,
      );
}

/** A second press on the button sends nothing. */
function sendOnce() {
  for (const form of document.querySelectorAll('form')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = 'yes';
    });
    // Coming back with the browser's button shows the page as it was left.
    addEventListener('pageshow', () => delete form.dataset.sent);
  }
}

addOwnClock();
addZone();
sendOnce();
document.getElementById('faults')?.focus();

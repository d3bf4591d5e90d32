/** Every event carries when it was due and its number, so that whoever reads the bytes can time and count it. */
const MARK = '@@';
const DUE_DIGITS = 15;
const SERIAL_DIGITS = 8;
const MARK_LENGTH = MARK.length + 1 + DUE_DIGITS + SERIAL_DIGITS;
const EVENT_BYTES = 331;
const HEX = '0123456789abcdef';

const digits = (value, width) => String(value).padStart(width, '0');

/** A valid live event of 331 bytes as JSON, chat or, as an alert, a follow. */
export function eventOf(serial, dueUs, alert) {
  const common = {
    id: `bench:${digits(serial, SERIAL_DIGITS)}`,
    at: Math.round(dueUs / 1000),
    receivedAt: Date.now(),
    user: {
      id: `70${digits(serial % 500, 8)}`,
      handle: `viewer${digits(serial % 500, 4)}`,
      name: `${MARK}${alert ? 'a' : 'c'}${digits(Math.round(dueUs), DUE_DIGITS)}${digits(serial, SERIAL_DIGITS)}`,
      moderator: false,
      subscriber: false,
      follower: true,
    },
  };
  return alert ? fill({ type: 'follow', ...common }) : fill({ type: 'chat', ...common, text: '', emotes: [] });
}

function fill(event) {
  const missing = EVENT_BYTES - JSON.stringify(event).length;
  if (event.type === 'chat') event.text = filler(missing);
  // `,"avatar":""` takes twelve bytes.
  else event.user.avatar = filler(missing - 12);
  return event;
}

const FILLER = HEX.repeat(20);
const filler = (length) => FILLER.slice(0, Math.max(0, length));

/** Finds marks in a stream of bytes that comes in pieces. `onMark(alert, dueUs, serial)`. */
export class MarkReader {
  #rest = '';

  constructor(onMark) {
    this.onMark = onMark;
  }

  read(bytes) {
    const text = this.#rest + bytes.latin1Slice(0, bytes.length);
    let at = text.indexOf(MARK);
    let read = 0;
    while (at >= 0 && at + MARK_LENGTH <= text.length) {
      const from = at + MARK.length + 1;
      const due = Number(text.slice(from, from + DUE_DIGITS));
      const serial = Number(text.slice(from + DUE_DIGITS, from + DUE_DIGITS + SERIAL_DIGITS));
      this.onMark(text[at + MARK.length] === 'a', due, serial);
      read = at + MARK_LENGTH;
      at = text.indexOf(MARK, read);
    }
    // Either a mark that is cut short, or a first sign that may be half of one.
    this.#rest = at >= 0 ? text.slice(at) : text.length > read && text.endsWith('@') ? '@' : '';
  }
}

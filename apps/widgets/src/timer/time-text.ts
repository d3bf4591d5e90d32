const two = (value: number): string => String(value).padStart(2, '0');

/** `59:59`, `1:00:00`, `2d 03:00:00`. Rounded up: a clock that shows nothing is over. */
export function formatTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const end = `${two(minutes)}:${two(seconds % 60)}`;
  if (days > 0) return `${days}d ${two(hours)}:${end}`;
  return hours > 0 ? `${hours}:${end}` : end;
}

/** `+30s`, `+5:00`, `+1:00:00`. */
export function formatAdded(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 100 ? `+${seconds}s` : `+${formatTime(seconds * 1000).replace(/^0(?=\d:)/, '')}`;
}

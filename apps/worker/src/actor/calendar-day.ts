/** The calendar day, YYYY-MM-DD, in an IANA time zone. Throws RangeError on an unknown zone. */
export function calendarDay(timeZone: string): (now: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (now) => format.format(now);
}

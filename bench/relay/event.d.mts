export function eventOf(serial: number, dueUs: number, alert: boolean): { id: string; type: string };
export class MarkReader {
  constructor(onMark: (alert: boolean, dueUs: number, serial: number) => void);
  read(bytes: Buffer): void;
}

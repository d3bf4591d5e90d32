import { z } from 'zod';

interface FieldSchema {
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  unit?: string;
}

/** What a setting takes, in words: its choices, or its range with the unit. `undefined`: the issue says it better. */
export function expectationOf(field: z.ZodType, issue: z.core.$ZodIssue): string | undefined {
  const {
    type,
    enum: choices,
    minimum,
    maximum,
    maxLength,
    unit,
  } = z.toJSONSchema(field, {
    io: 'input',
  }) as FieldSchema;
  if (choices) return `must be one of ${choices.join(', ')}`;
  if (type === 'boolean') return 'must be true or false';
  if (type === 'integer' || type === 'number') {
    const kind = type === 'integer' ? 'a whole number' : 'a number';
    return `must be ${kind} from ${minimum} to ${maximum}${unit ? ` (${unit})` : ''}`;
  }
  if (type !== 'string') return undefined;
  if (issue.code === 'invalid_format') return `must be ${issue.message}`;
  return maxLength === undefined ? 'must be text' : `must be text of at most ${maxLength} characters`;
}

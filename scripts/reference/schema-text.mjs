/** A JSON Schema in a few words: `string`, `1 to 5`, `"a" or "b"`. */
export function typeText(schema) {
  if (schema === undefined) return '';
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf ?? schema.oneOf) return (schema.anyOf ?? schema.oneOf).map(typeText).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items?.type === 'object' ? 'objects' : typeText(schema.items)}`;
  const { minimum, maximum, maxLength } = schema;
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (bounded) return `${schema.type}, ${minimum ?? 'up'} to ${maximum}`;
  if (schema.type === 'integer') return 'whole number';
  if (maxLength !== undefined) return `text, at most ${maxLength} characters`;
  return schema.type === 'string' ? 'text' : (schema.type ?? 'any');
}

const cell = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

export function table(heads, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

export const generatedNote = '<!-- Made by `npm run docs` from the schemas. Do not edit. -->';

import type { WidgetTypeView } from '#libs/contracts';

export type FieldKind =
  | 'switch'
  | 'choice'
  | 'theme'
  | 'position'
  | 'number'
  | 'text'
  | 'template'
  | 'multiline'
  | 'css'
  | 'color'
  | 'picture'
  | 'sound'
  | 'list'
  | 'variations';

/** One setting, as the form shows it. */
export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  description: string;
  group: string;
  default: unknown;
  unit: string;
  /** Of numbers. */
  range?: NumberRange;
  /** Of choices. */
  options?: readonly string[];
  maxLength?: number;
  maxItems?: number;
  /** Of templates: what may be put in, with the braces. */
  tokens?: readonly string[];
}

export interface NumberRange {
  min: number;
  max: number;
  whole: boolean;
}

export interface FormSection {
  name: string;
  fields: readonly Field[];
}

interface Property {
  type?: string;
  title?: string;
  description?: string;
  group?: string;
  unit?: string;
  format?: string;
  default?: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

const TOKEN = /\{[a-z]+\}/g;

/** The form of a kind of widget: its sections in order, each with its settings in the order of the schema. */
export function formOf({ sections, schema }: Pick<WidgetTypeView, 'sections' | 'schema'>): FormSection[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Property>;
  const fields = Object.entries(properties)
    .filter(([, property]) => property.format !== 'hidden')
    .map(([name, property]) => fieldOf(name, property));
  const known: readonly string[] = sections;
  const last = known.at(-1) ?? '';
  // A section that a newer server names and the list leaves out must not lose its settings.
  const placed = fields.map((field) => (known.includes(field.group) ? field : { ...field, group: last }));
  return known
    .map((section) => ({ name: section, fields: placed.filter(({ group }) => group === section) }))
    .filter((section) => section.fields.length > 0);
}

function fieldOf(name: string, property: Property): Field {
  const description = property.description ?? '';
  const tokens = description.match(TOKEN) ?? [];
  const field: Field = {
    name,
    kind: kindOf(name, property, tokens.length > 0),
    title: property.title ?? name,
    description: description.replace(/\s*Tokens: [\s{}a-z]+$/, ''),
    group: property.group ?? '',
    default: property.default,
    unit: property.unit ?? '',
  };
  if (property.enum) field.options = property.enum;
  if (property.maxLength !== undefined) field.maxLength = property.maxLength;
  if (property.maxItems !== undefined) field.maxItems = property.maxItems;
  if (tokens.length > 0) field.tokens = [...new Set(tokens)];
  if (field.kind === 'number') {
    const { minimum: min = 0, maximum: max = Number.MAX_SAFE_INTEGER } = property;
    field.range = { min, max, whole: property.type === 'integer' };
  }
  return field;
}

const FORMATS: Record<string, FieldKind> = {
  color: 'color',
  css: 'css',
  picture: 'picture',
  sound: 'sound',
  multiline: 'multiline',
};

function kindOf(name: string, { type, format, enum: options }: Property, hasTokens: boolean): FieldKind {
  if (format !== undefined && FORMATS[format]) return FORMATS[format];
  if (options) {
    if (name === 'theme') return 'theme';
    return name === 'position' && options.length === 9 ? 'position' : 'choice';
  }
  if (type === 'boolean') return 'switch';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'array') return name === 'variations' ? 'variations' : 'list';
  return hasTokens ? 'template' : 'text';
}

/** Sections with what fits `words` alone: in the label, the description, the name, or a choice of it. */
export function searchForm(sections: readonly FormSection[], words: string): FormSection[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...sections];
  return sections
    .map((section) => ({ ...section, fields: section.fields.filter((field) => fits(field, section.name, wanted)) }))
    .filter(({ fields }) => fields.length > 0);
}

function fits(field: Field, section: string, wanted: readonly string[]): boolean {
  const text = [field.title, field.description, field.name, section, ...(field.options ?? [])].join(' ').toLowerCase();
  return wanted.every((word) => text.includes(word));
}

import { Select, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
import type { Variation, WidgetType } from '#libs/contracts';
import { choiceWords } from '../choice-words.js';
import type { Field } from '../form-model.js';
import { ColorControl } from './color-control.js';
import { ListControl } from './list-control.js';
import { NumberControl } from './number-control.js';
import { PictureControl } from './picture-control.js';
import { PositionControl } from './position-control.js';
import { SoundControl } from './sound-control.js';
import { TemplateControl } from './template-control.js';
import { ThemeControl } from './theme-control.js';
import { VariationsControl } from './variations-control.js';

export interface ControlProps<T = unknown> {
  id: string;
  labelledBy: string;
  describedBy?: string | undefined;
  field: Field;
  type: WidgetType;
  value: T;
  onChange: (value: T) => void;
}

/** What edits a setting, by what the setting is. */
export function Control(props: ControlProps) {
  const { field } = props;
  // Values are those of the schema that named the kind.
  const as = <T,>() => props as unknown as ControlProps<T>;
  switch (field.kind) {
    case 'switch':
      return <SwitchControl {...as<boolean>()} />;
    case 'choice':
      return <ChoiceControl {...as<string>()} />;
    case 'theme':
      return <ThemeControl {...as<string>()} />;
    case 'position':
      return <PositionControl {...as<string>()} />;
    case 'number':
      return <NumberControl {...as<number>()} />;
    case 'template':
      return <TemplateControl {...as<string>()} />;
    case 'multiline':
    case 'css':
      return <AreaControl {...as<string>()} />;
    case 'color':
      return <ColorControl {...as<string>()} />;
    case 'picture':
      return <PictureControl {...as<string>()} />;
    case 'sound':
      return <SoundControl {...as<string>()} />;
    case 'list':
      return <ListControl {...as<string[]>()} />;
    case 'variations':
      return <VariationsControl {...as<readonly Variation[]>()} />;
    case 'text':
      return <TextControl {...as<string>()} />;
    default:
      return field.kind satisfies never;
  }
}

function SwitchControl({ id, describedBy, value, onChange }: ControlProps<boolean>) {
  return (
    <Switch
      id={id}
      checked={value}
      aria-describedby={describedBy}
      label={value ? 'On' : 'Off'}
      labelPosition="right"
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

const FEW = 3;

function ChoiceControl({ id, labelledBy, describedBy, field, value, onChange }: ControlProps<string>) {
  const data = (field.options ?? []).map((option) => ({ value: option, label: choiceWords(field.name, option) }));
  const short = data.length <= FEW && data.every(({ label }) => label.length <= 12);
  if (short) {
    return (
      <SegmentedControl
        fullWidth
        size="sm"
        data={data}
        value={value}
        onChange={onChange}
        aria-labelledby={labelledBy}
      />
    );
  }
  return (
    <Select
      id={id}
      size="sm"
      aria-describedby={describedBy}
      data={data}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

function TextControl({ id, describedBy, field, value, onChange }: ControlProps<string>) {
  return (
    <TextInput
      id={id}
      size="sm"
      maxLength={field.maxLength}
      aria-describedby={describedBy}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function AreaControl({ id, describedBy, field, value, onChange }: ControlProps<string>) {
  const css = field.kind === 'css';
  return (
    <Textarea
      id={id}
      size="sm"
      autosize
      minRows={css ? 5 : 3}
      maxRows={18}
      maxLength={field.maxLength}
      spellCheck={!css}
      placeholder={css ? '.name { letter-spacing: 0.02em }' : undefined}
      styles={css ? { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } } : {}}
      aria-describedby={describedBy}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

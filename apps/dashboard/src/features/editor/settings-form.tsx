import { Accordion, Badge, Group, Switch, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { WidgetType } from '#libs/contracts';
import { EmptyState } from '../../ui/states.js';
import { FieldRow } from './field-row.js';
import { searchForm, type FormSection } from './form-model.js';
import classes from './form.module.css';
import type { Editor } from './use-editor.js';

interface Props {
  sections: readonly FormSection[];
  editor: Editor;
  type: WidgetType;
}

/** Every setting of the widget, by section. */
export function SettingsForm({ sections, editor, type }: Props) {
  const [words, setWords] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const [open, setOpen] = useState<string[]>(() => sections.slice(0, 2).map(({ name }) => name));
  const found = searchForm(sections, words)
    .map((section) => ({
      ...section,
      fields: section.fields.filter(({ name }) =>
        changedOnly ? editor.changed.has(name) : words !== '' || hasUse(name, editor),
      ),
    }))
    .filter(({ fields }) => fields.length > 0);
  const narrowed = words.trim() !== '' || changedOnly;
  return (
    <section aria-label="Settings">
      <Group gap="sm" wrap="nowrap" mb="sm">
        <TextInput
          flex={1}
          size="sm"
          type="search"
          aria-label="Search settings"
          placeholder="Search settings"
          leftSection={<Search size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Switch
          size="sm"
          label={`Changed (${editor.changed.size})`}
          checked={changedOnly}
          onChange={(event) => setChangedOnly(event.currentTarget.checked)}
        />
      </Group>
      {found.length === 0 && (
        <EmptyState
          small
          icon={Search}
          title="No such setting"
          text={changedOnly ? 'Nothing here differs from the defaults.' : 'Try another word.'}
        />
      )}
      <Accordion
        multiple
        variant="separated"
        value={narrowed ? found.map(({ name }) => name) : open}
        onChange={(next) => !narrowed && setOpen(next)}
        classNames={{ item: classes['section'], content: classes['content'] }}
      >
        {found.map((section) => (
          <Accordion.Item key={section.name} value={section.name}>
            <Accordion.Control>
              <SectionTitle section={section} editor={editor} />
            </Accordion.Control>
            <Accordion.Panel>
              {section.fields.map((field) => (
                <FieldRow key={field.name} field={field} editor={editor} type={type} />
              ))}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
}

/** A picture of one's own is for nothing until it is chosen that one is shown. */
function hasUse(name: string, { draft, changed }: Editor): boolean {
  return name !== 'imageUrl' || !('image' in draft) || draft['image'] === 'custom' || changed.has(name);
}

function SectionTitle({ section, editor }: { section: FormSection; editor: Editor }) {
  const changed = section.fields.filter(({ name }) => editor.changed.has(name)).length;
  return (
    <Group gap="xs">
      <Text fw={600}>{section.name}</Text>
      {changed > 0 && <Badge size="sm">{changed} changed</Badge>}
    </Group>
  );
}

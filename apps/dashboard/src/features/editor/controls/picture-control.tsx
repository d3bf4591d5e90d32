import { Button, Group, Stack, Tabs, UnstyledButton } from '@mantine/core';
import { X } from 'lucide-react';
import { LIBRARY_PICTURES } from '../../../../../../libs/contracts/src/widgets/library.js';
import { pictureSource } from '../../studio/addresses.js';
import { useUploads } from '../../studio/queries.js';
import { useStudio } from '../../studio/use-studio.js';
import { UploadButton } from '../../uploads/upload-button.js';
import classes from '../form.module.css';
import type { ControlProps } from './control.js';
import { AddressInput } from './sound-control.js';

/** One of the library, one of the streamer's, one from elsewhere, or none. */
export function PictureControl({ labelledBy, value, onChange }: ControlProps<string>) {
  const uploads = useUploads();
  const own = uploads.data?.items.filter(({ kind }) => kind === 'image') ?? [];
  const first = value.startsWith('upload:') ? 'own' : value.startsWith('https://') ? 'address' : 'library';
  return (
    <Stack gap="xs">
      <Tabs defaultValue={first} variant="pills" keepMounted={false}>
        <Group justify="space-between" gap="xs" mb="xs">
          <Tabs.List>
            <Tabs.Tab value="library" size="xs">
              Library
            </Tabs.Tab>
            <Tabs.Tab value="own">Yours</Tabs.Tab>
            <Tabs.Tab value="address">Address</Tabs.Tab>
          </Tabs.List>
          {value !== '' && (
            <Button size="compact-sm" variant="default" leftSection={<X size={14} />} onClick={() => onChange('')}>
              None
            </Button>
          )}
        </Group>
        <Tabs.Panel value="library">
          <Pictures
            labelledBy={labelledBy}
            items={LIBRARY_PICTURES.map((name) => ({ reference: `library:${name}`, name }))}
            value={value}
            onChange={onChange}
          />
        </Tabs.Panel>
        <Tabs.Panel value="own">
          <Stack gap="xs">
            <Pictures labelledBy={labelledBy} items={own} value={value} onChange={onChange} />
            <UploadButton kind="image" wide onUploaded={({ reference }) => onChange(reference)} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="address">
          <AddressInput value={value} label="Address of the picture" onChange={onChange} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

interface PicturesProps {
  labelledBy: string;
  items: readonly { reference: string; name: string }[];
  value: string;
  onChange: (reference: string) => void;
}

function Pictures({ labelledBy, items, value, onChange }: PicturesProps) {
  const { widgetsUrl } = useStudio();
  if (items.length === 0) return null;
  return (
    <div className={classes['pictures']} role="radiogroup" aria-labelledby={labelledBy}>
      {items.map(({ reference, name }) => (
        <UnstyledButton
          key={reference}
          role="radio"
          aria-checked={reference === value}
          aria-label={name}
          title={name}
          className={classes['picture']}
          onClick={() => onChange(reference)}
        >
          <img src={pictureSource(widgetsUrl, reference)} alt="" loading="lazy" />
        </UnstyledButton>
      ))}
    </div>
  );
}

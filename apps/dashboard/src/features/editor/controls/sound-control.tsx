import { ActionIcon, Group, Select, Stack, TextInput, Tooltip } from '@mantine/core';
import { Play, Square } from 'lucide-react';
import { useState } from 'react';
import { LIBRARY_SOUNDS } from '../../../../../../libs/contracts/src/widgets/library.js';
import { soundSource } from '../../studio/addresses.js';
import { useUploads } from '../../studio/queries.js';
import { useStudio } from '../../studio/use-studio.js';
import { UploadButton } from '../../uploads/upload-button.js';
import type { ControlProps } from './control.js';
import { usePlay } from './use-play.js';

const ADDRESS = 'address';

/** The theme's own sound, none, one of the library, one of the streamer's, or one from elsewhere. */
export function SoundControl({ id, describedBy, value, onChange }: ControlProps<string>) {
  const { widgetsUrl } = useStudio();
  const uploads = useUploads();
  const { playing, toggle } = usePlay();
  const [typing, setTyping] = useState(false);
  const own = uploads.data?.items.filter(({ kind }) => kind === 'sound') ?? [];
  const fromElsewhere = typing || value.startsWith('https://');
  const source = soundSource(widgetsUrl, value);
  const gone = value.startsWith('upload:') && uploads.data && !own.some(({ reference }) => reference === value);
  const data = [
    {
      group: 'Simple',
      items: [
        option('theme', "The theme's own"),
        option('none', 'No sound'),
        option(ADDRESS, 'From an https address…'),
      ],
    },
    { group: 'Yours', items: own.map(({ reference, name }) => option(reference, name)) },
    ...(gone ? [{ group: 'Deleted', items: [option(value, 'A deleted upload')] }] : []),
    { group: 'Library', items: LIBRARY_SOUNDS.map((name) => option(`library:${name}`, spoken(name))) },
  ];
  const pick = (next: string | null) => {
    setTyping(next === ADDRESS);
    if (next !== null && next !== ADDRESS) onChange(next);
  };
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        <Select
          id={id}
          flex={1}
          size="sm"
          searchable
          maxDropdownHeight={320}
          aria-describedby={describedBy}
          data={data}
          value={fromElsewhere ? ADDRESS : value}
          onChange={pick}
        />
        <Tooltip label={source ? 'Listen' : "The theme's own sound plays in the preview"}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={playing ? 'Stop the sound' : 'Listen to the sound'}
            disabled={source === undefined}
            onClick={() => source !== undefined && toggle(source)}
          >
            {playing !== undefined ? <Square size={16} /> : <Play size={16} />}
          </ActionIcon>
        </Tooltip>
        <UploadButton kind="sound" onUploaded={({ reference }) => onChange(reference)} />
      </Group>
      {fromElsewhere && <AddressInput value={value} label="Address of the sound" onChange={onChange} />}
    </Stack>
  );
}

const option = (value: string, label: string) => ({ value, label });

/** `glass-gift-card`: "Glass: gift card". */
function spoken(name: string): string {
  const [family = '', ...moment] = name.split('-');
  return `${family.charAt(0).toUpperCase()}${family.slice(1)}: ${moment.join(' ')}`;
}

/** An https address; anything else is not taken, so that the preview never gets half of one. */
export function AddressInput(props: { value: string; label: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(props.value.startsWith('https://') ? props.value : '');
  const valid = /^https:\/\/\S+$/.test(text);
  return (
    <TextInput
      size="sm"
      type="url"
      aria-label={props.label}
      placeholder="https://"
      maxLength={2048}
      value={text}
      error={text !== '' && !valid ? 'An address that begins with https://' : undefined}
      onChange={(event) => {
        const next = event.currentTarget.value.trim();
        setText(next);
        if (/^https:\/\/\S+$/.test(next)) props.onChange(next);
      }}
    />
  );
}

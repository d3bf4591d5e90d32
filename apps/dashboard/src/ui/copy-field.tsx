import { ActionIcon, CopyButton, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Check, Copy, Eye, EyeOff } from 'lucide-react';
import { maskedLink } from './masked-link.js';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Whoever has it sees what the widgets show: hidden until asked for. */
  secret?: boolean;
  description?: string;
}

/** A text to copy. A secret one is masked, so that it is not shown on stream by accident. */
export function CopyField({ label, value, secret = false, description }: CopyFieldProps) {
  const [shown, { toggle }] = useDisclosure(!secret);
  const Icon = shown ? EyeOff : Eye;
  const reveal = shown ? 'Hide it' : 'Show it';
  return (
    <TextInput
      label={label}
      description={description}
      readOnly
      value={shown ? value : maskedLink(value)}
      onFocus={({ currentTarget }) => shown && currentTarget.select()}
      rightSectionWidth={secret ? 88 : 48}
      rightSection={
        <>
          {secret && (
            <Tooltip label={reveal}>
              <ActionIcon aria-label={reveal} aria-pressed={shown} onClick={toggle}>
                <Icon size={20} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <CopyButton value={value} timeout={2000}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? 'Copied' : 'Copy'} opened={copied || undefined}>
                <ActionIcon
                  aria-label={copied ? `${label}: copied` : `Copy: ${label}`}
                  onClick={copy}
                  color={copied ? 'green' : 'gray'}
                >
                  {copied ? <Check size={20} aria-hidden /> : <Copy size={20} aria-hidden />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </>
      }
    />
  );
}

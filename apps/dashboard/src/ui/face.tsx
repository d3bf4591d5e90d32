import { Avatar } from '@mantine/core';
import { colourOf, initialsOf } from './initials.js';

/** The picture of somebody, or the letters of their name. Only for the eye: the name stands beside it. */
export function Face({ name, src, size = 40 }: { name: string; src?: string | undefined; size?: number }) {
  return (
    <Avatar src={src} color={colourOf(name)} size={size} radius={size} alt="" aria-hidden>
      {initialsOf(name) || undefined}
    </Avatar>
  );
}

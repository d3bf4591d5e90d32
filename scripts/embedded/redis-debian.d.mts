export function candidates(policy: string): (name: string) => boolean;

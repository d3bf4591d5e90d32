export const MEMORY_FLAG: string;
export const ROLE_FLAGS: readonly string[];

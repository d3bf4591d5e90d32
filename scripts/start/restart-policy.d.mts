export function restartDelay(history: { everReady: boolean; deathsInARow: number }): number;
export function countDeath(deathsInARow: number, livedMs: number): number;

/** Reads the time outside workflows. Tests pass in their own clock. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

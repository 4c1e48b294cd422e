/** The one place where the time is read outside workflows; tests hand in their own. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

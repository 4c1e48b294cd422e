/** The product's version, as callbacks name it. */
export const VERSION = '0.1.0';

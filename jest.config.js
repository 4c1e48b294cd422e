/** What Node does not run as it is: TypeScript and JSX. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  },
];

module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts?(x)'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '^.+\\.tsx?$': swc },
  testEnvironment: '<rootDir>/test/support/jest/environment.js',
  runtime: `${__dirname}/test/support/jest/runtime.js`,
  testSequencer: '<rootDir>/test/support/jest/sequencer.js',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/jest/reporter.js'],
  maxWorkers: 4, // tests wait more than they work: four keep two cores busy
  testTimeout: 30_000,
};

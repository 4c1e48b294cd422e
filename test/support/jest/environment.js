const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');

/** Stands for the context that is there already: jest-runtime asks for one to compile a test file in. */
const THIS_CONTEXT = vm.createContext({});

const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options = {}) =>
  compileFunction(
    code,
    parameters,
    options.parsingContext === THIS_CONTEXT ? { ...options, parsingContext: undefined } : options,
  );

const { console } = globalThis;
const { exit } = process;

/**
 * Runs test files in Node's own context instead of a new one each, so that what `runtime.js` keeps between them has the
 * same Error, Array and Promise as they have.
 */
module.exports = class NodeItself {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return THIS_CONTEXT;
  }

  async setup() {}

  async teardown() {
    Object.assign(globalThis, { console }); // while the file ran, both were Jest's
    process.exit = exit;
  }
};

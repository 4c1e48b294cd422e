const { createRequire } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/** @typedef {ConstructorParameters<typeof Runtime>} Parts */
/** @typedef {NodeModule & { _compile(code: string, filename: string): void }} Compiling */

/** @type {SharedModules} that of the test file which is running */
let current;
/** @type {Map<string, string>} where the source map of each file lies */
const sourceMaps = new Map();

/** @param {SharedModules} runtime */
const mapsOf = (runtime) => /** @type {Map<string, string>} */ (runtime.getSourceMaps());

const COMMONJS = {
  supportsDynamicImport: false,
  supportsExportNamespaceFrom: false,
  supportsStaticESM: false,
  supportsTopLevelAwait: false,
};

for (const extension of ['.ts', '.tsx'])
  require.extensions[extension] = (module, filename) => {
    const { transformer, coverage } = current;
    const { code, sourceMapPath } = transformer.transform(filename, { ...coverage, ...COMMONJS });
    if (sourceMapPath) {
      sourceMaps.set(filename, sourceMapPath);
      mapsOf(current).set(filename, sourceMapPath);
    }
    /** @type {Compiling} */ (module)._compile(code, filename);
  };

/**
 * Loads the product, its packages and test/support with Node's own `require`, once for all test files of a process:
 * Jest would compile a thousand modules anew for each file, which took half of the time of a run. Only the test file
 * itself is Jest's. So modules keep their state from file to file, and cannot be mocked.
 */
class SharedModules extends Runtime {
  /** @param {Parts} parts */
  constructor(...parts) {
    super(...parts);
    this.transformer = parts[3];
    this.coverage = parts[5];
    for (const [filename, sourceMap] of sourceMaps) mapsOf(this).set(filename, sourceMap);
    current = this;
  }

  /** @override @type {Runtime['requireModuleOrMock']} */
  requireModuleOrMock(from, moduleName) {
    return createRequire(from)(moduleName);
  }
}

module.exports = SharedModules;

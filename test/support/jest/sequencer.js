const { default: Sequencer } = require('@jest/test-sequencer');

/** @param {{ path: string }} test */
const takesLong = ({ path }) => Number(/\/test\/(faults|browser)\//.test(path));

/** Jest's own order, but those first that take a minute or two, and wait most of it: none of them is to be the last. */
module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<Sequencer['sort']>[0]} tests
   */
  async sort(tests) {
    return (await super.sort(tests)).sort((one, other) => takesLong(other) - takesLong(one));
  }
};

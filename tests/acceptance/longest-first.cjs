/**
 * Starts the longest test files first, so that no worker is left with one when the others have nothing to do. Jest knows how
 * long files took on this machine, and a CI that has never run them knows nothing.
 */
module.exports = class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }

  cacheResults() {
    // The order does not depend on earlier runs.
  }

  allFailedTests(tests) {
    return tests;
  }

  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_, index) => index % shardCount === shardIndex - 1);
  }
};

/** Parts of paths, dearest first: what starts Terraform and its provider, then what starts hundreds of processes. */
const LONG = [
  /docker\/images\/one-apply/,
  /\/aws\/(faults|stories)\//,
  /\/aws\//,
  /\/(hostile|backends|crash|preview)\//,
  /core\/(bench|faults|properties)/,
  /docker\/containers\/crash/,
  /failing-streams/,
];

function rank({ path }) {
  const at = LONG.findIndex((part) => part.test(path));
  return at < 0 ? LONG.length : at;
}

const { assertBy, readTopDown } = require('../../eslint.rules');

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    ...readTopDown,
    ...assertBy(),
    // It runs from its sources and is never built, so __dirname is where it says.
    'no-restricted-syntax': 'off',
  },
});

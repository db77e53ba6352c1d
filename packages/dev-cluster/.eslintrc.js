const { assertBy, readTopDown } = require('../../eslint.rules');

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    ...readTopDown,
    ...assertBy(),
  },
});

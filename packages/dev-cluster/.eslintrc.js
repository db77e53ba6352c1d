module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // waitFor fails a test as expect does.
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'waitFor*'] },
    ],
  },
});

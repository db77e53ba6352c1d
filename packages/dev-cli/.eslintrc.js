module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Files read top-down: what is used inside a function may come after it.
    '@typescript-eslint/no-use-before-define': [
      'error',
      { functions: false, variables: false },
    ],
    // waitFor fails a test as expect does.
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'waitFor*', 'see*'] },
    ],
  },
});

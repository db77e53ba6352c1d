// What packages lint alike, beside what Backstage's configuration does.

/** Files read top-down: what is used inside a function may come after it. */
exports.readTopDown = {
  '@typescript-eslint/no-use-before-define': [
    'error',
    { functions: false, variables: false },
  ],
};

/** waitFor fails a test as expect does. */
exports.assertBy = (...functions) => ({
  'jest/expect-expect': [
    'warn',
    { assertFunctionNames: ['expect', 'waitFor*', 'see*', ...functions] },
  ],
});

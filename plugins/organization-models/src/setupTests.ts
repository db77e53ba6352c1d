import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered, also on slow machines; who waits longer for what
// never comes only fails later
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

import { existsSync } from 'node:fs';
import { DevError } from '../DevError';
import { aptGet, canInstall, findOnPath } from './systemPackages';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const macApplication =
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Finds a Chromium, installing the system's package of it where that is possible, and returns its path. */
export async function ensureChromium(options: {
  checkout: string;
  signal: AbortSignal;
}): Promise<string> {
  const found = findChromium();
  if (found) {
    return found;
  }
  if (canInstall()) {
    await aptGet(['update'], options);
    await aptGet(
      [
        'install',
        '-y',
        '--no-install-recommends',
        'chromium',
        'fonts-liberation',
      ],
      options,
    );
  }
  const installed = findChromium();
  if (!installed) {
    throw new DevError(
      "Chromium is missing: install the system's package of it (such as `apt-get install chromium`), or name an executable in CHROMIUM_PATH.",
    );
  }
  return installed;
}

function findChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) {
    return process.env.CHROMIUM_PATH;
  }
  return (
    names.map(findOnPath).find(Boolean) ??
    (existsSync(macApplication) ? macApplication : undefined)
  );
}
